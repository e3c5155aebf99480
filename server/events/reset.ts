/** `stream.reset`: the one event that is not stored. It tells a client with a cursor of no use where it can begin. */
import type { JobRow } from '../../store/index.js';
import { type JobTypes, toJob } from '../jobs/job-view.js';

/** The event as one line of JSON. */
export function resetEvent(job: JobRow, jobTypes: JobTypes): string {
  return JSON.stringify({
    type: 'stream.reset',
    job_id: job.jobId,
    attempt: job.attempt,
    timestamp: new Date().toISOString(),
    data: { job: toJob(job, jobTypes), first_seq: job.firstSeq },
  });
}
