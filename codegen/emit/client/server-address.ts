/** Where the service of a client is: what its options say of that, and what it does unless they do. */
import type { Contract, ServerTemplate } from '../../model/contract.js';
import { docComment } from '../doc-comment.js';
import type { ModuleImports } from '../module-imports.js';
import { fieldDoc } from '../operation-text.js';
import { list, literal, member, propertyName, quote } from '../typescript-text.js';

/** The first of some base URLs that is more than a path. */
export function absoluteUrl(servers: readonly string[]): string | undefined {
  return servers.find((server) => /^https?:\/\/[^{}]+$/i.test(server));
}

/** The interface of the variables; nothing if there are none. */
export function serverVariables(contract: Contract): string {
  const template = templateOf(contract);
  if (template === undefined) return '';
  const members = template.variables.map(({ name, default: usual, values = [], description }) => {
    const paragraphs = [description, `\`${usual}\` unless given.`].filter(Boolean);
    const types = values.length > 0 ? values.map(quote) : ['string'];
    const text = member(`readonly ${propertyName(name)}?`, [...types, 'undefined'], '  ');
    return fieldDoc({ description: paragraphs.join('\n\n') }, '  ') + text;
  });
  return `${docComment('Parts of the base URL.')}export interface ServerVariables {\n${members.join('')}}\n`;
}

/** Whether there is such an interface. */
export function hasServerVariables(contract: Contract): boolean {
  return templateOf(contract) !== undefined;
}

/** The members of a client's options. */
export function serverOptions(contract: Contract): string {
  const base = absoluteUrl(contract.servers);
  const hasOthers = contract.operations.some(({ servers }) => servers !== undefined);
  const place =
    base === undefined
      ? 'Where the service is: `https://api.example.com`.'
      : `Where the whole service is; \`${base}\`${hasOthers ? ', or where an operation says,' : ''} unless given.`;
  const type = base === undefined ? ': string' : '?: string | undefined';
  const url = `${docComment(place, '  ')}  readonly baseUrl${type};\n`;
  const template = templateOf(contract);
  if (template === undefined) return url;
  const doc = docComment(`Parts of \`${template.url}\`.`, '  ');
  return `${url}${doc}  readonly server?: ServerVariables | undefined;\n`;
}

/** The base URL as an expression, and a statement that must stand before it. */
export function baseUrlCode(
  contract: Contract,
  imports: ModuleImports,
): { readonly before: string; readonly expression: string } {
  const base = absoluteUrl(contract.servers);
  if (base === undefined) return { before: '', expression: 'options.baseUrl' };
  const template = templateOf(contract);
  if (template === undefined) return { before: '', expression: `options.baseUrl ?? ${quote(base)}` };
  const args = [quote(template.url), literal(defaultsOf(template), '    '), 'options.server'];
  const fill = imports.value('serverUrl', './server-url.js');
  const before = `  ${list(`const usual = ${fill}(`, args, ');', '  ')}\n`;
  return { before, expression: 'options.baseUrl ?? usual' };
}

/** The template, if it is that of the base URL. */
function templateOf({ serverTemplate, servers }: Contract): ServerTemplate | undefined {
  if (serverTemplate === undefined) return undefined;
  const defaults = defaultsOf(serverTemplate);
  const usual = serverTemplate.url.replaceAll(/\{([^}]*)\}/g, (_, name: string) => defaults[name] ?? '');
  return usual === absoluteUrl(servers) ? serverTemplate : undefined;
}

function defaultsOf({ variables }: ServerTemplate): Readonly<Record<string, string>> {
  return Object.fromEntries(variables.map((variable) => [variable.name, variable.default]));
}
