/** `specwire new`: what it adds is right, and changes nothing else. */
import { cp, mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { checkSpecs } from '../generate.js';
import { lintProject } from '../lint/index.js';
import { readSpecs } from '../load/spec-files.js';
import { runCommand } from '../testing/run-command.js';

const BASE = join(import.meta.dirname, '../../tests/diagnostics/base');
const PLATFORM = join(import.meta.dirname, '../../specs');
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

describe('in a project that has job types only', () => {
  beforeEach(async () => {
    for (const path of ['openapi.yaml', 'asyncapi.yaml', 'schemas'])
      await rm(join(folder, 'specs', path), { recursive: true });
  });

  const specs = async () =>
    (await readdir(join(folder, 'specs'), { recursive: true }))
      .filter((path) => path.endsWith('.yaml'))
      .sort();

  test.each(['get', 'post'])(
    '%s joins a copy of the platform’s documents, which is right',
    async (method) => {
      const { code, said } = await run('operation', method, '/v1/reports/{report_id}');
      expect(said).toContain('new      specs/schemas/problem.yaml\n');
      expect(said).toMatch(/new {6}specs\/openapi\.yaml\nchanged {2}specs\/openapi\.yaml: /);
      expect(code).toBe(0);
      const shared = await readdir(join(PLATFORM, 'schemas'));
      expect(await specs()).toEqual(
        [
          'asyncapi.yaml',
          'jobs/text.shout.yaml',
          'openapi.yaml',
          ...shared.map((name) => `schemas/${name}`),
        ].sort(),
      );
      const { diagnostics } = await lintProject(folder);
      expect(diagnostics.map(({ file, line, message }) => `${file}:${line} ${message}`)).toEqual([]);
      const { built } = await checkSpecs(folder, await readSpecs(folder));
      const { operations } = built.contract;
      const added = operations.find(({ path }) => path === '/v1/reports/{report_id}');
      // As the platform's own answer, which it has 400 among: requests are held to the contract.
      expect(added).toMatchObject({ method, isPublic: false, rateLimit: 'reads' });
      expect(added?.responses.map(({ status }) => status)).toEqual([
        '200',
        '400',
        '401',
        ...(method === 'post' ? ['413', '415'] : []),
        '429',
        '500',
        '503',
      ]);
    },
  );

  test('nothing of the platform’s is lost but examples of job types that are not there', async () => {
    await run('operation', 'get', '/v1/reports');
    for (const path of await specs()) {
      if (path.startsWith('jobs/')) continue;
      const copy = (await readFile(join(folder, 'specs', path), 'utf8')).split('\n');
      const lost = (await readFile(join(PLATFORM, path), 'utf8'))
        .split('\n')
        .filter((line) => !copy.includes(line));
      expect(lost.length, lost.join('\n')).toBeLessThan(path === 'openapi.yaml' ? 80 : 25);
    }
    expect(await openapi()).toContain('# The problem responses.');
  });

  test('nothing is overwritten, and nothing written beside what is in the way', async () => {
    await mkdir(join(folder, 'specs/schemas'));
    await writeFile(join(folder, 'specs/schemas/job.yaml'), 'Own: { type: string }\n');
    expect(await run('operation', 'get', '/v1/reports')).toEqual({
      code: 1,
      said: expect.stringContaining('specs/schemas/job.yaml is there already'),
    });
    expect(await specs()).toEqual(['jobs/text.shout.yaml', 'schemas/job.yaml']);
    expect(await readFile(join(folder, 'specs/schemas/job.yaml'), 'utf8')).toBe('Own: { type: string }\n');
  });

  test('its own mistakes come first', async () => {
    const job = join(folder, 'specs/jobs/text.shout.yaml');
    await writeFile(job, (await readFile(job, 'utf8')).replace('timeout:', 'timeuot:'));
    expect(await run('operation', 'get', '/v1/reports')).toMatchObject({
      code: 1,
      said: expect.stringContaining('`specwire generate` shows them'),
    });
    expect(await specs()).toEqual(['jobs/text.shout.yaml']);
  });

  test('what the platform has already is refused before anything is copied', async () => {
    expect(await run('operation', 'get', '/v1/jobs')).toMatchObject({
      code: 1,
      said: expect.stringContaining('get /v1/jobs is there already'),
    });
    expect(await specs()).toEqual(['jobs/text.shout.yaml']);
  });
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
