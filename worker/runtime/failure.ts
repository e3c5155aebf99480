/** What an error that ends an attempt means for the job. */
import { type JobErrorCode, jobErrors } from '../../generated/contract/problems.js';
import type { JobError } from '../../generated/contract/schemas.js';
import type { SchemaError } from '../../generated/contract/validation.js';

/** How an attempt failed, in the contract's terms. */
export interface Failure {
  readonly code: JobErrorCode;
  /** For the client: what happened this time. Causes stay in the log. */
  readonly detail: string;
  /** Whether another attempt of this job may succeed. */
  readonly tryAgain: boolean;
  /** Whether the same request may succeed later, for the client. */
  readonly retryable: boolean;
}

/** Where something does not match its schema. */
interface Fault {
  readonly pointer: string;
  readonly keyword: string;
  readonly message: string | undefined;
}

/** What a handler did that its contract does not allow; a fault of the handler, the same in every attempt. */
export class ContractViolation extends Error {
  override readonly name = 'ContractViolation';
  /** What was wrong (`event token`, `result`), and where in it; for the log only. */
  readonly subject: string;
  readonly faults: readonly Fault[];

  constructor(subject: string, errors: readonly SchemaError[]) {
    super(`${subject} does not match its schema`);
    this.subject = subject;
    // Without the values: they are what the handler made of its input.
    this.faults = errors.map(({ instancePath, keyword, message }) => ({
      pointer: instancePath,
      keyword,
      message,
    }));
  }
}

const INTERNAL = { code: 'internal', retryable: jobErrors.internal.retryable } as const;

/** The codes that a handler may give its job; the others are the platform's. */
const HANDLER_CODES: readonly JobErrorCode[] = [
  'input_rejected',
  'model_error',
  'upstream_unavailable',
  'internal',
];

/**
 * Classifies what a handler threw. What is not a `JobError` may be a passing fault (a broken connection, say) as well as
 * a bug: it is tried again, and is `internal` to the client.
 */
export function classifyError(error: unknown): Failure {
  if (error instanceof ContractViolation) {
    return {
      ...INTERNAL,
      detail: 'The handler produced what its contract does not declare.',
      tryAgain: false,
    };
  }
  return jobErrorFailure(error) ?? { ...INTERNAL, detail: 'The handler failed.', tryAgain: true };
}

/** By its name, not its class: a project's handlers carry their own generated copy of `JobError`. */
export function isJobError(error: unknown): error is Error & { readonly code: unknown } {
  return error instanceof Error && error.name === 'JobError' && 'code' in error;
}

function jobErrorFailure(error: unknown): Failure | undefined {
  if (!isJobError(error)) return undefined;
  const code = HANDLER_CODES.find((known) => known === error.code);
  if (code === undefined) return undefined;
  const retryable =
    'retryable' in error && typeof error.retryable === 'boolean'
      ? error.retryable
      : jobErrors[code].retryable;
  return { code, detail: error.message, tryAgain: retryable, retryable };
}

/** Builds a job's `error`. The store adds the request and the trace that the job came from. */
export function jobErrorBody(
  jobId: string,
  code: JobErrorCode,
  detail: string,
  retryable: boolean = jobErrors[code].retryable,
): JobError {
  return {
    type: `/problems/${code}`,
    title: jobErrors[code].title,
    detail,
    code,
    retryable,
    job_id: jobId,
  };
}

/** The trace id of a W3C `traceparent` (Trace Context, section 3.2). */
export function traceIdOf(traceparent: string | undefined): string | undefined {
  return /^[0-9a-f]{2}-([0-9a-f]{32})-[0-9a-f]{16}-/.exec(traceparent ?? '')?.[1];
}

/** Whether a text is one of the contract's codes. */
export function isJobErrorCode(text: string): text is JobErrorCode {
  return Object.hasOwn(jobErrors, text);
}
