/** PostgreSQL goes away, loses its connections, has no disk left; clients are told to wait, and nothing is lost. */
import { createHash } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Response } from 'supertest';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type BreakableService, startBreakableService } from '../support/breakable-engines.js';
import { type Client, until } from '../support/client.js';
import { followJob } from '../support/faithful-reader.js';
import { loadProject } from '../support/line.js';
import {
  createEmit,
  expectRunOnce,
  expectSoundLog,
  expectTicks,
  expectWholeLog,
  many,
} from '../support/load-jobs.js';
import type { Service } from '../support/service.js';
import { canMountSmallDisk, mountSmallDisk, type SmallDisk } from '../support/small-disk.js';

const OUTAGE_SECONDS = process.env.SPECWIRE_TEST_FULL ? 20 : 3;
const CUTS = process.env.SPECWIRE_TEST_FULL ? 30 : 6;

/** For a PostgreSQL that goes away. */
let away: BreakableService;
/** For one that runs out of space. */
let full: { readonly disk: SmallDisk; readonly broken: BreakableService } | undefined;

const canBeFull = canMountSmallDisk();

// One after the other: to start is the most expensive part.
beforeAll(async () => {
  away = await startBreakableService({ servers: 2, root: loadProject() });
  if (canBeFull) full = await startOnSmallDisk();
}, 240_000);

afterAll(async () => {
  await Promise.all([away?.stop(), full?.broken.stop()]);
  full?.disk.remove();
});

async function startOnSmallDisk() {
  const disk = mountSmallDisk(192);
  try {
    const settings = { min_wal_size: '32MB', max_wal_size: '48MB' };
    const engines = { postgres: { dataDir: disk.folder, settings } };
    return { disk, broken: await startBreakableService({ root: loadProject() }, engines) };
  } catch (error) {
    disk.remove();
    throw error;
  }
}

function createKeyed(client: Client, key: string, metadata: Record<string, string> = {}): Promise<Response> {
  return client.post('/v1/jobs', {
    body: { type: 'load.empty', input: {}, metadata },
    headers: { 'Idempotency-Key': key },
  });
}

/** The answer says that the service is away for now, and when to come again. */
function expectUnavailable(answer: Response): void {
  expect([answer.status, answer.body.code, answer.body.retryable]).toEqual([503, 'unavailable', true]);
  expect(Number(answer.headers['retry-after'])).toBeGreaterThan(0);
  expect(answer.body.retry_after).toBe(Number(answer.headers['retry-after']));
}

/** Creates under a key until it is accepted, as an SDK would. */
async function createPatiently(
  client: Client,
  key: string,
  metadata: Record<string, string> = {},
): Promise<string> {
  return until(
    `${key} is accepted`,
    async () => {
      const answer = await createKeyed(client, key, metadata);
      if (answer.status === 202) return answer.body.job_id as string;
      expectUnavailable(answer);
      return undefined;
    },
    60,
  );
}

// With engines of its own each, and mostly waiting: side by side.
describe.concurrent('PostgreSQL', () => {
  describe('away', () => {
    test.each([
      ['stopped', 'stop'],
      ['killed', 'SIGKILL'],
    ] as const)(
      '%s and started again under running jobs and open streams: 503 meanwhile, then all goes on',
      {
        concurrent: false,
        timeout: 150_000,
      },
      async (_, how) => {
        const { engines, service } = away;
        const { client } = service;
        const jobs = await many(4, () =>
          createEmit(client, { events: (OUTAGE_SECONDS + 3) * 20, per_second: 20 }),
        );
        const readers = [...jobs, ...jobs].map(({ job_id }) => followJob([client], job_id));
        await until('all streams flow', async () => readers.every(({ events }) => events.length >= 10));
        await engines.endPostgres(how);
        const path = `/v1/jobs/${jobs[0]?.job_id}`;
        for (const answer of await Promise.all([
          client.get(path),
          client.get(`${path}/events`),
          client.get(`${path}/result`),
          client.get('/v1/jobs'),
          client.post(`${path}/cancel`),
          client.delete(path),
          createKeyed(client, `${how} 0`),
          client.get('/readyz'),
        ]))
          expectUnavailable(answer);
        expect((await client.get('/healthz')).status).toBe(200);
        // Those who keep trying are accepted as soon as that is possible, each once.
        const accepted = many(10, (index) => createPatiently(client, `${how} ${index}`));
        await sleep(OUTAGE_SECONDS * 1000);
        await engines.startPostgres();
        expect(new Set(await accepted).size).toBe(10);
        for (const reader of readers) {
          await expectTicks(reader, (OUTAGE_SECONDS + 3) * 20);
          await expectWholeLog(service, reader);
          // The server kept its streams open, and went on where they were.
          expect(reader.connections()).toBe(1);
        }
        for (const id of await accepted) await client.finished(id);
        await expectSoundLog(service, { succeeded: 14 });
      },
    );

    test('all its connections cut, again and again: no gap, no repeat, no key used twice', {
      concurrent: false,
      timeout: 150_000,
    }, async () => {
      const { service } = away;
      const { client } = service;
      const input = { events: CUTS * 20, per_second: 20 };
      const jobs = await many(4, () => createEmit(client, input));
      const held = await createEmit(client, { events: 1, hold: true });
      const readers = [...jobs, ...jobs].map(({ job_id }) => followJob([client], job_id));
      const cancelled = followJob([client], held.job_id);
      const accepted: string[] = [];
      for (let cut = 0; cut < CUTS; cut += 1) {
        const created = many(10, (index) => createPatiently(client, `cut ${cut} ${index}`));
        await sleep(20);
        const killed = await cutConnections(service);
        // Both servers and the worker listen.
        expect(killed.filter((name) => name.endsWith(' listen'))).toHaveLength(3);
        accepted.push(...(await created));
        await until('all listen again', async () => (await countListeners(service)) === 3);
      }
      expect(new Set(accepted).size).toBe(CUTS * 10);
      const cancelledAt = performance.now();
      expect((await client.post(`/v1/jobs/${held.job_id}/cancel`)).status).toBe(202);
      const end = (await cancelled.ended).at(-1);
      expect(end?.body.data.status).toBe('cancelled');
      expect((end?.receivedAt ?? Number.POSITIVE_INFINITY) - cancelledAt).toBeLessThan(2000);
      for (const reader of readers) {
        await expectTicks(reader, input.events);
        await expectWholeLog(service, reader);
        expect(reader.connections()).toBe(1);
      }
      await Promise.all(accepted.map((id) => client.finished(id)));
      await expectRunOnce(service, [...accepted, ...jobs.map(({ job_id }) => job_id)]);
      await expectSoundLog(service, { succeeded: CUTS * 10 + 4, cancelled: 1 });
    });
  });

  test.skipIf(!canBeFull)(
    'its disk is full (on Linux, as root, where file systems may be mounted): creates are to be tried again, and nothing accepted is lost',
    async () => {
      if (full === undefined) throw new Error('no small disk');
      const { disk, broken } = full;
      const { engines, service } = broken;
      const { client } = service;
      const input = { events: 400, per_second: 40, padding: 2000 };
      const jobs = await many(4, () => createEmit(client, input));
      const readers = jobs.map(({ job_id }) => followJob([client], job_id));
      await until('all streams flow', async () => readers.every(({ events }) => events.length >= 10));
      disk.fill();
      const { accepted, refused } = await createUntilFull(client);
      // For a while it stays as it is.
      await sleep(OUTAGE_SECONDS * 1000);
      expectUnavailable(await createKeyed(client, 'while it is full', largeMetadata('while it is full')));
      const [worker] = service.workers;
      expect(worker?.output()).toContain('PostgreSQL does not answer; events wait');
      // Now its own log cannot go on either, which ends it, and its recovery after that.
      await fillWriteAheadLog(service);
      await until('PostgreSQL has ended', async () => !engines.isPostgresRunning);
      expectUnavailable(await createKeyed(client, 'while it is down', largeMetadata('while it is down')));
      disk.free();
      await engines.startPostgres();
      const late = await Promise.all(refused.map((key) => createPatiently(client, key, largeMetadata(key))));
      for (const id of [...accepted, ...late]) expect((await client.finished(id)).status).toBe('succeeded');
      for (const reader of readers) {
        await expectTicks(reader, input.events);
        await expectWholeLog(service, reader);
      }
      await expectSoundLog(service, { succeeded: 4 + new Set([...accepted, ...late]).size });
    },
    150_000,
  );
});

/** Cuts every connection to the service's database but the one that asks; returns whose they were. */
async function cutConnections({ query }: Service): Promise<readonly string[]> {
  const rows = await query(
    `SELECT application_name AS name, pg_terminate_backend(pid) FROM pg_stat_activity
     WHERE datname = current_database() AND pid <> pg_backend_pid() AND backend_type = 'client backend'`,
  );
  return rows.map(({ name }) => String(name));
}

async function countListeners({ query }: Service): Promise<number> {
  const rows = await query(
    `SELECT FROM pg_stat_activity WHERE datname = current_database() AND application_name LIKE '% listen'
     AND query NOT LIKE ''`,
  );
  return rows.length;
}

/** Writes to PostgreSQL's write-ahead log and nowhere else, until it cannot. */
async function fillWriteAheadLog({ query }: Service): Promise<void> {
  const write = () => query(`SELECT pg_logical_emit_message(false, 'test', repeat('x', 8000000))`);
  await expect(async () => {
    for (let turn = 0; turn < 20; turn += 1) await write();
  }).rejects.toThrow();
}

/** Seven kB that do not compress, and are the same each time that the key is used. */
function largeMetadata(key: string): Record<string, string> {
  const noise = (name: number) =>
    Array.from({ length: 5 }, (_, part) =>
      createHash('sha512').update(`${key} ${name} ${part}`).digest('base64'),
    );
  return Object.fromEntries(Array.from({ length: 16 }, (_, name) => [`key-${name}`, noise(name).join('')]));
}

/** Creates until the disk is full; returns which were accepted, and the keys of those that were refused. */
async function createUntilFull(client: Client) {
  const accepted: string[] = [];
  const refused: string[] = [];
  const end = Date.now() + 30_000;
  for (let round = 0; refused.length < 20; round += 1) {
    if (Date.now() > end) throw new Error(`the disk takes all: ${accepted.length} creates`);
    await many(10, async (index) => {
      const key = `full ${round} ${index}`;
      const answer = await createKeyed(client, key, largeMetadata(key));
      if (answer.status === 202) return accepted.push(answer.body.job_id);
      expectUnavailable(answer);
      return refused.push(key);
    });
  }
  return { accepted, refused };
}
