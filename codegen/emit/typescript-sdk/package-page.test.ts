/** The client as docs/packages.md has another team install it: compiled, packed, found by its name. */
import { execFile } from 'node:child_process';
import { mkdir, mkdtemp, readFile, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, expect, test } from 'vitest';

const run = promisify(execFile);
const ROOT = join(import.meta.dirname, '../../..');

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'specwire-client-'));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

test('it needs nothing beside it', async () => {
  const page = await readFile(join(ROOT, 'docs/packages.md'), 'utf8');
  const [, command = ''] = /^ {4}npx tsc (.*\\\n.*)$/m.exec(page) ?? [];
  const [, manifest = ''] = /^```json client\/package.json\n(.*?)^```/ms.exec(page) ?? [];
  const args = command
    .split(/[\s\\]+/)
    .map((arg) => (arg === 'client/dist' ? join(folder, 'client/dist') : arg));
  await run(process.execPath, [join(ROOT, 'node_modules/typescript/bin/tsc'), ...args], { cwd: ROOT });
  await writeFile(join(folder, 'client/package.json'), manifest);
  await mkdir(join(folder, 'node_modules/@acme'), { recursive: true });
  await symlink(join(folder, 'client'), join(folder, 'node_modules/@acme/jobs-client'));
  const script = `import { SpecwireClient } from '@acme/jobs-client';
    console.log(typeof new SpecwireClient({ baseUrl: 'http://127.0.0.1' }).jobs.create);`;
  await writeFile(join(folder, 'use.mjs'), script);
  expect((await run(process.execPath, ['use.mjs'], { cwd: folder })).stdout).toBe('function\n');
});
