/** What a response that is not a success says about asking again. */
export interface Refusal {
  readonly status: number;
  /** From `Retry-After`. */
  readonly retryAfterSeconds: number | undefined;
  /** Whether the service says that the same request may succeed later; undefined if it says nothing of that. */
  readonly retryable: boolean | undefined;
}

/** A response that a call cannot go on with. */
export class HttpError extends Error {
  readonly status: number;
  /** From `Retry-After`. */
  readonly retryAfterSeconds: number | undefined;
  /** Whether the service says that the same request may succeed later; undefined if it says nothing of that. */
  readonly retryable: boolean | undefined;

  constructor(message: string, { status, retryAfterSeconds, retryable }: Refusal) {
    super(message);
    this.status = status;
    this.retryAfterSeconds = retryAfterSeconds;
    this.retryable = retryable;
  }
}

/** Seconds, or the time until a date (RFC 9110, section 10.2.3). */
export function retryAfterSeconds(value: string | null, now: number): number | undefined {
  if (value === null) return undefined;
  if (/^\d+$/.test(value)) return Number(value);
  const date = Date.parse(value);
  return Number.isNaN(date) ? undefined : Math.max(0, Math.ceil((date - now) / 1000));
}
