/** What an attempt writes. */
import type { JobError } from '../generated/contract/schemas.js';
import type { JsonText } from './job-row.js';

/** One thing that an attempt writes. Values are JSON values. */
export type AppendOp =
  /** An event that the job's type declares. */
  | { readonly kind: 'event'; readonly type: string; readonly data: unknown }
  /** `job.progress`; also becomes the job's `progress`. */
  | { readonly kind: 'progress'; readonly data: unknown }
  /** `job.log`. */
  | { readonly kind: 'log'; readonly data: unknown }
  /** Where the next attempt goes on; covers all events before it, and the job's inputs up to `inputSeq`. */
  | { readonly kind: 'checkpoint'; readonly value: unknown; readonly inputSeq?: number }
  /** Why this attempt failed although the job goes on; the next `job.retrying` tells it. No event of its own. */
  | { readonly kind: 'attempt_failed'; readonly error: JobError }
  /** The end of the job; nothing may follow. */
  | { readonly kind: 'finish'; readonly status: 'succeeded'; readonly result: unknown }
  | {
      readonly kind: 'finish';
      readonly status: 'failed' | 'cancelled' | 'timed_out';
      readonly error: JobError;
    };

/** An op as SQL takes it. */
export interface StoredOp {
  readonly kind: AppendOp['kind'];
  /** The event's type, the terminal state, or the last input that a checkpoint covers; empty for the other kinds. */
  readonly name: string;
  readonly data: JsonText;
}

/** The stored form of an op. */
export function toStoredOp(op: AppendOp): StoredOp {
  switch (op.kind) {
    case 'event':
      return { kind: op.kind, name: op.type, data: toJsonText(op.data) };
    case 'progress':
    case 'log':
      return { kind: op.kind, name: '', data: toJsonText(op.data) };
    case 'checkpoint':
      return { kind: op.kind, name: String(op.inputSeq ?? ''), data: toJsonText(op.value) };
    case 'attempt_failed':
      return { kind: op.kind, name: '', data: toJsonText(op.error) };
    case 'finish':
      return { kind: op.kind, name: op.status, data: toJsonText('result' in op ? op.result : op.error) };
    default:
      throw new TypeError(`unknown op ${JSON.stringify(op satisfies never)}`);
  }
}

/** `JSON.stringify`, which also escapes NUL and lone surrogates, so that neither reaches PostgreSQL as a character. */
export function toJsonText(value: unknown): JsonText {
  const text = JSON.stringify(value) as string | undefined;
  if (text === undefined) throw new TypeError('the value has no JSON form');
  return text;
}
