/** Hashes of contents, and of files as they are on disk. */
import { createHash } from 'node:crypto';
import { closeSync, openSync, readSync } from 'node:fs';

/** A short name of a content. */
export function hash(content: string | Buffer): string {
  return shorten(createHash('sha256').update(content).digest('base64url'));
}

/** Hashes of contents by path. */
export function hashAll(contents: ReadonlyMap<string, string>): Readonly<Record<string, string>> {
  return Object.fromEntries([...contents].map(([path, content]) => [path, hash(content)]));
}

/** What `hash` says of a file's content; undefined if it cannot be read. */
export function hashFile(path: string): string | undefined {
  return hashChunks(path, (chunk) => chunk);
}

/** What `hash` says of a file as text: a mark of the byte order in front is no part of that. */
export function hashTextFile(path: string): string | undefined {
  return hashChunks(path, (chunk, isFirst) =>
    isFirst && chunk.subarray(0, 3).equals(BYTE_ORDER_MARK) ? chunk.subarray(3) : chunk,
  );
}

const BYTE_ORDER_MARK = Buffer.from([0xef, 0xbb, 0xbf]);

/** For every file the same: thousands of small ones are read sooner than room is made for each of them. */
const buffer = Buffer.allocUnsafeSlow(1 << 20);

function hashChunks(path: string, partOf: (chunk: Buffer, isFirst: boolean) => Buffer): string | undefined {
  try {
    const file = openSync(path, 'r');
    try {
      const digest = createHash('sha256');
      let isFirst = true;
      for (let size = readSync(file, buffer); size > 0; size = readSync(file, buffer)) {
        digest.update(partOf(buffer.subarray(0, size), isFirst));
        isFirst = false;
      }
      return shorten(digest.digest('base64url'));
    } finally {
      closeSync(file);
    }
  } catch {
    return undefined;
  }
}

function shorten(digest: string): string {
  return digest.slice(0, 22);
}
