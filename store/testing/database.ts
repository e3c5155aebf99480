/** A real PostgreSQL for the tests of one file, with a fresh database on it. */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import { startPostgres } from '../../scripts/engines/postgres.js';
import { type Database, openDatabase } from '../database.js';
import { migrate } from '../migrate.js';

/** What a test file works with. */
export interface TestDatabase {
  readonly database: Database;
  readonly url: string;
  /** One more pool on the same database. */
  open(options?: { readonly max?: number; readonly timeoutMs?: number }): Database;
  /** Runs SQL that the API has no words for; returns the rows. */
  sql<Row extends pg.QueryResultRow>(text: string, values?: unknown[]): Promise<Row[]>;
  stop(): Promise<void>;
}

interface TestServer {
  readonly url: string;
  stop(): Promise<void>;
}

/** Starts PostgreSQL; or makes a database on the one that `SPECWIRE_TEST_DATABASE_URL` names, which saves the start. */
export async function startTestDatabase(
  options: { readonly migrated?: boolean } = {},
): Promise<TestDatabase> {
  const given = process.env.SPECWIRE_TEST_DATABASE_URL;
  const server = given === undefined ? await startServer() : await createDatabase(given);
  const opened: Database[] = [];
  const open: TestDatabase['open'] = (settings = {}) => {
    const database = openDatabase({ url: server.url, applicationName: 'test', ...settings });
    opened.push(database);
    return database;
  };
  const database = open();
  if (options.migrated !== false) await migrate(database);
  return {
    database,
    url: server.url,
    open,
    sql: async (text, values = []) => (await database.pool.query(text, values)).rows,
    async stop() {
      await Promise.all(opened.map((one) => one.close()));
      await server.stop();
    },
  };
}

async function startServer(): Promise<TestServer> {
  const dataDir = await mkdtemp(join(tmpdir(), 'specwire-store-'));
  // Tests kill connections, not machines: without fsync they are several times as fast.
  const postgres = await startPostgres({ dataDir, settings: { fsync: 'off' } });
  return {
    url: postgres.url,
    async stop() {
      await postgres.stop();
      await rm(dataDir, { recursive: true, force: true });
    },
  };
}

async function createDatabase(url: string): Promise<TestServer> {
  const name = `test_${Date.now()}_${Math.random().toString(36).slice(2)}`;
  const run = async (sql: string) => {
    const client = new pg.Client({ connectionString: url });
    await client.connect();
    await client.query(sql);
    await client.end();
  };
  await run(`CREATE DATABASE ${name}`);
  const own = new URL(url);
  own.pathname = `/${name}`;
  return { url: own.href, stop: () => run(`DROP DATABASE ${name} WITH (FORCE)`) };
}
