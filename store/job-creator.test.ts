import { afterAll, beforeAll, expect, it } from 'vitest';
import type { NewJob } from './create-job.js';
import { JobCreator } from './job-creator.js';
import { getJob } from './jobs.js';
import { startTestDatabase, type TestDatabase } from './testing/database.js';
import { newJob, readLog } from './testing/jobs.js';

let test: TestDatabase;

beforeAll(async () => {
  test = await startTestDatabase();
}, 60_000);
afterAll(() => test.stop());

const keyed = (key: string, fingerprint = 'body', fields: Partial<NewJob> = {}) =>
  newJob({ idempotency: { operation: 'createJob', key, fingerprint }, ...fields });

it('stores what comes at once in few transactions, each job as if it had come alone', async () => {
  const creator = new JobCreator(test.database);
  const jobs = Array.from({ length: 50 }, (_, index) =>
    newJob({
      input: JSON.stringify({ text: `"${index}", \\ {} NULL ü 𝄞` }),
      metadata: { customer: 'ü "quoted"' },
      tags: index % 2 === 0 ? ['a "b"', 'c,d', '{e}'] : [],
      tenantId: index % 3 === 0 ? 'acme' : 'other',
      requestId: `request-${index}`,
    }),
  );
  const outcomes = await Promise.all(jobs.map((job) => creator.create(job)));
  for (const [index, job] of jobs.entries()) {
    const row = await getJob(test.database, job.tenantId, job.jobId);
    expect(outcomes[index]).toEqual({ kind: 'created', job: row });
    expect(row).toMatchObject({ metadata: job.metadata, tags: job.tags, requestId: job.requestId });
    expect(await readLog(test.database, job.jobId)).toMatchObject([{ seq: 1, data: { status: 'queued' } }]);
  }
  const ids = jobs.map(({ jobId }) => jobId);
  const inputs = await test.sql('SELECT input FROM job_payloads WHERE job_id = ANY ($1) ORDER BY job_id', [
    ids,
  ]);
  expect(inputs).toEqual(
    [...jobs].sort((a, b) => (a.jobId < b.jobId ? -1 : 1)).map(({ input }) => ({ input })),
  );
  const tags = await test.sql(`SELECT count(*)::int AS n FROM job_tags WHERE job_id = ANY ($1)`, [ids]);
  expect(tags).toEqual([{ n: 75 }]);
  const [{ n } = { n: 0 }] = await test.sql<{ n: number }>(
    'SELECT count(DISTINCT xmin::text)::int AS n FROM jobs WHERE id = ANY ($1)',
    [ids],
  );
  expect(n).toBeLessThanOrEqual(2);
});

it('makes one job of a key, whether it comes twice at once or later', async () => {
  const creator = new JobCreator(test.database);
  const elsewhere = new JobCreator(test.open());
  const outcomes = await Promise.all(
    Array.from({ length: 40 }, (_, index) => (index % 2 === 0 ? creator : elsewhere).create(keyed('once'))),
  );
  expect(outcomes.map(({ kind }) => kind).sort()).toEqual(['created', ...Array(39).fill('replayed')]);
  expect(await creator.create(keyed('once', 'another body'))).toEqual({
    kind: 'key_reused',
    jobDeleted: false,
  });
  expect((await creator.create(keyed('once'))).kind).toBe('replayed');
});

it('gives the same job when the same id is created again', async () => {
  const creator = new JobCreator(test.database);
  const job = newJob();
  const first = await creator.create(job);
  expect(await Promise.all([creator.create(job), creator.create(newJob())])).toMatchObject([
    first,
    { kind: 'created' },
  ]);
  expect(await readLog(test.database, job.jobId)).toHaveLength(1);
});

it('refuses what cannot be stored, and only that', async () => {
  const creator = new JobCreator(test.database);
  const [good, bad, other] = await Promise.allSettled([
    creator.create(newJob()),
    creator.create(newJob({ tags: ['\u0000'] })),
    creator.create(newJob()),
  ]);
  expect([good.status, bad.status, other.status]).toEqual(['fulfilled', 'rejected', 'fulfilled']);
});

it('lets nobody wait for a key that another transaction is storing but who sent it', async () => {
  const creator = new JobCreator(test.database);
  const client = await test.database.pool.connect();
  await client.query('BEGIN');
  await client.query(
    `INSERT INTO idempotency_keys (tenant_id, operation, key, fingerprint, job_id, created_at)
     VALUES ('acme', 'createJob', 'held', 'body', 'job_1', now())`,
  );
  const held = creator.create(keyed('held'));
  let isHeld = true;
  void held.finally(() => {
    isHeld = false;
  });
  const others = await Promise.all([creator.create(keyed('free')), creator.create(newJob())]);
  expect(others.map(({ kind }) => kind)).toEqual(['created', 'created']);
  expect(isHeld).toBe(true);
  await client.query('ROLLBACK');
  client.release();
  expect((await held).kind).toBe('created');
});

it('takes inputs of any size, and stores no more at once than it can hold', async () => {
  const creator = new JobCreator(test.database);
  const jobs = Array.from({ length: 5 }, () => newJob({ input: `"${'x'.repeat(900_000)}"` }));
  const outcomes = await Promise.all(jobs.map((job) => creator.create(job)));
  expect(outcomes.map(({ kind }) => kind)).toEqual(Array(5).fill('created'));
});
