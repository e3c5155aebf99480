// Generated from specs/ by `npm run generate`. Do not edit.

import type { JobTypeName } from '../../contract/job-types.js';
import type * as schemas from '../../contract/schemas.js';
import { readJobEvents } from './job-stream.js';
import type { UnknownEvent } from './unknown-event.js';

/** Events that every job may have. */
export type ReservedEvent =
  | schemas.JobStatusEvent
  | schemas.JobProgressEvent
  | schemas.JobLogEvent
  | schemas.JobRetryingEvent
  | schemas.StreamResetEvent;

/** Events of each job type's own. */
export interface JobTypeEvents {
  readonly 'chat.session': schemas.ChatSessionTurnStartedEvent | schemas.ChatSessionTurnTokenEvent | schemas.ChatSessionTurnCompletedEvent;
  readonly 'documents.summarize': schemas.DocumentsSummarizeDocumentEvent;
  readonly 'text.count_tokens': never;
  readonly 'text.generate': schemas.TextGenerateTokenEvent;
}

/** What jobs can be told while they run, by job type. */
export interface JobTypeInputs {
  readonly 'chat.session':
    | schemas.ChatSessionMessageInputData
    | schemas.ChatSessionInterruptInputData
    | schemas.ChatSessionEndInputData;
}

/** A job type whose jobs can be told something while they run. */
export type InteractiveJobType = keyof JobTypeInputs;

/** Whatever a job of the type may say. */
export type JobEvent<T extends JobTypeName = JobTypeName> = ReservedEvent | JobTypeEvents[T] | UnknownEvent;

/** A job, known by its id and its type. */
export interface JobReference<T extends JobTypeName = JobTypeName> {
  readonly job_id: string;
  readonly type: T;
}

/** `CreateJobRequest` of each job type. */
export interface CreateJobRequestByType {
  readonly 'chat.session': schemas.ChatSessionCreateJobRequest;
  readonly 'documents.summarize': schemas.DocumentsSummarizeCreateJobRequest;
  readonly 'text.count_tokens': schemas.TextCountTokensCreateJobRequest;
  readonly 'text.generate': schemas.TextGenerateCreateJobRequest;
}

/** `JobWithResult` of each job type. */
export interface JobWithResultByType {
  readonly 'chat.session': schemas.ChatSessionJobWithResult;
  readonly 'documents.summarize': schemas.DocumentsSummarizeJobWithResult;
  readonly 'text.count_tokens': schemas.TextCountTokensJobWithResult;
  readonly 'text.generate': schemas.TextGenerateJobWithResult;
}

/** `JobResult` of each job type. */
export interface JobResultByType {
  readonly 'chat.session': schemas.ChatSessionJobResult;
  readonly 'documents.summarize': schemas.DocumentsSummarizeJobResult;
  readonly 'text.count_tokens': schemas.TextCountTokensJobResult;
  readonly 'text.generate': schemas.TextGenerateJobResult;
}

/** A job as it was created, with its result if that was waited for. */
export type CreatedJob<T extends JobTypeName> = schemas.Job &
  JobReference<T> &
  Partial<Omit<JobWithResultByType[T], keyof schemas.Job>>;

const KNOWN: ReadonlySet<string> = new Set([
  'job.status',
  'job.progress',
  'job.log',
  'job.retrying',
  'stream.reset',
  'turn.started',
  'turn.token',
  'turn.completed',
  'document',
  'token',
]);

/** How a job's stream is read. */
export function jobEvents<T extends JobTypeName>() {
  return readJobEvents<JobEvent<T>>(KNOWN);
}
