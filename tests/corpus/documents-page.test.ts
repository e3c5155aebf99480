/** The example of docs/documents.md compiles, and prints what the page says that it prints. */
import { execFile } from 'node:child_process';
import { cp, mkdtemp, readFile, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, expect, test } from 'vitest';

const run = promisify(execFile);
const REPOSITORY = join(import.meta.dirname, '../..');

let folder: string;
let page: string;

beforeAll(async () => {
  page = await readFile(join(REPOSITORY, 'docs/documents.md'), 'utf8');
  folder = await mkdtemp(join(tmpdir(), 'specwire-page-'));
  await symlink(join(REPOSITORY, 'node_modules'), join(folder, 'node_modules'));
  await writeFile(join(folder, 'package.json'), '{ "type": "module" }');
  await cp(join(import.meta.dirname, 'bookshop-3.0.yaml'), join(folder, 'bookshop.yaml'));
  for (const [, name = '', code = ''] of page.matchAll(/^```ts (\S+)\n(.*?)^```/gms))
    await writeFile(join(folder, name), code);
  const command = /^ {4}specwire (.*)$/m.exec(page)?.[1] ?? '';
  const cli = ['--import', import.meta.resolve('tsx/esm'), join(REPOSITORY, 'codegen/cli.ts')];
  await run(process.execPath, [...cli, ...command.split(' ')], { cwd: folder });
});
afterAll(() => rm(folder, { recursive: true, force: true }));

test('it compiles at its strictest', async () => {
  const options = [
    'strict',
    'exactOptionalPropertyTypes',
    'noUncheckedIndexedAccess',
    'noEmit',
    'skipLibCheck',
  ];
  const flags = [...options.map((option) => `--${option}`), '--module', 'nodenext', '--target', 'es2022'];
  const lib = ['--lib', 'es2023,dom,dom.iterable', '--types', 'node'];
  const { stdout } = await run('node_modules/.bin/tsc', [...flags, ...lib, 'client.ts'], {
    cwd: folder,
  }).catch((error: { stdout: string }) => error);
  expect(stdout).toBe('');
});

test('it prints what the page says', async () => {
  const wanted = /^```text\n(.*?)^```/ms.exec(page)?.[1];
  const { stdout } = await run(process.execPath, ['--import', 'tsx/esm', 'client.ts'], { cwd: folder });
  expect(stdout).toBe(wanted);
});
