import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { sortDiagnostics } from '../../diagnostics.js';
import { checkSpecs } from '../../generate.js';
import { readSpecs } from '../spec-files.js';
import { checkAsyncapi } from './asyncapi-parser.js';

const BASE = join(import.meta.dirname, '../../../tests/diagnostics/base');

let cache: string;
beforeEach(async () => {
  cache = await mkdtemp(join(tmpdir(), 'specwire-parser-'));
});
afterEach(() => rm(cache, { recursive: true, force: true }));

async function parse(edit: (text: string) => string): Promise<string[]> {
  const texts = new Map(await readSpecs(BASE));
  const before = texts.get('specs/asyncapi.yaml') ?? '';
  texts.set('specs/asyncapi.yaml', edit(before));
  const { project, built, diagnostics } = await checkSpecs(BASE, texts);
  expect(diagnostics).toEqual([]);
  const found = sortDiagnostics(await checkAsyncapi(project, built, cache));
  return found.map(({ file, line, column, message }) => `${file}:${line}:${column} ${message}`);
}

test('is content with what our own checks are content with', async () => {
  expect(await parse((text) => text)).toEqual([]);
});

test('finds what only it knows, once, where the author wrote it, and remembers it', async () => {
  const edit = (text: string) =>
    text.replace(
      '      name: job.status\n',
      '      name: job.status\n      correlationId: { location: job_id }\n',
    );
  const found = await parse(edit);
  expect(found).toEqual([
    expect.stringMatching(/^specs\/asyncapi\.yaml:26:34 .*"location" property must match pattern/),
  ]);
  const cached = await readdir(cache);
  expect(cached).toHaveLength(1);
  expect(await parse(edit)).toEqual(found);
  expect(await readdir(cache)).toEqual(cached);
});
