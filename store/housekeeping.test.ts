/** What the sweep and the purge do. */
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { createApiKey } from './api-keys.js';
import { startAttempt } from './attempts.js';
import { newJobId } from './job-id.js';
import { findJob } from './jobs.js';
import {
  expireQueued,
  listCancelling,
  listToCheck,
  listUnstarted,
  markChecked,
  markWorkflowsStarted,
  timeOutOverdue,
} from './reconcile.js';
import { purge } from './retention.js';
import { createStreamToken } from './stream-tokens.js';
import { startTestDatabase, type TestDatabase } from './testing/database.js';
import { addJob, addJobIn, addRunningJob, jobError, readLog } from './testing/jobs.js';

let test: TestDatabase;

beforeAll(async () => {
  test = await startTestDatabase();
}, 60_000);
afterAll(() => test.stop());
beforeEach(() =>
  test.sql('TRUNCATE jobs, job_payloads, job_tags, events, idempotency_keys, stream_tokens CASCADE'),
);

const ids = (rows: readonly { jobId: string }[]) => rows.map(({ jobId }) => jobId);
const errorOf = () => jobError('queue_timeout');
const age = (jobId: string, seconds: number) =>
  test.sql('UPDATE jobs SET checked_at = checked_at - make_interval(secs => $2) WHERE id = $1', [
    jobId,
    seconds,
  ]);

describe('the sweep', () => {
  it('finds queued jobs that nobody gave a workflow', async () => {
    const [old, started, fresh] = [
      await addJob(test.database),
      await addJob(test.database),
      await addJob(test.database),
    ];
    await age(old, 60);
    await age(started, 60);
    await markWorkflowsStarted(test.database, [started]);
    await addRunningJob(test.database);
    expect(ids(await listUnstarted(test.database, { olderThanSeconds: 30, limit: 10 }))).toEqual([old]);
    expect(ids(await listUnstarted(test.database, { olderThanSeconds: 0, limit: 10 }))).toEqual([old, fresh]);
    await markChecked(test.database, [old]);
    expect(ids(await listUnstarted(test.database, { olderThanSeconds: 30, limit: 10 }))).toEqual([]);
    expect((await findJob(test.database, started))?.workflowStartedAt).toBeInstanceOf(Date);
  });

  it('does not read past ended jobs that wait to be purged', async () => {
    const database = test.open({ max: 1 });
    await expireQueued(database, { limit: 10, errorOf });
    await timeOutOverdue(database, { graceSeconds: 1, limit: 10, errorOf });
    // Of a few rows it would read all.
    await database.pool.query('SET enable_seqscan = off');
    for (const statement of ['list_queue_time_over(10)', 'list_overdue(1, 10)']) {
      const { rows } = await database.pool.query(`EXPLAIN EXECUTE ${statement}`);
      expect(JSON.stringify(rows)).toContain('using jobs_ending');
    }
  });

  it('expires queued jobs whose queue time is over, and no others', async () => {
    const late = await addJob(test.database, { queueTimeoutSeconds: 0 });
    const waiting = await addJob(test.database);
    const running = await addRunningJob(test.database);
    await test.sql('UPDATE jobs SET queue_deadline = created_at WHERE id = $1', [running]);
    expect(ids(await expireQueued(test.database, { limit: 10, errorOf }))).toEqual([late]);
    expect(await findJob(test.database, late)).toMatchObject({
      status: 'expired',
      error: errorOf(),
      attempt: 0,
    });
    expect((await findJob(test.database, waiting))?.status).toBe('queued');
    expect((await readLog(test.database, late)).at(-1)?.data).toMatchObject({ status: 'expired' });
    expect(await expireQueued(test.database, { limit: 10, errorOf })).toEqual([]);
  });

  it('times out what is past its deadline and its grace, also while it is being cancelled', async () => {
    const running = await addRunningJob(test.database, { timeoutSeconds: 0 });
    const cancelling = await addRunningJob(test.database, { timeoutSeconds: 0 });
    await test.sql(`UPDATE jobs SET status = 'cancelling' WHERE id = $1`, [cancelling]);
    const inTime = await addRunningJob(test.database);
    const options = { limit: 10, errorOf: () => jobError('deadline_exceeded') };
    expect(await timeOutOverdue(test.database, { ...options, graceSeconds: 30 })).toEqual([]);
    const ended = await timeOutOverdue(test.database, { ...options, graceSeconds: 0 });
    expect(ids(ended).sort()).toEqual([running, cancelling].sort());
    expect(ended.every(({ status }) => status === 'timed_out')).toBe(true);
    expect((await findJob(test.database, inTime))?.status).toBe('running');
  });

  it('gives each job that it ends its own error', async () => {
    for (let count = 0; count < 3; count += 1) await addJob(test.database, { queueTimeoutSeconds: 0 });
    const ended = await expireQueued(test.database, {
      limit: 10,
      errorOf: (job) => ({ ...jobError('queue_timeout'), job_id: job.jobId }),
    });
    expect(ended.map(({ error }) => error?.job_id)).toEqual(ids(ended));
    expect(ended).toHaveLength(3);
  });

  it('lists what is being cancelled, and what is to be compared with Temporal, longest ago first', async () => {
    const cancelling = await addJobIn(test.database, 'cancelling');
    const [a, b, c] = [
      await addRunningJob(test.database),
      await addJob(test.database),
      await addRunningJob(test.database),
    ];
    await markWorkflowsStarted(test.database, [a, b, c]);
    await addJobIn(test.database, 'failed');
    expect(ids(await listCancelling(test.database, { limit: 10 }))).toEqual([cancelling]);
    await age(a, 40);
    await age(b, 50);
    expect(ids(await listToCheck(test.database, { notForSeconds: 30, limit: 10 }))).toEqual([b, a]);
    expect(ids(await listToCheck(test.database, { notForSeconds: 30, limit: 1 }))).toEqual([b]);
    await markChecked(test.database, [b]);
    expect(ids(await listToCheck(test.database, { notForSeconds: 30, limit: 10 }))).toEqual([a]);
  });
});

describe('purge', () => {
  const finish = async (fields: { eventTtlSeconds: number; resultTtlSeconds: number }, events = 5) => {
    const jobId = await addRunningJob(test.database, fields);
    await test.sql(`INSERT INTO events SELECT $1, g, 'token', '{}' FROM generate_series(3, $2::int) g`, [
      jobId,
      events + 2,
    ]);
    await test.sql(`UPDATE job_payloads SET result = '{"text":"x"}', checkpoint = '{}' WHERE job_id = $1`, [
      jobId,
    ]);
    await test.sql(`UPDATE jobs SET status = 'succeeded', last_seq = $2 WHERE id = $1`, [jobId, events + 2]);
    return jobId;
  };
  const payloadOf = async (jobId: string) =>
    (await test.sql('SELECT input, checkpoint, result FROM job_payloads WHERE job_id = $1', [jobId]))[0];

  it('removes event logs past their time, with input and checkpoint, and leaves the job and its result', async () => {
    const jobId = await finish({ eventTtlSeconds: 0, resultTtlSeconds: 60 });
    await test.sql(`INSERT INTO job_inputs VALUES ($1, 1, 'a', '{}', now())`, [jobId]);
    const running = await addRunningJob(test.database, { eventTtlSeconds: 0 });
    expect(await purge(test.database)).toEqual({ events: 8, results: 0, leftovers: 0, isDone: true });
    expect(await readLog(test.database, jobId)).toEqual([]);
    expect(await findJob(test.database, jobId)).toMatchObject({
      status: 'succeeded',
      firstSeq: 9,
      lastSeq: 8,
    });
    expect(await payloadOf(jobId)).toEqual({ input: null, checkpoint: null, result: '{"text":"x"}' });
    expect(await test.sql('SELECT FROM job_inputs')).toHaveLength(0);
    expect(await readLog(test.database, running)).toHaveLength(2);
    expect(await purge(test.database)).toEqual({ events: 0, results: 0, leftovers: 0, isDone: true });
  });

  it('removes results past their time and leaves the log', async () => {
    const jobId = await finish({ eventTtlSeconds: 60, resultTtlSeconds: 0 });
    expect(await purge(test.database)).toMatchObject({ events: 0, results: 1 });
    expect(await readLog(test.database, jobId)).toHaveLength(8);
    expect((await payloadOf(jobId))?.result).toBeNull();
    expect(await purge(test.database)).toMatchObject({ events: 0, results: 0 });
    await test.sql('UPDATE jobs SET events_expire_at = due_at, due_at = clock_timestamp() WHERE id = $1', [
      jobId,
    ]);
    await test.sql('UPDATE jobs SET events_expire_at = clock_timestamp() WHERE id = $1', [jobId]);
    expect(await purge(test.database)).toMatchObject({ events: 8, results: 0 });
    expect(await test.sql('SELECT due_at FROM jobs WHERE id = $1', [jobId])).toEqual([{ due_at: null }]);
  });

  it('takes a long log from its beginning, batch by batch', async () => {
    const jobId = await finish({ eventTtlSeconds: 0, resultTtlSeconds: 60 }, 2500);
    expect(await purge(test.database, { batch: 1000, maxMs: 0 })).toMatchObject({
      events: 1000,
      isDone: false,
    });
    const log = await readLogSeqs(jobId);
    expect(log[0]).toBe(1001);
    expect((await findJob(test.database, jobId))?.firstSeq).toBe(1001);
    expect((await payloadOf(jobId))?.input).not.toBeNull();
    expect(await purge(test.database, { batch: 1000 })).toMatchObject({ events: 1503 });
    expect(await findJob(test.database, jobId)).toMatchObject({ firstSeq: 2504, lastSeq: 2503 });
  });
  const readLogSeqs = async (jobId: string) =>
    (await test.sql<{ seq: number }>('SELECT seq FROM events WHERE job_id = $1 ORDER BY seq', [jobId])).map(
      ({ seq }) => seq,
    );

  it('goes on for as long as it may, however many batches that takes', async () => {
    await finish({ eventTtlSeconds: 0, resultTtlSeconds: 60 }, 300);
    expect(await purge(test.database, { batch: 5 })).toMatchObject({ events: 303, isDone: true });
  });

  it('may be done by several at once', async () => {
    await Promise.all(Array.from({ length: 20 }, () => finish({ eventTtlSeconds: 0, resultTtlSeconds: 0 })));
    const reports = await Promise.all(Array.from({ length: 4 }, () => purge(test.database, { batch: 10 })));
    expect(reports.reduce((sum, { events }) => sum + events, 0)).toBe(160);
    expect(reports.reduce((sum, { results }) => sum + results, 0)).toBe(20);
  });

  it('removes tokens, keys of deleted jobs, and counts whose time is over', async () => {
    const { apiKey } = await createApiKey(test.database, { tenantId: 'acme' });
    const jobId = await addJob(test.database);
    for (let index = 0; index < 3; index += 1) {
      await createStreamToken(test.database, { tenantId: 'acme', jobId, apiKeyId: apiKey.id });
    }
    await test.sql(`UPDATE stream_tokens SET expires_at = clock_timestamp()
      WHERE hash IN (SELECT hash FROM stream_tokens LIMIT 2)`);
    await test.sql(`INSERT INTO idempotency_keys
      SELECT 'acme', 'op', g::text, NULL, NULL, clock_timestamp(), clock_timestamp() + make_interval(secs => g)
      FROM generate_series(-3, 3) g`);
    await test.sql(`INSERT INTO rate_limits VALUES ('old', 1, 0), ('new', 1, 9999999999999)`);
    await test.sql(`INSERT INTO workers VALUES ('gone', '{}', true, clock_timestamp() - interval '2 hours')`);
    await purge(test.database, { batch: 2 });
    const count = async (table: string) =>
      Number((await test.sql<{ count: string }>(`SELECT count(*) FROM ${table}`))[0]?.count);
    expect(await count('stream_tokens')).toBe(1);
    expect(await count('idempotency_keys')).toBe(3);
    expect(await count('rate_limits')).toBe(1);
    expect(await count('workers')).toBe(0);
  });

  it('does not hinder an attempt that starts meanwhile', async () => {
    const jobId = await addJob(test.database, { eventTtlSeconds: 0 });
    await Promise.all([purge(test.database), startAttempt(test.database, { jobId, attempt: 1 })]);
    expect(await readLog(test.database, jobId)).toHaveLength(2);
    expect(await findJob(test.database, newJobId())).toBeUndefined();
  });
});
