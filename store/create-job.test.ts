import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createJob, type NewJob } from './create-job.js';
import { newJobId } from './job-id.js';
import { deleteJob, findJob, getJob, getResult } from './jobs.js';
import { startTestDatabase, type TestDatabase } from './testing/database.js';
import { addJobIn, newJob, readLog } from './testing/jobs.js';

let test: TestDatabase;

beforeAll(async () => {
  test = await startTestDatabase();
}, 60_000);
afterAll(() => test.stop());

const keyed = (key: string, fingerprint = 'body', fields: Partial<NewJob> = {}) =>
  newJob({ idempotency: { operation: 'createJob', key, fingerprint }, ...fields });

describe('createJob', () => {
  it('stores the job with its first event', async () => {
    const job = newJob({
      metadata: { customer: 'ü "quoted"' },
      tags: ['nightly', 'team:search'],
      traceparent: `00-${'a'.repeat(32)}-${'b'.repeat(16)}-01`,
    });
    const outcome = await createJob(test.database, job);
    expect(outcome).toMatchObject({
      kind: 'created',
      job: {
        jobId: job.jobId,
        tenantId: 'acme',
        status: 'queued',
        attempt: 0,
        version: 1,
        firstSeq: 1,
        lastSeq: 1,
        metadata: job.metadata,
        tags: job.tags,
        traceparent: job.traceparent,
        startedAt: undefined,
        error: undefined,
      },
    });
    const row = await getJob(test.database, 'acme', job.jobId);
    expect(outcome.kind === 'created' && outcome.job).toEqual(row);
    expect(await readLog(test.database, job.jobId)).toEqual([
      {
        type: 'job.status',
        job_id: job.jobId,
        seq: 1,
        attempt: 0,
        timestamp: row?.createdAt.toISOString(),
        data: { status: 'queued', version: 1 },
      },
    ]);
    expect(row?.queueDeadline.getTime()).toBe((row?.createdAt.getTime() ?? 0) + 600_000);
  });

  it('gives the same job when the same id is created again', async () => {
    for (const job of [newJob(), keyed('same id')]) {
      const first = await createJob(test.database, job);
      expect(await createJob(test.database, job)).toEqual(first);
      expect(await readLog(test.database, job.jobId)).toHaveLength(1);
    }
  });

  it('keeps the input as it came', async () => {
    const input = '{"text":"\\u0000 \\ud800 \u2028 𝄞","n":1.00000000000000000001}';
    const job = newJob({ input });
    await createJob(test.database, job);
    expect(await test.sql('SELECT input FROM job_payloads WHERE job_id = $1', [job.jobId])).toEqual([
      { input },
    ]);
  });
});

describe('an idempotency key', () => {
  it('gives the first job again, as it is now', async () => {
    const first = keyed('replay');
    await createJob(test.database, first);
    await test.sql(`UPDATE jobs SET status = 'running' WHERE id = $1`, [first.jobId]);
    expect(await createJob(test.database, keyed('replay'))).toMatchObject({
      kind: 'replayed',
      job: { jobId: first.jobId, status: 'running' },
    });
  });

  it('refuses another body', async () => {
    await createJob(test.database, keyed('reuse', 'one'));
    expect(await createJob(test.database, keyed('reuse', 'two'))).toEqual({
      kind: 'key_reused',
      jobDeleted: false,
    });
  });

  it('is scoped to the tenant and the operation', async () => {
    await createJob(test.database, keyed('scope'));
    const other = keyed('scope', 'another body', { tenantId: 'other' });
    expect((await createJob(test.database, other)).kind).toBe('created');
    const operation = newJob({ idempotency: { operation: 'else', key: 'scope', fingerprint: 'else' } });
    expect((await createJob(test.database, operation)).kind).toBe('created');
  });

  it('makes one job of a hundred creates at once', async () => {
    const pools = [test.database, test.open(), test.open()];
    const outcomes = await Promise.all(
      Array.from({ length: 100 }, (_, index) =>
        createJob(pools[index % pools.length] ?? test.database, keyed('hundred')),
      ),
    );
    expect(outcomes.filter(({ kind }) => kind === 'created')).toHaveLength(1);
    expect(outcomes.filter(({ kind }) => kind === 'replayed')).toHaveLength(99);
    expect(new Set(outcomes.map((outcome) => 'job' in outcome && outcome.job.jobId)).size).toBe(1);
    const [{ count } = { count: '' }] = await test.sql<{ count: string }>(
      `SELECT count(*) FROM idempotency_keys WHERE key = 'hundred'`,
    );
    expect(count).toBe('1');
  });

  it.each([
    ['waits for the first, then replays', 'COMMIT', 'replayed'],
    ['waits for the first, and takes its place when it fails', 'ROLLBACK', 'created'],
  ])('%s', async (_, end, wanted) => {
    const client = await test.database.pool.connect();
    const job = keyed(`wait ${end}`);
    await client.query('BEGIN');
    await client.query(
      `SELECT create_job($1, 'acme', 'text.generate', '1.0.0', '{}', '{}', '{}', 1, 600, 1, 1, NULL, NULL, 'createJob', $2, 'body')`,
      [newJobId(), `wait ${end}`],
    );
    const second = createJob(test.database, job);
    await new Promise((resolve) => setTimeout(resolve, 200));
    await client.query(end);
    client.release();
    expect((await second).kind).toBe(wanted);
  });

  it('is in flight when the first takes longer than 5 seconds', async () => {
    const client = await test.database.pool.connect();
    await client.query('BEGIN');
    await client.query(
      `INSERT INTO idempotency_keys VALUES ('acme', 'createJob', 'slow', 'body', NULL, clock_timestamp())`,
    );
    const startedAt = performance.now();
    expect(await createJob(test.database, keyed('slow'))).toEqual({ kind: 'key_in_flight' });
    expect(performance.now() - startedAt).toBeGreaterThan(4900);
    await client.query('ROLLBACK');
    client.release();
    expect((await createJob(test.database, keyed('slow'))).kind).toBe('created');
  });

  it('outlives its job until it is 24 hours old, without a trace of the body', async () => {
    const job = keyed('deleted');
    await createJob(test.database, job);
    await test.sql(`UPDATE jobs SET status = 'cancelled', error = '{}' WHERE id = $1`, [job.jobId]);
    expect(await deleteJob(test.database, 'acme', job.jobId)).toBe('deleted');
    expect(await createJob(test.database, keyed('deleted'))).toEqual({
      kind: 'key_reused',
      jobDeleted: true,
    });
    const [row] = await test.sql<{ fingerprint: null; job_id: null; hours: number }>(
      `SELECT fingerprint, job_id, round(extract(epoch FROM expires_at - created_at) / 3600)::int AS hours
       FROM idempotency_keys WHERE key = 'deleted'`,
    );
    expect(row).toEqual({ fingerprint: null, job_id: null, hours: 24 });
    await test.sql(
      `UPDATE idempotency_keys SET expires_at = clock_timestamp() - interval '1 second' WHERE key = 'deleted'`,
    );
    expect((await createJob(test.database, keyed('deleted'))).kind).toBe('created');
  });

  it('older than 24 hours goes with its job', async () => {
    const job = keyed('old');
    await createJob(test.database, job);
    await test.sql(
      `UPDATE idempotency_keys SET created_at = created_at - interval '25 hours' WHERE key = 'old'`,
    );
    expect((await createJob(test.database, keyed('old'))).kind).toBe('replayed');
    await test.sql(`UPDATE jobs SET status = 'cancelled', error = '{}' WHERE id = $1`, [job.jobId]);
    await deleteJob(test.database, 'acme', job.jobId);
    expect((await createJob(test.database, keyed('old'))).kind).toBe('created');
  });
});

describe('deleteJob', () => {
  it('leaves nothing of the job', async () => {
    const job = keyed('erase', 'body', { tags: ['a', 'b'], metadata: { name: 'Ada' } });
    await createJob(test.database, job);
    await test.sql(`UPDATE jobs SET status = 'failed', error = '{}' WHERE id = $1`, [job.jobId]);
    expect(await deleteJob(test.database, 'other', job.jobId)).toBe('not_found');
    expect(await deleteJob(test.database, 'acme', job.jobId)).toBe('deleted');
    expect(await deleteJob(test.database, 'acme', job.jobId)).toBe('not_found');
    for (const [table, column] of [
      ['jobs', 'id'],
      ['job_payloads', 'job_id'],
      ['job_tags', 'job_id'],
      ['events', 'job_id'],
      ['idempotency_keys', 'job_id'],
      ['stream_tokens', 'job_id'],
    ]) {
      expect(await test.sql(`SELECT 1 FROM ${table} WHERE ${column} = $1`, [job.jobId])).toEqual([]);
    }
  });

  it('takes a long log in small steps', async () => {
    const jobId = await addJobIn(test.database, 'running');
    await test.sql(`INSERT INTO events SELECT $1, g, 'token', '{}' FROM generate_series(3, 1000) g`, [jobId]);
    await test.sql(`UPDATE jobs SET last_seq = 1000 WHERE id = $1`, [jobId]);
    await test.sql(`UPDATE jobs SET status = 'succeeded' WHERE id = $1`, [jobId]);
    expect(await deleteJob(test.database, 'acme', jobId, 100)).toBe('deleted');
    expect(await readLog(test.database, jobId)).toEqual([]);
    expect(await findJob(test.database, jobId)).toBeUndefined();
  });

  it.each(['queued', 'running', 'cancelling'] as const)('refuses a job that is %s', async (status) => {
    const jobId = await addJobIn(test.database, status);
    expect(await deleteJob(test.database, 'acme', jobId)).toBe('not_terminal');
    expect(await findJob(test.database, jobId)).toBeDefined();
  });
});

describe('getJob and getResult', () => {
  it('tell a job of another tenant and one that does not exist apart in nothing', async () => {
    const jobId = await addJobIn(test.database, 'succeeded');
    for (const id of [jobId, newJobId(), 'job_1', '', "'; DROP TABLE jobs", 'job_\0']) {
      expect(await getJob(test.database, 'other', id)).toBeUndefined();
      expect(await getResult(test.database, 'other', id)).toEqual({ kind: 'not_found' });
    }
  });

  it.each([
    ['queued', 'not_ready'],
    ['running', 'not_ready'],
    ['cancelling', 'not_ready'],
    ['failed', 'not_succeeded'],
    ['expired', 'not_succeeded'],
  ] as const)('%s: the result is %s', async (status, kind) => {
    const jobId = await addJobIn(test.database, status);
    expect(await getResult(test.database, 'acme', jobId)).toMatchObject({ kind, job: { jobId } });
  });

  it('gives the result until its time is over', async () => {
    const jobId = await addJobIn(test.database, 'succeeded');
    await test.sql(`UPDATE job_payloads SET result = '{"text":"…"}' WHERE job_id = $1`, [jobId]);
    expect(await getResult(test.database, 'acme', jobId)).toMatchObject({
      kind: 'ready',
      result: '{"text":"…"}',
    });
    await test.sql('UPDATE jobs SET result_expires_at = clock_timestamp() WHERE id = $1', [jobId]);
    expect(await getResult(test.database, 'acme', jobId)).toMatchObject({ kind: 'expired' });
  });
});
