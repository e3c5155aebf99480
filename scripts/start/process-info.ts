/** Processes that this one did not start itself: known by pid and command line, since pids are used again. */
import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { killGroup } from '../engines/child.js';

/** A process, and how to recognise and end it. */
export interface KnownProcess {
  readonly name: string;
  readonly pid: number;
  /** A text that its command line has. */
  readonly mark: string;
  /** What asks it to end; SIGTERM unless given. */
  readonly signal?: NodeJS.Signals;
}

const END_SECONDS = 12;

/** The arguments of a process, each followed by a blank; empty if there is none, or a dead one that nobody waited for. */
function commandLine(pid: number): string {
  try {
    if (process.platform === 'linux')
      return readFileSync(`/proc/${pid}/cmdline`, 'utf8').replaceAll('\0', ' ');
    const command = execFileSync('ps', ['-ww', '-o', 'args=', '-p', String(pid)], {
      encoding: 'utf8',
      stdio: ['ignore', 'pipe', 'ignore'],
    });
    return command.includes('<defunct>') ? '' : `${command.trim()} `;
  } catch {
    return '';
  }
}

/** Whether the process that is meant is alive. */
export function isAlive(known: KnownProcess): boolean {
  return commandLine(known.pid).includes(known.mark);
}

/** Whether it is alive and at work in that data folder. */
export function worksIn(known: KnownProcess, dataDir: string): boolean {
  const command = commandLine(known.pid);
  const isOfFolder = command.includes(`${dataDir} `) || command.includes(`${dataDir}/`);
  return command.includes(known.mark) && isOfFolder;
}

/** Asks a process to end, and ends it if it does not. */
export async function end(known: KnownProcess): Promise<void> {
  try {
    process.kill(known.pid, known.signal ?? 'SIGTERM');
  } catch {
    return;
  }
  const last = Date.now() + END_SECONDS * 1000;
  while (isAlive(known)) {
    if (Date.now() > last) {
      killGroup(known.pid);
      return;
    }
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
}
