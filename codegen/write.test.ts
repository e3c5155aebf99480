import { mkdir, mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { applyPlan } from './apply-plan.js';
import type { GeneratedFile } from './model/contract.js';
import { planWrites } from './write.js';

const HEADER = '// Generated from specs by `npm run generate`. Do not edit.\n';

let root: string;
beforeEach(async () => {
  root = await mkdtemp(join(tmpdir(), 'specwire-write-'));
});
afterEach(() => rm(root, { recursive: true, force: true }));

function generated(path: string, content = `${HEADER}${path}\n`): GeneratedFile {
  return { path, content, ownership: 'generated' };
}

async function run(...files: GeneratedFile[]): Promise<string[]> {
  const plan = planWrites(root, files);
  expect(plan.foreign).toEqual([]);
  applyPlan(root, plan);
  return plan.changes.map(({ kind, path }) => `${kind} ${path}`);
}

async function put(path: string, content: string): Promise<void> {
  await mkdir(dirname(join(root, path)), { recursive: true });
  await writeFile(join(root, path), content);
}

async function tree(): Promise<string[]> {
  const entries = await readdir(root, { recursive: true, withFileTypes: true });
  return entries
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name).slice(root.length + 1))
    .sort();
}

test('the first run makes everything, the second one touches nothing', async () => {
  const files = [generated('a/one.ts'), generated('b.json', '{}\n')];
  expect(await run(...files)).toEqual([
    'create generated/a/one.ts',
    'create generated/b.json',
    'create generated/manifest.json',
  ]);
  const before = await stat(join(root, 'generated/b.json'));
  expect(await run(...files)).toEqual([]);
  expect((await stat(join(root, 'generated/b.json'))).mtimeMs).toBe(before.mtimeMs);
  expect(await tree()).toEqual(['generated/a/one.ts', 'generated/b.json', 'generated/manifest.json']);
});

test('rewrites only what changed', async () => {
  await run(generated('one.ts'), generated('two.ts'));
  const before = await stat(join(root, 'generated/two.ts'));
  expect(await run(generated('one.ts', `${HEADER}other`), generated('two.ts'))).toEqual([
    'update generated/one.ts',
  ]);
  expect((await stat(join(root, 'generated/two.ts'))).mtimeMs).toBe(before.mtimeMs);
});

test('removes what it no longer makes, with folders that are empty then, and nothing of the author', async () => {
  await run(generated('old/deep/one.ts'), generated('old/two.ts'), generated('three.ts'));
  await put('generated/old/notes.md', 'mine\n');
  expect(await run(generated('three.ts'))).toEqual([
    'update generated/manifest.json',
    'remove generated/old/deep/one.ts',
    'remove generated/old/two.ts',
  ]);
  expect(await tree()).toEqual(['generated/manifest.json', 'generated/old/notes.md', 'generated/three.ts']);
  expect(await readdir(join(root, 'generated/old'))).toEqual(['notes.md']);
});

test('a manifest cannot lead out of the project', async () => {
  const outside = await mkdtemp(join(tmpdir(), 'specwire-outside-'));
  await writeFile(join(outside, 'precious'), '');
  const wayOut = `../${outside.split('/').at(-1)}/precious`;
  await put(
    'generated/manifest.json',
    JSON.stringify({ files: [wayOut, `${outside}/precious`, 'a/../../b'] }),
  );
  expect(await run(generated('one.ts'))).toEqual([
    'update generated/manifest.json',
    'create generated/one.ts',
  ]);
  expect(await readdir(outside)).toEqual(['precious']);
  await rm(outside, { recursive: true });
});

test("refuses to overwrite a file that is somebody else's", async () => {
  await put('worker/handlers/index.ts', 'export const mine = 1;\n');
  const managed: GeneratedFile = { path: 'worker/handlers/index.ts', content: HEADER, ownership: 'managed' };
  expect(planWrites(root, [managed]).foreign).toEqual(['worker/handlers/index.ts']);
  await put('worker/handlers/index.ts', `${HEADER}an older one`);
  expect(await run(managed)).toEqual(['create generated/manifest.json', 'update worker/handlers/index.ts']);
});

test('a folder where a generated file goes is named', async () => {
  await mkdir(join(root, 'generated/one.ts'), { recursive: true });
  expect(() => planWrites(root, [generated('one.ts')])).toThrow(/generated\/one\.ts is a folder/);
});

test('a stub is written once and never again', async () => {
  const stub: GeneratedFile = { path: 'worker/handlers/a.ts', content: 'stub\n', ownership: 'once' };
  expect(await run(stub)).toContain('stub worker/handlers/a.ts');
  await put('worker/handlers/a.ts', 'written by hand\n');
  expect(await run(stub)).toEqual([]);
  expect(await run()).toEqual([]);
  expect(await readFile(join(root, 'worker/handlers/a.ts'), 'utf8')).toBe('written by hand\n');
});

test('a run that fails half way leaves everything as it was', async () => {
  await run(generated('a.ts', `${HEADER}1`), generated('gone.ts'), generated('z/z.ts', `${HEADER}1`));
  const before = await Promise.all(
    (await tree()).map(async (path) => [path, await readFile(join(root, path), 'utf8')]),
  );
  const plan = planWrites(root, [
    generated('a.ts', `${HEADER}2`),
    generated('new.ts'),
    generated('z/z.ts', `${HEADER}2`),
  ]);
  // The last file cannot be replaced: a folder stands in its place by now.
  await rm(join(root, 'generated/z/z.ts'));
  await mkdir(join(root, 'generated/z/z.ts'));
  expect(() => applyPlan(root, plan)).toThrow();
  await rm(join(root, 'generated/z/z.ts'), { recursive: true });
  await put('generated/z/z.ts', `${HEADER}1`);
  expect(
    await Promise.all((await tree()).map(async (path) => [path, await readFile(join(root, path), 'utf8')])),
  ).toEqual(before);
});

test('leaves no staging folder behind', async () => {
  await run(generated('one.ts'));
  expect(await readdir(root)).toEqual(['generated']);
  await put('.specwire/keep', '');
  await run(generated('two.ts'));
  expect(await readdir(join(root, '.specwire'))).toEqual(['keep']);
});

test('clears away what a killed run has left, but not the folder of one that goes on', async () => {
  // No process has this number: it is beyond the largest one.
  await put('.specwire-stage-99999999-Ab3/0', 'half of a file');
  await put('.specwire-stage-Xy7/0', 'from before processes were named');
  await put(`.specwire-stage-${process.pid}-Cd5/0`, 'in the making');
  await run();
  expect((await readdir(root)).sort()).toEqual([`.specwire-stage-${process.pid}-Cd5`, 'generated']);
});
