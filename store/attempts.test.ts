import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type AppendOp, toStoredOp } from './append-op.js';
import { startAttempt } from './attempts.js';
import { type EventLog, postgresEventLog } from './event-log.js';
import { newJobId } from './job-id.js';
import { findJob, requestCancel } from './jobs.js';
import { startTestDatabase, type TestDatabase } from './testing/database.js';
import { addJob, addJobIn, addRunningJob, jobError, newJob, readLog } from './testing/jobs.js';

let test: TestDatabase;
let log: EventLog;

beforeAll(async () => {
  test = await startTestDatabase();
  log = postgresEventLog(test.database, { subscribe: () => () => {} });
}, 60_000);
afterAll(() => test.stop());

async function append(jobId: string, attempt: number, ops: readonly AppendOp[]) {
  const [outcome] = await log.append(randomUUID(), [{ jobId, attempt, ops: ops.map(toStoredOp) }]);
  return outcome;
}

const token = (text: string): AppendOp => ({ kind: 'event', type: 'token', data: { text } });

describe('startAttempt', () => {
  it('starts the first attempt and sets the deadline', async () => {
    const job = newJob({ timeoutSeconds: 30 });
    const jobId = await addJob(test.database, job);
    const outcome = await startAttempt(test.database, { jobId, attempt: 1 });
    expect(outcome).toMatchObject({
      kind: 'started',
      job: { status: 'running', attempt: 1, version: 2 },
      input: job.input,
      checkpoint: undefined,
    });
    if (outcome.kind !== 'started') return;
    expect(outcome.remainingMs).toBeGreaterThan(29_000);
    expect(outcome.remainingMs).toBeLessThanOrEqual(30_000);
    expect(outcome.job.deadline?.getTime()).toBe((outcome.job.startedAt?.getTime() ?? 0) + 30_000);
  });

  it('tells a later one where to go on, and the client what to discard', async () => {
    const jobId = await addRunningJob(test.database);
    await append(jobId, 1, [token('a'), { kind: 'checkpoint', value: { at: 'a' } }, token('b')]);
    await append(jobId, 1, [{ kind: 'attempt_failed', error: jobError('upstream_unavailable') }]);
    expect(await findJob(test.database, jobId)).toMatchObject({
      attemptError: jobError('upstream_unavailable'),
    });
    const first = (await findJob(test.database, jobId))?.deadline;
    const outcome = await startAttempt(test.database, { jobId, attempt: 2 });
    expect(outcome).toMatchObject({
      kind: 'started',
      checkpoint: '{"at":"a"}',
      job: { status: 'running', attempt: 2, version: 3, deadline: first, attemptError: undefined },
    });
    await startAttempt(test.database, { jobId, attempt: 3 });
    const retrying = (await readLog(test.database, jobId)).filter(({ type }) => type === 'job.retrying');
    expect(retrying.map(({ attempt, data }) => ({ attempt, data }))).toEqual([
      { attempt: 2, data: { attempt: 2, resume_seq: 3, error: jobError('upstream_unavailable') } },
      { attempt: 3, data: { attempt: 3, resume_seq: 3 } },
    ]);
  });

  it('starts an attempt once', async () => {
    const jobId = await addJob(test.database);
    const outcomes = await Promise.all(
      Array.from({ length: 10 }, () => startAttempt(test.database, { jobId, attempt: 1 })),
    );
    expect(outcomes.filter(({ kind }) => kind === 'started')).toHaveLength(1);
    expect(await startAttempt(test.database, { jobId, attempt: 1 })).toMatchObject({ reason: 'superseded' });
  });

  it('has its own repetition answered as the first time', async () => {
    const jobId = await addJob(test.database);
    const token = randomUUID();
    const start = () => test.sql('SELECT * FROM start_attempt($1, 1, $2)', [jobId, token]);
    const [first] = await start();
    const [second] = await start();
    expect({ ...second, remaining_ms: 0 }).toEqual({ ...first, remaining_ms: 0 });
    expect(await readLog(test.database, jobId)).toHaveLength(2);
  });

  it('gives a job that is being cancelled to the attempt that has to end it', async () => {
    const jobId = await addRunningJob(test.database);
    await requestCancel(test.database, { tenantId: 'acme', jobId, error: jobError('cancelled') });
    expect(await startAttempt(test.database, { jobId, attempt: 2 })).toMatchObject({
      kind: 'started',
      job: { status: 'cancelling', attempt: 2 },
    });
    const end: AppendOp = { kind: 'finish', status: 'cancelled', error: jobError('cancelled') };
    expect(await append(jobId, 2, [end])).toMatchObject({ accepted: true, status: 'cancelled' });
  });

  it('refuses a job that has ended, is gone, or waited too long', async () => {
    for (const status of ['succeeded', 'failed', 'cancelled', 'timed_out', 'expired'] as const) {
      const jobId = await addJobIn(test.database, status);
      expect(await startAttempt(test.database, { jobId, attempt: 9 })).toEqual({
        kind: 'refused',
        reason: 'terminal',
        status,
      });
    }
    expect(await startAttempt(test.database, { jobId: newJobId(), attempt: 1 })).toMatchObject({
      reason: 'missing',
    });
    const jobId = await addJob(test.database, { queueTimeoutSeconds: 0 });
    expect(await startAttempt(test.database, { jobId, attempt: 1 })).toMatchObject({
      reason: 'queue_timeout',
    });
  });
});
