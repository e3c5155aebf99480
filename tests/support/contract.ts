/**
 * The contract as the tests hold the service to it: the published documents, read as any client would read them, with
 * Ajv compiled at run time. It shares no code with the generated validators, so that the two check each other.
 */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
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

function listOperations(openapi: Json): readonly DocumentedOperation[] {
  return Object.entries(openapi.paths as Json).flatMap(([path, item]) =>
    METHODS.filter((method) => (item as Json)[method] !== undefined).map((method) => {
      const operation = (item as Json)[method] as unknown as OperationObject;
      return { operationId: operation.operationId, method, path, responses: operation.responses };
    }),
  );
}

function matches(template: string, path: string): boolean {
  const source = template.replaceAll(/[.*+?^$()|[\]\\]/g, '\\$&').replaceAll(/\{[^}]+\}/g, '[^/]+');
  return new RegExp(`^${source}$`).test(path);
}

function headerValue(text: string, schema: Json | undefined): unknown {
  const type = schema?.type;
  if (type === 'integer' || type === 'number') return Number(text);
  if (type === 'boolean') return text === 'true';
  return text;
}

interface MessageEntry {
  /** Where its payload's schema stands. */
  readonly pointer: string;
  readonly eventType: string;
}

/**
 * The documents of one project, and what may come over the wire by them. Each is read when it is first asked for: most tests
 * hold one service to one of them, and compiling all of it takes half a second.
 */
export class Contract {
  readonly #root: string;
  readonly #ajv = new Ajv2020({ strict: false, allErrors: true, validateSchema: false });
  readonly #compiled = new Map<string, ValidateFunction>();
  #known: { readonly openapi: Json; readonly operations: readonly DocumentedOperation[] } | undefined;
  #knownMessages: readonly MessageEntry[] | undefined;

  /** Of the project in this folder. */
  constructor(root: string) {
    this.#root = root;
    (formats as unknown as (instance: Ajv2020) => void)(this.#ajv);
  }

  /** Every operation of the published document. */
  get operations(): readonly DocumentedOperation[] {
    return this.#rest.operations;
  }

  get #rest() {
    if (this.#known === undefined) {
      const openapi = JSON.parse(this.#read('openapi.json')) as Json;
      this.#ajv.addSchema({ ...openapi, $id: 'https://contract.test/openapi' });
      this.#known = { openapi, operations: listOperations(openapi) };
    }
    return this.#known;
  }

  get #messages(): readonly MessageEntry[] {
    if (this.#knownMessages === undefined) {
      const asyncapi = parse(this.#read('asyncapi.yaml')) as Json;
      this.#ajv.addSchema({ ...asyncapi, $id: 'https://contract.test/asyncapi' });
      const names = Object.keys(((asyncapi.components as Json).messages ?? {}) as Json);
      this.#knownMessages = names.map((name) => {
        const message = locate(asyncapi, ['components', 'messages', name]);
        const payload = locate(asyncapi, [...message.at, 'payload']);
        return { pointer: pointer(...payload.at), eventType: String(message.value.name ?? name) };
      });
    }
    return this.#knownMessages;
  }

  #read(name: string): string {
    return readFileSync(join(this.#root, 'generated/docs', name), 'utf8');
  }

  /**
   * Throws unless the response is one that the contract documents for the operation: status, content type, headers and
   * body. A request that no operation serves must be answered with a problem. HEAD is held to what GET documents, without
   * its body.
   */
  checkResponse(method: string, path: string, wire: WireResponse): void {
    const isHead = method.toUpperCase() === 'HEAD';
    const operation = this.#findOperation(isHead ? 'get' : method, path);
    const what = `${method.toUpperCase()} ${path} → ${wire.status}`;
    if (operation === undefined) {
      if (!isHead) this.#checkProblem(wire, what);
      return;
    }
    const status = String(wire.status);
    if (operation.responses[status] === undefined) {
      throw new Error(`${what} is not documented for ${operation.operationId}: ${JSON.stringify(wire.body)}`);
    }
    const place = ['paths', operation.path, operation.method, 'responses', status];
    const { at, value } = locate(this.#rest.openapi, place);
    this.#checkHeaders(at, value as ResponseObject, wire, what);
    if (!isHead) this.#checkContent(at, value as ResponseObject, wire, what);
  }

  /** Throws unless the object is an event that some message of the AsyncAPI document describes. */
  checkEvent(event: { readonly type: string }): void {
    const candidates = this.#messages.filter((message) => message.eventType === event.type);
    if (candidates.length === 0) throw new Error(`no message of the contract has the type '${event.type}'`);
    const validators = candidates.map((message) => this.#validator('asyncapi', message.pointer));
    if (validators.some((validate) => validate(event))) return;
    const errors = validators.map((validate) => this.#describeErrors(validate)).join('\n  ');
    throw new Error(`event does not match the contract:\n  ${errors}\n${JSON.stringify(event)}`);
  }

  #validator(document: 'openapi' | 'asyncapi', pointerText: string): ValidateFunction {
    const key = `https://contract.test/${document}${pointerText}`;
    const known = this.#compiled.get(key) ?? this.#ajv.compile({ $ref: key });
    this.#compiled.set(key, known);
    return known;
  }

  /** The documented operation that serves a request, if any. */
  #findOperation(method: string, path: string): DocumentedOperation | undefined {
    const candidates = this.operations.filter(
      (operation) => operation.method === method.toLowerCase() && matches(operation.path, path),
    );
    return candidates.find((operation) => !operation.path.includes('{')) ?? candidates[0];
  }

  #describeErrors(validate: ValidateFunction): string {
    return this.#ajv.errorsText(validate.errors, { separator: '\n  ' });
  }

  #assertValid(validate: ValidateFunction, value: unknown, what: string): void {
    if (validate(value)) return;
    const errors = this.#describeErrors(validate);
    throw new Error(`${what} does not match the contract:\n  ${errors}\n${JSON.stringify(value, null, 2)}`);
  }

  #checkHeaders(at: readonly string[], response: ResponseObject, wire: WireResponse, what: string): void {
    for (const name of Object.keys(response.headers ?? {})) {
      const header = locate(this.#rest.openapi, [...at, 'headers', name]);
      const text = wire.headers[name.toLowerCase()];
      if (text === undefined) {
        if (header.value.required === true) throw new Error(`${what} lacks the required header ${name}`);
        continue;
      }
      const schema = locate(this.#rest.openapi, [...header.at, 'schema']);
      const validate = this.#validator('openapi', pointer(...schema.at));
      this.#assertValid(validate, headerValue(text, schema.value), `${what}, header ${name}`);
    }
  }

  #checkProblem(wire: WireResponse, what: string): void {
    const type = wire.headers['content-type'] ?? '';
    if (!type.startsWith('application/problem+json')) throw new Error(`${what} is '${type}', not a problem`);
    const validate = this.#validator('openapi', pointer('components', 'schemas', 'Problem'));
    this.#assertValid(validate, wire.body, what);
    const problem = wire.body as Json;
    if (problem.status !== wire.status) throw new Error(`${what} says status ${problem.status}`);
  }

  #checkContent(at: readonly string[], response: ResponseObject, wire: WireResponse, what: string): void {
    const contentTypes = Object.keys(response.content ?? {});
    if (contentTypes.length === 0) {
      if (wire.body !== undefined && wire.body !== '')
        throw new Error(`${what} has a body where none is documented`);
      return;
    }
    const contentType = (wire.headers['content-type'] ?? '').split(';')[0]?.trim() ?? '';
    if (!contentTypes.includes(contentType))
      throw new Error(`${what} is '${contentType}', not ${contentTypes}`);
    if (contentType === 'application/problem+json') this.#checkProblem(wire, what);
    else if (contentType.endsWith('json')) {
      const schema = locate(this.#rest.openapi, [...at, 'content', contentType, 'schema']);
      this.#assertValid(this.#validator('openapi', pointer(...schema.at)), wire.body, what);
    }
  }
}

/** This project's own. */
export const contract = new Contract(fileURLToPath(new URL('../..', import.meta.url)));
