// Generated from specs/asyncapi.yaml and specs/jobs by `npm run generate`. Do not edit.

import type { JobTypeName } from '../../contract/job-types.js';
import type * as schemas from '../../contract/schemas.js';

/** Events that every job may have. */
export type ReservedEvent =
  | schemas.JobStatusEvent
  | schemas.JobProgressEvent
  | schemas.JobLogEvent
  | schemas.JobRetryingEvent
  | schemas.StreamResetEvent;

/** Events of each job type's own. */
export interface JobTypeEvents {
  readonly 'documents.summarize': schemas.DocumentsSummarizeDocumentEvent;
  readonly 'text.count_tokens': never;
  readonly 'text.generate': schemas.TextGenerateTokenEvent;
}

/** An event of a type that this client does not know: the service is newer. Mostly to be ignored. */
export interface UnknownEvent {
  readonly type: 'unknown';
  /** The event as it came. */
  readonly event: { readonly type: string; readonly [field: string]: unknown };
}

/** Whatever a job of the type may say. */
export type JobEvent<T extends JobTypeName> = ReservedEvent | JobTypeEvents[T] | UnknownEvent;

/** A job, known by its id and its type. */
export interface JobReference<T extends JobTypeName> {
  readonly job_id: string;
  readonly type: T;
}

/** Body that creates a job of a type. */
export type CreateJobBody<T extends JobTypeName> = Extract<schemas.CreateJobRequest, { readonly type: T }>;

/** A job as it was created, with its result if that was waited for. */
export type CreatedJob<T extends JobTypeName> = schemas.Job &
  JobReference<T> &
  Partial<Pick<Extract<schemas.JobResult, { readonly type: T }>, 'result'>>;

const KNOWN: ReadonlySet<string> = new Set([
  'job.status',
  'job.progress',
  'job.log',
  'job.retrying',
  'stream.reset',
  'document',
  'token',
]);

const TERMINAL: ReadonlySet<string> = new Set(['succeeded', 'failed', 'cancelled', 'timed_out', 'expired']);

/** How a job's stream is read. */
export function jobEvents<T extends JobTypeName>() {
  return {
    parse: (data: string): JobEvent<T> => {
      const event = JSON.parse(data) as UnknownEvent['event'];
      return (KNOWN.has(event.type) ? event : { type: 'unknown', event }) as JobEvent<T>;
    },
    isLast: (event: JobEvent<T>): boolean =>
      event.type === 'job.status' && TERMINAL.has((event as schemas.JobStatusEvent).data.status),
    isStored: (event: JobEvent<T>): boolean => event.type !== 'stream.reset',
  };
}
