/** Waits for the end of a job, for `Prefer: wait`: a reader of its log that keeps nothing. */
import type { FrameBatch } from './frames.js';
import type { EventHub, Reader, Subscription } from './hub.js';

/** The waits of one process. */
export class EndWaiter {
  readonly #hub: EventHub;
  readonly #waits = new Set<() => void>();
  #isClosed = false;

  constructor(hub: EventHub) {
    this.#hub = hub;
  }

  /** Resolves when the job whose log reaches to `head` has ended, when time is up, or when the signal says so. */
  wait(jobId: string, head: number, milliseconds: number, signal: AbortSignal): Promise<void> {
    if (this.#isClosed || signal.aborted || milliseconds <= 0) return Promise.resolve();
    return new Promise((resolve) => {
      let subscription: Subscription | undefined;
      const finish = () => {
        clearTimeout(timer);
        signal.removeEventListener('abort', finish);
        this.#waits.delete(finish);
        subscription?.close();
        resolve();
      };
      const timer = setTimeout(finish, milliseconds);
      signal.addEventListener('abort', finish);
      this.#waits.add(finish);
      subscription = this.#hub.follow(jobId, head, new EndReader(head, finish));
      // It may have ended while it was being followed.
      if (!this.#waits.has(finish)) subscription.close();
    });
  }

  /** Ends all waits: what is not finished by now is answered as it is. */
  close(): void {
    this.#isClosed = true;
    for (const finish of this.#waits) finish();
  }
}

class EndReader implements Reader {
  readonly isReady = true;
  readonly #onEnd: () => void;
  cursor: number;

  constructor(after: number, onEnd: () => void) {
    this.cursor = after;
    this.#onEnd = onEnd;
  }

  deliver(batch: FrameBatch): void {
    this.cursor = batch.lastSeq;
    if (batch.isFinal) this.#onEnd();
  }

  lose(): void {
    this.#onEnd();
  }
}
