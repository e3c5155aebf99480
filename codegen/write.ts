/** Compares emitted files with the disk: what is to be written, and what is not the compiler's. */
import { type Dirent, existsSync, readdirSync, readFileSync } from 'node:fs';
import { join, posix, relative } from 'node:path';
import type { GeneratedFile } from './model/contract.js';

/** The folder of a project that the compiler writes to. */
export const OUTPUT_FOLDER = 'generated';
/** Lists the files that the compiler made there: what it may remove, now or in a later clone. */
const MANIFEST = 'manifest.json';

/** One step from what is on disk to what should be; paths are relative to the project's root. */
type Change =
  /** `stub`: written once, the author's from then on. */
  | { readonly kind: 'create' | 'stub'; readonly path: string; readonly content: string }
  | { readonly kind: 'update'; readonly path: string; readonly content: string; readonly before: string }
  | { readonly kind: 'remove'; readonly path: string; readonly before: Buffer };

/** What it takes to make the disk equal to the emitted files. */
export interface WritePlan {
  /** Sorted by path. */
  readonly changes: readonly Change[];
  /** Files that are right as they are. */
  readonly unchanged: readonly string[];
  /** Hand-written files where the compiler's should go. While there are any, nothing must be written. */
  readonly foreign: readonly string[];
  /** Everything that the compiler makes, by path; `null` for a stub, whose content is the author's. */
  readonly outputs: ReadonlyMap<string, string | null>;
}

/** Where generated files go, and whether whatever stands there already is the compiler's by convention. */
export interface OutputPlace {
  /** Relative to the root, with `/`. */
  readonly folder: string;
  /** Others may have files there too: one that does not show that the compiler made it is not overwritten. */
  readonly isShared?: boolean;
}

/** Compares the emitted files with the disk. */
export function planWrites(
  root: string,
  files: readonly GeneratedFile[],
  { folder, isShared = false }: OutputPlace = { folder: OUTPUT_FOLDER },
): WritePlan {
  const targets = new Map<string, GeneratedFile>();
  const manifest = `${folder}/${MANIFEST}`;
  const listed = new Set(listedFiles(root, folder));
  for (const file of files) {
    const path = file.ownership === 'generated' ? `${folder}/${file.path}` : file.path;
    if (targets.has(path)) throw new Error(`Two emitters write ${path}`);
    targets.set(path, file);
  }
  const owned = [...targets].filter(([, file]) => file.ownership === 'generated').map(([path]) => path);
  targets.set(manifest, { path: manifest, content: manifestText(owned, folder), ownership: 'generated' });
  const changes: Change[] = [];
  const unchanged: string[] = [];
  const foreign: string[] = [];
  const isNew = !existsSync(join(root, folder));
  for (const [path, file] of targets) {
    const before = isNew && file.ownership === 'generated' ? undefined : readIfThere(join(root, path));
    if (isShared && before !== undefined && !listed.has(path) && !isCompilers(path, before.toString(), file))
      foreign.push(path);
    if (file.ownership === 'last' && (before === undefined || !isOurs(before.toString()))) {
      targets.delete(path);
      continue;
    }
    if (file.ownership === 'managed' && before !== undefined && !isOurs(before.toString()))
      foreign.push(path);
    const change = changeOf(path, file, before?.toString());
    if (change) changes.push(change);
    else if (path !== manifest) unchanged.push(path);
  }
  for (const path of new Set([...listed, ...signedFiles(root, folder, targets)])) {
    const before = targets.has(path) ? undefined : readIfThere(join(root, path));
    if (before !== undefined) changes.push({ kind: 'remove', path, before });
  }
  const outputs = new Map(
    [...targets].map(([path, { content, ownership }]) => [path, ownership === 'once' ? null : content]),
  );
  return { changes: changes.sort(byPath), unchanged, foreign, outputs };
}

function changeOf(
  path: string,
  { content, ownership }: GeneratedFile,
  before: string | undefined,
): Change | undefined {
  if (before === undefined) return { kind: ownership === 'once' ? 'stub' : 'create', path, content };
  if (ownership === 'once' || before === content) return undefined;
  return { kind: 'update', path, content, before };
}

function byPath(a: Change, b: Change): number {
  return a.path < b.path ? -1 : 1;
}

/** Files outside the output folder tell by their first line whose they are. */
function isOurs(text: string): boolean {
  return text.startsWith('// Generated ') || text.trim() === '';
}

/** Whether a file in a shared folder is the compiler's: by its first line, by its content, or as the list of what it made. */
function isCompilers(path: string, text: string, { content }: GeneratedFile): boolean {
  if (isSigned(text) || text === content) return true;
  return path.endsWith(`/${MANIFEST}`) && /^\{\s*"files": \[/.test(text);
}

/** Whether the first line is the compiler's. */
function isSigned(text: string): boolean {
  return SIGNATURES.some((signature) => signature.test(text));
}

const SIGNATURES = [
  /^\/\/ Generated from .* by `(npm run|specwire) generate`\. Do not edit\.\r?\n/,
  /^\/\/ Specwire's runtime, copied here by `(npm run|specwire) generate`\. Do not edit\.\r?\n/,
];

/** Files in the output folder that are the compiler's by their first line, but none that it makes. */
export function leftOverFiles(
  root: string,
  made: Iterable<string>,
  folder = OUTPUT_FOLDER,
): readonly string[] {
  return signedFiles(root, folder, new Set(made));
}

/**
 * A manifest may be lost, or put together wrongly by a merge: the first line of a file says as well whose it is. What is made
 * anyway is not looked into.
 */
function signedFiles(root: string, folder: string, made: { has(path: string): boolean }): readonly string[] {
  return entriesBelow(join(root, folder))
    .filter((entry) => entry.isFile() && /\.[jt]s$/.test(entry.name))
    .map((entry) => relative(root, join(entry.parentPath, entry.name)).replaceAll('\\', '/'))
    .filter((path) => !made.has(path) && isSigned(readIfThere(join(root, path))?.toString() ?? ''));
}

function entriesBelow(folder: string): readonly Dirent[] {
  try {
    return readdirSync(folder, { recursive: true, withFileTypes: true });
  } catch {
    return [];
  }
}

function manifestText(paths: readonly string[], folder: string): string {
  const files = paths.map((path) => path.slice(folder.length + 1)).sort();
  return `${JSON.stringify({ files }, null, 2)}\n`;
}

/** What an earlier run made in the output folder. Nothing outside of it is believed. */
function listedFiles(root: string, folder: string): readonly string[] {
  const text = readIfThere(join(root, folder, MANIFEST));
  if (text === undefined) return [];
  let files: unknown;
  try {
    files = (JSON.parse(text.toString()) as { files?: unknown } | null)?.files;
  } catch {
    return [];
  }
  return (Array.isArray(files) ? files : [])
    .filter((path): path is string => typeof path === 'string' && !posix.isAbsolute(path))
    .map((path) => posix.join(folder, path))
    .filter((path) => path.startsWith(`${folder}/`));
}

function readIfThere(path: string): Buffer | undefined {
  try {
    return readFileSync(path);
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === 'ENOENT' || code === 'ENOTDIR') return undefined;
    // Node's own message does not say which.
    if (code === 'EISDIR')
      throw Object.assign(new Error(`${path} is a folder, and a generated file goes there. Move it away.`), {
        code,
      });
    throw error;
  }
}
