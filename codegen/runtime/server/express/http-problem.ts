import { STATUS_CODES } from 'node:http';

/** One thing that is wrong with a request or an answer. */
export interface ProblemDetail {
  /** JSON Pointer that begins with where it is: `/body/name`, `/query/limit`, `/headers/x-request-id`. */
  readonly pointer: string;
  readonly message: string;
  /** The schema's keyword that was not met, or the rule of the way in which values are written. */
  readonly rule: string;
}

/** A problem as it is sent (RFC 9457). */
export interface ProblemBody {
  readonly type: 'about:blank';
  readonly title: string;
  readonly status: number;
  readonly detail?: string;
  readonly errors?: readonly ProblemDetail[];
}

/** More about a problem. */
export interface HttpProblemOptions {
  readonly errors?: readonly ProblemDetail[];
  /** Headers of the answer. */
  readonly headers?: Readonly<Record<string, string | readonly string[]>>;
  readonly cause?: unknown;
}

/** A request is refused: thrown by the router, or by a handler that refuses for a reason that the contract lacks. */
export class HttpProblem extends Error {
  override readonly name = 'HttpProblem';
  readonly status: number;
  readonly errors: readonly ProblemDetail[];
  readonly headers: Readonly<Record<string, string | readonly string[]>>;

  constructor(status: number, detail?: string, options: HttpProblemOptions = {}) {
    super(detail ?? STATUS_CODES[status] ?? `HTTP ${status}`, { cause: options.cause });
    this.status = status;
    this.errors = options.errors ?? [];
    this.headers = options.headers ?? {};
  }

  /** What is sent: no cause, no stack. */
  toBody(): ProblemBody {
    const title = STATUS_CODES[this.status] ?? 'Error';
    return {
      type: 'about:blank',
      title,
      status: this.status,
      ...(this.message !== title && { detail: this.message }),
      ...(this.errors.length > 0 && { errors: this.errors }),
    };
  }
}

/** A part of the request cannot be read: 400. */
export function malformed(pointer: string, message: string, rule: string): HttpProblem {
  return new HttpProblem(400, `${pointer} ${message}`, { errors: [{ pointer, message, rule }] });
}

/** One step of a JSON Pointer (RFC 6901). */
export function pointerStep(name: string): string {
  return /[~/]/.test(name) ? `/${name.replaceAll('~', '~0').replaceAll('/', '~1')}` : `/${name}`;
}
