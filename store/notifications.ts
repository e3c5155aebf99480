/** One connection that listens for notifications, for as long as its process runs. */
import { setTimeout as sleep } from 'node:timers/promises';
import pg from 'pg';
import type { Database } from './database.js';
import { type JobNews, parseNews } from './news.js';
import type { NotificationChannel } from './notifier.js';

/** Who wants to be told. */
export interface NotificationListener {
  /** These jobs have new events. */
  onEvents?(news: readonly JobNews[]): void;
  /** Somebody wants these jobs to be cancelled. */
  onCancel?(jobIds: readonly string[]): void;
  /** There may be webhooks to deliver. */
  onWebhooks?(): void;
  /** These jobs were told something. */
  onInputs?(jobIds: readonly string[]): void;
  /** Notifications may have been missed (called after each connect, the first one too): look for yourself. */
  onResync(): void;
}

/** The notifications of one process. */
export interface Notifications {
  /** Adds a listener; returns how to remove it. */
  subscribe(listener: NotificationListener): () => void;
  /** Resolves when the connection listens for the first time. */
  readonly ready: Promise<void>;
  /** Whether it listens now. */
  readonly isListening: boolean;
  close(): Promise<void>;
}

const CONNECT_TIMEOUT_MS = 5000;
/** A connection that says nothing may be dead: it is asked this often, and has this long to answer. */
const PROBE_INTERVAL_MS = 5000;
const PROBE_TIMEOUT_MS = 5000;
const FIRST_RETRY_MS = 50;
const LONGEST_RETRY_MS = 2000;

/** Begins to listen on some channels; goes on for ever, with a new connection whenever one is lost. */
export function openNotifications(
  database: Pick<Database, 'url' | 'applicationName'>,
  channels: readonly NotificationChannel[],
  onError: (error: unknown) => void = () => {},
): Notifications {
  return new ListeningConnection(database, channels, onError);
}

class ListeningConnection implements Notifications {
  readonly ready: Promise<void>;
  readonly #database: Pick<Database, 'url' | 'applicationName'>;
  readonly #channels: readonly NotificationChannel[];
  readonly #onError: (error: unknown) => void;
  readonly #listeners = new Set<NotificationListener>();
  readonly #closing = new AbortController();
  readonly #running: Promise<void>;
  #client: pg.Client | undefined;
  #isListening = false;
  #becomeReady!: () => void;

  constructor(
    database: Pick<Database, 'url' | 'applicationName'>,
    channels: readonly NotificationChannel[],
    onError: (error: unknown) => void,
  ) {
    this.#database = database;
    this.#channels = channels;
    this.#onError = onError;
    this.ready = new Promise((resolve) => {
      this.#becomeReady = resolve;
    });
    this.#running = this.#run();
  }

  get isListening(): boolean {
    return this.#isListening;
  }

  subscribe(listener: NotificationListener): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  async close(): Promise<void> {
    this.#closing.abort();
    this.#client?.end().catch(() => {});
    await this.#running;
  }

  async #run(): Promise<void> {
    let delay = FIRST_RETRY_MS;
    while (!this.#closing.signal.aborted) {
      try {
        await this.#listen(() => {
          delay = FIRST_RETRY_MS;
        });
      } catch (error) {
        if (!this.#closing.signal.aborted) this.#onError(error);
      }
      this.#isListening = false;
      // Half of the wait is random, so that the processes do not all come back in the same moment.
      await this.#sleep(delay * (0.5 + Math.random() / 2));
      delay = Math.min(delay * 2, LONGEST_RETRY_MS);
    }
  }

  /** Connects, listens until the connection is lost, and throws why. */
  async #listen(onConnected: () => void): Promise<void> {
    const client = new pg.Client({
      connectionString: this.#database.url,
      application_name: `${this.#database.applicationName} listen`,
      connectionTimeoutMillis: CONNECT_TIMEOUT_MS,
      query_timeout: PROBE_TIMEOUT_MS,
      keepAlive: true,
    });
    this.#client = client;
    const lost = new Promise<never>((_, reject) => {
      client.on('error', reject);
      client.on('end', () => reject(new Error('the listening connection ended')));
    });
    lost.catch(() => {});
    client.on('notification', ({ channel, payload }) => this.#dispatch(channel, payload ?? ''));
    try {
      await client.connect();
      for (const channel of this.#channels) await client.query(`LISTEN ${channel}`);
      onConnected();
      this.#isListening = true;
      this.#becomeReady();
      for (const listener of this.#listeners) listener.onResync();
      await Promise.race([lost, this.#probe(client)]);
    } finally {
      // A connection that does not answer would not answer the goodbye either.
      client.end().catch(() => {});
      client.connection.stream.destroy();
    }
  }

  async #probe(client: pg.Client): Promise<void> {
    while (!this.#closing.signal.aborted) {
      await this.#sleep(PROBE_INTERVAL_MS);
      if (!this.#closing.signal.aborted) await client.query('SELECT 1');
    }
  }

  #dispatch(channel: string, payload: string): void {
    if (channel === 'specwire_events') {
      const news = parseNews(payload);
      for (const listener of this.#listeners) listener.onEvents?.(news);
      return;
    }
    const jobIds = payload.split(',');
    for (const listener of this.#listeners) {
      if (channel === 'specwire_cancel') listener.onCancel?.(jobIds);
      if (channel === 'specwire_webhooks') listener.onWebhooks?.();
      if (channel === 'specwire_inputs') listener.onInputs?.(jobIds);
    }
  }

  async #sleep(milliseconds: number): Promise<void> {
    await sleep(milliseconds, undefined, { signal: this.#closing.signal, ref: false }).catch(() => {});
  }
}
