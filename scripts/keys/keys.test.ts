/** Keys are made, listed and revoked as an operator does it, in a real database. */
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { runCommand } from '../../codegen/testing/run-command.js';
import { findApiKey } from '../../store/index.js';
import { startTestDatabase, type TestDatabase } from '../../store/testing/database.js';
import { runningPostgresUrl } from '../engines/postgres.js';

const KEYS = [{ name: 'keys', summary: 'keys', load: () => import('./command.js') }];

let server: TestDatabase;
let folder: string;
beforeAll(async () => {
  // As it is before any server has started.
  server = await startTestDatabase({ migrated: false });
  folder = await mkdtemp(join(tmpdir(), 'specwire-keys-'));
});
afterAll(async () => {
  await server.stop();
  await rm(folder, { recursive: true, force: true });
});

const keys = (args: readonly string[], DATABASE_URL = server.url) =>
  runCommand(folder, ['keys', ...args], { env: { DATABASE_URL }, entries: KEYS });

test('a key is made with its limits, listed without giving it away, and revoked', async () => {
  const limits = ['--jobs-per-minute', '600', '--reads-per-minute', '6000'];
  const made = await keys(['create', '--tenant', 'acme', '--label', 'ci', ...limits]);
  expect(made).toMatchObject({ code: 0, stdout: expect.stringMatching(/^key_\w+\nsk_[\w-]{32}\n$/) });
  const [id = '', key = ''] = made.stdout.split('\n');
  expect(await findApiKey(server.database, key)).toEqual({
    ...{ id, tenantId: 'acme', label: 'ci', jobsPerMinute: 600, readsPerMinute: 6000 },
  });
  const listed = await keys(['list']);
  expect(listed).toMatchObject({ code: 0, stdout: `${id}  acme  ci  jobs 600, reads 6000  valid\n` });

  const others = await keys(['revoke', id, '--tenant', 'globex']);
  expect(others).toMatchObject({
    code: 1,
    stderr: expect.stringContaining('tenant globex has no valid key'),
  });
  expect(await keys(['revoke', id, '--tenant', 'acme'])).toMatchObject({ code: 0 });
  expect(await findApiKey(server.database, key)).toBeUndefined();
  expect((await keys(['list'])).stdout).toMatch(/ revoked \d{4}-/);
});

test('without a database it says how to name one', async () => {
  expect(await keys(['list'], '')).toMatchObject({
    code: 2,
    stderr: expect.stringContaining('set DATABASE_URL'),
  });
  expect(await keys(['list'], 'mysql://db')).toMatchObject({
    code: 2,
    stderr: expect.stringContaining('not a postgres:// URL'),
  });
  expect(await keys(['list'], 'postgres://127.0.0.1:1/specwire')).toMatchObject({
    code: 1,
    stderr: expect.stringContaining('the database cannot be used'),
  });
});

test('the database of a started project is found by the lock of its PostgreSQL', async () => {
  const dataDir = join(folder, 'project/.specwire');
  const data = join(dataDir, 'postgres/data');
  expect(runningPostgresUrl(dataDir)).toBeUndefined();
  await mkdir(data, { recursive: true });
  await writeFile(join(data, 'postmaster.pid'), '4711\n/data\n1790000000\n5499\n\n127.0.0.1\n');
  expect(runningPostgresUrl(dataDir)).toBe('postgres://postgres@127.0.0.1:5499/specwire');
});
