import type { Logger } from 'pino';
import { announceWorker, type Database, removeWorker } from '../store/index.js';

/** Readiness asks who was seen within the last 15 seconds. */
const INTERVAL_MS = 3000;

/** Tells others that this worker polls, again and again. */
export class Presence {
  readonly #database: Database;
  readonly #log: Logger;
  readonly #worker: { readonly id: string; readonly taskQueues: readonly string[] };
  #timer: NodeJS.Timeout | undefined;
  #announcing: Promise<void> = Promise.resolve();
  #isFailing = false;

  constructor(
    database: Database,
    log: Logger,
    worker: { readonly id: string; readonly taskQueues: readonly string[] },
  ) {
    this.#database = database;
    this.#log = log;
    this.#worker = worker;
  }

  /** Says so now, and every few seconds. */
  start(): void {
    this.#announcing = this.#announce();
    this.#timer = setInterval(() => {
      this.#announcing = this.#announce();
    }, INTERVAL_MS);
  }

  /** Resolves when the first announcement is made, or has failed. */
  async announced(): Promise<void> {
    await this.#announcing;
  }

  /** Says that the worker is gone. */
  async stop(): Promise<void> {
    clearInterval(this.#timer);
    await this.#announcing;
    await removeWorker(this.#database, this.#worker.id).catch(() => {});
  }

  async #announce(): Promise<void> {
    try {
      await announceWorker(this.#database, { ...this.#worker, ready: true });
      this.#isFailing = false;
    } catch (error) {
      if (!this.#isFailing) this.#log.warn({ reason: (error as Error).message }, 'presence not announced');
      this.#isFailing = true;
    }
  }
}
