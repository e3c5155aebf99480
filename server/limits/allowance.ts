/**
 * The law of the rate limit: a fixed window counted in PostgreSQL, of which each process takes small chunks to spend
 * locally, so that most requests cost no query. What all processes grant together never exceeds the limit: a point is
 * granted only if it was counted, and a chunk dies with the window it was taken from.
 */

/** The count that all processes share. */
export interface SharedCounter {
  /** Adds points to the key's current window; returns the window's count after that and when it ends. */
  take(key: string, points: number): Promise<WindowCount>;
}

/** The state of a key's current window. */
interface WindowCount {
  readonly consumed: number;
  /** Epoch milliseconds. */
  readonly endsAt: number;
}

/** The answer for one request, and what the RateLimit field says about it. */
export interface Decision {
  readonly admitted: boolean;
  readonly limit: number;
  readonly remaining: number;
  /** Whole seconds until the window ends, at least 1. */
  readonly resetSeconds: number;
}

interface Window {
  endsAt: number;
  /** Points counted for us in the shared window and not spent yet. */
  unspent: number;
  /** The shared count as we last saw it. */
  consumed: number;
  waiting: number;
  taking: Promise<void> | undefined;
}

/** The largest chunk is this part of what remains: the last points of a window are always taken one by one. */
const CHUNK_DIVISOR = 50;
const MAX_CHUNK = 1000;
/** The end of one window, computed twice from a remaining time, differs by a little. */
const SAME_WINDOW_MS = 1000;
/** Ended windows are swept out when there are more than this. */
const MAX_WINDOWS = 10_000;

/** How many points to take at once when so many remain and so many requests wait. */
export function chunkSize(remaining: number, waiting: number): number {
  const share = Math.floor(remaining / CHUNK_DIVISOR);
  return Math.max(1, Math.min(Math.max(share, waiting), remaining, MAX_CHUNK));
}

/** How many of the points just taken lie within the limit. */
export function grantedOf(points: number, consumed: number, limit: number): number {
  return Math.max(0, Math.min(points, limit - (consumed - points)));
}

/** Rate limits of one process, by key. */
export class Allowances {
  readonly #counter: SharedCounter;
  readonly #now: () => number;
  readonly #windows = new Map<string, Window>();

  constructor(counter: SharedCounter, now: () => number = Date.now) {
    this.#counter = counter;
    this.#now = now;
  }

  /** Spends one point of the key; a promise only if the shared counter must be asked. */
  spend(key: string, limit: number): Decision | Promise<Decision> {
    return this.#decide(key, limit) ?? this.#spendAfterTaking(key, limit);
  }

  #decide(key: string, limit: number): Decision | undefined {
    const window = this.#windows.get(key);
    const now = this.#now();
    if (window === undefined || now >= window.endsAt) return undefined;
    const resetSeconds = Math.max(1, Math.ceil((window.endsAt - now) / 1000));
    if (window.unspent > 0) {
      window.unspent -= 1;
      const remaining = Math.max(0, limit - window.consumed) + window.unspent;
      return { admitted: true, limit, remaining: Math.min(remaining, limit - 1), resetSeconds };
    }
    // Only more counting could change it before the window ends, and that only upwards.
    if (window.consumed >= limit) return { admitted: false, limit, remaining: 0, resetSeconds };
    return undefined;
  }

  async #spendAfterTaking(key: string, limit: number): Promise<Decision> {
    const window = this.#windowOf(key);
    window.waiting += 1;
    try {
      for (;;) {
        window.taking ??= this.#take(key, window, limit).finally(() => {
          window.taking = undefined;
        });
        await window.taking;
        const decision = this.#decide(key, limit);
        if (decision !== undefined) return decision;
      }
    } finally {
      window.waiting -= 1;
    }
  }

  async #take(key: string, window: Window, limit: number): Promise<void> {
    const isOver = this.#now() >= window.endsAt;
    const points = chunkSize(isOver ? limit : limit - window.consumed, window.waiting);
    const count = await this.#counter.take(key, points);
    const granted = grantedOf(points, count.consumed, limit);
    const isSameWindow = Math.abs(count.endsAt - window.endsAt) < SAME_WINDOW_MS;
    window.unspent = (isSameWindow ? window.unspent : 0) + granted;
    window.consumed = count.consumed;
    window.endsAt = isSameWindow ? Math.min(window.endsAt, count.endsAt) : count.endsAt;
  }

  #windowOf(key: string): Window {
    const known = this.#windows.get(key);
    if (known !== undefined) return known;
    if (this.#windows.size >= MAX_WINDOWS) this.#sweep();
    const window: Window = { endsAt: 0, unspent: 0, consumed: 0, waiting: 0, taking: undefined };
    this.#windows.set(key, window);
    return window;
  }

  #sweep(): void {
    const now = this.#now();
    for (const [key, window] of this.#windows) {
      if (now >= window.endsAt && window.waiting === 0) this.#windows.delete(key);
    }
  }
}
