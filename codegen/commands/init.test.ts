/** `specwire init`, up to the files; that they make a project which runs is in tests/package.test.ts. */
import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { specwireDependency } from '../init/specwire-dependency.js';
import { runCommand } from '../testing/run-command.js';

let folder: string;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'specwire-init-'));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

const init = (...args: string[]) => runCommand(folder, ['init', ...args]);

const manifestIn = async (dir: string) =>
  JSON.parse(await readFile(join(folder, dir, 'package.json'), 'utf8'));

test('makes a project, named like its folder, and says what to do next', async () => {
  const { code, stdout } = await init('My Jobs!');
  expect(code).toBe(0);
  expect(await readdir(join(folder, 'My Jobs!'))).toEqual(
    expect.arrayContaining(['.github', '.gitignore', 'README.md', 'package.json', 'specs', 'test', 'worker']),
  );
  expect((await manifestIn('My Jobs!')).name).toBe('my-jobs');
  expect(await readFile(join(folder, 'My Jobs!/README.md'), 'utf8')).toMatch(/^# my-jobs\n/);
  expect(stdout).toContain('npm start');
});

test('takes the versions of what it needs from the package that it comes with', async () => {
  await init('one');
  const own = JSON.parse(await readFile(join(import.meta.dirname, '../../package.json'), 'utf8'));
  const { devDependencies, scripts } = await manifestIn('one');
  const { redoc: _, '@asyncapi/react-component': __, ...wanted } = own.peerDependencies;
  expect(devDependencies).toMatchObject(wanted);
  // Not everybody looks at documents in a browser, and a hundred packages come with them.
  expect(Object.keys(devDependencies)).not.toContain('redoc');
  expect(Object.keys(scripts)).toEqual(expect.arrayContaining(['start', 'test', 'check', 'generate']));
});

test('takes a folder that has nothing but a repository, and a name', async () => {
  await mkdir(join(folder, '.git'));
  expect((await init('.', '--name', '@acme/jobs')).code).toBe(0);
  expect((await manifestIn('.')).name).toBe('@acme/jobs');
});

test('refuses a folder with something in it, and says what is in the way', async () => {
  for (const name of ['f', 'e', 'd', 'c', 'b', 'a']) await writeFile(join(folder, name), '');
  const { code, stderr } = await init();
  expect(code).toBe(2);
  expect(stderr).toContain('is not empty: a, b, c, d, e and 1 more.');
  expect(await readdir(folder)).toHaveLength(6);
});

test.each([['Jobs'], ['a b'], ['.hidden'], ['@acme'], ['']])('refuses the name %j', async (name) => {
  const { code, stderr } = await init('new', '--name', name);
  expect(code).toBe(2);
  expect(stderr).toContain('is no name of a package');
  expect(await readdir(folder)).toEqual([]);
});

test('refuses a file', async () => {
  await writeFile(join(folder, 'file'), '');
  expect((await init('file')).stderr).toContain('is a file, not a folder');
});

test.each<[string, string, object | undefined, string]>([
  [
    'of a registry',
    'app/node_modules/specwire',
    { resolved: 'https://registry.npmjs.org/specwire.tgz' },
    '^1.2.3',
  ],
  ['without a note of where it came from', 'app/node_modules/specwire', undefined, '^1.2.3'],
  [
    'of an archive',
    'app/node_modules/specwire',
    { resolved: 'file:../specwire.tgz' },
    'file:../../specwire.tgz',
  ],
  ['in a clone', 'clone', undefined, 'file:../../clone'],
])('a package %s is depended on as it can be had', async (_, place, entry, wanted) => {
  const installed = join(folder, place);
  await mkdir(installed, { recursive: true });
  const lock = { packages: { 'node_modules/specwire': entry } };
  if (entry !== undefined) await writeFile(join(installed, '../.package-lock.json'), JSON.stringify(lock));
  const project = join(folder, 'new/project');
  expect(specwireDependency({ folder: installed, version: '1.2.3' }, project)).toBe(wanted);
});
