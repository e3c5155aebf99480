import { ConnectionError, pause } from './connection.js';
import { HttpError } from './http-error.js';

/** What decides whether a request is sent again. */
export interface RetryPolicy {
  readonly method: string;
  /** The request has an `Idempotency-Key`. */
  readonly hasKey: boolean;
  /** Two calls of this operation do what one does, whatever its method says. */
  readonly isIdempotent?: boolean | undefined;
  /** How often it is sent again at most; 3 unless given. */
  readonly maxRetries: number | undefined;
  readonly signal: AbortSignal | undefined;
}

/** Methods of which two calls do what one does (RFC 9110, section 9.2.2). */
const IDEMPOTENT_METHODS = new Set(['GET', 'HEAD', 'OPTIONS', 'PUT', 'DELETE', 'TRACE', 'QUERY']);
/** The request was turned away before anything was done. */
const TURNED_AWAY = new Set([429, 503]);
/** Nobody knows whether anything was done. */
const UNCERTAIN = new Set([408, 500, 502, 504]);

const FIRST_DELAY_MS = 250;
const MAX_DELAY_MS = 10_000;
/** A caller should hear of a longer wait than this rather than sit it out. */
const MAX_ASKED_MS = 60_000;

/** Sends a request, and sends it again where that may help and does no harm. */
export async function withRetries<T>(policy: RetryPolicy, attempt: () => Promise<T>): Promise<T> {
  const tries = policy.maxRetries ?? 3;
  for (let count = 0; ; count += 1) {
    try {
      return await attempt();
    } catch (error) {
      policy.signal?.throwIfAborted();
      const asked = error instanceof HttpError ? (error.retryAfterSeconds ?? 0) * 1000 : 0;
      if (count >= tries || asked > MAX_ASKED_MS || !mayBeRepeated(policy, error)) throw error;
      await pause(Math.max(asked, backoff(count)), policy.signal);
    }
  }
}

/** Whether the same request again may succeed, and does no harm if the first one did already. */
function mayBeRepeated({ method, hasKey, isIdempotent }: RetryPolicy, error: unknown): boolean {
  const isHarmless = hasKey || isIdempotent === true || IDEMPOTENT_METHODS.has(method);
  if (error instanceof ConnectionError) return isHarmless;
  if (!(error instanceof HttpError) || error.retryable === false) return false;
  if (TURNED_AWAY.has(error.status)) return true;
  // The first request with the key is still being worked on.
  if (error.status === 409) return hasKey && error.retryable === true;
  return isHarmless && UNCERTAIN.has(error.status);
}

/** Milliseconds before the next try: doubled each time, up to 10 s, half of it by chance so that clients spread out. */
export function backoff(attempt: number, firstMs = FIRST_DELAY_MS): number {
  const full = Math.min(firstMs * 2 ** attempt, Math.max(MAX_DELAY_MS, firstMs));
  return full / 2 + Math.random() * (full / 2);
}
