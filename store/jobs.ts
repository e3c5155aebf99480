/** Reading, cancelling, ending and deleting one job. */
import type { JobError } from '../generated/contract/schemas.js';
import { toJsonText } from './append-op.js';
import type { Database, Statement } from './database.js';
import { isJobId } from './job-id.js';
import { JOB_COLUMNS, type JobRecord, type JobRow, type JsonText, toJobRow } from './job-row.js';
import { isTerminal } from './job-status.js';

const GET: Statement = {
  name: 'get_job',
  text: `SELECT ${JOB_COLUMNS} FROM jobs WHERE tenant_id = $1 AND id = $2`,
};

const FIND: Statement = { name: 'find_job', text: `SELECT ${JOB_COLUMNS} FROM jobs WHERE id = $1` };

const GET_RESULT: Statement = {
  name: 'get_result',
  text: `SELECT ${JOB_COLUMNS}, p.result, j.result_expires_at <= clock_timestamp() AS is_expired
    FROM jobs j LEFT JOIN job_payloads p ON p.job_id = j.id WHERE j.tenant_id = $1 AND j.id = $2`,
};

const CHANGED_JOB = JOB_COLUMNS.replaceAll(/\w+/g, '(c.job).$&');

const CANCEL: Statement = {
  name: 'request_cancel',
  text: `SELECT c.outcome, ${CHANGED_JOB} FROM request_cancel($1, $2, $3) AS c`,
};

const END: Statement = {
  name: 'end_job',
  text: `SELECT c.outcome, ${CHANGED_JOB} FROM end_job($1, $2, $3, $4) AS c`,
};

const DELETE: Statement = { name: 'delete_job', text: 'SELECT delete_job($1, $2, $3) AS outcome' };

/** A tenant's job; undefined for one that does not exist or is another tenant's, which nothing tells apart. */
export async function getJob(
  database: Database,
  tenantId: string,
  jobId: string,
): Promise<JobRow | undefined> {
  if (!isJobId(jobId)) return undefined;
  const [record] = await database.query<JobRecord>(GET, [tenantId, jobId]);
  return record && toJobRow(record);
}

/** Any tenant's job, for the runtime itself. Never for a client's request: that is `getJob`. */
export async function findJob(database: Database, jobId: string): Promise<JobRow | undefined> {
  if (!isJobId(jobId)) return undefined;
  const [record] = await database.query<JobRecord>(FIND, [jobId]);
  return record && toJobRow(record);
}

/** A job's result, or why there is none. */
export type ResultOutcome =
  | { readonly kind: 'not_found' }
  | { readonly kind: 'not_ready'; readonly job: JobRow }
  | { readonly kind: 'not_succeeded'; readonly job: JobRow }
  | { readonly kind: 'expired'; readonly job: JobRow }
  | { readonly kind: 'ready'; readonly job: JobRow; readonly result: JsonText };

interface ResultRecord extends JobRecord {
  readonly result: JsonText | null;
  readonly is_expired: boolean | null;
}

/** Reads a job together with its result. */
export async function getResult(database: Database, tenantId: string, jobId: string): Promise<ResultOutcome> {
  if (!isJobId(jobId)) return { kind: 'not_found' };
  const [record] = await database.query<ResultRecord>(GET_RESULT, [tenantId, jobId]);
  if (record === undefined) return { kind: 'not_found' };
  const job = toJobRow(record);
  if (job.status !== 'succeeded')
    return { kind: isTerminal(job.status) ? 'not_succeeded' : 'not_ready', job };
  if (record.result === null || record.is_expired) return { kind: 'expired', job };
  return { kind: 'ready', job, result: record.result };
}

/** What became of a request to cancel; `changed` only the first time. */
export type CancelOutcome =
  | { readonly kind: 'not_found' }
  /** Cancelled: at once because it was queued, or before. */
  | { readonly kind: 'cancelled'; readonly job: JobRow; readonly changed: boolean }
  /** A handler runs and is being told. */
  | { readonly kind: 'cancelling'; readonly job: JobRow; readonly changed: boolean }
  /** It has ended in another way. */
  | { readonly kind: 'already_terminal'; readonly job: JobRow };

interface ChangeRecord extends JobRecord {
  readonly outcome: 'changed' | 'unchanged' | 'not_found';
}

/** Cancels a tenant's job, or has its handler stopped. `error` is what the job gets if it is cancelled at once. */
export async function requestCancel(
  database: Database,
  request: { readonly tenantId: string; readonly jobId: string; readonly error: JobError },
): Promise<CancelOutcome> {
  const { tenantId, jobId, error } = request;
  if (!isJobId(jobId)) return { kind: 'not_found' };
  const [record] = await database.query<ChangeRecord>(CANCEL, [tenantId, jobId, toJsonText(error)]);
  if (record === undefined || record.outcome === 'not_found') return { kind: 'not_found' };
  const job = toJobRow(record);
  const changed = record.outcome === 'changed';
  if (changed) database.notifier.events([jobId]);
  if (changed && job.status === 'cancelled') database.notifier.webhooks();
  // A repeated request repeats the wake as well: the first one may have got lost.
  if (job.status === 'cancelling') database.notifier.cancel(jobId);
  if (job.status === 'cancelled' || job.status === 'cancelling') return { kind: job.status, job, changed };
  return { kind: 'already_terminal', job };
}

/** An end that no attempt writes: the runtime found out that none will. */
export interface JobEnding {
  readonly jobId: string;
  readonly status: 'failed' | 'cancelled' | 'timed_out' | 'expired';
  readonly error: JobError;
  /** Only if this is still the job's version: nothing happened since it was looked at. */
  readonly ifVersion?: number | undefined;
}

/** What became of an ending. */
export type EndOutcome =
  | { readonly kind: 'not_found' }
  | { readonly kind: 'ended'; readonly job: JobRow }
  /** The job is terminal, has changed, or may not end so from the state that it is in. */
  | { readonly kind: 'refused'; readonly job: JobRow };

/** Ends a job from outside its attempts, for the runtime itself. */
export async function endJob(database: Database, ending: JobEnding): Promise<EndOutcome> {
  const { jobId, status, error, ifVersion } = ending;
  if (!isJobId(jobId)) return { kind: 'not_found' };
  const [record] = await database.query<ChangeRecord>(END, [
    jobId,
    status,
    toJsonText(error),
    ifVersion ?? null,
  ]);
  if (record === undefined || record.outcome === 'not_found') return { kind: 'not_found' };
  const job = toJobRow(record);
  if (record.outcome === 'unchanged') return { kind: 'refused', job };
  database.notifier.events([jobId]);
  database.notifier.webhooks();
  // An attempt that is still running somewhere need not find out by its next append.
  database.notifier.cancel(jobId);
  return { kind: 'ended', job };
}

/** What became of a delete. */
export type DeleteOutcome = 'deleted' | 'not_terminal' | 'not_found';

/**
 * Removes a terminal job and all that was stored of it. Of its idempotency key only the name remains, for the rest of
 * its 24 hours, so that a late repetition does not make a second job.
 */
export async function deleteJob(
  database: Database,
  tenantId: string,
  jobId: string,
  eventsAtOnce = 20_000,
): Promise<DeleteOutcome> {
  if (!isJobId(jobId)) return 'not_found';
  for (;;) {
    const values = [tenantId, jobId, eventsAtOnce];
    const [record] = await database.query<{ outcome: DeleteOutcome | 'unfinished' }>(DELETE, values);
    const outcome = record?.outcome ?? 'not_found';
    if (outcome === 'unfinished') continue;
    // Readers of its stream learn that there is nothing more to come.
    if (outcome === 'deleted') database.notifier.events([jobId]);
    return outcome;
  }
}
