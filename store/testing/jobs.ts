/** Jobs for tests. */
import type { JobError } from '../../generated/contract/schemas.js';
import { startAttempt } from '../attempts.js';
import { createJob, type NewJob } from '../create-job.js';
import type { Database } from '../database.js';
import { newJobId } from '../job-id.js';
import type { JobStatus } from '../job-status.js';

/** A job of tenant `acme`, with whatever a test says about it. */
export function newJob(fields: Partial<NewJob> = {}): NewJob {
  return {
    jobId: newJobId(),
    tenantId: 'acme',
    type: 'text.generate',
    typeVersion: '1.0.0',
    input: '{"prompt":"The sea is"}',
    metadata: {},
    tags: [],
    timeoutSeconds: 300,
    queueTimeoutSeconds: 600,
    resultTtlSeconds: 3600,
    eventTtlSeconds: 3600,
    ...fields,
  };
}

/** Stores a new job and returns its id. */
export async function addJob(database: Database, fields: Partial<NewJob> = {}): Promise<string> {
  const job = newJob(fields);
  await createJob(database, job);
  return job.jobId;
}

/** Stores a new job, starts its first attempt and returns its id. */
export async function addRunningJob(database: Database, fields: Partial<NewJob> = {}): Promise<string> {
  const jobId = await addJob(database, fields);
  await startAttempt(database, { jobId, attempt: 1 });
  return jobId;
}

/** Stores a job that has gone to a state by allowed steps, whatever that takes. */
export async function addJobIn(database: Database, status: JobStatus): Promise<string> {
  const jobId = await addJob(database);
  for (const step of PATHS[status]) {
    const error = ['queued', 'running', 'cancelling', 'succeeded'].includes(step) ? null : '{}';
    await database.pool.query('UPDATE jobs SET status = $2, error = $3 WHERE id = $1', [jobId, step, error]);
  }
  return jobId;
}

const PATHS: Readonly<Record<JobStatus, readonly JobStatus[]>> = {
  queued: [],
  running: ['running'],
  cancelling: ['running', 'cancelling'],
  succeeded: ['running', 'succeeded'],
  failed: ['running', 'failed'],
  timed_out: ['running', 'timed_out'],
  cancelled: ['cancelled'],
  expired: ['expired'],
};

/** An error as the contract's tables would make it. */
export function jobError(code: JobError['code'] = 'internal'): JobError {
  return { type: `/problems/${code}`, title: 'Title', detail: 'Detail.', code, retryable: false };
}

/** A stored event as readers see it. */
export interface Envelope {
  readonly type: string;
  readonly job_id: string;
  readonly seq: number;
  readonly attempt: number;
  readonly timestamp: string;
  readonly data: Readonly<Record<string, unknown>>;
}

/** A job's whole log. */
export async function readLog(database: Database, jobId: string): Promise<Envelope[]> {
  const { rows } = await database.pool.query<{ body: string }>(
    'SELECT body FROM events WHERE job_id = $1 ORDER BY seq',
    [jobId],
  );
  return rows.map(({ body }) => JSON.parse(body) as Envelope);
}
