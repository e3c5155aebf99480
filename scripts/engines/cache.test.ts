/** The cache of downloads, with sources that are made up. */
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  truncateSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { type CachedFile, ensureCached } from './cache.js';
import { fromUrl, type Source } from './download.js';

const CONTENT = 'what was downloaded';
const SHA256 = '0'.repeat(64);

let home: string;
let lines: string[];
const say = (line: string) => void lines.push(line);

beforeEach(() => {
  home = mkdtempSync(join(tmpdir(), 'cache-test-'));
  vi.stubEnv('XDG_CACHE_HOME', home);
  lines = [];
});
afterEach(() => {
  vi.unstubAllEnvs();
  rmSync(home, { recursive: true, force: true });
});

function source(options: Partial<Source> & { content?: string } = {}): Source {
  const { content = CONTENT, ...rest } = options;
  return { label: 'somewhere', fetch: async (target) => writeFileSync(target, content), ...rest };
}

function file(...sources: Source[]): CachedFile {
  return { name: 'file', what: 'the file', megabytes: 1, sources, wayOut: 'bring your own' };
}

const downloads = () => lines.filter((line) => line.includes('downloading 1 MB')).length;
const leftOvers = () => readdirSync(join(home, 'specwire')).filter((name) => name.startsWith('.download-'));

it('downloads once, and not again after a mere touch', async () => {
  const path = await ensureCached(file(source()), say);
  expect(readFileSync(path, 'utf8')).toBe(CONTENT);
  await ensureCached(file(source()), say);
  utimesSync(path, new Date(0), new Date(0));
  await ensureCached(file(source()), say);
  expect(downloads()).toBe(1);
  expect(leftOvers()).toEqual([]);
});

it.each<[string, (path: string) => void]>([
  ['shorter', (path) => truncateSync(path, 5)],
  ['empty', (path) => truncateSync(path, 0)],
  ['another', (path) => writeFileSync(path, CONTENT.toUpperCase())],
  [
    'a folder',
    (path) => {
      rmSync(path);
      mkdirSync(path);
    },
  ],
  ['without a stamp and a known hash', (path) => rmSync(`${path}.stamp`)],
])('downloads again what is damaged: %s', async (_, damage) => {
  const path = await ensureCached(file(source()), say);
  damage(path);
  await ensureCached(file(source()), say);
  expect(lines).toContain('the file: the cached copy is damaged; downloading again');
  expect(readFileSync(path, 'utf8')).toBe(CONTENT);
  expect(downloads()).toBe(2);
});

it('goes to the next source when a checksum is wrong, and takes no unknown copy', async () => {
  const wrong = source({ content: 'forged', sha256: SHA256, label: 'first' });
  const path = await ensureCached(file(wrong, source({ label: 'second' })), say);
  expect(readFileSync(path, 'utf8')).toBe(CONTENT);
  await expect(ensureCached(file(wrong), say)).rejects.toThrow(
    /^the file could not be downloaded \(first: wrong checksum \w{12}…\); bring your own$/,
  );
});

it('is the same file for all who want it at once', async () => {
  const paths = await Promise.all(Array.from({ length: 5 }, () => ensureCached(file(source()), say)));
  expect(new Set(paths).size).toBe(1);
  const before = downloads();
  await ensureCached(file(source()), say);
  expect(downloads()).toBe(before);
  expect(leftOvers()).toEqual([]);
});

it('stops at once when it is told to, and asks no further source', async () => {
  const server = createServer((_, response) => response.write('a part')).listen(0, '127.0.0.1');
  await new Promise((resolve) => server.once('listening', resolve));
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const further = vi.fn();
  const abort = new AbortController();
  setTimeout(() => abort.abort(new Error('stopped')), 200);
  const start = Date.now();
  const wanted = file(fromUrl(url, 'a slow place'), source({ fetch: further }));
  await expect(ensureCached(wanted, say, abort.signal)).rejects.toThrow('stopped');
  expect(Date.now() - start).toBeLessThan(2000);
  expect(further).not.toHaveBeenCalled();
  expect(leftOvers()).toEqual([]);
  server.closeAllConnections();
  server.close();
});

it('sweeps what killed downloads left a day ago', async () => {
  const [old, young] = ['.download-old', '.download-young'].map((name) => join(home, 'specwire', name));
  for (const folder of [old, young] as string[]) mkdirSync(folder, { recursive: true });
  const yesterday = new Date(Date.now() - 25 * 60 * 60 * 1000);
  utimesSync(old as string, yesterday, yesterday);
  await ensureCached(file(source()), say);
  expect([existsSync(old as string), existsSync(young as string)]).toEqual([false, true]);
});

it('says in one line that the cache folder cannot be used', async () => {
  const path = join(home, 'a file');
  writeFileSync(path, '');
  vi.stubEnv('XDG_CACHE_HOME', path);
  await expect(ensureCached(file(source()), say)).rejects.toThrow(
    /^the cache folder .*a file\/specwire cannot be written \(\w+\); set XDG_CACHE_HOME to a folder that can$/,
  );
});
