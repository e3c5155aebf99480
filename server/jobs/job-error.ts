/** The error of a job that the server itself ends, in the contract's words. */
import type { JobErrorCode } from '../../generated/contract/problems.js';
import type { JobError } from '../../generated/contract/schemas.js';

/** What the contract says about the errors of jobs. */
export type JobErrorKinds = Readonly<Record<string, { readonly title: string; readonly retryable: boolean }>>;

/** The job that ends, and the request that ended it, if one did. */
export interface ErrorSubject {
  readonly jobId: string;
  readonly traceparent?: string | undefined;
  readonly requestId?: string;
}

/** Builds a job's error. */
export function buildJobError(
  kinds: JobErrorKinds,
  code: JobErrorCode,
  detail: string,
  subject: ErrorSubject,
): JobError {
  const kind = kinds[code];
  const traceId = subject.traceparent?.split('-')[1];
  return {
    type: `/problems/${code}`,
    title: kind?.title ?? code,
    detail,
    code,
    retryable: kind?.retryable ?? false,
    job_id: subject.jobId,
    ...(subject.requestId !== undefined && { request_id: subject.requestId }),
    ...(traceId !== undefined && { trace_id: traceId }),
  };
}
