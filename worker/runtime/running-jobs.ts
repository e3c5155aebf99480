import { type AbortKind, AttemptAborted } from './abort.js';

/** An attempt that this process runs. */
export interface RunningAttempt {
  readonly jobId: string;
  readonly attempt: number;
  readonly controller: AbortController;
  /** Reads the job's state and aborts if the attempt should not go on. */
  readonly check: () => void;
}

/** All attempts that this process runs: whom a cancel or a shutdown has to reach. */
export class RunningJobs {
  readonly #attempts = new Map<string, Set<RunningAttempt>>();
  readonly #idle = new Set<() => void>();
  #isStopping = false;

  /** How many run. */
  get size(): number {
    return this.#attempts.size;
  }

  /** Takes an attempt in; one that comes while the worker stops is aborted at once. */
  add(attempt: RunningAttempt): void {
    const others = this.#attempts.get(attempt.jobId) ?? new Set();
    // Temporal gave an older attempt of this very process up.
    for (const other of others) if (other.attempt < attempt.attempt) abort(other, 'superseded');
    this.#attempts.set(attempt.jobId, others.add(attempt));
    if (this.#isStopping) abort(attempt, 'shutdown');
  }

  /** Lets go of an attempt that has ended. */
  delete(attempt: RunningAttempt): void {
    const attempts = this.#attempts.get(attempt.jobId);
    attempts?.delete(attempt);
    if (attempts?.size === 0) this.#attempts.delete(attempt.jobId);
    if (this.#attempts.size > 0) return;
    for (const resolve of this.#idle) resolve();
    this.#idle.clear();
  }

  /** Aborts the attempts of jobs that were cancelled. */
  cancel(jobIds: Iterable<string>): void {
    for (const jobId of jobIds) {
      for (const attempt of this.#attempts.get(jobId) ?? []) abort(attempt, 'cancelled');
    }
  }

  /** Has every attempt read its job's state: notifications may have been missed. */
  checkAll(): void {
    for (const attempts of this.#attempts.values()) for (const attempt of attempts) attempt.check();
  }

  /** Aborts all attempts, and those that may still come, because the worker stops. */
  shutDown(): void {
    this.#isStopping = true;
    for (const attempts of this.#attempts.values()) {
      for (const attempt of attempts) abort(attempt, 'shutdown');
    }
  }

  /** Resolves when nothing runs any more. */
  async whenIdle(): Promise<void> {
    if (this.#attempts.size > 0) await new Promise<void>((resolve) => this.#idle.add(resolve));
  }
}

/** Aborts once: the first reason stands. */
function abort(attempt: RunningAttempt, kind: AbortKind): void {
  if (!attempt.controller.signal.aborted) attempt.controller.abort(new AttemptAborted(kind));
}
