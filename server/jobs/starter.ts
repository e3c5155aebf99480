/**
 * Starts the workflows of accepted jobs, after their commit and outside their requests. What it does not get done (a
 * crash, Temporal away, too much at once) stands in PostgreSQL as queued without workflow, and the sweep hands it in
 * again.
 */
import { setTimeout as sleep } from 'node:timers/promises';
import pLimit from 'p-limit';
import type { Logger } from 'pino';
import type { JobWorkflows, StartableJob } from './workflows.js';

/** What the starter needs. */
export interface StarterOptions {
  readonly workflows: Pick<JobWorkflows, 'start'>;
  /** Notes that these jobs have their workflows. */
  readonly markStarted: (jobIds: readonly string[]) => Promise<void>;
  readonly log: Logger;
}

/** One start takes about 20 ms, most of it processor time on both sides: more at once only take longer each. */
const CONCURRENCY = 4;
/**
 * A start costs as much as ten creates. When so many creates come within so short a time, many times as many as Temporal
 * can start, they go first; but no start waits longer for them than `YIELD_MS`.
 */
const BURST = { creates: 5, withinMs: 50 };
const YIELD_MS = 1000;
/** What waits beyond this is left to the sweep. */
const MAX_WAITING = 20_000;
/** After a failure Temporal is left alone for so long. */
const PAUSE_MS = 2000;

/** The starter of one server process. */
export class JobStarter {
  readonly #options: StarterOptions;
  readonly #limit = pLimit(CONCURRENCY);
  readonly #waiting = new Set<string>();
  #started: string[] = [];
  #isMarking = false;
  #pausedUntil = 0;
  #isFailing = false;
  /** When the latest creates came. */
  readonly #creates: number[] = [];

  constructor(options: StarterOptions) {
    this.#options = options;
  }

  /** How many jobs wait for their start or are being started. */
  get backlog(): number {
    return this.#waiting.size;
  }

  /** A create has come: when many do, starts wait for them. */
  noteCreate(): void {
    this.#creates.push(performance.now());
    if (this.#creates.length > BURST.creates) this.#creates.shift();
  }

  /** Has the job's workflow started soon; returns false if the sweep has to hand it in again. */
  submit(job: StartableJob): boolean {
    if (this.#waiting.has(job.jobId)) return true;
    if (this.#waiting.size >= MAX_WAITING || Date.now() < this.#pausedUntil) return false;
    this.#waiting.add(job.jobId);
    // Many may wait: no more of each than its start needs.
    const { jobId, type, timeoutSeconds, queueTimeoutSeconds, traceparent } = job;
    const waiting = { jobId, type, timeoutSeconds, queueTimeoutSeconds, traceparent };
    void this.#limit(() => this.#start(waiting));
    return true;
  }

  /** Resolves when nothing waits any more, or after so many milliseconds. */
  async drain(milliseconds: number): Promise<void> {
    const end = Date.now() + milliseconds;
    while ((this.#waiting.size > 0 || this.#started.length > 0 || this.#isMarking) && Date.now() < end) {
      await sleep(20);
    }
  }

  /** Forgets what has not begun. */
  close(): void {
    this.#pausedUntil = Number.POSITIVE_INFINITY;
  }

  async #start(job: StartableJob): Promise<void> {
    try {
      await this.#yield();
      // What was submitted before Temporal went away does not try again one by one.
      if (Date.now() < this.#pausedUntil) return;
      await this.#options.workflows.start(job);
      this.#started.push(job.jobId);
      if (this.#isFailing) this.#options.log.info('Temporal takes workflows again');
      this.#isFailing = false;
      void this.#mark();
    } catch (error) {
      this.#pausedUntil = Math.max(this.#pausedUntil, Date.now() + PAUSE_MS);
      if (!this.#isFailing) {
        this.#options.log.warn(
          { job_id: job.jobId, err: error },
          'workflow not started; it will be tried again',
        );
      }
      this.#isFailing = true;
    } finally {
      this.#waiting.delete(job.jobId);
    }
  }

  async #yield(): Promise<void> {
    for (let waited = 0; waited < YIELD_MS && this.#isBurst(); waited += BURST.withinMs)
      await sleep(BURST.withinMs);
  }

  #isBurst(): boolean {
    const [first = Number.NEGATIVE_INFINITY] = this.#creates;
    return this.#creates.length === BURST.creates && performance.now() - first < BURST.withinMs;
  }

  /** Marks all that started meanwhile with one statement. A mark that fails costs one more start, which is refused. */
  async #mark(): Promise<void> {
    if (this.#isMarking) return;
    this.#isMarking = true;
    try {
      while (this.#started.length > 0) {
        const jobIds = this.#started;
        this.#started = [];
        await this.#options.markStarted(jobIds);
      }
    } catch (error) {
      this.#options.log.warn({ err: error }, 'started workflows not marked');
    } finally {
      this.#isMarking = false;
    }
  }
}
