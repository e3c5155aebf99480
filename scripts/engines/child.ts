/** A program that runs beside ours, in a process group of its own, with its output in a file. */
import { type ChildProcess, spawn } from 'node:child_process';
import { closeSync, fstatSync, openSync, readFileSync } from 'node:fs';

/** A running program. */
export interface Child {
  readonly pid: number;
  readonly process: ChildProcess;
  readonly logFile: string;
  /** What it has written so far; the log file may have more, of earlier runs. */
  readonly output: () => string;
  /** Resolves when it has ended. */
  readonly ended: Promise<void>;
  readonly isRunning: () => boolean;
  /** Sends the signal, and SIGKILL to the whole group after `seconds`; resolves when it has ended. */
  readonly stop: (signal: NodeJS.Signals, seconds: number) => Promise<void>;
}

/** How to start a program. */
export interface ChildOptions {
  readonly command: string;
  readonly args: readonly string[];
  readonly env?: NodeJS.ProcessEnv;
  readonly cwd?: string;
  readonly logFile: string;
}

/** Starts a program. A Ctrl-C in the terminal does not reach it: whoever started it decides when it ends. */
export function startChild(options: ChildOptions): Child {
  const { logFile } = options;
  const log = openSync(logFile, 'a');
  const from = fstatSync(log).size;
  const child = spawn(options.command, [...options.args], {
    detached: true,
    stdio: ['ignore', log, log],
    ...(options.env && { env: options.env }),
    ...(options.cwd !== undefined && { cwd: options.cwd }),
  });
  // The child has its own; a program that is started again and again must not use up ours.
  closeSync(log);
  const isRunning = () => child.exitCode === null && child.signalCode === null && child.pid !== undefined;
  const ended = new Promise<void>((resolve) => {
    child.once('exit', () => resolve());
    child.once('error', () => resolve());
  });
  const stop = async (signal: NodeJS.Signals, seconds: number) => {
    if (!isRunning()) return;
    child.kill(signal);
    const timer = setTimeout(() => killGroup(child.pid), seconds * 1000);
    await ended;
    clearTimeout(timer);
  };
  const output = () => readFrom(logFile, from);
  return { pid: child.pid ?? -1, process: child, logFile, output, ended, isRunning, stop };
}

/** Ends a whole process group at once; one that is gone is fine. */
export function killGroup(pid: number | undefined): void {
  if (pid === undefined || pid <= 1) return;
  try {
    process.kill(-pid, 'SIGKILL');
  } catch {
    // It ended by itself.
  }
}

/** The last lines of a program's log, for an error message. */
export function tailOf(logFile: string, lines = 5): string {
  return readFrom(logFile, 0).trimEnd().split('\n').slice(-lines).join('\n');
}

function readFrom(logFile: string, from: number): string {
  try {
    return readFileSync(logFile).subarray(from).toString('utf8');
  } catch {
    return '';
  }
}
