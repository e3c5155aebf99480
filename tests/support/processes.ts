/** Child processes of a test: started with a log that is kept, ended by pid, never left behind. */
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { SHORT_RUN_FLAGS } from '../../codegen/v8-flags.js';

const ROOT = fileURLToPath(new URL('../..', import.meta.url));
const RUN_TYPESCRIPT = join(ROOT, 'scripts/start/typescript.mjs');

/** A process that a test started. */
export interface TestProcess {
  readonly pid: number;
  /** All that it printed so far. */
  readonly output: () => string;
  /** Resolves with the fields of the first JSON log line whose `msg` is this. */
  readonly logged: (msg: string, seconds?: number) => Promise<Record<string, unknown>>;
  readonly signal: (signal: NodeJS.Signals) => void;
  readonly isRunning: () => boolean;
  /** Sends the signal (SIGTERM) and waits for the end; returns the exit code. */
  readonly stop: (signal?: NodeJS.Signals) => Promise<number | null>;
}

function findLog(output: string, msg: string): Record<string, unknown> | undefined {
  for (const line of output.split('\n')) {
    if (!line.includes(msg)) continue;
    try {
      const entry = JSON.parse(line) as Record<string, unknown>;
      if (entry.msg === msg) return entry;
    } catch {
      // Not every line is a log entry.
    }
  }
  return undefined;
}

/** The JSON log lines with this message, in order. */
export function logLines(output: string, msg: string): readonly Record<string, unknown>[] {
  const lines = output.split('\n').filter((line) => line.includes(`"msg":"${msg}"`));
  return lines.map((line) => JSON.parse(line) as Record<string, unknown>);
}

async function waitForLog(child: ChildProcess, output: () => string, msg: string, seconds: number) {
  const end = Date.now() + seconds * 1000;
  for (;;) {
    const entry = findLog(output(), msg);
    if (entry) return entry;
    if (child.exitCode !== null || child.signalCode !== null) throw new Error(`ended early:\n${output()}`);
    if (Date.now() > end) throw new Error(`'${msg}' not logged within ${seconds} s:\n${output()}`);
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}

/** The entry point as it is started: what is compiled from it, if that is beside it. */
function programOf(entry: string, root: string): readonly string[] {
  const compiled = entry.replace(/\.ts$/, '.js');
  return existsSync(join(root, compiled)) ? [compiled] : [RUN_TYPESCRIPT, entry];
}

/** Flags that the tests themselves run with: what they start lives as briefly as they do. */
const OWN_FLAGS = process.execArgv.filter((flag) => SHORT_RUN_FLAGS.includes(flag));

/** Runs a TypeScript entry point of the project (or of a copy of it, compiled or not) as a process of its own. */
export function startProcess(entry: string, env: Record<string, string>, root = ROOT): TestProcess {
  const child = spawn(process.execPath, [...OWN_FLAGS, ...programOf(entry, root)], {
    cwd: root,
    env: { ...process.env, ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let text = '';
  child.stdout?.on('data', (chunk) => (text += String(chunk)));
  child.stderr?.on('data', (chunk) => (text += String(chunk)));
  const output = () => text;
  const isRunning = () => child.exitCode === null && child.signalCode === null;
  return {
    pid: child.pid ?? -1,
    output,
    isRunning,
    logged: (msg, seconds = 30) => waitForLog(child, output, msg, seconds),
    signal: (signal) => child.kill(signal),
    stop: async (signal = 'SIGTERM') => {
      if (!isRunning()) return child.exitCode;
      const ended = once(child, 'exit');
      child.kill(signal);
      // A frozen process takes its signal only when it runs again.
      child.kill('SIGCONT');
      const force = setTimeout(() => child.kill('SIGKILL'), 15_000);
      await ended;
      clearTimeout(force);
      return child.exitCode;
    },
  };
}
