import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { readSpecs } from './spec-files.js';

let root: string;
beforeEach(async () => {
  root = await mkdtemp(join(tmpdir(), 'specwire-specs-'));
  await mkdir(join(root, 'specs/schemas/folder.yaml'), { recursive: true });
});
afterEach(() => rm(root, { recursive: true, force: true }));

test('reads files of every spelling of the endings, also in a folder that is called like a file', async () => {
  const names = ['openapi.yaml', 'schemas/a.YAML', 'schemas/b.yml', 'schemas/folder.yaml/c.json'];
  const others = ['schemas/.hidden.yaml', 'schemas/notes.md'];
  for (const name of [...names, ...others]) await writeFile(join(root, 'specs', name), name);
  expect([...(await readSpecs(root))]).toEqual(names.map((name) => [`specs/${name}`, name]));
});

test('a byte order mark is not part of the text; a character of replacement is', async () => {
  await writeFile(join(root, 'specs/openapi.yaml'), '\ufeffa: \ufffd');
  expect([...(await readSpecs(root)).values()]).toEqual(['a: \ufffd']);
});

test.for([
  ['a byte that begins no character', [0x61, 0xff, 0x62], 'a\udcffb'],
  ['a character that is not complete', [0x61, 0xe2, 0x82], 'a\udce2\ufffd'],
  ['one that is not complete and is followed by others', [0xc3, 0x28], '\udcc3('],
  ['a half of a pair of UTF-16', [0xed, 0xa0, 0x80], '\udced\ufffd\ufffd'],
] as const)('%s is kept as a sign that no text has', async ([, bytes, text]) => {
  await writeFile(join(root, 'specs/openapi.yaml'), Buffer.from(bytes));
  expect([...(await readSpecs(root)).values()]).toEqual([text]);
});
