/** The pool of connections, and the one sender of notifications that belongs to it. */
import pg from 'pg';
import { Notifier } from './notifier.js';

/** How to reach the database. */
export interface DatabaseOptions {
  readonly url: string;
  /** Connections at once. */
  readonly max?: number;
  /** Shown in pg_stat_activity. */
  readonly applicationName?: string;
  /** A statement that takes longer is given up, here and in PostgreSQL. */
  readonly timeoutMs?: number;
  /** Hears of idle connections that broke and of notifications that could not be sent; nothing is lost by either. */
  readonly onError?: (error: unknown) => void;
}

/** A statement under a name: PostgreSQL parses and plans it once per connection. */
export interface Statement {
  readonly name: string;
  readonly text: string;
}

const CONNECT_TIMEOUT_MS = 5000;

/**
 * Every statement here has one right plan, by an index. Left alone, PostgreSQL plans some of them anew each time, at more
 * than they cost to run; and keeps a plan that reads a whole table, because that was small once, until its statistics
 * catch up.
 */
const SESSION = 'SET plan_cache_mode = force_generic_plan; SET enable_seqscan = off; SET jit = off';

const NOTIFY: Statement = {
  name: 'notify',
  text: 'SELECT pg_notify(channel, payload) FROM unnest($1::text[], $2::text[]) AS n (channel, payload)',
};

/** One process's access to PostgreSQL. */
export class Database {
  readonly url: string;
  readonly applicationName: string;
  /** For libraries that want a pool of their own kind. The store's tables are written by its functions only. */
  readonly pool: pg.Pool;
  /** Wakes whoever follows the jobs that were written. */
  readonly notifier: Notifier;

  constructor(options: DatabaseOptions) {
    const { timeoutMs = 15_000, onError = () => {} } = options;
    this.url = options.url;
    this.applicationName = options.applicationName ?? 'specwire';
    this.pool = new pg.Pool({
      connectionString: options.url,
      max: options.max ?? 10,
      application_name: this.applicationName,
      connectionTimeoutMillis: CONNECT_TIMEOUT_MS,
      idleTimeoutMillis: 60_000,
      keepAlive: true,
      statement_timeout: timeoutMs,
      // PostgreSQL itself may hang or be cut off: the client then gives up a little after it should have.
      query_timeout: timeoutMs + 1000,
      onConnect: (client) => client.query(SESSION),
    });
    this.pool.on('error', onError);
    this.notifier = new Notifier((channels, payloads) => this.query(NOTIFY, [channels, payloads]), onError);
  }

  /** Runs a prepared statement on any connection. */
  async query<Row extends pg.QueryResultRow>(statement: Statement, values: unknown[] = []): Promise<Row[]> {
    try {
      const { rows } = await this.pool.query<Row>({ ...statement, values });
      return rows;
    } catch (error) {
      // "Failing row contains …", "JSON data, line 1: …": errors are logged, and what users sent must not be.
      if (error instanceof pg.DatabaseError) {
        error.detail = undefined;
        error.where = undefined;
      }
      throw error;
    }
  }

  /** Whether PostgreSQL answers. */
  async ping(): Promise<void> {
    await this.pool.query('SELECT 1');
  }

  /** Sends what is still to be sent, then closes all connections once their statements are done. */
  async close(): Promise<void> {
    await this.notifier.flush();
    await this.pool.end();
  }
}

/** Opens a pool; connections are made when they are needed. */
export function openDatabase(options: DatabaseOptions): Database {
  return new Database(options);
}
