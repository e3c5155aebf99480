import { type Fault, ValidationError } from './errors.js';
import type { StreamSpec } from './operation.js';
import type { ReadReply } from './read-reply.js';

/** A precompiled JSON Schema. `errors` are those of the latest call. */
export interface Check {
  (value: unknown): boolean;
  readonly errors?:
    | readonly { readonly instancePath: string; readonly message?: string }[]
    | null
    | undefined;
}

/** What an operation may answer. */
export interface ResponseChecks {
  /** By status, range or `default`. */
  readonly responses: Readonly<
    Record<
      string,
      { readonly body?: Readonly<Record<string, Check>>; readonly headers?: Check; readonly items?: unknown }
    >
  >;
}

/** The checks of operations by their id, loaded when first used: `operationValidators` of the contract. */
export type OperationChecks = Readonly<Record<string, () => Promise<ResponseChecks>>>;

/** Throws ValidationError if a reply is not as its schemas have it. Headers are checked as they were read. */
export function checkReply(operationId: string, checks: ResponseChecks, reply: ReadReply): void {
  const { status, contentType } = reply.documented;
  const documented = checks.responses[status];
  const body = contentType === undefined ? undefined : documented?.body?.[contentType];
  const faults = [
    // Files have no schema that could be checked.
    ...(reply.body instanceof Blob ? [] : faultsOf('body', body, reply.body)),
    ...faultsOf('headers', documented?.headers, lowerCased(reply.headers)),
  ];
  if (faults.length > 0) throw new ValidationError(operationId, faults);
}

/** The checks of a stream's items, by the name of an event. */
export function itemCheck(
  checks: ResponseChecks | undefined,
  stream: StreamSpec,
): (event: string | undefined) => Check | undefined {
  return () => undefined;
}

/** Throws ValidationError if an item of a stream is not as its schema has it. */
export function checkItem(operationId: string, check: Check | undefined, item: unknown): void {
  const faults = faultsOf('item', check, item);
  if (faults.length > 0) throw new ValidationError(operationId, faults);
}

function faultsOf(place: Fault['in'], check: Check | undefined, value: unknown): readonly Fault[] {
  if (check === undefined || check(value)) return [];
  return (check.errors ?? []).map(({ instancePath, message }) => ({
    in: place,
    pointer: instancePath,
    message: message ?? 'is not valid',
  }));
}

function lowerCased(headers: ReadReply['headers']): Readonly<Record<string, unknown>> {
  return Object.fromEntries(Object.entries(headers).map(([name, value]) => [name.toLowerCase(), value]));
}
