/** A job as the database has it. */
import type { JobError, JobProgressData } from '../generated/contract/schemas.js';
import type { JobStatus } from './job-status.js';

/** JSON as text on one line, as `JSON.stringify` makes it: passed through without being read. */
export type JsonText = string;

/** One job, without its payloads. What a job does not have (yet) is undefined. */
export interface JobRow {
  readonly jobId: string;
  readonly tenantId: string;
  readonly type: string;
  readonly typeVersion: string;
  readonly status: JobStatus;
  readonly attempt: number;
  readonly version: number;
  /** The first seq that the event log still has; `lastSeq + 1` once the log is gone. */
  readonly firstSeq: number;
  readonly lastSeq: number;
  /** The last seq that the checkpoint covers; 0 without one. */
  readonly checkpointSeq: number;
  readonly progress: JobProgressData | undefined;
  readonly error: JobError | undefined;
  /** Why the latest attempt failed, if it did and said so. */
  readonly attemptError: JobError | undefined;
  readonly metadata: Readonly<Record<string, string>>;
  readonly tags: readonly string[];
  readonly timeoutSeconds: number;
  readonly queueTimeoutSeconds: number;
  /** Attempts that really began; at most as many as the type allows, but for those that a stopping worker handed over. */
  readonly attemptsBegun: number;
  /** Of the request that created the job. */
  readonly requestId: string | undefined;
  readonly traceparent: string | undefined;
  readonly createdAt: Date;
  readonly queueDeadline: Date;
  readonly startedAt: Date | undefined;
  /** Until when the job may run; known from its first start on. */
  readonly deadline: Date | undefined;
  readonly finishedAt: Date | undefined;
  readonly resultExpiresAt: Date | undefined;
  readonly eventsExpireAt: Date | undefined;
  /** When the job's workflow was started. */
  readonly workflowStartedAt: Date | undefined;
}

/** The columns that `toJobRow` reads. */
export const JOB_COLUMNS = `id, tenant_id, type, type_version, status, attempt, version, first_seq, last_seq,
  checkpoint_seq, progress, error, attempt_error, metadata, tags, timeout_seconds, queue_timeout_seconds, attempts_begun,
  request_id, traceparent,
  created_at, queue_deadline, started_at, deadline, finished_at, result_expires_at, events_expire_at,
  workflow_started_at`;

/** `JOB_COLUMNS` as `pg` returns them. */
export interface JobRecord {
  readonly id: string;
  readonly tenant_id: string;
  readonly type: string;
  readonly type_version: string;
  readonly status: JobStatus;
  readonly attempt: number;
  readonly version: number;
  readonly first_seq: number;
  readonly last_seq: number;
  readonly checkpoint_seq: number;
  readonly progress: JsonText | null;
  readonly error: JsonText | null;
  readonly attempt_error: JsonText | null;
  readonly metadata: JsonText;
  readonly tags: string[];
  readonly timeout_seconds: number;
  readonly queue_timeout_seconds: number;
  readonly attempts_begun: number;
  readonly request_id: string | null;
  readonly traceparent: string | null;
  readonly created_at: Date;
  readonly queue_deadline: Date;
  readonly started_at: Date | null;
  readonly deadline: Date | null;
  readonly finished_at: Date | null;
  readonly result_expires_at: Date | null;
  readonly events_expire_at: Date | null;
  readonly workflow_started_at: Date | null;
}

/** From columns to fields. */
export function toJobRow(record: JobRecord): JobRow {
  return {
    jobId: record.id,
    tenantId: record.tenant_id,
    type: record.type,
    typeVersion: record.type_version,
    status: record.status,
    attempt: record.attempt,
    version: record.version,
    firstSeq: record.first_seq,
    lastSeq: record.last_seq,
    checkpointSeq: record.checkpoint_seq,
    progress: parse<JobProgressData>(record.progress),
    error: parse<JobError>(record.error),
    attemptError: parse<JobError>(record.attempt_error),
    metadata: JSON.parse(record.metadata) as Readonly<Record<string, string>>,
    tags: record.tags,
    timeoutSeconds: record.timeout_seconds,
    queueTimeoutSeconds: record.queue_timeout_seconds,
    attemptsBegun: record.attempts_begun,
    requestId: record.request_id ?? undefined,
    traceparent: record.traceparent ?? undefined,
    createdAt: record.created_at,
    queueDeadline: record.queue_deadline,
    startedAt: record.started_at ?? undefined,
    deadline: record.deadline ?? undefined,
    finishedAt: record.finished_at ?? undefined,
    resultExpiresAt: record.result_expires_at ?? undefined,
    eventsExpireAt: record.events_expire_at ?? undefined,
    workflowStartedAt: record.workflow_started_at ?? undefined,
  };
}

/** What the write path stored is what the contract allows: the worker has checked it. */
function parse<T>(text: JsonText | null): T | undefined {
  return text === null ? undefined : (JSON.parse(text) as T);
}
