/**
 * Holds a request to the contract. express-openapi-validator checks parameters and body; the generated validators say
 * what exactly is wrong with a body, since they know fields where it knows paths. All faults are reported together.
 */
import type { Request } from 'express';
import * as openApiValidator from 'express-openapi-validator';
import {
  toValidationErrors,
  type ValidationError,
  type Validator,
} from '../../generated/contract/validation.js';
import type { RequestContext } from './context.js';
import {
  type DocumentOperation,
  findOperation,
  isolateOperation,
  type JsonRecord,
} from './operation-document.js';
import { ProblemError } from './problem-error.js';

/** A request that meets the contract. Parameters have the types that the contract gives them. */
export interface CheckedRequest {
  readonly headers: Readonly<Record<string, string | undefined>>;
  readonly path: Readonly<Record<string, string>>;
  readonly query: Readonly<Record<string, unknown>>;
  /** As it was sent: without the contract's defaults. */
  readonly body: unknown;
}

/** So many faults of one request are named. */
const MAX_ERRORS = 100;

type Query = Record<string, unknown>;
type Middleware = (request: unknown, response: unknown, next: (error?: unknown) => void) => unknown;

/** The checks of one operation. */
export class RequestCheck {
  readonly #operation: DocumentOperation;
  readonly #document: JsonRecord;
  readonly #bodyValidator: Validator<unknown> | undefined;
  readonly #queryNames: ReadonlySet<string>;
  readonly #mayBeEmpty: ReadonlySet<string>;
  readonly #headerNames: readonly (readonly [name: string, key: string])[];
  #whole: ParameterCheck | undefined;
  #parametersOnly: ParameterCheck | undefined;

  constructor(
    document: JsonRecord,
    route: { readonly path: string; readonly method: string },
    bodyValidator?: Validator<unknown>,
  ) {
    this.#document = document;
    this.#operation = findOperation(document, route.path, route.method);
    this.#bodyValidator = bodyValidator;
    const { parameters, credentials } = this.#operation;
    const query = parameters.filter((parameter) => parameter.in === 'query');
    this.#queryNames = new Set([...query.map((parameter) => parameter.name), ...credentials]);
    this.#mayBeEmpty = new Set(
      query.filter((parameter) => parameter.allowEmptyValue === true).map((parameter) => parameter.name),
    );
    this.#headerNames = parameters
      .filter((parameter) => parameter.in === 'header')
      .map((parameter) => [parameter.name, parameter.name.toLowerCase()] as const);
  }

  /** Compiles the operation's schemas now, not at its first request. */
  prepare(): void {
    if (this.#operation.refusesInvalid) this.#whole ??= this.#compile(true);
  }

  /** Returns the request with typed parameters, or throws `invalid_request` with all that is wrong. */
  async run(request: Request, context: RequestContext): Promise<CheckedRequest> {
    const query: Query = { ...request.query };
    if (this.#operation.refusesInvalid) await this.#refuseInvalid(request, query);
    const headers: Record<string, string | undefined> = {};
    for (const [name, key] of this.#headerNames) {
      const value = context.header(key);
      if (value !== undefined) headers[name] = value;
    }
    return { headers, path: request.params as Record<string, string>, query, body: request.body };
  }

  async #refuseInvalid(request: Request, query: Query): Promise<void> {
    const errors: ValidationError[] = [...this.#checkBody(request.body), ...this.#checkQueryNames(query)];
    const isBodyValid = errors.every((error) => error.in !== 'body');
    // It looks into a body before it validates it, so it is only shown one that is known to be sound.
    if (isBodyValid) this.#whole ??= this.#compile(true);
    else this.#parametersOnly ??= this.#compile(false);
    const check = isBodyValid ? this.#whole : this.#parametersOnly;
    errors.push(...((await check?.run(request, query, isBodyValid)) ?? []));
    if (errors.length > 0) throw invalidRequest(errors);
  }

  #compile(withBody: boolean): ParameterCheck {
    return new ParameterCheck(isolateOperation(this.#document, this.#operation, withBody));
  }

  #checkBody(body: unknown): readonly ValidationError[] {
    const validate = this.#bodyValidator;
    if (validate === undefined) return [];
    if (body === undefined) return [{ in: 'body', pointer: '#', message: 'is required', rule: 'required' }];
    if (validate(body)) return [];
    return toValidationErrors(validate.errors ?? [], 'body').slice(0, MAX_ERRORS);
  }

  /** Unknown and empty parameters are taken out, so that what remains can be checked too. */
  #checkQueryNames(query: Query): readonly ValidationError[] {
    const errors: ValidationError[] = [];
    for (const name of Object.keys(query)) {
      if (!this.#queryNames.has(name)) {
        errors.push({
          in: 'query',
          pointer: name,
          message: 'is not a parameter of this operation',
          rule: 'unknown',
        });
        delete query[name];
      } else if (query[name] === '' && !this.#mayBeEmpty.has(name)) {
        errors.push({ in: 'query', pointer: name, message: 'must not be empty', rule: 'minLength' });
        delete query[name];
      }
    }
    return errors.slice(0, MAX_ERRORS);
  }
}

/** The problem of a request with faults. */
export function invalidRequest(errors: readonly ValidationError[]): ProblemError {
  const detail =
    errors.length === 1
      ? '1 part of the request is not valid.'
      : `${errors.length} parts of the request are not valid.`;
  return new ProblemError('invalid_request', { detail, errors });
}

/** express-openapi-validator for one operation. */
class ParameterCheck {
  readonly #middlewares: readonly Middleware[];

  constructor(document: JsonRecord) {
    this.#middlewares = openApiValidator.middleware({
      apiSpec: document as never,
      // The compiler has validated it, and a key is checked long before.
      validateApiSpec: false,
      validateSecurity: false,
      validateResponses: false,
      fileUploader: false,
      ajvFormats: { mode: 'full' },
      // It stops at the first unknown parameter; ours are checked above, all of them.
      validateRequests: { allErrors: true, allowUnknownQueryParameters: true },
    }) as unknown as readonly Middleware[];
  }

  /** Coerces the query in place. */
  async run(request: Request, query: Query, withBody: boolean): Promise<readonly ValidationError[]> {
    const view = viewOf(request, query, withBody);
    try {
      for (const middleware of this.#middlewares) await runMiddleware(middleware, view);
    } catch (error) {
      return toErrors(error);
    }
    Object.assign(query, view.query);
    return [];
  }
}

function runMiddleware(middleware: Middleware, view: unknown): Promise<void> {
  return new Promise((resolve, reject) => {
    const next = (error?: unknown) => (error === undefined ? resolve() : reject(error));
    Promise.resolve(middleware(view, {}, next)).catch(reject);
  });
}

/** It also knows how to register parameters with an application; there is nothing of that to do here. */
const APPLICATION = { enabled: () => true, param: () => undefined };

/**
 * What it may see and change of a request. It keeps a compiled validator for each Content-Type that it has met, so it
 * is shown one spelling only.
 */
function viewOf(request: Request, query: Query, withBody: boolean) {
  const { 'content-type': _, ...headers } = request.headers;
  return {
    app: APPLICATION,
    method: request.method,
    baseUrl: '',
    path: request.path,
    originalUrl: request.originalUrl,
    url: request.url,
    headers:
      withBody && request.body !== undefined ? { ...headers, 'content-type': 'application/json' } : headers,
    params: request.params,
    query,
    body: withBody ? request.body : undefined,
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
  const errors = listed.map(({ path = '', message = 'is not valid', errorCode = '' }) => {
    const [, place = '', ...rest] = path.split('/');
    const part = PLACES.get(place) ?? 'body';
    return {
      in: part,
      pointer: part === 'body' ? ['#', ...rest].join('/') : (rest[0] ?? place),
      message,
      rule: errorCode.split('.')[0] ?? 'invalid',
    };
  });
  // That no branch fits is said by the faults of the branches, each of which may say the same.
  const causes = errors.filter((one) => errors.length === 1 || !BRANCHES.has(one.rule));
  const distinct = [
    ...new Map(causes.map((one) => [`${one.in} ${one.pointer} ${one.message}`, one])).values(),
  ];
  return distinct.length > 0
    ? distinct.slice(0, MAX_ERRORS)
    : [{ in: 'body', pointer: '#', message: error.message, rule: 'invalid' }];
}
