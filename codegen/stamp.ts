/**
 * Remembers the last good run, so that one on unchanged input is over before anything heavy is loaded. A stamp holds
 * only as long as the compiler, its libraries, every spec file and every generated file are the same to the byte.
 */
import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { mkdir, readdir, readFile, rename, writeFile } from 'node:fs/promises';
import { homedir } from 'node:os';
import { dirname, join } from 'node:path';
import type { Diagnostic } from './diagnostics.js';

/** What a good run left behind. */
export interface Stamp {
  readonly compiler: string;
  /** Hashes of the spec files, by path. */
  readonly inputs: Readonly<Record<string, string>>;
  /** Hashes of the files that the compiler owns, by path; `null` for a stub, whose content is the author's. */
  readonly outputs: Readonly<Record<string, string | null>>;
  /** Warnings, to be told again. */
  readonly told?: readonly Diagnostic[];
  /** How much there was of what, to be shown again. */
  readonly counts: {
    readonly operations: number;
    readonly jobTypes: number;
    readonly schemas: number;
    readonly files: number;
  };
}

/** A short name of a content. */
export function hash(content: string | Buffer): string {
  return createHash('sha256').update(content).digest('base64url').slice(0, 22);
}

/** Hashes of files by path. */
export function hashAll(contents: ReadonlyMap<string, string>): Readonly<Record<string, string>> {
  return Object.fromEntries([...contents].map(([path, content]) => [path, hash(content)]));
}

/** Where a project keeps what can be made again: with its installed packages, which are never committed either. */
export function cacheFolder(root: string): string {
  const modules = join(root, 'node_modules');
  return existsSync(modules) ? join(modules, '.cache', 'specwire') : join(root, '.specwire', 'cache');
}

/**
 * Names the compiler by its own code and by what is installed. Undefined if what is installed cannot be told: then
 * nothing is remembered.
 */
export async function compilerFingerprint(folder: string): Promise<string | undefined> {
  const installed = await installedPackages(folder);
  if (installed === undefined) return undefined;
  const paths = (await readdir(folder, { recursive: true }))
    .filter((path) => /(?<!\.test)\.(ts|js)$/.test(path))
    .sort();
  const digest = createHash('sha256').update(process.version).update(installed);
  const contents = await Promise.all(paths.map((path) => readFile(join(folder, path))));
  for (const [index, path] of paths.entries()) digest.update(path).update(contents[index] ?? '');
  return digest.digest('base64url').slice(0, 22);
}

/** npm, pnpm and Yarn each write down what they have installed. */
const INSTALL_RECORDS = ['.package-lock.json', '.modules.yaml', '.yarn-state.yml'];

async function installedPackages(from: string): Promise<Buffer | undefined> {
  for (let folder = from; ; folder = dirname(folder)) {
    for (const record of INSTALL_RECORDS) {
      const path = join(folder, 'node_modules', record);
      if (existsSync(path)) return readFile(path);
    }
    if (folder === dirname(folder)) return undefined;
  }
}

/** Where the stamp of a project is. */
export function projectStamp(root: string): string {
  // Several projects may share one node_modules.
  return join(cacheFolder(root), `generated-${hash(root)}.json`);
}

/** Where the stamp of an output folder is that belongs to no project: nothing is left in folders that are not ours. */
export function documentStamp(out: string): string {
  const cache = process.env.XDG_CACHE_HOME || join(homedir(), '.cache');
  return join(cache, 'specwire', 'documents', `${hash(out)}.json`);
}

/** The stamp of the last good run. */
export async function readStamp(path: string): Promise<Stamp | undefined> {
  try {
    return JSON.parse(await readFile(path, 'utf8')) as Stamp;
  } catch {
    return undefined;
  }
}

/** Remembers a good run. That this fails (a read-only folder) is no reason to fail the run. */
export async function writeStamp(path: string, stamp: Stamp): Promise<void> {
  await writeCached(path, JSON.stringify(stamp)).catch(() => undefined);
}

/** Writes a file that several processes may write at once. */
export async function writeCached(path: string, content: string): Promise<void> {
  await mkdir(dirname(path), { recursive: true });
  const temporary = `${path}.${process.pid}`;
  await writeFile(temporary, content);
  await rename(temporary, path);
}

/** Whether the last good run had the same compiler and input, and its output is still there unchanged. */
export async function isCurrent(
  root: string,
  stamp: Stamp,
  compiler: string,
  inputs: Readonly<Record<string, string>>,
): Promise<boolean> {
  if (stamp.compiler !== compiler || !sameHashes(stamp.inputs, inputs)) return false;
  const states = await Promise.all(
    Object.entries(stamp.outputs).map(async ([path, expected]) => {
      const content = await readFile(join(root, path)).catch(() => undefined);
      return content !== undefined && (expected === null || hash(content) === expected);
    }),
  );
  return states.every(Boolean);
}

function sameHashes(a: Readonly<Record<string, string>>, b: Readonly<Record<string, string>>): boolean {
  const keys = Object.keys(a);
  return keys.length === Object.keys(b).length && keys.every((key) => a[key] === b[key]);
}
