/** server/handlers.ts: what each operation is asked and what it may answer, and the interfaces that handlers implement. */
import type {
  Contract,
  GeneratedFile,
  Header,
  MediaType,
  Operation,
  Parameter,
  RequestBody,
  Response,
} from '../model/contract.js';
import {
  docComment,
  header,
  openapiSource,
  pascalCase,
  propertyName,
  schemaType,
} from './typescript-text.js';

const SCHEMAS = 'schemas.';

function fields(members: readonly string[], indent: string): string {
  return members.length === 0 ? '{}' : `{\n${members.join('')}${indent}}`;
}

function hasDefault(parameter: Parameter): boolean {
  return typeof parameter.schema === 'object' && parameter.schema['default'] !== undefined;
}

function parameterMember(parameter: Parameter, indent: string): string {
  const type = schemaType(parameter.schema, SCHEMAS, 'string');
  const optional = parameter.required || hasDefault(parameter) ? '' : '?';
  return `${docComment(parameter.description ?? '', indent)}${indent}readonly ${propertyName(parameter.name)}${optional}: ${type};\n`;
}

function parameterGroup(operation: Operation, place: Parameter['in'], name: string): string {
  const members = operation.parameters
    .filter((parameter) => parameter.in === place)
    .map((parameter) => parameterMember(parameter, '    '));
  return members.length === 0 ? '' : `  readonly ${name}: ${fields(members, '  ')};\n`;
}

function bodyMember(body: RequestBody | undefined): string {
  if (body === undefined) return '';
  const json = body.content.find((media) => media.contentType.endsWith('json'));
  const type = json === undefined ? 'unknown' : schemaType(json.schema, SCHEMAS);
  return `${docComment(body.description ?? '', '  ')}  readonly body${body.required ? '' : '?'}: ${type};\n`;
}

function requestType(operation: Operation): string {
  const members = [
    parameterGroup(operation, 'path', 'path'),
    parameterGroup(operation, 'query', 'query'),
    parameterGroup(operation, 'header', 'headers'),
    bodyMember(operation.requestBody),
  ];
  const doc = docComment(`Request of ${operation.operationId}.`);
  const body = members.join('');
  const name = `${pascalCase(operation.operationId)}Request`;
  return body === ''
    ? `${doc}export type ${name} = Readonly<Record<never, never>>;\n`
    : `${doc}export interface ${name} {\n${body}}\n`;
}

function headerMember(one: Header): string {
  const optional = one.required ? '' : '?';
  return `readonly ${propertyName(one.name)}${optional}: ${schemaType(one.schema, SCHEMAS, 'string')}`;
}

function headersMember(response: Response): string {
  if (response.headers.length === 0) return '';
  const optional = response.headers.some((one) => one.required) ? '' : '?';
  const members = response.headers.map((one) => `      ${headerMember(one)};\n`);
  return `    readonly headers${optional}: {\n${members.join('')}    };\n`;
}

function contentMembers(media: MediaType | undefined): string {
  if (media === undefined) return '';
  if (media.contentType === 'text/event-stream') {
    return '    /** Takes the response over once its head is sent. */\n    readonly stream: (response: ServerResponse) => void;\n';
  }
  if (media.contentType === 'application/json' || media.contentType.endsWith('+json')) {
    return `    readonly body: ${schemaType(media.schema, SCHEMAS)};\n`;
  }
  return `    readonly contentType: '${media.contentType}';\n    readonly body: string | Uint8Array;\n`;
}

function variants(response: Response): readonly string[] {
  const media = response.content.length === 0 ? [undefined] : response.content;
  return media.map(
    (one) =>
      `  | {\n    readonly status: ${response.status};\n${headersMember(response)}${contentMembers(one)}  }\n`,
  );
}

/** Handlers return these; everything else is a problem, and thrown. */
function isReturned(response: Response): boolean {
  return /^[23]\d\d$/.test(response.status);
}

function responseType(operation: Operation): string {
  const members = operation.responses.filter(isReturned).flatMap(variants);
  const doc = docComment(`What ${operation.operationId} answers, problems aside.`);
  const name = `${pascalCase(operation.operationId)}Response`;
  return `${doc}export type ${name} =${members.length === 0 ? ' never' : `\n${members.join('').trimEnd()}`};\n`;
}

function methodDoc(operation: Operation): string {
  const paragraphs = [
    operation.summary ?? operation.description ?? operation.operationId,
    `${operation.method.toUpperCase()} ${operation.path}`,
    ...(operation.deprecated ? ['@deprecated'] : []),
  ];
  return docComment(paragraphs.join('\n\n'), '  ');
}

function interfaceOf(tag: string, operations: readonly Operation[]): string {
  const methods = operations.map((operation) => {
    const type = pascalCase(operation.operationId);
    return `${methodDoc(operation)}  ${operation.operationId}(request: ${type}Request, context: Context): Promise<${type}Response>;\n`;
  });
  return `${docComment(`Operations tagged \`${tag}\`.`)}export interface ${pascalCase(tag)}Handlers<Context> {\n${methods.join('')}}\n`;
}

/** Operations by their tag, in the order of the spec. */
export function groupByTag(operations: readonly Operation[]): ReadonlyMap<string, readonly Operation[]> {
  const groups = new Map<string, Operation[]>();
  for (const operation of operations) {
    const group = groups.get(operation.tag) ?? [];
    groups.set(operation.tag, group);
    group.push(operation);
  }
  return groups;
}

/** Emits the handler interfaces. */
export function emitHandlers(contract: Contract): readonly GeneratedFile[] {
  const groups = groupByTag(contract.operations);
  const types = contract.operations.flatMap((operation) => [requestType(operation), responseType(operation)]);
  const interfaces = [...groups].map(([tag, operations]) => interfaceOf(tag, operations));
  const whole = [...groups.keys()].map((tag) => `${pascalCase(tag)}Handlers<Context>`).join(',\n    ');
  const body = [
    ...types,
    ...interfaces,
    `${docComment('One method per operation of the contract.')}export interface Handlers<Context>\n  extends ${whole || 'Record<never, Context>'} {}\n`,
  ].join('\n');
  const imports = [
    ...(body.includes('ServerResponse') ? ["import type { ServerResponse } from 'node:http';\n"] : []),
    ...(body.includes(SCHEMAS) ? ["import type * as schemas from '../contract/schemas.js';\n"] : []),
  ].join('');
  const source = header(openapiSource(contract));
  const content = [source, ...(imports === '' ? [] : [imports]), body].join('\n');
  return [{ path: 'server/handlers.ts', content, ownership: 'generated' }];
}
