/** How much one connection may send. Times in milliseconds of one clock. */

/** Frames a second, and so many at once. */
const RATE_PER_SECOND = 20;
const BURST = 40;
/** So many refusals in a minute are no mistake any more. */
const MAX_REFUSALS = 10;
const REFUSAL_WINDOW_MS = 60_000;

/** The limits of one connection. */
export class FrameLimiter {
  #allowance = BURST;
  #filledAt: number;
  #refusals: number[] = [];

  constructor(now: number) {
    this.#filledAt = now;
  }

  /** Whether one more frame is within the limit. */
  admit(now: number): boolean {
    const earned = ((now - this.#filledAt) / 1000) * RATE_PER_SECOND;
    this.#allowance = Math.min(BURST, this.#allowance + earned);
    this.#filledAt = now;
    if (this.#allowance < 1) return false;
    this.#allowance -= 1;
    return true;
  }

  /** Counts a refused frame; true if it is one too many. */
  refuse(now: number): boolean {
    this.#refusals = this.#refusals.filter((at) => now - at < REFUSAL_WINDOW_MS);
    this.#refusals.push(now);
    return this.#refusals.length >= MAX_REFUSALS;
  }
}
