/** When a run is said to have nothing to do: any edit of an input or an output must be seen, whatever it leaves as it was. */
import { mkdir, mkdtemp, readFile, rename, rm, stat, truncate, utimes, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterAll, beforeAll, beforeEach, expect, test, vi } from 'vitest';
import { compileDocuments } from './compile-document.js';
import { hash, hashFile, hashTextFile } from './hashes.js';
import { decodeText } from './load/encoding.js';
import { isCurrent } from './stamp.js';

const DOCUMENT = `openapi: 3.1.0
info: { title: Small, version: 1.0.0 }
paths:
  /things:
    get:
      operationId: getThings
      responses: { '200': { $ref: 'parts.yaml#/Things' } }
`;
const PARTS = "Things: { description: 'All of them.', content: {} }\n";

let root: string;
beforeAll(async () => {
  root = await mkdtemp(join(tmpdir(), 'specwire-stamp-'));
  vi.stubEnv('XDG_CACHE_HOME', join(root, 'cache'));
});
afterAll(() => rm(root, { recursive: true, force: true }));
beforeEach(async () => {
  await rm(join(root, 'out'), { recursive: true, force: true });
  await writeFile(join(root, 'document.yaml'), DOCUMENT);
  await writeFile(join(root, 'parts.yaml'), PARTS);
});

async function run(out = 'out'): Promise<string> {
  const options = { files: [join(root, 'document.yaml')], out: join(root, out), cwd: root };
  return (await compileDocuments(options, async (work) => work())).kind;
}

test('the second run has nothing to do, also where the first had to make the folders above its output', async () => {
  expect(await run('out/by/run')).toBe('done');
  expect(await run('out/by/run')).toBe('current');
});

/** Replaces the bytes of a file, and gives it its times back. */
async function editUnseen(path: string, change: (path: string) => Promise<unknown>): Promise<void> {
  const { atime, mtime } = await stat(path);
  await change(path);
  await utimes(path, atime, mtime);
}

const INPUTS = ['document.yaml', 'parts.yaml'];
const OUTPUTS = [
  'out/contract/types.ts',
  'out/server/routes.ts',
  'out/docs/openapi.json',
  'out/manifest.json',
];

test.each([...INPUTS, ...OUTPUTS])(
  'an edit of %s of the same length, its times set back, is seen',
  async (name) => {
    await run();
    expect(await run()).toBe('current');
    const path = join(root, name);
    await editUnseen(path, async () => {
      const text = await readFile(path, 'utf8');
      await writeFile(
        path,
        text.replace(/[a-z](?=[^a-z]*$)/, (letter) => (letter === 'x' ? 'y' : 'x')),
      );
    });
    expect(await run()).not.toBe('current');
  },
);

test.each<[string, () => Promise<unknown>]>([
  ['an output is gone', () => rm(join(root, 'out/contract/types.ts'))],
  ['an output is cut off', () => truncate(join(root, 'out/contract/types.ts'), 100)],
  [
    'a folder stands where an output was',
    async () => {
      await rm(join(root, 'out/contract/types.ts'));
      await mkdir(join(root, 'out/contract/types.ts'));
    },
  ],
  [
    'another file has been moved over an output',
    () => rename(join(root, 'out/server/handlers.ts'), join(root, 'out/server/routes.ts')),
  ],
  ['an input is gone', () => rm(join(root, 'parts.yaml'))],
])('%s', async (_, change) => {
  await run();
  expect(await run()).toBe('current');
  await change();
  // A folder in the way is an error, which is told as well.
  expect(await run().catch(() => 'failed')).not.toBe('current');
});

test('a mark of the byte order in front of an input is no edit', async () => {
  await run();
  await writeFile(join(root, 'document.yaml'), `\ufeff${DOCUMENT}`);
  expect(await run()).toBe('current');
});

test('a file is hashed as its content is, and changes of any byte change the hash', async () => {
  const path = join(root, 'bytes');
  const bytes = fc.uint8Array({ minLength: 1, maxLength: 50 });
  await fc.assert(
    fc.asyncProperty(bytes, fc.nat(), fc.integer({ min: 1, max: 255 }), async (content, at, bits) => {
      await writeFile(path, content);
      expect(hashFile(path)).toBe(hash(Buffer.from(content)));
      const outputs = { bytes: hash(Buffer.from(content)) };
      const stamp = {
        compiler: 'c',
        inputs: {},
        outputs,
        counts: { operations: 0, jobTypes: 0, schemas: 0, files: 1 },
      };
      expect(isCurrent(root, stamp, 'c', {})).toBe(true);
      const place = at % content.length;
      await editUnseen(path, () =>
        writeFile(
          path,
          content.map((byte, index) => (index === place ? byte ^ bits : byte)),
        ),
      );
      expect(isCurrent(root, stamp, 'c', {})).toBe(false);
    }),
    { numRuns: 50 },
  );
});

test.each(['', '\ufeff', '\ufeff\ufeffa', 'ü', `${'ü'.repeat(600_000)}`, `\ufeff${'ü'.repeat(1_200_000)}`])(
  'a text is hashed as it is read (%#)',
  async (text) => {
    const path = join(root, 'text');
    await writeFile(path, text);
    expect(hashTextFile(path)).toBe(hash(decodeText(Buffer.from(text))));
  },
);
