/**
 * Who runs on a data folder. The file outlives a supervisor that was killed, so that the next start finds what it left
 * behind. A pid in it counts only if that process is the one that was meant: pids are used again.
 */
import { readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { EngineError } from '../engines/engine-error.js';
import { end, isAlive, type KnownProcess, worksIn } from './process-info.js';

interface Run {
  readonly supervisor: KnownProcess;
  readonly children: readonly KnownProcess[];
}

/** The run file of one data folder. */
export class RunFile {
  readonly #dataDir: string;
  readonly #path: string;
  readonly #children = new Map<string, KnownProcess>();

  constructor(dataDir: string) {
    this.#dataDir = dataDir;
    this.#path = join(dataDir, 'run.json');
  }

  /** Takes the folder; throws if another start is at work on it. Ends what a killed one left behind, the last first. */
  async take(onLeftOver: (name: string) => void): Promise<void> {
    const before = this.#read();
    if (before && before.supervisor.pid !== process.pid && isAlive(before.supervisor)) {
      throw new EngineError(
        `Specwire already runs on this data folder (process ${before.supervisor.pid}); stop it, or set SPECWIRE_DATA_DIR`,
      );
    }
    for (const child of [...(before?.children ?? [])].reverse()) {
      if (!worksIn(child, this.#dataDir)) continue;
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
      const run: unknown = JSON.parse(readFileSync(this.#path, 'utf8'));
      return isRun(run) ? run : undefined;
    } catch {
      // None yet, or cut off by a full disk: as good as none.
      return undefined;
    }
  }

  #write(): void {
    const run: Run = {
      supervisor: {
        name: 'supervisor',
        pid: process.pid,
        mark: basename(process.argv[1] ?? process.execPath),
      },
      children: [...this.#children.values()],
    };
    const next = `${this.#path}.next`;
    writeFileSync(next, `${JSON.stringify(run, null, 2)}\n`);
    renameSync(next, this.#path);
  }
}

function isRun(value: unknown): value is Run {
  const { supervisor, children } = (value ?? {}) as Partial<Record<keyof Run, unknown>>;
  return isKnownProcess(supervisor) && Array.isArray(children) && children.every(isKnownProcess);
}

function isKnownProcess(value: unknown): value is KnownProcess {
  const { name, pid, mark } = (value ?? {}) as Partial<Record<keyof KnownProcess, unknown>>;
  return (
    typeof name === 'string' &&
    Number.isInteger(pid) &&
    Number(pid) > 1 &&
    typeof mark === 'string' &&
    mark !== ''
  );
}
