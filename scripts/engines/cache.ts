/** Downloads that outlive the clone: each verified, each put in its place in one step, each looked at again before use. */
import { randomBytes } from 'node:crypto';
import {
  chmodSync,
  existsSync,
  lstatSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  renameSync,
  rmSync,
} from 'node:fs';
import { homedir } from 'node:os';
import { join, resolve } from 'node:path';
import type { Source } from './download.js';
import { EngineError, type Progress, saysDiskFull } from './engine-error.js';
import { isWhole, sha256Of, stampPath, writeStamp } from './stamp.js';

const DAY_MS = 24 * 60 * 60 * 1000;
const PROGRESS_MS = 10_000;

/** `${XDG_CACHE_HOME:-~/.cache}/specwire`. */
export function cacheFolder(): string {
  return resolve(process.env.XDG_CACHE_HOME || join(homedir(), '.cache'), 'specwire');
}

/** A file to have: what to call it, what it must be, and where it may come from, in this order. */
export interface CachedFile {
  /** Inside the cache folder. */
  readonly name: string;
  readonly what: string;
  /** About; for whoever waits. */
  readonly megabytes: number;
  readonly executable?: boolean;
  readonly sources: readonly Source[];
  /** What a person can do where no source is reached. */
  readonly wayOut: string;
}

/** The path of the file, which is downloaded if the cache has not got it, or not as it was. */
export async function ensureCached(
  file: CachedFile,
  onProgress: Progress,
  signal?: AbortSignal,
): Promise<string> {
  signal?.throwIfAborted();
  const cache = cacheFolder();
  const path = join(cache, file.name);
  if (existsSync(path)) {
    if (await isWhole(path, file, signal)) return path;
    onProgress(`${file.what}: the cached copy is damaged; downloading again`);
  }
  inCache(cache, () => {
    mkdirSync(cache, { recursive: true });
    sweep(cache);
  });
  const failures: string[] = [];
  for (const source of file.sources) {
    // A folder of its own: two runs at once do not meet, and what a killed one leaves is nobody's file.
    const folder = inCache(cache, () => mkdtempSync(join(cache, '.download-')));
    try {
      await download(file, source, { folder, path, onProgress, signal });
      return path;
    } catch (error) {
      signal?.throwIfAborted();
      failures.push(`${source.label}: ${oneLine(error, cache)}`);
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
  }
  throw new EngineError(`${file.what} could not be downloaded (${failures.join('; ')}); ${file.wayOut}`);
}

interface Download {
  readonly folder: string;
  readonly path: string;
  readonly onProgress: Progress;
  readonly signal: AbortSignal | undefined;
}

async function download(file: CachedFile, source: Source, to: Download): Promise<void> {
  const { folder, path, onProgress, signal } = to;
  onProgress(`${file.what}: downloading ${file.megabytes} MB from ${source.label}`);
  const start = Date.now();
  const timer = setInterval(() => {
    onProgress(`${file.what}: ${megabytesIn(folder)} MB so far`);
  }, PROGRESS_MS);
  try {
    const target = join(folder, randomBytes(4).toString('hex'));
    await source.fetch(target, folder, signal);
    const sha256 = await sha256Of(target, signal);
    if (source.sha256 !== undefined && sha256 !== source.sha256) {
      throw new Error(`wrong checksum ${sha256.slice(0, 12)}…`);
    }
    if (file.executable) chmodSync(target, 0o755);
    // The stamp goes first: whoever finds the file finds its stamp.
    writeStamp(target, sha256);
    renameSync(stampPath(target), stampPath(path));
    if (lstatSync(path, { throwIfNoEntry: false })?.isDirectory()) rmSync(path, { recursive: true });
    renameSync(target, path);
  } finally {
    clearInterval(timer);
  }
  onProgress(`${file.what}: downloaded in ${Math.ceil((Date.now() - start) / 1000)} s`);
}

function inCache<T>(cache: string, act: () => T): T {
  try {
    return act();
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    throw new EngineError(
      `the cache folder ${cache} cannot be written (${code}); set XDG_CACHE_HOME to a folder that can`,
    );
  }
}

/** Removes what killed downloads left. */
function sweep(cache: string): void {
  for (const name of readdirSync(cache)) {
    if (!name.startsWith('.download-')) continue;
    const folder = join(cache, name);
    const { mtimeMs } = lstatSync(folder, { throwIfNoEntry: false }) ?? { mtimeMs: Date.now() };
    if (Date.now() - mtimeMs > DAY_MS) rmSync(folder, { recursive: true, force: true });
  }
}

function megabytesIn(folder: string): number {
  let bytes = 0;
  for (const name of readdirSync(folder, { recursive: true, encoding: 'utf8' })) {
    const found = lstatSync(join(folder, name), { throwIfNoEntry: false });
    if (found?.isFile()) bytes += found.size;
  }
  return Math.round(bytes / 1e6);
}

function oneLine(error: unknown, cache: string): string {
  if (!(error instanceof Error)) return String(error);
  const { code, syscall, path } = error as NodeJS.ErrnoException;
  const { stderr = '' } = error as { stderr?: string };
  if (code === 'ENOENT' && syscall?.startsWith('spawn')) return `${path} is not installed`;
  if (code === 'ENOSPC' || saysDiskFull(error.message + stderr)) return `the disk of ${cache} is full`;
  const cause = error.cause instanceof Error ? error.cause.message : '';
  const text = stderr.trim().split('\n').at(-1) || `${error.message} ${cause}`;
  return text.trim().slice(0, 200);
}
