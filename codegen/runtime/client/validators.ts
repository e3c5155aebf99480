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

/** Checks by content type. */
type ByType = Readonly<Record<string, Check>>;

/** What is checked of a response. */
export interface ReplyChecks {
  readonly body?: ByType;
  /** Of all headers as text, by their names in lower case. */
  readonly headers?: Check;
  /** Of one item of a stream, by content type. */
  readonly items?: ByType;
  /** Of the data of events by content type, then by their names; `*` is any other. */
  readonly events?: Readonly<Record<string, ByType>>;
}

/** What an operation may answer: by status, range or `default`. */
export interface ResponseChecks {
  readonly responses: Readonly<Record<string, ReplyChecks>>;
}

/** The checks of operations by their id, loaded when first used: `operationValidators` of the contract. */
export type OperationChecks = Readonly<Record<string, () => Promise<ResponseChecks>>>;

/** Throws ValidationError if a reply is not as its schemas have it. */
export function checkReply(operationId: string, checks: ResponseChecks, reply: ReadReply): void {
  const { status, contentType } = reply.documented;
  const documented = checks.responses[status];
  const body = contentType === undefined ? undefined : documented?.body?.[contentType];
  const faults = [
    // Files have no schema that could be checked.
    ...(reply.body instanceof Blob ? [] : faultsOf('body', body, reply.body)),
    ...faultsOf('headers', documented?.headers, Object.fromEntries(reply.raw.headers)),
  ];
  if (faults.length > 0) throw new ValidationError(operationId, faults);
}

/** The check of an item of a stream, by the name of its event. */
export function itemCheck(
  checks: ResponseChecks | undefined,
  { contentType }: StreamSpec,
): (event: string | undefined) => Check | undefined {
  const entries = Object.entries(checks?.responses ?? {});
  const successes = entries.filter(([status]) => status.startsWith('2') || status === 'default');
  const find = <T>(pick: (one: ReplyChecks) => T | undefined) =>
    successes.map(([, one]) => pick(one)).find((found) => found !== undefined);
  const events = find((one) => one.events?.[contentType]);
  // Documents before 3.2 have no word for an item: its schema stands where that of the body would.
  const items = find((one) => one.items?.[contentType] ?? one.body?.[contentType]);
  return (event) => events?.[event ?? '*'] ?? events?.['*'] ?? items;
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
