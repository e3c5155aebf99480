/** Waits until the service is ready, and says why it is not going to be. */
import { statfsSync, statSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import { tailOf } from '../engines/child.js';
import { EngineError } from '../engines/engine-error.js';
import type { Supervisor } from './supervisor.js';

/** A process of ours and where it logs. */
export interface Logged {
  readonly name: string;
  readonly logFile: string;
  /** Of its log before it was started: what is below was said by earlier runs. */
  readonly logSize: number;
}

const READY_SECONDS = 90;
/** A process that ended so often without having been ready is not going to be. */
const MOST_ENDINGS = 3;
/** With less than this free, PostgreSQL cannot write. */
const LEAST_FREE_BYTES = 1_000_000;

/** Resolves when `/readyz` is 200. */
export async function waitUntilReady(
  url: string,
  dataDir: string,
  processes: readonly Logged[],
  supervisor: Supervisor,
): Promise<void> {
  const end = Date.now() + READY_SECONDS * 1000;
  for (;;) {
    const answer = await fetch(`${url}/readyz`, { signal: AbortSignal.timeout(3000) }).catch(() => undefined);
    supervisor.signal.throwIfAborted();
    if (answer?.status === 200) return;
    assertDiskNotFull(dataDir);
    const broken = processes.find(({ name }) => supervisor.endingsOf(name) >= MOST_ENDINGS);
    if (broken !== undefined) {
      throw new EngineError(`the ${broken.name} does not start: ${lastNewLine(broken)}`);
    }
    if (Date.now() > end) {
      const lines = processes.map((known) => `\n  ${known.name}: ${lastNewLine(known)}`);
      throw new EngineError(
        `not ready after ${READY_SECONDS} s; the last lines of the logs:${lines.join('')}`,
      );
    }
    await sleep(100);
  }
}

/** The size of a log now; 0 if there is none. */
export function sizeOf(logFile: string): number {
  return statSync(logFile, { throwIfNoEntry: false })?.size ?? 0;
}

/** The last line that says something, of those written since; of a log record its message. */
function lastNewLine({ logFile, logSize }: Logged): string {
  if (sizeOf(logFile) <= logSize) return `it said nothing (log: ${logFile})`;
  // Without stack positions, and what Node adds below a stack.
  const said = tailOf(logFile, 50)
    .split('\n')
    .filter((line) => /^\S/.test(line) && !/^(Node\.js v|[{}]$)/.test(line));
  return `${messageOf(said.at(-1) ?? '')} (log: ${logFile})`;
}

function messageOf(line: string): string {
  try {
    const { msg, err, reason } = JSON.parse(line) as Record<string, unknown>;
    const detail = (err as { message?: unknown } | undefined)?.message ?? reason;
    return typeof detail === 'string' ? `${msg}: ${detail}` : String(msg);
  } catch {
    return line;
  }
}

function assertDiskNotFull(folder: string): void {
  const { bavail, bsize } = statfsSync(folder);
  if (bavail * bsize >= LEAST_FREE_BYTES) return;
  throw new EngineError(`the disk of ${folder} is full; free some space, and start again`);
}
