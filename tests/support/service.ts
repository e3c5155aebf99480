/** A whole service: its own database and task queues, real processes, real engines. */
import { randomBytes } from 'node:crypto';
import pg from 'pg';
import { threadPoolEnv } from '../../worker/thread-pool.js';
import { Client } from './client.js';
import { Contract, contract as ownContract } from './contract.js';
import type { Engines } from './engines.js';
import { startProcess, type TestProcess } from './processes.js';

/** A running service. */
export interface Service {
  readonly client: Client;
  readonly servers: TestServer[];
  readonly workers: TestProcess[];
  readonly env: Record<string, string>;
  readonly apiKey: string;
  readonly databaseUrl: string;
  readonly startServer: (env?: Record<string, string>) => Promise<TestServer>;
  readonly startWorker: (env?: Record<string, string>) => Promise<TestProcess>;
  /** One query in the service's database, as an operator would ask. */
  readonly query: (sql: string, values?: unknown[]) => Promise<Record<string, unknown>[]>;
  readonly stop: () => Promise<void>;
}

/** A server process and where it listens. */
export interface TestServer extends TestProcess {
  readonly url: string;
}

/** How much of it, and of which project. */
export interface ServiceOptions {
  readonly servers?: number;
  readonly workers?: number;
  readonly env?: Record<string, string>;
  /** A project elsewhere whose server and worker are run instead of this one's. */
  readonly root?: string;
  /** Where this project's own server and worker are compiled; without it they run from their source. */
  readonly compiled?: string;
}

async function createDatabase(url: string): Promise<string> {
  const name = `line_${randomBytes(6).toString('hex')}`;
  const admin = new pg.Client({ connectionString: url });
  await admin.connect();
  await admin.query(`CREATE DATABASE ${name}`);
  await admin.end();
  const target = new URL(url);
  target.pathname = `/${name}`;
  return target.href;
}

async function runQuery(url: string, sql: string, values: unknown[]): Promise<Record<string, unknown>[]> {
  const connection = new pg.Client({ connectionString: url });
  // One that is cut off says so in two ways; the query's own is enough.
  connection.on('error', () => {});
  await connection.connect();
  try {
    return (await connection.query(sql, values)).rows as Record<string, unknown>[];
  } finally {
    await connection.end();
  }
}

/** Starts a service of so many servers and workers (1 and 1) on a database of its own. */
export async function startService(engines: Engines, options: ServiceOptions = {}): Promise<Service> {
  const databaseUrl = await createDatabase(engines.postgresUrl);
  const apiKey = `test-${randomBytes(16).toString('hex')}`;
  const env = {
    DATABASE_URL: databaseUrl,
    TEMPORAL_ADDRESS: engines.temporalAddress,
    TEMPORAL_TASK_QUEUE_PREFIX: `line-${randomBytes(6).toString('hex')}`,
    SPECWIRE_MODEL_PATH: engines.modelPath,
    SPECWIRE_API_KEY: apiKey,
    SPECWIRE_API_KEY_LIMIT: '1000000',
    HOST: '127.0.0.1',
    PORT: '0',
    LOG_LEVEL: 'info',
    ...options.env,
  };
  const root = options.root ?? options.compiled;
  // All of them, those too that are not up yet, or never will be.
  const started: TestProcess[] = [];
  const servers: TestServer[] = [];
  const workers: TestProcess[] = [];
  const startServer = async (extra: Record<string, string> = {}) => {
    const child = startProcess('server/main.ts', { ...env, ...extra }, root);
    started.push(child);
    const { port } = await child.logged('listening', 60);
    const server = { ...child, url: `http://127.0.0.1:${port}` };
    servers.push(server);
    return server;
  };
  const startWorker = async (extra: Record<string, string> = {}) => {
    const child = startProcess('worker/main.ts', { ...env, ...threadPoolEnv(), ...extra }, root);
    started.push(child);
    workers.push(child);
    await child.logged('ready', 60);
    return child;
  };
  const stop = async () => {
    await Promise.all(started.map((child) => child.stop()));
  };
  try {
    await Promise.all([
      ...Array.from({ length: options.servers ?? 1 }, () => startServer()),
      ...Array.from({ length: options.workers ?? 1 }, () => startWorker()),
    ]);
  } catch (error) {
    await stop();
    throw error;
  }
  const contract = options.root === undefined ? ownContract : new Contract(options.root);
  const client = new Client(servers[0]?.url ?? '', apiKey, contract);
  const query = (sql: string, values: unknown[] = []) => runQuery(databaseUrl, sql, values);
  return { client, servers, workers, env, apiKey, databaseUrl, startServer, startWorker, query, stop };
}
