/**
 * Reconciles PostgreSQL with Temporal, every few seconds in one of the servers: whatever a crash, a lost message or a
 * lost engine left behind ends up started, or ended with a reason. Each step is safe to repeat.
 */
import pLimit from 'p-limit';
import type { Logger } from 'pino';
import {
  type Database,
  endJob,
  expireQueued,
  isUnavailable,
  type JobRow,
  listCancelling,
  listToCheck,
  listUnstarted,
  markChecked,
  purge,
  purgeDeliveries,
  timeOutOverdue,
  withAdvisoryLock,
} from '../../store/index.js';
import { ATTEMPT_GRACE_SECONDS } from '../../worker/contract.js';
import { buildJobError, type JobErrorKinds } from './job-error.js';
import type { JobStarter } from './starter.js';
import type { JobWorkflows } from './workflows.js';

/** What the sweep works with. */
export interface SweepOptions {
  readonly database: Database;
  readonly workflows: JobWorkflows;
  readonly starter: Pick<JobStarter, 'submit'>;
  readonly jobErrors: JobErrorKinds;
  readonly log: Logger;
  /** How long webhook deliveries are kept once they are finished. */
  readonly deliveryRetentionSeconds: number;
}

const INTERVAL_MS = 10_000;
const PURGE_INTERVAL_MS = 60_000;
/** What a sweep takes on of each kind; the rest waits for the next one. */
const LIMIT = 500;
/** A job that was accepted this long ago and has no workflow was forgotten by the server that accepted it. */
const UNSTARTED_SECONDS = 5;
/** A job is compared with its workflow this often. */
const CHECK_SECONDS = 30;
/** Questions to Temporal at once. */
const CONCURRENCY = 8;

/** The sweep of one server process. */
export class Sweep {
  readonly #options: SweepOptions;
  #timer: NodeJS.Timeout | undefined;
  #running: Promise<void> = Promise.resolve();
  #nextPurge = 0;
  #isClosed = false;

  constructor(options: SweepOptions) {
    this.#options = options;
  }

  /** Sweeps soon, and from then on every few seconds; servers that start together do not sweep together. */
  start(): void {
    this.#schedule(1000 + Math.random() * 1000);
  }

  /** Resolves when the sweep under way, if any, is over. */
  async close(): Promise<void> {
    this.#isClosed = true;
    clearTimeout(this.#timer);
    await this.#running;
  }

  /** One sweep, unless another server is at it; says whether it took place. */
  async run(): Promise<boolean> {
    return withAdvisoryLock(this.#options.database, 'sweep', async () => {
      await this.#step('expire', () => this.#expire());
      await this.#step('time out', () => this.#timeOut());
      await this.#step('start', () => this.#startForgotten());
      await this.#step('cancel', () => this.#cancelAgain());
      await this.#step('compare', () => this.#compare());
      await this.#step('purge', () => this.#purge());
    });
  }

  #schedule(milliseconds: number): void {
    if (this.#isClosed) return;
    this.#timer = setTimeout(() => {
      this.#running = this.run()
        .then(() => undefined, this.#report('sweep'))
        .finally(() => this.#schedule(INTERVAL_MS * (0.9 + Math.random() * 0.2)));
    }, milliseconds);
  }

  /** A step that fails, because an engine is away, leaves the others to be done. */
  async #step(name: string, work: () => Promise<void>): Promise<void> {
    if (!this.#isClosed) await work().catch(this.#report(name));
  }

  #report(name: string): (error: unknown) => void {
    return (error) => {
      const reason =
        isUnavailable(error) && error instanceof Error ? { reason: error.message } : { err: error };
      this.#options.log.warn({ step: name, ...reason }, 'sweep step failed; it will be tried again');
    };
  }

  async #expire(): Promise<void> {
    const ended = await expireQueued(this.#options.database, {
      limit: LIMIT,
      errorOf: (job) =>
        this.#error('queue_timeout', `No worker started the job within ${job.queueTimeoutSeconds} s.`, job),
    });
    await this.#cancelWorkflows(ended, 'expired');
  }

  async #timeOut(): Promise<void> {
    const ended = await timeOutOverdue(this.#options.database, {
      graceSeconds: ATTEMPT_GRACE_SECONDS,
      limit: LIMIT,
      errorOf: (job) =>
        this.#error('deadline_exceeded', `The job did not end within ${job.timeoutSeconds} s.`, job),
    });
    await this.#cancelWorkflows(ended, 'timed out');
  }

  async #startForgotten(): Promise<void> {
    const jobs = await listUnstarted(this.#options.database, {
      olderThanSeconds: UNSTARTED_SECONDS,
      limit: LIMIT,
    });
    for (const job of jobs) this.#options.starter.submit(job);
  }

  /** Temporal may have been away when the job was cancelled, or the wake of the handler was lost. */
  async #cancelAgain(): Promise<void> {
    const jobs = await listCancelling(this.#options.database, { limit: LIMIT });
    await this.#each(jobs, async (job) => {
      const state = await this.#options.workflows.state(job.jobId);
      if (state !== 'running') return this.#endLost(job);
      this.#options.database.notifier.cancel(job.jobId);
      await this.#options.workflows.cancel(job.jobId);
    });
  }

  async #compare(): Promise<void> {
    const jobs = await listToCheck(this.#options.database, { notForSeconds: CHECK_SECONDS, limit: LIMIT });
    const checked: string[] = [];
    try {
      await this.#each(jobs, async (job) => {
        const state = await this.#options.workflows.state(job.jobId);
        // No attempt ever ran, so a workflow that is gone can be started again without doing anything twice.
        if (state === 'missing' && job.status === 'queued') this.#options.starter.submit(job);
        else if (state !== 'running') await this.#endLost(job);
        checked.push(job.jobId);
      });
    } finally {
      await markChecked(this.#options.database, checked);
    }
  }

  /** Nobody will end this job any more: its workflow is closed or gone. A job that ended meanwhile refuses it. */
  async #endLost(job: JobRow): Promise<void> {
    const isCancelled = job.status === 'cancelling';
    const outcome = await endJob(this.#options.database, {
      jobId: job.jobId,
      status: isCancelled ? 'cancelled' : 'failed',
      error: isCancelled
        ? this.#error('cancelled', 'The job was cancelled.', job)
        : this.#error(
            'worker_lost',
            'The job lost its worker, and nothing is left that could continue it.',
            job,
          ),
      ifVersion: job.version,
    });
    if (outcome.kind !== 'ended') return;
    this.#options.log.warn(
      { job_id: job.jobId, status: outcome.job.status },
      'job without a live workflow ended',
    );
  }

  /** The jobs have ended; their workflows need not find that out by themselves. */
  async #cancelWorkflows(jobs: readonly JobRow[], how: string): Promise<void> {
    for (const job of jobs) this.#options.log.warn({ job_id: job.jobId }, `job ${how}`);
    await this.#each(jobs, (job) => this.#options.workflows.cancel(job.jobId));
  }

  async #each(jobs: readonly JobRow[], work: (job: JobRow) => Promise<void>): Promise<void> {
    const limit = pLimit(CONCURRENCY);
    let failure: unknown;
    await Promise.all(
      jobs.map((job) =>
        limit(async () => {
          // The first failure is most likely everybody's: Temporal is away.
          if (failure !== undefined || this.#isClosed) return;
          await work(job).catch((error: unknown) => {
            failure = error;
          });
        }),
      ),
    );
    if (failure !== undefined) throw failure;
  }

  async #purge(): Promise<void> {
    const now = performance.now();
    if (now < this.#nextPurge) return;
    this.#nextPurge = now + PURGE_INTERVAL_MS;
    const { isDone, ...report } = await purge(this.#options.database);
    // There is more than a purge removes in its time: the next sweep goes on.
    if (!isDone) this.#nextPurge = now;
    const deliveries = await purgeDeliveries(this.#options.database, {
      olderThanSeconds: this.#options.deliveryRetentionSeconds,
    });
    if (report.events + report.results + deliveries > 0)
      this.#options.log.info({ ...report, deliveries }, 'expired data purged');
  }

  #error(
    code: 'queue_timeout' | 'deadline_exceeded' | 'worker_lost' | 'cancelled',
    detail: string,
    job: JobRow,
  ) {
    return buildJobError(this.#options.jobErrors, code, detail, job.jobId);
  }
}
