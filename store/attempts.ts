import { randomUUID } from 'node:crypto';
import type { Database, Statement } from './database.js';
import { isJobId } from './job-id.js';
import { JOB_COLUMNS, type JobRecord, type JobRow, type JsonText, toJobRow } from './job-row.js';
import type { JobStatus } from './job-status.js';
import { retryWhileUnavailable } from './retry.js';

/** Why an attempt must not run. */
export type StartRefusal =
  /** There is no such job (any more). */
  | 'missing'
  /** It has ended. */
  | 'terminal'
  /** This attempt, or a newer one, has already started. */
  | 'superseded'
  /** It was never started and its queue time is over: it is to expire. */
  | 'queue_timeout';

/** What an attempt needs, or why it must not run. */
export type StartOutcome =
  | {
      readonly kind: 'started';
      /** `running`; or `cancelling`, when the attempt has only to write the end. */
      readonly job: JobRow;
      readonly input: JsonText;
      /** What the last checkpoint saved. */
      readonly checkpoint: JsonText | undefined;
      /** Until the job's deadline by the database's clock; negative if it is over. */
      readonly remainingMs: number;
    }
  | { readonly kind: 'refused'; readonly reason: StartRefusal; readonly status: JobStatus | undefined };

/** An attempt to start. */
export interface AttemptStart {
  readonly jobId: string;
  /** From 1. It is the fencing token of all that the attempt writes. */
  readonly attempt: number;
  readonly signal?: AbortSignal | undefined;
  /** How long to wait for PostgreSQL to come back. */
  readonly patienceMs?: number | undefined;
}

const START: Statement = {
  name: 'start_attempt',
  text: `SELECT s.outcome, s.input, s.checkpoint, s.remaining_ms, ${JOB_COLUMNS.replaceAll(/\w+/g, '(s.job).$&')}
    FROM start_attempt($1, $2, $3::uuid) AS s`,
};

interface StartRecord extends JobRecord {
  readonly outcome: 'started' | StartRefusal;
  readonly input: JsonText | null;
  readonly checkpoint: JsonText | null;
  readonly remaining_ms: number | null;
}

const PATIENCE_MS = 30_000;

/**
 * Makes this attempt the job's current one: from now on no older one can write. The first start sets the deadline; a
 * later one emits `job.retrying`.
 */
export async function startAttempt(database: Database, start: AttemptStart): Promise<StartOutcome> {
  const { jobId, attempt, signal, patienceMs = PATIENCE_MS } = start;
  if (!isJobId(jobId)) return { kind: 'refused', reason: 'missing', status: undefined };
  // Tells our own repetition after a lost answer from somebody else's start of the same attempt.
  const token = randomUUID();
  const record = await retryWhileUnavailable(
    async () => (await database.query<StartRecord>(START, [jobId, attempt, token]))[0] as StartRecord,
    { signal, patienceMs },
  );
  if (record.outcome !== 'started') {
    return { kind: 'refused', reason: record.outcome, status: record.status ?? undefined };
  }
  database.notifier.events([jobId]);
  return {
    kind: 'started',
    job: toJobRow(record),
    input: record.input ?? 'null',
    checkpoint: record.checkpoint ?? undefined,
    remainingMs: record.remaining_ms ?? 0,
  };
}
