/**
 * Who runs on a data folder. The file outlives a supervisor that was killed, so that the next start finds what it left
 * behind. A pid in it counts only if that process is the one that was meant: pids are used again.
 */
import { execFileSync } from 'node:child_process';
import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { killGroup } from '../engines/child.js';
import { EngineError } from '../engines/engine-error.js';

/** A process and a text that its command line has. */
export interface KnownProcess {
  readonly name: string;
  readonly pid: number;
  readonly mark: string;
}

interface Run {
  readonly supervisor: KnownProcess;
  readonly children: readonly KnownProcess[];
}

/** The run file of one data folder. */
export class RunFile {
  readonly #path: string;
  readonly #children = new Map<string, KnownProcess>();

  constructor(dataDir: string) {
    this.#path = join(dataDir, 'run.json');
  }

  /** Takes the folder; throws if another start is at work on it. Ends what a killed one left behind. */
  async take(onLeftOver: (name: string) => void): Promise<void> {
    const before = this.#read();
    if (before && before.supervisor.pid !== process.pid && isAlive(before.supervisor)) {
      throw new EngineError(
        `Specwire already runs on this data folder (process ${before.supervisor.pid}); stop it, or set SPECWIRE_DATA_DIR`,
      );
    }
    for (const child of before?.children ?? []) {
      if (!isAlive(child)) continue;
      onLeftOver(child.name);
      await end(child);
    }
    this.#write();
  }

  /** Notes a child that runs now. */
  add(child: KnownProcess): void {
    this.#children.set(child.name, child);
    this.#write();
  }

  /** Gives the folder back. */
  release(): void {
    rmSync(this.#path, { force: true });
  }

  #read(): Run | undefined {
    try {
      return JSON.parse(readFileSync(this.#path, 'utf8')) as Run;
    } catch {
      // None yet, or cut off in the middle of a write: as good as none.
      return undefined;
    }
  }

  #write(): void {
    const run: Run = {
      supervisor: { name: 'supervisor', pid: process.pid, mark: 'scripts/start.ts' },
      children: [...this.#children.values()],
    };
    writeFileSync(this.#path, `${JSON.stringify(run, null, 2)}\n`);
  }
}

function isAlive(known: KnownProcess): boolean {
  try {
    const command = execFileSync('ps', ['-ww', '-o', 'args=', '-p', String(known.pid)], {
      encoding: 'utf8',
      stdio: ['ignore', 'pipe', 'ignore'],
    });
    return command.includes(known.mark) && !command.includes('<defunct>');
  } catch {
    return false;
  }
}

async function end(known: KnownProcess): Promise<void> {
  try {
    process.kill(known.pid, 'SIGTERM');
  } catch {
    return;
  }
  const last = Date.now() + 12_000;
  while (isAlive(known)) {
    if (Date.now() > last) {
      killGroup(known.pid);
      return;
    }
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
}
