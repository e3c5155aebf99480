import { type AbortKind, AttemptAborted } from './abort.js';

/** An attempt that this process runs. */
export interface RunningAttempt {
  readonly jobId: string;
  readonly attempt: number;
  /** Has the handler stop; the first reason stands. */
  abort(kind: AbortKind): void;
  /** Reads the job's state and aborts if the attempt should not go on. */
  check(): Promise<void>;
  /** The job was told something. */
  wake(): void;
}

/** Between an attempt's start in the database and its registration here lies a moment, or a stall. */
const REMEMBER_MS = 10_000;
const MAX_REMEMBERED = 1000;

/** All attempts that this process runs: whom a cancel or a shutdown has to reach. */
export class RunningJobs {
  readonly #attempts = new Map<string, Set<RunningAttempt>>();
  /** Cancelled jobs that no attempt was here for, and when: one may be starting this very moment. */
  readonly #cancelled = new Map<string, number>();
  readonly #idle = new Set<() => void>();
  readonly #stopping = new AbortController();

  /** Aborts when the worker gives up what still runs. */
  get stopping(): AbortSignal {
    return this.#stopping.signal;
  }

  /** How many run. */
  get size(): number {
    return this.#attempts.size;
  }

  /** Takes an attempt in; one that comes while the worker stops is aborted at once. */
  add(attempt: RunningAttempt): void {
    const others = this.#attempts.get(attempt.jobId) ?? new Set();
    // Temporal gave an older attempt of this very process up.
    for (const other of others) if (other.attempt < attempt.attempt) other.abort('superseded');
    this.#attempts.set(attempt.jobId, others.add(attempt));
    if (this.#wasCancelled(attempt.jobId)) attempt.abort('cancelled');
    if (this.stopping.aborted) attempt.abort('shutdown');
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
      const attempts = this.#attempts.get(jobId);
      if (attempts === undefined) this.#remember(jobId);
      else for (const attempt of attempts) attempt.abort('cancelled');
    }
  }

  /** Has the attempts of jobs that were told something look. */
  wake(jobIds: Iterable<string>): void {
    for (const jobId of jobIds) for (const attempt of this.#attempts.get(jobId) ?? []) attempt.wake();
  }

  #wasCancelled(jobId: string): boolean {
    const at = this.#cancelled.get(jobId);
    return at !== undefined && performance.now() - at < REMEMBER_MS;
  }

  /** Most of them run in other processes, and are forgotten again, the oldest first. */
  #remember(jobId: string): void {
    this.#cancelled.delete(jobId);
    this.#cancelled.set(jobId, performance.now());
    for (const [oldest, at] of this.#cancelled) {
      if (this.#cancelled.size <= MAX_REMEMBERED && performance.now() - at < REMEMBER_MS) break;
      this.#cancelled.delete(oldest);
    }
  }

  /** Has every attempt read its job's state: notifications may have been missed. */
  async checkAll(): Promise<void> {
    const attempts = [...this.#attempts.values()].flatMap((ofOneJob) => [...ofOneJob]);
    for (const attempt of attempts) attempt.wake();
    await Promise.all(attempts.map((attempt) => attempt.check()));
  }

  /** Aborts all attempts, and those that may still come, because the worker stops. */
  shutDown(): void {
    this.#stopping.abort(new AttemptAborted('shutdown'));
    for (const attempts of this.#attempts.values()) {
      for (const attempt of attempts) attempt.abort('shutdown');
    }
  }

  /** Resolves when nothing runs any more. */
  async whenIdle(): Promise<void> {
    if (this.#attempts.size > 0) await new Promise<void>((resolve) => this.#idle.add(resolve));
  }
}
