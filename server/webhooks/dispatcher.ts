/**
 * Hands deliveries to Temporal: those that a notification tells of, and every few seconds whatever was left behind. That
 * they are to be delivered stands in PostgreSQL; what gets lost here costs time only.
 */
import pLimit from 'p-limit';
import type { Logger } from 'pino';
import {
  type ClaimedDelivery,
  claimDeliveries,
  type Database,
  isUnavailable,
  markDeliveriesStarted,
  reclaimOverdueDeliveries,
} from '../../store/index.js';
import type { WebhookWorkflows } from './workflows.js';

/** What the dispatcher works with. */
export interface DispatcherOptions {
  readonly database: Database;
  readonly workflows: WebhookWorkflows;
  readonly log: Logger;
}

/** One start takes about 20 ms, most of it processor time on both sides: more at once only take longer each. */
const CONCURRENCY = 4;
/** What is taken at once, about; other servers take the next. */
const BATCH = 40;
/** What this server has taken and not started by then, another one may. */
const CLAIM_SECONDS = 15;
const INTERVAL_MS = 5000;
/** After a failure Temporal is left alone for so long. */
const PAUSE_MS = 2000;
/** Jobs that nobody wants to hear of end too: PostgreSQL is not asked more often than this. */
const LEAST_GAP_MS = 50;
/** A workflow that should have made an attempt so long ago may be lost. */
const OVERDUE_SECONDS = 900;
const OVERDUE_LIMIT = 200;

/** The dispatcher of one server process. */
export class Dispatcher {
  readonly #options: DispatcherOptions;
  readonly #limit = pLimit(CONCURRENCY);
  #timer: NodeJS.Timeout | undefined;
  #running: Promise<void> | undefined;
  #isWoken = false;
  #isClosed = true;
  #isFailing = false;
  #pausedUntil = 0;

  constructor(options: DispatcherOptions) {
    this.#options = options;
  }

  /** Looks now, and from then on whenever it is woken and every few seconds. */
  start(): void {
    this.#isClosed = false;
    this.wake();
    this.#schedule();
  }

  /** There may be something to deliver. */
  wake(): void {
    if (this.#isClosed) return;
    this.#isWoken = true;
    this.#running ??= this.#run().finally(() => {
      this.#running = undefined;
    });
  }

  /** Resolves when the starts under way are over. */
  async close(): Promise<void> {
    this.#isClosed = true;
    clearTimeout(this.#timer);
    await this.#running;
  }

  #schedule(): void {
    this.#timer = setTimeout(
      () => {
        void this.#reclaim().then(() => {
          if (this.#isClosed) return;
          this.wake();
          this.#schedule();
        });
      },
      INTERVAL_MS * (0.9 + Math.random() * 0.2),
    );
  }

  async #run(): Promise<void> {
    while (this.#isWoken && !this.#isClosed) {
      this.#isWoken = false;
      const gap = new Promise((resolve) => setTimeout(resolve, LEAST_GAP_MS));
      try {
        while (!this.#isClosed && (await this.#dispatchBatch()) > 0);
      } catch (error) {
        this.#report(error, 'webhooks not dispatched; it will be tried again');
      }
      await gap;
    }
  }

  /** Returns how many deliveries it took. */
  async #dispatchBatch(): Promise<number> {
    const { database } = this.#options;
    if (Date.now() < this.#pausedUntil) return 0;
    const claimed = await claimDeliveries(database, { seconds: CLAIM_SECONDS, limit: BATCH });
    const started: string[] = [];
    try {
      await Promise.all(claimed.map((delivery) => this.#limit(() => this.#start(delivery, started))));
    } finally {
      await markDeliveriesStarted(database, started);
    }
    return claimed.length;
  }

  async #start({ id, isKnown }: ClaimedDelivery, started: string[]): Promise<void> {
    const { workflows, log } = this.#options;
    // What was taken before Temporal went away does not try one by one.
    if (Date.now() < this.#pausedUntil) return;
    try {
      await (isKnown ? workflows.wake(id) : workflows.start(id));
      started.push(id);
      if (this.#isFailing) log.info('Temporal takes webhooks again');
      this.#isFailing = false;
    } catch (error) {
      this.#pausedUntil = Date.now() + PAUSE_MS;
      this.#report(error, 'webhook not started; it will be tried again');
    }
  }

  /** One that PostgreSQL has as overdue, and whose workflow is there, is woken for nothing: that is seldom and cheap. */
  async #reclaim(): Promise<void> {
    try {
      const options = { overdueSeconds: OVERDUE_SECONDS, limit: OVERDUE_LIMIT };
      const count = await reclaimOverdueDeliveries(this.#options.database, options);
      if (count > 0) this.#options.log.info({ deliveries: count }, 'overdue webhooks are woken');
    } catch (error) {
      this.#report(error, 'overdue webhooks not looked for');
    }
  }

  #report(error: unknown, message: string): void {
    const reason =
      isUnavailable(error) && error instanceof Error ? { reason: error.message } : { err: error };
    if (!this.#isFailing) this.#options.log.warn(reason, message);
    this.#isFailing = true;
  }
}
