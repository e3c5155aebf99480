/**
 * Holds a request to the contract. express-openapi-validator checks parameters and body; the generated validators say
 * what exactly is wrong with a body, since they know fields where it knows paths. All faults are reported together.
 */
import { parse as parseQuery } from 'node:querystring';
import type { Request } from 'express';
import {
  toValidationErrors,
  type ValidationError,
  type Validator,
} from '../../generated/contract/validation.js';
import type { RequestContext } from './context.js';
import type { ContractValidator, RequestParts } from './contract-validator.js';
import type { DocumentOperation } from './operation-document.js';
import { ProblemError } from './problem-error.js';

/** A request that meets the contract. Parameters have the types that the contract gives them. */
export interface CheckedRequest {
  readonly headers: Readonly<Record<string, unknown>>;
  readonly path: Readonly<Record<string, unknown>>;
  readonly query: Readonly<Record<string, unknown>>;
  /** As it was sent: without the contract's defaults. */
  readonly body: unknown;
}

/** So many faults of one request are named. */
const MAX_ERRORS = 100;

/** The checks of one operation. */
export class RequestCheck {
  readonly #operation: DocumentOperation;
  readonly #validator: ContractValidator;
  readonly #bodyValidator: Validator<unknown> | undefined;
  readonly #queryNames: ReadonlySet<string>;
  readonly #mayBeEmpty: ReadonlySet<string>;
  readonly #integers: ReadonlySet<string>;
  readonly #headerNames: readonly (readonly [name: string, key: string])[];

  constructor(
    operation: DocumentOperation,
    validator: ContractValidator,
    bodyValidator: Validator<unknown> | undefined,
  ) {
    this.#operation = operation;
    this.#validator = validator;
    this.#bodyValidator = bodyValidator;
    const { parameters, credentials } = operation;
    const query = parameters.filter((parameter) => parameter.in === 'query');
    this.#queryNames = new Set([...query.map((parameter) => parameter.name), ...credentials]);
    this.#mayBeEmpty = new Set(
      query.filter((parameter) => parameter.allowEmptyValue === true).map((parameter) => parameter.name),
    );
    this.#integers = new Set(query.filter(isInteger).map((parameter) => parameter.name));
    this.#headerNames = parameters
      .filter((parameter) => parameter.in === 'header')
      .map((parameter) => [parameter.name, parameter.name.toLowerCase()] as const);
  }

  /** Returns the request with typed parameters, or throws `invalid_request` with all that is wrong. */
  run(request: Request, context: RequestContext): CheckedRequest | Promise<CheckedRequest> {
    const parts: RequestParts = {
      originalUrl: request.originalUrl,
      path: request.params,
      query: { ...request.query },
      headers: {},
      body: request.body,
    };
    for (const [, key] of this.#headerNames) {
      const value = context.header(key);
      if (value !== undefined) parts.headers[key] = value;
    }
    if (!this.#operation.refusesInvalid) return this.#toRequest(parts);
    const errors = [...this.#checkBody(parts.body), ...this.#checkQuery(parts.query, parts.originalUrl)];
    if (!this.#operation.hasRules && errors.length === 0) return this.#toRequest(parts);
    return this.#validate(parts, errors);
  }

  async #validate(parts: RequestParts, errors: ValidationError[]): Promise<CheckedRequest> {
    const isBodyValid = errors.every((error) => error.in !== 'body');
    // It looks into a body before it validates it, so it is only shown one that is known to be sound.
    errors.push(...(await this.#validator.run(this.#operation.operationId, parts, isBodyValid)));
    if (errors.length > 0) throw invalidRequest(errors.slice(0, MAX_ERRORS));
    return this.#toRequest(parts);
  }

  #toRequest(parts: RequestParts): CheckedRequest {
    const headers: Record<string, unknown> = {};
    for (const [name, key] of this.#headerNames) {
      const value = parts.headers[key];
      if (value !== undefined) headers[name] = value;
    }
    return { headers, path: parts.path, query: parts.query, body: parts.body };
  }

  #checkBody(body: unknown): readonly ValidationError[] {
    const validate = this.#bodyValidator;
    if (body === undefined) {
      const isMissing = this.#operation.needsBody;
      return isMissing ? [{ in: 'body', pointer: '#', message: 'is required', rule: 'required' }] : [];
    }
    if (validate === undefined || validate(body)) return [];
    return toValidationErrors(validate.errors ?? [], 'body', MAX_ERRORS);
  }

  /** What is wrong beside the schemas. It is taken out, so that what remains can be checked too. */
  #checkQuery(query: Record<string, unknown>, url: string): readonly ValidationError[] {
    const undecodable = undecodableNames(url);
    const errors: ValidationError[] = [];
    for (const name of Object.keys(query)) {
      const fault = undecodable.has(name) ? UNDECODABLE : this.#faultOf(name, query[name]);
      if (fault === undefined) continue;
      errors.push({ in: 'query', pointer: name, ...fault });
      delete query[name];
    }
    return errors;
  }

  #faultOf(name: string, value: unknown): Fault | undefined {
    if (!this.#queryNames.has(name)) {
      return { message: 'is not a parameter of this operation', rule: 'unknown' };
    }
    if (value === '' && !this.#mayBeEmpty.has(name)) {
      return { message: 'must not be empty', rule: 'minLength' };
    }
    // Coercion would take 0x10, 1e1 and white space as well.
    if (this.#integers.has(name) && typeof value === 'string' && !/^-?\d+$/.test(value)) {
      return { message: 'must be integer', rule: 'type' };
    }
    return undefined;
  }
}

type Fault = Pick<ValidationError, 'message' | 'rule'>;

const UNDECODABLE: Fault = { message: 'has a malformed percent-encoding', rule: 'encoding' };

/** The parameters whose text is not percent-encoded UTF-8; whoever decodes them leniently gets something else. */
function undecodableNames(url: string): ReadonlySet<string> {
  const query = url.slice(url.indexOf('?') + 1);
  if (!url.includes('?') || !query.includes('%')) return new Set();
  const names = query.split('&').flatMap((pair) => {
    try {
      decodeURIComponent(pair);
      return [];
    } catch {
      // As the lenient decoder calls it.
      return Object.keys(parseQuery(pair));
    }
  });
  return new Set(names);
}

function isInteger({ schema }: { readonly schema?: { readonly type?: unknown } }): boolean {
  return schema?.type === 'integer';
}

/** The problem of a request with faults. */
export function invalidRequest(errors: readonly ValidationError[]): ProblemError {
  const detail =
    errors.length === 1
      ? '1 part of the request is not valid.'
      : `${errors.length} parts of the request are not valid.`;
  return new ProblemError('invalid_request', { detail, errors });
}
