/** The embedded PostgreSQL after kills: locks heal, left-overs end. */
import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { type Postgres, startPostgres } from './postgres.js';
import { endLeftOver } from './postgres-left-over.js';

let dataDir: string;
let data: string;
let lock: string;
let running: Postgres | undefined;

beforeAll(async () => {
  dataDir = mkdtempSync(join(tmpdir(), 'postgres test #1-'));
  data = join(dataDir, 'data');
  lock = join(data, 'postmaster.pid');
  running = await startPostgres({ dataDir });
  await running.stop();
}, 60_000);
afterAll(async () => {
  await running?.stop();
  rmSync(dataDir, { recursive: true, force: true });
});

it.each([
  ['empty', ''],
  ['of the first process', `1\n`],
  ['of a process that is no postgres', `${process.pid}\n`],
  ['without a number', 'nonsense\n'],
])('starts in spite of a lock that is %s', async (_, text) => {
  writeFileSync(lock, text);
  running = await startPostgres({ dataDir });
  await running.stop();
  expect(existsSync(lock)).toBe(false);
});

it.each([
  ['whole', undefined],
  ['emptied', ''],
])('ends the one that still runs, and says so: its lock is %s', async (_, text) => {
  const leftOver = await startPostgres({ dataDir });
  if (text !== undefined) writeFileSync(lock, text);
  const lines: string[] = [];
  await endLeftOver(data, (line) => lines.push(line));
  expect(lines).toEqual([`PostgreSQL of a killed run is still there (process ${leftOver.pid}); ending it`]);
  await leftOver.ended;
  running = await startPostgres({ dataDir });
  await running.stop();
});

it('refuses a path that is too long, in one line', async () => {
  const long = join(dataDir, ...Array.from({ length: 10 }, () => 'x'.repeat(100)));
  await expect(startPostgres({ dataDir: long })).rejects.toThrow(/^PostgreSQL cannot use .* 900 bytes.*$/);
});
