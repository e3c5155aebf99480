/** What the server's sweep asks and does. All of it is safe to repeat and to run in two processes at once. */
import type { JobError } from '../generated/contract/schemas.js';
import type { Database, Statement } from './database.js';
import { JOB_COLUMNS, type JobRecord, type JobRow, toJobRow } from './job-row.js';
import { type EndOutcome, endJob, type JobEnding } from './jobs.js';

const MARK_STARTED: Statement = {
  name: 'mark_started',
  text: `UPDATE jobs SET workflow_started_at = now_ms() WHERE id = ANY ($1::text[]) AND workflow_started_at IS NULL`,
};

const UNSTARTED: Statement = {
  name: 'list_unstarted',
  text: `SELECT ${JOB_COLUMNS} FROM jobs WHERE finished_at IS NULL AND status = 'queued' AND workflow_started_at IS NULL
    AND checked_at < clock_timestamp() - make_interval(secs => $1) ORDER BY checked_at LIMIT $2`,
};

const QUEUE_TIME_OVER: Statement = {
  name: 'list_queue_time_over',
  text: `SELECT ${JOB_COLUMNS} FROM jobs WHERE finished_at IS NULL AND due_at < clock_timestamp()
    AND status = 'queued' ORDER BY due_at LIMIT $1`,
};

const OVERDUE: Statement = {
  name: 'list_overdue',
  text: `SELECT ${JOB_COLUMNS} FROM jobs WHERE finished_at IS NULL
    AND due_at < clock_timestamp() - make_interval(secs => $1) AND status IN ('running', 'cancelling') ORDER BY due_at LIMIT $2`,
};

const CANCELLING: Statement = {
  name: 'list_cancelling',
  text: `SELECT ${JOB_COLUMNS} FROM jobs WHERE finished_at IS NULL AND status = 'cancelling'
    ORDER BY checked_at LIMIT $1`,
};

const TO_CHECK: Statement = {
  name: 'list_to_check',
  text: `SELECT ${JOB_COLUMNS} FROM jobs WHERE finished_at IS NULL AND workflow_started_at IS NOT NULL
    AND checked_at < clock_timestamp() - make_interval(secs => $1) ORDER BY checked_at LIMIT $2`,
};

const MARK_CHECKED: Statement = {
  name: 'mark_checked',
  text: 'UPDATE jobs SET checked_at = now_ms() WHERE id = ANY ($1::text[]) AND finished_at IS NULL',
};

/** Words for the error of a job that the sweep ends. */
export type ErrorOf = (job: JobRow) => JobError;

/** Notes that these jobs have their workflows. */
export async function markWorkflowsStarted(database: Database, jobIds: readonly string[]): Promise<void> {
  if (jobIds.length > 0) await database.query(MARK_STARTED, [jobIds]);
}

/** Queued jobs without a workflow that nobody has looked after for so many seconds, those longest ago first. */
export async function listUnstarted(
  database: Database,
  options: { readonly olderThanSeconds: number; readonly limit: number },
): Promise<readonly JobRow[]> {
  return rowsOf(database, UNSTARTED, [options.olderThanSeconds, options.limit]);
}

/** Jobs that are being cancelled: Temporal is told again. */
export async function listCancelling(
  database: Database,
  options: { readonly limit: number },
): Promise<readonly JobRow[]> {
  return rowsOf(database, CANCELLING, [options.limit]);
}

/**
 * Jobs that should have a live workflow and were not compared with Temporal for so many seconds, those longest ago
 * first. After comparing them, `markChecked`.
 */
export async function listToCheck(
  database: Database,
  options: { readonly notForSeconds: number; readonly limit: number },
): Promise<readonly JobRow[]> {
  return rowsOf(database, TO_CHECK, [options.notForSeconds, options.limit]);
}

/** Notes that somebody has looked after these jobs: others come first the next time. */
export async function markChecked(database: Database, jobIds: readonly string[]): Promise<void> {
  if (jobIds.length > 0) await database.query(MARK_CHECKED, [jobIds]);
}

/** Expires queued jobs whose queue time is over; no attempt of theirs ever started. Returns those that it ended. */
export async function expireQueued(
  database: Database,
  options: { readonly limit: number; readonly errorOf: ErrorOf },
): Promise<readonly JobRow[]> {
  const jobs = await rowsOf(database, QUEUE_TIME_OVER, [options.limit]);
  return endAll(database, jobs, 'expired', options.errorOf);
}

/**
 * Times out jobs past their deadline that no attempt has ended itself. The grace is what a live attempt may need for
 * that. Returns those that it ended.
 */
export async function timeOutOverdue(
  database: Database,
  options: { readonly graceSeconds: number; readonly limit: number; readonly errorOf: ErrorOf },
): Promise<readonly JobRow[]> {
  const jobs = await rowsOf(database, OVERDUE, [options.graceSeconds, options.limit]);
  return endAll(database, jobs, 'timed_out', options.errorOf);
}

async function endAll(
  database: Database,
  jobs: readonly JobRow[],
  status: JobEnding['status'],
  errorOf: ErrorOf,
): Promise<readonly JobRow[]> {
  const ended: JobRow[] = [];
  for (const job of jobs) {
    // The state machine guards the rest: a job that started or ended meanwhile cannot take this step.
    const outcome: EndOutcome = await endJob(database, { jobId: job.jobId, status, error: errorOf(job) });
    if (outcome.kind === 'ended') ended.push(outcome.job);
  }
  return ended;
}

async function rowsOf(database: Database, statement: Statement, values: unknown[]): Promise<JobRow[]> {
  return (await database.query<JobRecord>(statement, values)).map(toJobRow);
}
