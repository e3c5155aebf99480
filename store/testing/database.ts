/** A fresh database for the tests of one file, on the run's real PostgreSQL. */
import { randomBytes } from 'node:crypto';
import pg from 'pg';
import { inject } from 'vitest';
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

/** Makes a database, with the migrations run unless told otherwise. */
export async function startTestDatabase(
  options: { readonly migrated?: boolean } = {},
): Promise<TestDatabase> {
  const server = await createDatabase(inject('postgresUrl'));
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
      await server.drop();
    },
  };
}

async function createDatabase(url: string): Promise<{ url: string; drop: () => Promise<void> }> {
  const name = `test_${randomBytes(6).toString('hex')}`;
  const run = async (sql: string) => {
    const client = new pg.Client({ connectionString: url });
    await client.connect();
    await client.query(sql);
    await client.end();
  };
  await run(`CREATE DATABASE ${name}`);
  const own = new URL(url);
  own.pathname = `/${name}`;
  return { url: own.href, drop: () => run(`DROP DATABASE ${name} WITH (FORCE)`) };
}
