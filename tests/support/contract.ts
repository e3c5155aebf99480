/**
 * The contract as the tests hold the service to it: the published documents, read as any client would read them, with
 * Ajv compiled at run time. It shares no code with the generated validators, so that the two check each other.
 */
import { readFileSync } from 'node:fs';
import { Ajv2020, type ValidateFunction } from 'ajv/dist/2020.js';
import formats from 'ajv-formats';
import { parse } from 'yaml';

type Json = Record<string, unknown>;

interface MediaTypeObject {
  readonly schema?: Json;
}

interface ResponseObject {
  readonly headers?: Record<string, { readonly required?: boolean; readonly schema?: Json }>;
  readonly content?: Record<string, MediaTypeObject>;
}

interface OperationObject {
  readonly operationId: string;
  readonly responses: Record<string, ResponseObject>;
}

/** An operation as the published document has it. */
export interface DocumentedOperation {
  readonly operationId: string;
  readonly method: string;
  readonly path: string;
  readonly responses: Record<string, ResponseObject>;
}

/** What came over the wire, whatever client read it. */
export interface WireResponse {
  readonly status: number;
  readonly headers: Record<string, string | undefined>;
  /** Parsed where the content type is JSON, text otherwise, undefined without a body. */
  readonly body: unknown;
}

const METHODS = ['get', 'put', 'post', 'delete', 'options', 'head', 'patch'];

function readGenerated(name: string): string {
  return readFileSync(new URL(`../../generated/docs/${name}`, import.meta.url), 'utf8');
}

const openapi = JSON.parse(readGenerated('openapi.json')) as Json;
const asyncapi = parse(readGenerated('asyncapi.yaml')) as Json;
const ajv = new Ajv2020({ strict: false, allErrors: true, validateSchema: false });
(formats as unknown as (instance: Ajv2020) => void)(ajv);
ajv.addSchema({ ...openapi, $id: 'https://contract.test/openapi' });
ajv.addSchema({ ...asyncapi, $id: 'https://contract.test/asyncapi' });

const compiled = new Map<string, ValidateFunction>();

function validator(document: 'openapi' | 'asyncapi', pointer: string): ValidateFunction {
  const key = `https://contract.test/${document}${pointer}`;
  const known = compiled.get(key) ?? ajv.compile({ $ref: key });
  compiled.set(key, known);
  return known;
}

function escapePointer(token: string): string {
  return encodeURIComponent(token.replaceAll('~', '~0').replaceAll('/', '~1'));
}

function pointer(...tokens: readonly string[]): string {
  return `#/${tokens.map(escapePointer).join('/')}`;
}

/** Follows local references of a document; returns the value and the pointer where it stands. */
function locate(document: Json, at: readonly string[]): { value: Json; at: readonly string[] } {
  let value: unknown = document;
  for (const token of at) value = (value as Json)[token];
  const reference = (value as Json | undefined)?.$ref;
  if (typeof reference !== 'string') return { value: value as Json, at };
  const target = reference.slice(2).split('/');
  return locate(
    document,
    target.map((token) => decodeURIComponent(token).replaceAll('~1', '/').replaceAll('~0', '~')),
  );
}

/** Every operation of the published document. */
export const operations: readonly DocumentedOperation[] = Object.entries(openapi.paths as Json).flatMap(
  ([path, item]) =>
    METHODS.filter((method) => (item as Json)[method] !== undefined).map((method) => {
      const operation = (item as Json)[method] as unknown as OperationObject;
      return { operationId: operation.operationId, method, path, responses: operation.responses };
    }),
);

function matches(template: string, path: string): boolean {
  const source = template.replaceAll(/[.*+?^$()|[\]\\]/g, '\\$&').replaceAll(/\{[^}]+\}/g, '[^/]+');
  return new RegExp(`^${source}$`).test(path);
}

/** The documented operation that serves a request, if any. */
function findOperation(method: string, path: string): DocumentedOperation | undefined {
  const candidates = operations.filter(
    (operation) => operation.method === method.toLowerCase() && matches(operation.path, path),
  );
  return candidates.find((operation) => !operation.path.includes('{')) ?? candidates[0];
}

function describeErrors(validate: ValidateFunction): string {
  return ajv.errorsText(validate.errors, { separator: '\n  ' });
}

function assertValid(validate: ValidateFunction, value: unknown, what: string): void {
  if (validate(value)) return;
  throw new Error(
    `${what} does not match the contract:\n  ${describeErrors(validate)}\n${JSON.stringify(value, null, 2)}`,
  );
}

function headerValue(text: string, schema: Json | undefined): unknown {
  const type = schema?.type;
  if (type === 'integer' || type === 'number') return Number(text);
  if (type === 'boolean') return text === 'true';
  return text;
}

function checkHeaders(
  at: readonly string[],
  response: ResponseObject,
  wire: WireResponse,
  what: string,
): void {
  for (const name of Object.keys(response.headers ?? {})) {
    const header = locate(openapi, [...at, 'headers', name]);
    const text = wire.headers[name.toLowerCase()];
    if (text === undefined) {
      if (header.value.required === true) throw new Error(`${what} lacks the required header ${name}`);
      continue;
    }
    const schema = locate(openapi, [...header.at, 'schema']);
    assertValid(
      validator('openapi', pointer(...schema.at)),
      headerValue(text, schema.value),
      `${what}, header ${name}`,
    );
  }
}

function checkProblem(wire: WireResponse, what: string): void {
  const type = wire.headers['content-type'] ?? '';
  if (!type.startsWith('application/problem+json')) throw new Error(`${what} is '${type}', not a problem`);
  assertValid(validator('openapi', pointer('components', 'schemas', 'Problem')), wire.body, what);
  const problem = wire.body as Json;
  if (problem.status !== wire.status) throw new Error(`${what} says status ${problem.status}`);
}

/**
 * Throws unless the response is one that the contract documents for the operation: status, content type, headers and
 * body. A request that no operation serves must be answered with a problem. HEAD is held to what GET documents, without
 * its body.
 */
export function checkResponse(method: string, path: string, wire: WireResponse): void {
  const isHead = method.toUpperCase() === 'HEAD';
  const operation = findOperation(isHead ? 'get' : method, path);
  const what = `${method.toUpperCase()} ${path} → ${wire.status}`;
  if (operation === undefined) {
    if (!isHead) checkProblem(wire, what);
    return;
  }
  if (operation.responses[String(wire.status)] === undefined) {
    throw new Error(`${what} is not documented for ${operation.operationId}: ${JSON.stringify(wire.body)}`);
  }
  const response = locate(openapi, [
    'paths',
    operation.path,
    operation.method,
    'responses',
    String(wire.status),
  ]);
  checkHeaders(response.at, response.value as ResponseObject, wire, what);
  if (!isHead) checkContent(response.at, response.value as ResponseObject, wire, what);
}

function checkContent(
  at: readonly string[],
  response: ResponseObject,
  wire: WireResponse,
  what: string,
): void {
  const contentTypes = Object.keys(response.content ?? {});
  if (contentTypes.length === 0) {
    if (wire.body !== undefined && wire.body !== '')
      throw new Error(`${what} has a body where none is documented`);
    return;
  }
  const contentType = (wire.headers['content-type'] ?? '').split(';')[0]?.trim() ?? '';
  if (!contentTypes.includes(contentType))
    throw new Error(`${what} is '${contentType}', not ${contentTypes}`);
  if (contentType === 'application/problem+json') checkProblem(wire, what);
  else if (contentType.endsWith('json')) {
    const schema = locate(openapi, [...at, 'content', contentType, 'schema']);
    assertValid(validator('openapi', pointer(...schema.at)), wire.body, what);
  }
}

interface MessageEntry {
  readonly validate: ValidateFunction;
  readonly eventType: string;
}

const messages: readonly MessageEntry[] = Object.keys(
  ((asyncapi.components as Json).messages ?? {}) as Json,
).map((name) => {
  const message = locate(asyncapi, ['components', 'messages', name]);
  const payload = locate(asyncapi, [...message.at, 'payload']);
  return {
    validate: validator('asyncapi', pointer(...payload.at)),
    eventType: String(message.value.name ?? name),
  };
});

/** Throws unless the object is an event that some message of the AsyncAPI document describes. */
export function checkEvent(event: { readonly type: string }): void {
  const candidates = messages.filter((message) => message.eventType === event.type);
  if (candidates.length === 0) throw new Error(`no message of the contract has the type '${event.type}'`);
  if (candidates.some((message) => message.validate(event))) return;
  const errors = candidates.map((message) => describeErrors(message.validate)).join('\n  ');
  throw new Error(`event does not match the contract:\n  ${errors}\n${JSON.stringify(event)}`);
}
