/**
 * express-openapi-validator, asked for one operation at a time. Which operation a request is for is known already, so its
 * own search through all paths is left out; it keeps one set of compiled schemas for all of them.
 */
import * as openApiValidator from 'express-openapi-validator';
import type { ValidationError } from '../../generated/contract/validation.js';
import { type DocumentOperation, type JsonRecord, placeOf, requestDocument } from './operation-document.js';

/** The parts of a request that it sees. Parameters are coerced to their types in place; a body never is. */
export interface RequestParts {
  readonly originalUrl: string;
  readonly path: Record<string, unknown>;
  readonly query: Record<string, unknown>;
  /** Those that the contract declares, by their names in lower case. */
  readonly headers: Record<string, unknown>;
  readonly body: unknown;
}

type Middleware = (request: unknown, response: unknown, next: (error?: unknown) => void) => unknown;

/** The validator of a contract's requests. */
export class ContractValidator {
  readonly #findOperation: readonly Middleware[];
  readonly #validate: Middleware;
  readonly #metadata = new Map<string, object>();

  constructor(document: JsonRecord, operations: readonly DocumentOperation[]) {
    const middlewares = openApiValidator.middleware({
      apiSpec: requestDocument(document, operations) as never,
      // The compiler has validated it, and a key is checked long before.
      validateApiSpec: false,
      validateSecurity: false,
      validateResponses: false,
      fileUploader: false,
      ajvFormats: { mode: 'full' },
      // It stops at the first unknown parameter; ours are checked before, all of them.
      validateRequests: { allErrors: true, allowUnknownQueryParameters: true },
    }) as unknown as readonly Middleware[];
    this.#findOperation = middlewares.slice(0, 2);
    this.#validate = middlewares.at(-1) as Middleware;
  }

  /** Says what is wrong with a request for the operation, with its body or without. */
  async run(
    operationId: string,
    parts: RequestParts,
    withBody: boolean,
  ): Promise<readonly ValidationError[]> {
    const place = placeOf(operationId, withBody);
    const metadata = this.#metadata.get(place) ?? (await this.#look(place));
    try {
      await runMiddleware(this.#validate, viewOf(place, parts, withBody, metadata));
      return [];
    } catch (error) {
      return toErrors(error);
    }
  }

  /** Compiles all schemas now, not each at the first request that needs it, which would take it a while to answer. */
  async prepare(operationIds: Iterable<string>): Promise<void> {
    for (const operationId of operationIds) {
      await this.run(operationId, { originalUrl: '/', path: {}, query: {}, headers: {}, body: {} }, true);
    }
  }

  async #look(place: string): Promise<object> {
    const view = { ...APPLICATION, path: place, originalUrl: place };
    for (const middleware of this.#findOperation) await runMiddleware(middleware, view);
    const { openapi } = view as unknown as { readonly openapi: object };
    this.#metadata.set(place, openapi);
    return openapi;
  }
}

function runMiddleware(middleware: Middleware, view: unknown): Promise<void> {
  return new Promise((resolve, reject) => {
    Promise.resolve(
      middleware(view, {}, (error) => {
        if (error === undefined) resolve();
        else reject(error);
      }),
    ).catch(reject);
  });
}

/** It also knows how to register parameters with an application; there is nothing of that to do here. */
const APPLICATION = {
  app: { enabled: () => true, param: () => undefined },
  method: 'POST',
  baseUrl: '',
};

/** It compiles a validator for each Content-Type that it meets, so it is shown one only: the body reader has seen to it. */
function viewOf(place: string, parts: RequestParts, withBody: boolean, metadata: object) {
  const { originalUrl, path, query, headers } = parts;
  const hasBody = withBody && parts.body !== undefined;
  if (hasBody) headers['content-type'] = 'application/json';
  return {
    app: APPLICATION.app,
    method: APPLICATION.method,
    baseUrl: APPLICATION.baseUrl,
    path: place,
    originalUrl,
    url: originalUrl,
    headers,
    params: path,
    query,
    body: hasBody ? parts.body : undefined,
    openapi: { ...metadata, pathParams: path },
  };
}

const PLACES = new Map<string, ValidationError['in']>([
  ['query', 'query'],
  ['headers', 'header'],
  ['params', 'path'],
  ['body', 'body'],
]);

const BRANCHES: ReadonlySet<string> = new Set(['oneOf', 'anyOf', 'allOf', 'if']);

interface PathError {
  readonly path?: string;
  readonly message?: string;
  readonly errorCode?: string;
}

/** Its errors as ours. What is not about the request is a fault of the server. */
function toErrors(error: unknown): readonly ValidationError[] {
  const isRefusal = error instanceof Error && 'status' in error && Number(error.status) < 500;
  if (!isRefusal) throw error;
  const listed =
    'errors' in error && Array.isArray(error.errors) ? (error.errors as readonly PathError[]) : [];
  const errors = listed.map(toValidationError);
  // That no branch fits is said by the faults of the branches, each of which may say the same.
  const causes = errors.filter((one) => errors.length === 1 || !BRANCHES.has(one.rule));
  const distinct = [
    ...new Map(causes.map((one) => [`${one.in} ${one.pointer} ${one.message}`, one])).values(),
  ];
  return distinct.length > 0
    ? distinct
    : [{ in: 'body', pointer: '#', message: error.message, rule: 'invalid' }];
}

function toValidationError({
  path = '',
  message = 'is not valid',
  errorCode = '',
}: PathError): ValidationError {
  const [, place = '', ...rest] = path.split('/');
  const part = PLACES.get(place) ?? 'body';
  return {
    in: part,
    pointer: part === 'body' ? ['#', ...rest].join('/') : (rest[0] ?? place),
    message,
    rule: ruleOf(errorCode),
  };
}

/** The schema's keyword; that a parameter came more than once is told by a keyword of the library's own. */
function ruleOf(errorCode: string): string {
  const rule = errorCode.split('.')[0] || 'invalid';
  return rule.startsWith('x-eov-') ? rule.slice('x-eov-'.length) : rule;
}
