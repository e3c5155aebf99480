/** A job as clients see it. */
import type { Job, JobLinks } from '../../generated/contract/schemas.js';
import type { JobRow } from '../../store/index.js';

/** The job's address and what hangs below it. */
export function jobLinks(jobId: string): JobLinks {
  const self = `/v1/jobs/${jobId}`;
  return { self, events: `${self}/events`, result: `${self}/result`, cancel: `${self}/cancel` };
}

/** The Job of the contract; what it does not have yet is absent. */
export function toJob(row: JobRow): Job {
  return {
    job_id: row.jobId,
    type: row.type,
    status: row.status,
    attempt: row.attempt,
    version: row.version,
    ...(row.progress !== undefined && { progress: row.progress }),
    created_at: row.createdAt.toISOString(),
    ...(row.startedAt !== undefined && { started_at: row.startedAt.toISOString() }),
    ...(row.finishedAt !== undefined && { finished_at: row.finishedAt.toISOString() }),
    ...(row.resultExpiresAt !== undefined && { result_expires_at: row.resultExpiresAt.toISOString() }),
    ...(row.error !== undefined && { error: row.error }),
    metadata: { ...row.metadata },
    tags: [...row.tags],
    links: jobLinks(row.jobId),
  };
}
