import { randomUUID } from 'node:crypto';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type AppendOp, toStoredOp } from './append-op.js';
import { startAttempt } from './attempts.js';
import { type Database, openDatabase } from './database.js';
import { type AppendOutcome, type EventLog, postgresEventLog } from './event-log.js';
import { newJobId } from './job-id.js';
import { JOB_STATUSES } from './job-status.js';
import { findJob, getResult, requestCancel } from './jobs.js';
import { startTestDatabase, type TestDatabase } from './testing/database.js';
import { addJob, addJobIn, addRunningJob, jobError, readLog } from './testing/jobs.js';

let test: TestDatabase;
let log: EventLog;

const logOf = (database: Database) => postgresEventLog(database, { subscribe: () => () => {} });

beforeAll(async () => {
  test = await startTestDatabase();
  log = logOf(test.database);
}, 60_000);
afterAll(() => test.stop());

async function append(jobId: string, attempt: number, ops: readonly AppendOp[], batchId = randomUUID()) {
  const [outcome] = await log.append(batchId, [{ jobId, attempt, ops: ops.map(toStoredOp) }]);
  return outcome as AppendOutcome;
}

const token = (text: string): AppendOp => ({ kind: 'event', type: 'token', data: { text } });
const succeed: AppendOp = { kind: 'finish', status: 'succeeded', result: { text: 'done' } };

describe('append', () => {
  it('writes each kind of op', async () => {
    const jobId = await addRunningJob(test.database);
    const outcome = await append(jobId, 1, [
      token('a'),
      { kind: 'progress', data: { fraction: 0.25 } },
      { kind: 'checkpoint', value: { done: 1 } },
      { kind: 'log', data: { level: 'info', message: 'half' } },
      { kind: 'progress', data: { fraction: 0.5 } },
      { kind: 'checkpoint', value: { done: 2 } },
      token('b'),
      succeed,
    ]);
    expect(outcome).toEqual({ accepted: true, status: 'succeeded', attempt: 1, version: 5, lastSeq: 8 });
    const events = await readLog(test.database, jobId);
    expect(events.map(({ seq, type, attempt, data }) => [seq, type, attempt, data])).toEqual([
      [1, 'job.status', 0, { status: 'queued', version: 1 }],
      [2, 'job.status', 1, { status: 'running', version: 2 }],
      [3, 'token', 1, { text: 'a' }],
      [4, 'job.progress', 1, { fraction: 0.25 }],
      [5, 'job.log', 1, { level: 'info', message: 'half' }],
      [6, 'job.progress', 1, { fraction: 0.5 }],
      [7, 'token', 1, { text: 'b' }],
      [8, 'job.status', 1, { status: 'succeeded', version: 5, result_ref: `/v1/jobs/${jobId}/result` }],
    ]);
    const job = await findJob(test.database, jobId);
    expect(job).toMatchObject({
      status: 'succeeded',
      version: 5,
      lastSeq: 8,
      progress: { fraction: 0.5 },
      checkpointSeq: 6,
    });
    expect(job?.finishedAt?.toISOString()).toBe(events.at(-1)?.timestamp);
    expect(job?.resultExpiresAt?.getTime()).toBe((job?.finishedAt?.getTime() ?? 0) + 3_600_000);
    expect(await getResult(test.database, 'acme', jobId)).toMatchObject({ result: '{"text":"done"}' });
  });

  it('stores the envelope as one line in the order of the contract', async () => {
    const jobId = await addRunningJob(test.database);
    await append(jobId, 1, [token('line\nfeed \u0000 \ud800 \u2028')]);
    const [{ body } = { body: '' }] = await test.sql<{ body: string }>(
      'SELECT body FROM events WHERE job_id = $1 AND seq = 3',
      [jobId],
    );
    const { timestamp } = JSON.parse(body) as { timestamp: string };
    expect(timestamp).toMatch(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/);
    expect(body).toBe(
      `{"type":"token","job_id":"${jobId}","seq":3,"attempt":1,"timestamp":"${timestamp}",` +
        `"data":{"text":"line\\nfeed \\u0000 \\ud800 \u2028"}}`,
    );
  });

  it('writes the error of a job that failed into the job and its last event', async () => {
    const jobId = await addRunningJob(test.database);
    const error = jobError('model_error');
    await append(jobId, 1, [{ kind: 'finish', status: 'failed', error }]);
    expect(await findJob(test.database, jobId)).toMatchObject({
      status: 'failed',
      error,
      resultExpiresAt: undefined,
    });
    expect((await readLog(test.database, jobId)).at(-1)?.data).toEqual({
      status: 'failed',
      version: 3,
      error,
    });
  });

  it('refuses attempts that are not the current one, and says why', async () => {
    const jobId = await addRunningJob(test.database);
    const queued = await addJob(test.database);
    expect(await append(jobId, 2, [token('early')])).toMatchObject({ accepted: false, reason: 'superseded' });
    expect(await append(queued, 1, [token('early')])).toMatchObject({
      accepted: false,
      reason: 'superseded',
    });
    expect(await append(queued, 0, [token('early')])).toMatchObject({ accepted: false, reason: 'forbidden' });
    await startAttempt(test.database, { jobId, attempt: 2 });
    expect(await append(jobId, 1, [token('late'), succeed])).toEqual({
      accepted: false,
      reason: 'superseded',
      status: 'running',
      attempt: 2,
      version: 3,
      lastSeq: 3,
    });
    await append(jobId, 2, [succeed]);
    expect(await append(jobId, 2, [token('after')])).toMatchObject({ accepted: false, reason: 'terminal' });
    expect(await append(newJobId(), 1, [token('x')])).toMatchObject({ accepted: false, reason: 'missing' });
    expect(await readLog(test.database, jobId)).toHaveLength(4);
  });

  it('writes all ops of an attempt or none', async () => {
    const jobId = await addRunningJob(test.database);
    const malformed: readonly (readonly AppendOp[])[] = [
      [token('x'), { kind: 'finish', status: 'cancelled', error: jobError('cancelled') }],
      [token('x'), succeed, token('y')],
      [succeed, succeed],
      [token('x'), { kind: 'status' } as never],
    ];
    for (const ops of malformed) {
      const stored = ops.map((op) => ('data' in op || op.kind === 'finish' ? toStoredOp(op) : unknownOp));
      const [outcome] = await log.append(randomUUID(), [{ jobId, attempt: 1, ops: stored }]);
      expect(outcome).toMatchObject({ accepted: false, reason: 'forbidden', lastSeq: 2 });
    }
    expect(await readLog(test.database, jobId)).toHaveLength(2);
  });
  const unknownOp = { kind: 'status' as 'log', name: '', data: '{}' };

  const ends = ['succeeded', 'failed', 'timed_out', 'cancelled'] as const;
  const allowed: Readonly<Record<string, readonly string[]>> = {
    running: ['succeeded', 'failed', 'timed_out'],
    cancelling: ['succeeded', 'failed', 'timed_out', 'cancelled'],
  };
  it.each(JOB_STATUSES.flatMap((from) => ends.map((to) => [from, to] as const)))(
    'finishes %s as %s only where the table says so',
    async (from, to) => {
      const jobId = await addJobIn(test.database, from);
      const attempt = (await findJob(test.database, jobId))?.attempt ?? 0;
      const op: AppendOp =
        to === 'succeeded'
          ? { kind: 'finish', status: to, result: {} }
          : { kind: 'finish', status: to, error: jobError() };
      const isAllowed = allowed[from]?.includes(to) ?? false;
      const outcome = await append(jobId, attempt, [op]);
      expect(outcome).toMatchObject({ accepted: isAllowed, status: isAllowed ? to : from });
    },
  );

  it('gives a batch that is sent again the same answer and writes it once', async () => {
    const jobId = await addRunningJob(test.database);
    for (const ops of [
      [token('a'), { kind: 'checkpoint', value: 1 } as const],
      [token('b'), succeed],
    ]) {
      const batchId = randomUUID();
      const first = await append(jobId, 1, ops, batchId);
      expect(first.accepted).toBe(true);
      expect(await append(jobId, 1, ops, batchId)).toEqual(first);
    }
    expect((await readLog(test.database, jobId)).map(({ type }) => type)).toEqual([
      'job.status',
      'job.status',
      'token',
      'token',
      'job.status',
    ]);
  });

  it('takes events alone as it takes other batches: stored once, refused where the others are', async () => {
    for (const ops of [[token('a')], [token('a'), token('b')]]) {
      const jobId = await addRunningJob(test.database);
      const batchId = randomUUID();
      const first = await append(jobId, 1, ops, batchId);
      const lastSeq = 2 + ops.length;
      expect(first).toEqual({ accepted: true, status: 'running', attempt: 1, version: 2, lastSeq });
      expect(await append(jobId, 1, ops, batchId)).toEqual(first);
      expect(await append(jobId, 0, ops)).toMatchObject({ accepted: false, reason: 'superseded' });
      expect(await append(newJobId(), 1, ops)).toMatchObject({ accepted: false, reason: 'missing' });
      await append(jobId, 1, [...ops, { kind: 'checkpoint', value: 1 }]);
      const written = (await readLog(test.database, jobId)).slice(2);
      expect(written.map(({ data }) => data)).toEqual([...ops, ...ops].map((op) => 'data' in op && op.data));
      const [alone, among] = [written[0], written[ops.length]];
      expect({ ...among, seq: alone?.seq, timestamp: '' }).toEqual({ ...alone, timestamp: '' });
      await append(jobId, 1, [succeed]);
      expect(await append(jobId, 1, ops)).toMatchObject({ accepted: false, reason: 'terminal' });
    }
  });

  it.each([
    ['an event', [token('a')]],
    ['events', [token('a'), token('b')]],
  ])('has stored %s whose notification failed', async (_, ops) => {
    await test.sql(`CREATE OR REPLACE FUNCTION public.pg_notify(text, text) RETURNS void LANGUAGE plpgsql
      AS $$ BEGIN RAISE 'the queue is full' USING ERRCODE = 'program_limit_exceeded'; END $$`);
    const url = new URL(test.database.url);
    url.searchParams.set('options', '-c search_path=public,pg_catalog');
    const errors: unknown[] = [];
    const database = openDatabase({ url: url.href, onError: (error) => errors.push(error) });
    const jobId = await addRunningJob(test.database);
    const batch = [{ jobId, attempt: 1, ops: ops.map(toStoredOp) }];
    const [outcome] = await logOf(database).append(randomUUID(), batch);
    expect(outcome).toMatchObject({ accepted: true, lastSeq: 2 + ops.length });
    await database.close();
    expect(await readLog(test.database, jobId)).toHaveLength(2 + ops.length);
    expect(errors).toHaveLength(1);
  });

  it('writes many jobs at once, each judged by itself', async () => {
    const jobs = await Promise.all(Array.from({ length: 30 }, () => addRunningJob(test.database)));
    await requestCancel(test.database, {
      tenantId: 'acme',
      jobId: jobs[1] as string,
      error: jobError('cancelled'),
    });
    const batch = jobs.map((jobId, index) => ({
      jobId,
      attempt: index === 2 ? 7 : 1,
      ops: Array.from({ length: index + 1 }, (_, op) => toStoredOp(token(String(op)))),
    }));
    const outcomes = await log.append(randomUUID(), batch);
    expect(outcomes.map(({ accepted }) => accepted)).toEqual(jobs.map((_, index) => index !== 2));
    expect(outcomes[1]).toMatchObject({ status: 'cancelling' });
    expect(outcomes.map(({ lastSeq }) => lastSeq)).toEqual(
      jobs.map((_, index) => (index === 2 ? 2 : index === 1 ? 5 : index + 3)),
    );
  });
});

describe('readAfter', () => {
  it('from any point, in pages of any size, gives the rest of the log', async () => {
    const jobs = await Promise.all([addRunningJob(test.database), addRunningJob(test.database)]);
    for (const jobId of jobs) {
      for (let index = 0; index < 10; index += 1) {
        await append(
          jobId,
          1,
          Array.from({ length: 4 }, (_, op) => token('ü'.repeat(index * op * 7))),
        );
      }
    }
    const whole = await Promise.all(jobs.map((jobId) => readLog(test.database, jobId)));
    const points = fc.record({
      after: fc.tuple(fc.nat(50), fc.nat(50)),
      events: fc.integer({ min: 1, max: 60 }),
      bytes: fc.integer({ min: 1, max: 5000 }),
    });
    await fc.assert(
      fc.asyncProperty(points, async ({ after, events, bytes }) => {
        const read: string[][] = [[], []];
        const cursors = new Map(jobs.map((jobId, index) => [jobId, after[index] ?? 0]));
        while (cursors.size > 0) {
          const asked = [...cursors].map(([jobId, seq]) => ({ jobId, after: seq }));
          const pages = await log.readAfter(asked, { events, bytes });
          for (const { jobId, after: from } of asked) {
            const page = pages.find((one) => one.jobId === jobId);
            read[jobs.indexOf(jobId)]?.push(...(page?.events.map(({ body }) => body) ?? []));
            if (page?.hasMore) cursors.set(jobId, page.events.at(-1)?.seq ?? from);
            else cursors.delete(jobId);
          }
        }
        jobs.forEach((_, index) => {
          const wanted = whole[index]?.slice(after[index]);
          expect(read[index]?.map((body) => JSON.parse(body))).toEqual(wanted);
        });
      }),
      { numRuns: 60 },
    );
  });
});
