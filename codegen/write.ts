/**
 * Brings emitted files to disk: only bytes that differ, all or nothing. Everything is staged beside its target before
 * the first file is replaced, and put back if replacing one fails.
 */
import { mkdir, mkdtemp, readdir, readFile, rename, rm, rmdir, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import type { GeneratedFile } from './model/contract.js';

/** The folder that belongs to the compiler. */
export const OUTPUT_FOLDER = 'generated';

/** A file to write, relative to the project's root. */
export interface PlannedWrite {
  readonly path: string;
  readonly content: string;
  /** What is there now; undefined if nothing is. */
  readonly before: string | undefined;
  readonly ownership: GeneratedFile['ownership'];
}

/** A file to remove, relative to the project's root. */
export interface PlannedRemoval {
  readonly path: string;
  readonly before: Buffer;
}

/** What it takes to make the disk equal to the emitted files. */
export interface WritePlan {
  readonly writes: readonly PlannedWrite[];
  readonly removals: readonly PlannedRemoval[];
  /** Files that are right as they are. */
  readonly unchanged: readonly string[];
}

/** Where a file goes, relative to the project's root. */
export function targetPath(file: GeneratedFile): string {
  return file.ownership === 'generated' ? `${OUTPUT_FOLDER}/${file.path}` : file.path;
}

/** Compares the emitted files with the disk. */
export async function planWrites(root: string, files: readonly GeneratedFile[]): Promise<WritePlan> {
  const writes: PlannedWrite[] = [];
  const unchanged: string[] = [];
  const owned = new Set<string>();
  for (const file of [...files].sort((a, b) => (targetPath(a) < targetPath(b) ? -1 : 1))) {
    const path = targetPath(file);
    if (owned.has(path)) throw new Error(`Two emitters write ${path}`);
    owned.add(path);
    const before = await readText(join(root, path));
    const keep = file.ownership === 'once' ? before !== undefined : before === file.content;
    if (keep) unchanged.push(path);
    else writes.push({ path, content: file.content, before, ownership: file.ownership });
  }
  const removals: PlannedRemoval[] = [];
  for (const path of await listOutput(root)) {
    if (!owned.has(path)) removals.push({ path, before: await readFile(join(root, path)) });
  }
  return { writes, removals, unchanged };
}

/** Everything below the output folder, relative to the project's root, sorted. */
export async function listOutput(root: string): Promise<readonly string[]> {
  const entries = await readdir(join(root, OUTPUT_FOLDER), { recursive: true, withFileTypes: true }).catch(ifAbsent([]));
  return entries
    .filter((entry) => !entry.isDirectory())
    .map((entry) => join(entry.parentPath, entry.name).slice(root.length + 1).replaceAll('\\', '/'))
    .sort();
}

/** Carries a plan out. If any step fails, what was done before is undone and the error passed on. */
export async function applyPlan(root: string, plan: WritePlan): Promise<void> {
  if (plan.writes.length === 0 && plan.removals.length === 0) return;
  // On the file system of the targets, so that each `rename` replaces its file at once.
  const stage = await mkdtemp(join(root, '.specwire-stage-'));
  const undo: (() => Promise<void>)[] = [];
  try {
    for (const [index, write] of plan.writes.entries()) await writeFile(join(stage, String(index)), write.content);
    for (const [index, write] of plan.writes.entries()) {
      const target = join(root, write.path);
      await mkdir(dirname(target), { recursive: true });
      await rename(join(stage, String(index)), target);
      undo.push(() => (write.before === undefined ? rm(target) : writeFile(target, write.before)));
    }
    for (const { path, before } of plan.removals) {
      await rm(join(root, path));
      undo.push(() => writeFile(join(root, path), before));
    }
  } catch (error) {
    for (const step of undo.reverse()) await step().catch(() => undefined);
    throw error;
  } finally {
    await rm(stage, { recursive: true, force: true });
  }
  await removeEmptyFolders(root, plan.removals);
}

async function removeEmptyFolders(root: string, removals: readonly PlannedRemoval[]): Promise<void> {
  for (const { path } of removals) {
    for (let folder = dirname(path); folder.startsWith(`${OUTPUT_FOLDER}/`); folder = dirname(folder)) {
      const removed = await rmdir(join(root, folder)).then(
        () => true,
        () => false,
      );
      if (!removed) break;
    }
  }
}

async function readText(path: string): Promise<string | undefined> {
  return readFile(path, 'utf8').catch(ifAbsent(undefined));
}

/** Absence is an answer; every other error of the file system is one. */
function ifAbsent<T>(value: T): (error: unknown) => T {
  return (error) => {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return value;
    throw error;
  };
}
