import { setTimeout as sleep } from 'node:timers/promises';
import { isUnavailable } from './database-errors.js';

/** How long to go on, and whom to tell. */
export interface RetryOptions {
  /** Ends the trying; the promise is rejected with the signal's reason. */
  readonly signal?: AbortSignal | undefined;
  /** The last failure comes through after so long; without it there is no end. */
  readonly patienceMs?: number | undefined;
  readonly onRetry?: ((error: unknown) => void) | undefined;
}

const FIRST_DELAY_MS = 50;
const LONGEST_DELAY_MS = 1000;

/**
 * Tries until PostgreSQL can answer. The work must be safe to repeat: a connection that breaks during COMMIT does not
 * tell whether the commit took place.
 */
export async function retryWhileUnavailable<T>(work: () => Promise<T>, options: RetryOptions): Promise<T> {
  const { signal, patienceMs = Number.POSITIVE_INFINITY, onRetry } = options;
  const end = performance.now() + patienceMs;
  for (let delay = FIRST_DELAY_MS; ; delay = Math.min(delay * 2, LONGEST_DELAY_MS)) {
    signal?.throwIfAborted();
    try {
      return await work();
    } catch (error) {
      if (!isUnavailable(error) || performance.now() + delay > end) throw error;
      onRetry?.(error);
      await sleep(delay, undefined, signal === undefined ? {} : { signal }).catch(() => {});
    }
  }
}
