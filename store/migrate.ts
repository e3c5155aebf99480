/** Brings the database to the form that this code expects. */
import { createHash } from 'node:crypto';
import { readdir, readFile } from 'node:fs/promises';
import pg from 'pg';
import type { Database } from './database.js';
import { retryWhileUnavailable } from './retry.js';

const FOLDER = new URL('./migrations/', import.meta.url);

/** Anything, as long as all our processes say the same. */
const LOCK = 7_405_123_884;

/** The database was made by code with other migrations than this. */
export class ChangedMigrationError extends Error {
  override readonly name = 'ChangedMigrationError';

  constructor(migration: string) {
    super(`migration ${migration} was changed after it had been applied: write a new one instead`);
  }
}

interface Migration {
  readonly name: string;
  readonly sql: string;
  readonly checksum: string;
}

/**
 * Applies the migrations that the database lacks and returns their names. Processes that start at once wait for each
 * other; a database that is still starting is waited for.
 */
export async function migrate(
  database: Pick<Database, 'url' | 'applicationName'>,
  options: { readonly patienceMs?: number; readonly signal?: AbortSignal } = {},
): Promise<readonly string[]> {
  const migrations = await loadMigrations();
  const { patienceMs = 30_000, signal } = options;
  return retryWhileUnavailable(() => applyMissing(database, migrations), { patienceMs, signal });
}

/** The migrations that the database lacks; all of them if it has never seen one. */
export async function migrationsPending(database: Database): Promise<readonly string[]> {
  const migrations = await loadMigrations();
  const { rows } = await database.pool.query<{ exists: boolean }>(
    `SELECT to_regclass('schema_migrations') IS NOT NULL AS exists`,
  );
  if (!rows[0]?.exists) return migrations.map(({ name }) => name);
  const applied = await database.pool.query<{ name: string }>('SELECT name FROM schema_migrations');
  const names = new Set(applied.rows.map(({ name }) => name));
  return migrations.filter(({ name }) => !names.has(name)).map(({ name }) => name);
}

async function loadMigrations(): Promise<Migration[]> {
  const names = (await readdir(FOLDER)).filter((name) => name.endsWith('.sql')).sort();
  return Promise.all(
    names.map(async (name) => {
      const sql = await readFile(new URL(name, FOLDER), 'utf8');
      return { name, sql, checksum: createHash('sha256').update(sql).digest('hex') };
    }),
  );
}

async function applyMissing(
  database: Pick<Database, 'url' | 'applicationName'>,
  migrations: readonly Migration[],
): Promise<readonly string[]> {
  // A connection of its own: a migration may take longer than any other statement is allowed to.
  const client = new pg.Client({
    connectionString: database.url,
    application_name: `${database.applicationName} migrate`,
    connectionTimeoutMillis: 5000,
  });
  client.on('error', () => {});
  try {
    await client.connect();
    await client.query('SELECT pg_advisory_lock($1)', [LOCK]);
    await client.query(`CREATE TABLE IF NOT EXISTS schema_migrations
      (name text PRIMARY KEY, checksum text NOT NULL, applied_at timestamptz NOT NULL DEFAULT clock_timestamp())`);
    const { rows } = await client.query<{ name: string; checksum: string }>(
      'SELECT name, checksum FROM schema_migrations',
    );
    const missing = findMissing(migrations, new Map(rows.map(({ name, checksum }) => [name, checksum])));
    for (const migration of missing) await apply(client, migration);
    return missing.map(({ name }) => name);
  } finally {
    // Ends the session and with it the lock.
    await client.end().catch(() => {});
  }
}

function findMissing(migrations: readonly Migration[], applied: ReadonlyMap<string, string>): Migration[] {
  return migrations.filter(({ name, checksum }) => {
    const known = applied.get(name);
    if (known !== undefined && known !== checksum) {
      throw new ChangedMigrationError(name);
    }
    return known === undefined;
  });
}

async function apply(client: pg.Client, { name, sql, checksum }: Migration): Promise<void> {
  await client.query('BEGIN');
  try {
    await client.query(sql);
    await client.query('INSERT INTO schema_migrations (name, checksum) VALUES ($1, $2)', [name, checksum]);
    await client.query('COMMIT');
  } catch (error) {
    await client.query('ROLLBACK').catch(() => {});
    throw new Error(`migration ${name} failed: ${error instanceof Error ? error.message : error}`, {
      cause: error,
    });
  }
}
