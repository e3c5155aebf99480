/** A job as clients see it. */
import type { Job, JobLinks } from '../../generated/contract/schemas.js';
import type { ServiceContract } from '../../generated/server/contract.js';
import type { JobRow } from '../../store/index.js';

/** The job types of the contract that is served. */
export type JobTypes = ServiceContract['jobTypes'];

/** Whether jobs of a type can be told something while they run. */
export function takesInput(jobTypes: JobTypes, type: string): boolean {
  return Object.hasOwn(jobTypes, type) && (jobTypes[type]?.inputs.length ?? 0) > 0;
}

/** The job's address and what hangs below it. */
export function jobLinks(jobId: string): JobLinks & { readonly socket: string } {
  const self = `/v1/jobs/${jobId}`;
  return {
    self,
    events: `${self}/events`,
    result: `${self}/result`,
    cancel: `${self}/cancel`,
    socket: `${self}/socket`,
  };
}

/** Says in words where a job stands. */
export function stateOf(job: JobRow): string {
  if (job.status === 'timed_out') return 'has timed out';
  return job.status === 'cancelled' ? 'was cancelled' : `has ${job.status}`;
}

/** The Job of the contract; what it does not have yet is absent. */
export function toJob(row: JobRow, jobTypes: JobTypes): Job {
  const { socket, ...links } = jobLinks(row.jobId);
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
    links: takesInput(jobTypes, row.type) ? { ...links, socket } : links,
  };
}
