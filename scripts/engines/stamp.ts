/** What a cached file was when it was verified, kept beside it: to look at it again costs one `stat`, not a hash. */
import { createHash } from 'node:crypto';
import { accessSync, constants, createReadStream, readFileSync, statSync, writeFileSync } from 'node:fs';
import { pipeline } from 'node:stream/promises';

interface Stamp {
  readonly size: number;
  readonly mtimeMs: number;
  /** Hex. */
  readonly sha256: string;
}

/** What a file may be: its sources' hashes, where they are known. */
interface Wanted {
  readonly executable?: boolean;
  readonly sources: readonly { readonly sha256?: string | undefined }[];
}

/** Where the stamp of a file is. */
export function stampPath(path: string): string {
  return `${path}.stamp`;
}

/** Notes what the file is now. */
export function writeStamp(path: string, sha256: string): void {
  const { size, mtimeMs } = statSync(path);
  writeFileSync(stampPath(path), `${JSON.stringify({ size, mtimeMs, sha256 } satisfies Stamp)}\n`);
}

/** Hex. */
export async function sha256Of(path: string, signal?: AbortSignal): Promise<string> {
  const hash = createHash('sha256');
  await pipeline(createReadStream(path), hash, { signal: signal as AbortSignal });
  return hash.digest('hex');
}

/** Whether a cached file still is what was downloaded. Hashes it if it was touched since, or has no stamp. */
export async function isWhole(path: string, file: Wanted, signal?: AbortSignal): Promise<boolean> {
  try {
    const { size, mtimeMs } = statSync(path);
    if (file.executable) accessSync(path, constants.X_OK);
    const stamp = readStamp(path);
    const known = file.sources.flatMap(({ sha256 }) => sha256 ?? []);
    const isStampGood =
      stamp !== undefined && (known.length < file.sources.length || known.includes(stamp.sha256));
    if (isStampGood && stamp.size === size && stamp.mtimeMs === mtimeMs) return true;
    const found = await sha256Of(path, signal);
    if (!known.includes(found) && !(isStampGood && stamp.sha256 === found)) return false;
    noteIfPossible(path, found);
    return true;
  } catch {
    signal?.throwIfAborted();
    return false;
  }
}

function noteIfPossible(path: string, sha256: string): void {
  try {
    writeStamp(path, sha256);
  } catch {
    // A cache that cannot be written is hashed each time.
  }
}

function readStamp(path: string): Stamp | undefined {
  try {
    return JSON.parse(readFileSync(stampPath(path), 'utf8')) as Stamp;
  } catch {
    return undefined;
  }
}
