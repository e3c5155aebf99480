/** `specwire new`: what it adds is right, and changes nothing else. */
import { cp, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { checkSpecs } from '../generate.js';
import { readSpecs } from '../load/spec-files.js';
import { runCommand } from '../testing/run-command.js';

const BASE = join(import.meta.dirname, '../../tests/diagnostics/base');
let folder: string;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'specwire-new-'));
  await cp(BASE, folder, { recursive: true });
});
afterEach(() => rm(folder, { recursive: true, force: true }));

async function run(...args: string[]): Promise<{ code: unknown; said: string }> {
  const { code, stdout, stderr } = await runCommand(folder, ['new', ...args]);
  return { code, said: stdout + stderr };
}

async function mistakes(): Promise<readonly string[]> {
  const { diagnostics } = await checkSpecs(folder, await readSpecs(folder));
  return diagnostics.map(({ file, line, message }) => `${file}:${line} ${message}`);
}

const openapi = () => readFile(join(folder, 'specs/openapi.yaml'), 'utf8');

test('a job type is right as it is, and made once', async () => {
  expect(await run('job', 'image.caption')).toMatchObject({ code: 0 });
  expect(await readFile(join(folder, 'specs/jobs/image.caption.yaml'), 'utf8')).toContain(
    'title: image.caption',
  );
  expect(await mistakes()).toEqual([]);
  const again = await run('job', 'image.caption');
  expect(again).toEqual({ code: 1, said: 'specwire: specs/jobs/image.caption.yaml is there already.\n' });
});

test.each(['Image', 'a..b', '../a', 'a/b', ''])('a job type cannot be called %j', async (type) => {
  const { code, said } = await run('job', type);
  expect(code).toBe(2);
  expect(said).toContain(`'${type}' cannot be the name of a job type`);
});

test.each([
  ['get', '/reports/{report_id}', 'getReportsByReportId'],
  ['POST', '/reports', 'postReports'],
])('an operation %s %s is right as it is', async (method, path, operationId) => {
  const before = (await openapi()).replace('info:\n', '# What it is about.\ninfo:\n');
  await writeFile(join(folder, 'specs/openapi.yaml'), before);
  const { code, said } = await run('operation', method, path);
  expect(said).toContain(operationId);
  expect(code).toBe(0);
  expect(await mistakes()).toEqual([]);
  // Nothing is lost or moved: the lines before are there, in their order, the comment among them.
  const after = (await openapi()).split('\n');
  let at = 0;
  for (const line of before.split('\n').filter((one) => one.trim() !== '')) {
    at = after.indexOf(line, at);
    expect(at, line).toBeGreaterThanOrEqual(0);
    at += 1;
  }
  expect((await run('operation', method, path)).said).toContain('is there already');
});

test('what is no operation is refused, and nothing is written', async () => {
  const before = await openapi();
  expect(await run('operation', 'fetch', '/a')).toMatchObject({ code: 2 });
  expect(await run('operation', 'get', 'a')).toMatchObject({
    code: 2,
    said: expect.stringContaining('"/a"'),
  });
  await writeFile(join(folder, 'specs/openapi.yaml'), `${before}\n: [`);
  expect(await run('operation', 'get', '/a')).toMatchObject({ code: 1 });
  expect(await openapi()).toBe(`${before}\n: [`);
});

test('where there are no specs it says so', async () => {
  await rm(join(folder, 'specs'), { recursive: true });
  for (const args of [
    ['job', 'a.b'],
    ['operation', 'get', '/a'],
  ])
    expect((await run(...args)).said).toContain('there are no specs in');
});
