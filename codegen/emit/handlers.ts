/** server/handlers.ts: what each operation is asked and what it may answer, and the interfaces that handlers implement. */
import type {
  Contract,
  GeneratedFile,
  MediaType,
  Operation,
  Parameter,
  RequestBody,
  Response,
} from '../model/contract.js';
import { pascalCase } from '../model/names.js';
import { docComment } from './doc-comment.js';
import { header, openapiSource } from './headers.js';
import { isEventStream, isJson, successes } from './media-types.js';
import { ModuleImports } from './module-imports.js';
import { fieldDoc, groupOperations, operationDoc } from './operation-text.js';
import { SchemaTypes } from './schema-types.js';
import { member, propertyName, quote, union } from './typescript-text.js';

/** Emits the handler interfaces. */
export function emitHandlers(contract: Contract): readonly GeneratedFile[] {
  const imports = new ModuleImports();
  const printer = new HandlerPrinter(imports, contract);
  const groups = groupOperations(contract.operations, ({ tag }) => tag);
  const names = [...groups.keys()].map((tag) => `${pascalCase(tag)}Handlers<Context>`);
  const body = [
    ...contract.operations.flatMap((operation) => [printer.request(operation), printer.response(operation)]),
    ...[...groups].map(([tag, operations]) => handlersOfTag(tag, operations)),
    `${docComment('One method per operation of the contract.')}${wholeInterface(names)}`,
  ].join('\n');
  const content = `${header(openapiSource(contract))}\n${imports.print()}${body}`;
  return [{ path: 'server/handlers.ts', content, ownership: 'generated' }];
}

function wholeInterface(names: readonly string[]): string {
  if (names.length === 0) return 'export type Handlers<_Context> = Readonly<Record<never, never>>;\n';
  const flat = `export interface Handlers<Context> extends ${names.join(', ')} {}\n`;
  if (flat.length <= 110) return flat;
  return `export interface Handlers<Context>\n  extends ${names.join(',\n    ')} {}\n`;
}

function handlersOfTag(tag: string, operations: readonly Operation[]): string {
  const methods = operations.map((operation) => {
    const type = pascalCase(operation.operationId);
    const name = propertyName(operation.operationId);
    return `${operationDoc(operation, '  ')}  ${name}(request: ${type}Request, context: Context): Promise<${type}Response>;\n`;
  });
  const doc = docComment(`Operations tagged \`${tag}\`.`);
  return `${doc}export interface ${pascalCase(tag)}Handlers<Context> {\n${methods.join('')}}\n`;
}

/** Prints the types of requests and responses. */
class HandlerPrinter {
  readonly #imports: ModuleImports;
  readonly #types: SchemaTypes;

  constructor(imports: ModuleImports, { schemas }: Contract) {
    this.#imports = imports;
    this.#types = new SchemaTypes(imports, '../contract', schemas);
  }

  request(operation: Operation): string {
    const members = [
      this.#parameters(operation, 'path', 'path'),
      this.#parameters(operation, 'query', 'query'),
      this.#parameters(operation, 'header', 'headers'),
      this.#body(operation),
    ].join('');
    const name = `${pascalCase(operation.operationId)}Request`;
    const doc = docComment(`Request of ${operation.operationId}.`);
    return members === ''
      ? `${doc}export type ${name} = Readonly<Record<never, never>>;\n`
      : `${doc}export interface ${name} {\n${members}}\n`;
  }

  response(operation: Operation): string {
    const variants = successes(operation).flatMap((response) => this.#variants(operation, response));
    const doc = docComment(`What ${operation.operationId} answers, problems aside.`);
    return `${doc}export type ${pascalCase(operation.operationId)}Response =${union(variants)};\n`;
  }

  #parameters(operation: Operation, place: Parameter['in'], name: string): string {
    const members = operation.parameters
      .filter((parameter) => parameter.in === place)
      .map((parameter) => {
        const type = this.#types.parameter(operation, parameter);
        const optional = parameter.required || hasDefault(parameter) ? '' : '?';
        const head = `readonly ${propertyName(parameter.name)}${optional}`;
        return fieldDoc(parameter, '    ') + member(head, [type], '    ');
      });
    return members.length === 0 ? '' : `  readonly ${name}: {\n${members.join('')}  };\n`;
  }

  #body(operation: Operation): string {
    const body = operation.requestBody;
    if (body === undefined) return '';
    const optional = body.required ? '' : '?';
    return `${fieldDoc(body, '  ')}  readonly body${optional}: ${this.#bodyType(operation, body)};\n`;
  }

  #bodyType(operation: Operation, body: RequestBody): string {
    // Only JSON is parsed before a handler sees it.
    const types = body.content.map((media) =>
      isJson(media) ? this.#types.requestBody(operation, media) : 'unknown',
    );
    return types.includes('unknown') ? 'unknown' : [...new Set(types)].join(' | ') || 'unknown';
  }

  /** A response may come in several content types: each is a variant. */
  #variants(operation: Operation, response: Response): readonly ((indent: string) => string)[] {
    const media = response.content.length === 0 ? [undefined] : response.content;
    return media.map((one) => (indent) => {
      const lines = [
        `readonly status: ${/^\d+$/.test(response.status) ? response.status : 'number'};\n`,
        ...this.#headers(operation, response, `${indent}  `),
        ...(one === undefined ? [] : this.#content(operation, response, one)),
        ...(response.status === '101' ? this.#upgrade() : []),
      ];
      return `{\n${lines.map((line) => `${indent}  ${line}`).join('')}${indent}}`;
    });
  }

  #headers(operation: Operation, response: Response, indent: string): readonly string[] {
    if (response.headers.length === 0) return [];
    const optional = response.headers.some((one) => one.required) ? '' : '?';
    const members = response.headers.map(({ name, required, schema }) => {
      const type = this.#types.responseHeader(operation, response, name, schema);
      return member(`readonly ${propertyName(name)}${required ? '' : '?'}`, [type], `${indent}  `);
    });
    return [`readonly headers${optional}: {\n${members.join('')}${indent}};\n`];
  }

  #upgrade(): readonly string[] {
    const type = this.#imports.type('TakeOver', './contract.js');
    return [docComment('Takes the connection over, and says 101 itself.'), `readonly upgrade: ${type};\n`];
  }

  #content(operation: Operation, response: Response, media: MediaType): readonly string[] {
    if (isEventStream(media)) {
      const type = this.#imports.type('ServerResponse', 'node:http');
      const doc = docComment('Takes the response over once its head is sent.');
      return [doc, `readonly stream: (response: ${type}) => void;\n`];
    }
    const { contentType } = media;
    const body = isJson(media) ? this.#types.responseBody(operation, response, media) : 'string | Uint8Array';
    const type = contentType.includes('*') ? 'string' : quote(contentType);
    const kind = contentType === 'application/json' ? [] : [`readonly contentType: ${type};\n`];
    return [...kind, `readonly body: ${body};\n`];
  }
}

function hasDefault(parameter: Parameter): boolean {
  return typeof parameter.schema === 'object' && parameter.schema.default !== undefined;
}
