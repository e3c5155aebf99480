/** What a handler gets to read: stored by the server, checked again, since this worker may be of another version. */
import { toValidationErrors } from '../../generated/contract/validation.js';
import type { JobDefinition } from '../../generated/worker/job.js';
import type { StartOutcome } from '../../store/index.js';

/** What the store gave the attempt when it let it start. */
export type Start = Extract<StartOutcome, { kind: 'started' }>;

/** The input, or what to tell the client. */
export type ParsedInput =
  | { readonly kind: 'accepted'; readonly value: unknown }
  | { readonly kind: 'rejected'; readonly detail: string };

/** Parses the input and fills the defaults in. */
export function parseInput(definition: JobDefinition, start: Start): ParsedInput {
  const value = JSON.parse(start.input) as unknown;
  const validate = definition.validators.input;
  if (validate(value)) return { kind: 'accepted', value };
  const faults = toValidationErrors(validate.errors ?? [], 'body');
  const [first] = faults;
  const where = first === undefined ? '' : `: ${first.pointer} ${first.message}`;
  const { name, version } = definition.spec;
  const made = start.job.typeVersion === version ? '' : `, made for version ${start.job.typeVersion},`;
  return {
    kind: 'rejected',
    detail: `The input${made} does not fit version ${version} of ${name}${where}.`,
  };
}

/** The value of the last checkpoint, if there is one. */
export function parseCheckpoint(start: Start): unknown {
  return start.checkpoint === undefined ? undefined : (JSON.parse(start.checkpoint) as unknown);
}
