/** When to try again. */

/** No receiver may put an attempt off for longer. */
const LONGEST_RETRY_AFTER_MS = 24 * 3600 * 1000;

const JITTER = 0.1;

/**
 * Milliseconds until the next attempt; undefined if the schedule is at its end. The schedule's wait, ± 10 % so that what
 * failed together does not come back together, or the receiver's Retry-After if that is longer.
 */
export function retryDelayMs(
  schedule: readonly number[],
  attemptsMade: number,
  retryAfterMs: number | undefined,
): number | undefined {
  const scheduled = schedule[attemptsMade - 1];
  if (scheduled === undefined) return undefined;
  const jittered = scheduled * (1 - JITTER + Math.random() * 2 * JITTER);
  return Math.max(jittered, Math.min(retryAfterMs ?? 0, LONGEST_RETRY_AFTER_MS));
}

/** Reads a Retry-After (RFC 9110 section 10.2.3), as seconds or as a date; undefined if it is neither, or past. */
export function parseRetryAfter(value: string | undefined, now: number): number | undefined {
  const text = value?.trim() ?? '';
  if (/^\d{1,10}$/.test(text)) return Number(text) * 1000;
  // Every form of an HTTP date begins with the day's name; Date.parse would take much else.
  const wait = /^(Mon|Tue|Wed|Thu|Fri|Sat|Sun)/.test(text) ? Date.parse(text) - now : Number.NaN;
  return wait > 0 ? wait : undefined;
}
