/**
 * PostgreSQL outlives a supervisor that was killed. Its `postmaster.pid` names it; the pid counts only if that process
 * really is a postgres on this folder, since pids are used again, and a file may be cut off.
 */
import { execFileSync } from 'node:child_process';
import { readdirSync, readFileSync, readlinkSync, realpathSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { EngineError, type Progress } from './engine-error.js';

const STOP_SECONDS = 15;

/** Ends the PostgreSQL that still runs on a data folder, if one does, and removes its lock. */
export async function endLeftOver(data: string, onProgress: Progress = () => undefined): Promise<void> {
  const lock = join(data, 'postmaster.pid');
  const start = Date.now();
  let told: number | undefined;
  for (;;) {
    const pid = findPostgres(data, lock);
    if (pid === undefined) break;
    if (pid !== told) onProgress(`PostgreSQL of a killed run is still there (process ${pid}); ending it`);
    told = pid;
    const seconds = (Date.now() - start) / 1000;
    if (seconds > STOP_SECONDS) {
      throw new EngineError(`an earlier PostgreSQL (process ${pid}) does not end; stop it by hand`);
    }
    // Fast shutdown, then the immediate one.
    send(pid, seconds > STOP_SECONDS / 2 ? 'SIGQUIT' : 'SIGINT');
    await new Promise((resolve) => setTimeout(resolve, 200));
  }
  // A lock without its process makes PostgreSQL think twice, and one that is empty stops it; it removes its own when it
  // ends well.
  rmSync(lock, { recursive: true, force: true });
}

function send(pid: number, signal: NodeJS.Signals): void {
  try {
    process.kill(pid, signal);
  } catch {
    // It ended by itself.
  }
}

/** The main process on the folder. It is the lock's, unless the lock is damaged; those that it forks have other titles. */
function findPostgres(data: string, lock: string): number | undefined {
  const named = readPid(lock);
  if (named !== undefined && isPostgres(named, data)) return named;
  if (process.platform !== 'linux') return undefined;
  return readdirSync('/proc')
    .map(Number)
    .find((pid) => pid > 1 && isPostgres(pid, data));
}

function readPid(lock: string): number | undefined {
  try {
    const pid = Number(readFileSync(lock, 'utf8').split('\n')[0]);
    return Number.isInteger(pid) && pid > 1 ? pid : undefined;
  } catch {
    return undefined;
  }
}

/** PostgreSQL works in its data folder, whichever path it was started with. */
function worksIn(pid: number, data: string): boolean {
  try {
    return readlinkSync(`/proc/${pid}/cwd`) === realpathSync(data);
  } catch {
    return false;
  }
}

function isPostgres(pid: number, data: string): boolean {
  try {
    if (process.platform !== 'linux') {
      const command = execFileSync('ps', ['-ww', '-o', 'args=', '-p', String(pid)], { encoding: 'utf8' });
      return command.includes('postgres') && command.includes(data);
    }
    const [program = '', ...args] = readFileSync(`/proc/${pid}/cmdline`, 'utf8').split('\0');
    return program.endsWith('postgres') && (args.includes(data) || worksIn(pid, data));
  } catch {
    return false;
  }
}
