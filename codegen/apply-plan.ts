/**
 * Brings emitted files to disk: all or nothing. Everything is staged beside its target before the first file is replaced,
 * and put back if replacing one fails. One file after the other and without promises, which of thousands of small files
 * would take three turns of the event loop for each.
 */
import { mkdirSync, mkdtempSync, readdirSync, renameSync, rmdirSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join, posix } from 'node:path';
import { OUTPUT_FOLDER, type WritePlan } from './write.js';

/** Where files are staged, with the process that does so behind it. */
const STAGE = '.specwire-stage-';

/** Carries a plan out. If any step fails, what was done before is undone and the error passed on. */
export function applyPlan(root: string, plan: WritePlan, folder = OUTPUT_FOLDER): void {
  sweepStages(root);
  if (plan.changes.length === 0) return;
  // On the file system of the targets, so that each `rename` replaces its file at once.
  const stage = mkdtempSync(join(root, `${STAGE}${process.pid}-`));
  const undo: (() => void)[] = [];
  const folders = new Folders();
  try {
    // Should this process be killed, nobody commits what is left.
    writeFileSync(join(stage, '.gitignore'), '*\n');
    for (const [index, change] of plan.changes.entries()) {
      if (change.kind !== 'remove') writeFileSync(join(stage, String(index)), change.content);
    }
    for (const [index, change] of plan.changes.entries()) {
      const target = join(root, change.path);
      if (change.kind === 'remove') {
        rmSync(target);
        undo.push(() => writeFileSync(target, change.before));
        continue;
      }
      folders.make(dirname(target));
      renameSync(join(stage, String(index)), target);
      undo.push(() => (change.kind === 'update' ? writeFileSync(target, change.before) : rmSync(target)));
    }
  } catch (error) {
    for (const step of undo.reverse()) attempt(step);
    for (const made of folders.made) removeFolders(made);
    throw error;
  } finally {
    rmSync(stage, { recursive: true, force: true });
  }
  for (const { kind, path } of plan.changes) if (kind === 'remove') removeEmptyFolders(root, path, folder);
}

/** The folders of the targets. */
class Folders {
  /** Only those that were made here: one that the user keeps may be empty too. */
  readonly made: string[] = [];
  readonly #known = new Set<string>();

  make(path: string): void {
    if (this.#known.has(path)) return;
    const made = mkdirSync(path, { recursive: true });
    if (made !== undefined) this.made.push(made);
    this.#known.add(path);
  }
}

function attempt(step: () => void): void {
  try {
    step();
  } catch {
    // The error before this one is the one to be told.
  }
}

/** Folders of runs that were killed; that of a run that goes on at the same time is left alone. */
function sweepStages(root: string): void {
  const names = readdirSync(root).filter((name) => name.startsWith(STAGE));
  const left = names.filter((name) => !isAlive(Number.parseInt(name.slice(STAGE.length), 10)));
  for (const name of left) rmSync(join(root, name), { recursive: true, force: true });
}

function isAlive(pid: number): boolean {
  if (!(pid > 0)) return false;
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}

/** Removes a folder, if there are only folders in it. */
function removeFolders(path: string): void {
  attempt(() => {
    const entries = readdirSync(path, { recursive: true, withFileTypes: true });
    if (entries.every((entry) => entry.isDirectory())) rmSync(path, { recursive: true });
  });
}

function removeEmptyFolders(root: string, path: string, end: string): void {
  for (let folder = posix.dirname(path); folder !== end; folder = posix.dirname(folder)) {
    try {
      rmdirSync(join(root, folder));
    } catch {
      // Not empty: something else is still there.
      return;
    }
  }
}
