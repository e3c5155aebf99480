/** client/client.ts: what a client is made of, and where its service is. */
import type { Contract, SecurityScheme } from '../../model/contract.js';
import { camelCase } from '../../model/names.js';
import { docComment } from '../doc-comment.js';
import { allSources, header } from '../headers.js';
import { ModuleImports } from '../module-imports.js';
import { fieldDoc } from '../operation-text.js';
import { literalField, propertyName } from '../typescript-text.js';
import { groupClassName } from './group-file.js';
import { absoluteUrl, baseUrlCode, serverOptions, serverVariables } from './server-address.js';

/** A group and the module of it, without its ending. */
export interface GroupModule {
  readonly group: string;
  readonly module: string;
}

/** Prints the module. */
export function clientFile(contract: Contract, groups: readonly GroupModule[]): string {
  const imports = new ModuleImports();
  const schemes = contract.securitySchemes.filter(({ type }) => type !== 'mutualTLS');
  const body = [
    serverVariables(contract),
    authType(schemes, imports),
    optionsType(contract, schemes, imports),
    schemeTable(schemes, imports),
    clientType(contract, groups, imports),
    factory(contract, schemes, groups, imports),
  ];
  return `${header(allSources(contract))}\n${imports.print()}${body.filter(Boolean).join('\n')}`;
}

function authType(schemes: readonly SecurityScheme[], imports: ModuleImports): string {
  if (schemes.length === 0) return '';
  const credential = imports.type('Credential', './credentials.js');
  const members = schemes.map((scheme) => {
    const value = scheme.scheme === 'basic' ? `<${imports.type('UserAndPassword', './credentials.js')}>` : '';
    const doc = fieldDoc(
      { description: [scheme.description, shownAs(scheme)].filter(Boolean).join('\n\n') },
      '  ',
    );
    return `${doc}  readonly ${propertyName(scheme.name)}?: ${credential}${value} | undefined;\n`;
  });
  const doc = docComment('Credentials by the name of a security scheme; each operation says which it takes.');
  return `${doc}export interface Auth {\n${members.join('')}}\n`;
}

function shownAs({ type, scheme, key }: SecurityScheme): string {
  if (type === 'apiKey')
    return `Sent as the ${key?.in ?? 'header'}${key?.in === 'query' ? ' parameter' : ''} \`${key?.name ?? ''}\`.`;
  return scheme === 'basic'
    ? 'Sent as `Authorization: Basic`.'
    : `Sent as \`Authorization: ${authScheme(scheme)}\`.`;
}

function authScheme(scheme: string | undefined): string {
  const name = scheme ?? 'bearer';
  return name.charAt(0).toUpperCase() + name.slice(1);
}

function optionsType(contract: Contract, schemes: readonly SecurityScheme[], imports: ModuleImports): string {
  const auth = schemes.length === 0 ? '' : '  readonly auth?: Auth | undefined;\n';
  const doc = docComment('How a client reaches the service.');
  const base = imports.type('HttpOptions', './http-client.js');
  return `${doc}export interface ClientOptions extends ${base} {\n${serverOptions(contract)}${auth}}\n`;
}

function schemeTable(schemes: readonly SecurityScheme[], imports: ModuleImports): string {
  if (schemes.length === 0) return '';
  const type = imports.type('SecuritySpec', './credentials.js');
  const rows = schemes.map((scheme) => {
    const spec =
      scheme.key === undefined
        ? { http: authScheme(scheme.scheme) }
        : { in: scheme.key.in, name: scheme.key.name };
    return literalField(scheme.name, spec, '  ');
  });
  return `const SCHEMES: Readonly<Record<string, ${type}>> = {\n${rows.join('')}};\n`;
}

function clientType(contract: Contract, groups: readonly GroupModule[], imports: ModuleImports): string {
  const members = groups.map(({ group, module }) => {
    const name = imports.value(groupClassName(group), `./groups/${module}.js`);
    return `  readonly ${propertyName(camelCase(group))}: ${name};\n`;
  });
  const doc = docComment(`Client of ${contract.title}.`);
  return members.length === 0
    ? `${doc}export type Client = Readonly<Record<never, never>>;\n`
    : `${doc}export interface Client {\n${members.join('')}}\n`;
}

function factory(
  contract: Contract,
  schemes: readonly SecurityScheme[],
  groups: readonly GroupModule[],
  imports: ModuleImports,
): string {
  const hasDefault = absoluteUrl(contract.servers) !== undefined;
  const fields = groups.map(
    ({ group }) => `    ${propertyName(camelCase(group))}: new ${groupClassName(group)}(http),\n`,
  );
  const doc = docComment('Makes a client; it holds no connection.');
  const parameter = `options: ClientOptions${hasDefault ? ' = {}' : ''}`;
  if (fields.length === 0)
    return `${doc}export function createClient(_${parameter}): Client {\n  return {};\n}\n`;
  const http = imports.value('HttpClient', './http-client.js');
  const { before, expression } = baseUrlCode(contract, imports);
  return `${doc}export function createClient(${parameter}): Client {
${before}  const http = new ${http}(options, {
    baseUrl: ${expression},
    isGiven: ${hasDefault ? 'options.baseUrl !== undefined' : 'true'},
    schemes: ${schemes.length === 0 ? '{}' : 'SCHEMES'},
    credentials: ${schemes.length === 0 ? '{}' : 'options.auth ?? {}'},
  });
  return {
${fields.join('')}  };
}
`;
}
