/** The one error class of the server. Its `code` is of the contract's closed set; the words and status stand there. */
import type { ProblemCode } from '../../generated/contract/problems.js';
import type { ValidationError } from '../../generated/contract/validation.js';

/** What may be said beside the code. All of it but `cause` reaches the client. */
export interface ProblemDetails {
  /** What happened this time and what to do about it; the contract's title if absent. */
  readonly detail?: string;
  readonly jobId?: string;
  /** Whole seconds; sent as the Retry-After header too. */
  readonly retryAfter?: number;
  readonly errors?: readonly ValidationError[];
  readonly headers?: Readonly<Record<string, string>>;
  /** Members that only this kind of problem has. */
  readonly extensions?: Readonly<Record<string, unknown>>;
  /** For the log only. */
  readonly cause?: unknown;
}

/**
 * A request that is answered with a problem. Thrown anywhere, mapped to a response in one place. A project whose contract
 * has codes of its own names them: `new ProblemError<ProblemCode>('report_gone')`.
 */
export class ProblemError<Code extends string = ProblemCode> extends Error {
  override readonly name = 'ProblemError';
  readonly code: Code;
  readonly details: ProblemDetails;

  constructor(code: NoInfer<Code>, details: ProblemDetails = {}) {
    super(details.detail ?? code, { cause: details.cause });
    this.code = code;
    this.details = details;
  }
}
