/** The error of a job that the server itself ends, in the contract's words. */
import type { JobErrorCode } from '../../generated/contract/problems.js';
import type { JobError } from '../../generated/contract/schemas.js';

/** What the contract says about the errors of jobs. */
export type JobErrorKinds = Readonly<Record<string, { readonly title: string; readonly retryable: boolean }>>;

/** Builds a job's error. The store adds the request and the trace that the job came from. */
export function buildJobError(
  kinds: JobErrorKinds,
  code: JobErrorCode,
  detail: string,
  jobId: string,
): JobError {
  const kind = kinds[code];
  return {
    type: `/problems/${code}`,
    title: kind?.title ?? code,
    detail,
    code,
    retryable: kind?.retryable ?? false,
    job_id: jobId,
  };
}
