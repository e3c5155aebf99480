/** What several operations say about a job. */
import { isTerminal, type JobRow } from '../../store/index.js';
import { ProblemError } from '../http/problem-error.js';
import { pollAfter } from '../jobs/poll-after.js';

/** There is no such job, or not for this tenant: nothing tells which. */
export function jobNotFound(): ProblemError {
  return new ProblemError('not_found', { detail: 'There is no job with this id.' });
}

/** Retry-After, only while the job may still change. */
export function pollHeaders(job: JobRow): { 'Retry-After'?: number } {
  return isTerminal(job.status) ? {} : { 'Retry-After': pollAfter(job.createdAt) };
}
