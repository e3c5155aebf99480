/** What a job becomes whose handler activity gave no answer, on a real PostgreSQL. */
import { pino } from 'pino';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { findJob, GroupCommitter, postgresEventLog } from '../../store/index.js';
import { startTestDatabase, type TestDatabase } from '../../store/testing/database.js';
import { addJobIn, addRunningJob, readLog } from '../../store/testing/jobs.js';
import type { AttemptDeps } from '../runtime/attempt.js';
import { RunningJobs } from '../runtime/running-jobs.js';
import { type FinalizeReason, finalizeJob } from './finalize-job.js';

let db: TestDatabase;
let deps: AttemptDeps;

beforeAll(async () => {
  db = await startTestDatabase();
  deps = {
    database: db.database,
    committer: new GroupCommitter({ log: postgresEventLog(db.database, { subscribe: () => () => {} }) }),
    running: new RunningJobs(),
    log: pino({ level: 'silent' }),
    graceMs: 100,
  };
}, 60_000);

afterAll(() => db.stop());

const timeout = (kind: string): FinalizeReason => ({ kind: 'timeout', timeout: kind });
const failed = (code: string): FinalizeReason => ({ kind: 'failed', code });

/** The state a job is in, what the workflow learnt, and the state and error code that follow. */
const cases: readonly [Parameters<typeof addJobIn>[1], FinalizeReason, string, string | undefined][] = [
  ['queued', timeout('SCHEDULE_TO_START'), 'expired', 'queue_timeout'],
  ['queued', timeout('SCHEDULE_TO_CLOSE'), 'expired', 'queue_timeout'],
  ['queued', { kind: 'cancelled' }, 'cancelled', 'cancelled'],
  ['queued', failed('internal'), 'failed', 'internal'],
  ['running', timeout('SCHEDULE_TO_START'), 'failed', 'worker_lost'],
  ['running', timeout('HEARTBEAT'), 'failed', 'worker_lost'],
  ['running', { kind: 'cancelled' }, 'cancelled', 'cancelled'],
  ['running', failed('model_error'), 'failed', 'model_error'],
  ['running', failed('of another version'), 'failed', 'internal'],
  ['cancelling', timeout('HEARTBEAT'), 'cancelled', 'cancelled'],
  ['cancelling', failed('model_error'), 'cancelled', 'cancelled'],
  ['succeeded', timeout('HEARTBEAT'), 'succeeded', undefined],
];

test.each(cases)('%s, %j → %s', async (state, reason, status, code) => {
  const jobId = await addJobIn(db.database, state);
  if (state === 'running')
    await db.sql('UPDATE jobs SET attempt = 3, attempts_begun = 3 WHERE id = $1', [jobId]);
  expect(await finalizeJob(deps, { jobId, attempts: 3, maxAttempts: 3, reason })).toEqual({
    kind: 'ended',
    status,
  });
  const job = await findJob(db.database, jobId);
  expect(job).toMatchObject({ status });
  expect(job?.error?.code).toBe(code);
  // Once more, when the first answer was lost.
  expect(await finalizeJob(deps, { jobId, attempts: 3, maxAttempts: 3, reason })).toEqual({
    kind: 'ended',
    status,
  });
});

test('past its deadline a lost job is timed out', async () => {
  const jobId = await addJobIn(db.database, 'running');
  await db.sql(`UPDATE jobs SET attempt = 1, deadline = now() - interval '1 s' WHERE id = $1`, [jobId]);
  const outcome = await finalizeJob(deps, {
    jobId,
    attempts: 3,
    maxAttempts: 3,
    reason: timeout('HEARTBEAT'),
  });
  expect(outcome).toEqual({ kind: 'ended', status: 'timed_out' });
});

test.each([
  ['that no worker began are', 'queued', 0, timeout('HEARTBEAT'), 3],
  ['that no worker began are', 'running', 1, timeout('HEARTBEAT'), 2],
  ['handed over is', 'running', 3, failed('worker_lost'), 1],
] as const)('attempts %s given back to a job that is %s', async (_what, state, begun, reason, again) => {
  const jobId = await addJobIn(db.database, state);
  await db.sql('UPDATE jobs SET attempt = $2, attempts_begun = $2 WHERE id = $1', [jobId, begun]);
  const outcome = await finalizeJob(deps, { jobId, attempts: 3, maxAttempts: 3, reason });
  expect(outcome).toEqual({ kind: 'again', attempts: again });
  expect((await findJob(db.database, jobId))?.status).toBe(state);
});

test('a job whose attempts did not begin has as many as its type allows, and no more', async () => {
  const jobId = await addJobIn(db.database, 'running');
  await db.sql('UPDATE jobs SET attempt = 1, attempts_begun = 1 WHERE id = $1', [jobId]);
  for (const attempts of [3, 5, 7]) {
    const outcome = await finalizeJob(deps, {
      jobId,
      attempts,
      maxAttempts: 3,
      reason: timeout('HEARTBEAT'),
    });
    expect(outcome).toEqual({ kind: 'again', attempts: 2 });
  }
});

test('a worker that was frozen ends no job that has gone on since', async () => {
  const jobId = await addJobIn(db.database, 'running');
  await db.sql('UPDATE jobs SET attempt = 4, attempts_begun = 2 WHERE id = $1', [jobId]);
  await finalizeJob(deps, { jobId, attempts: 3, maxAttempts: 2, reason: timeout('HEARTBEAT') });
  expect((await findJob(db.database, jobId))?.status).toBe('running');
});

test('an error names the request and the trace that the job came from', async () => {
  const traceparent = `00-${'a'.repeat(32)}-${'b'.repeat(16)}-01`;
  const jobId = await addRunningJob(db.database, { requestId: 'request-"1"', traceparent });
  await finalizeJob(deps, { jobId, attempts: 1, maxAttempts: 1, reason: timeout('HEARTBEAT') });
  const error = { code: 'worker_lost', request_id: 'request-"1"', trace_id: 'a'.repeat(32) };
  expect((await findJob(db.database, jobId))?.error).toMatchObject(error);
  expect((await readLog(db.database, jobId)).at(-1)?.data).toMatchObject({ status: 'failed', error });
});

test('a type of a single attempt is not given a second by a stopping worker', async () => {
  const jobId = await addJobIn(db.database, 'running');
  await db.sql('UPDATE jobs SET attempt = 1, attempts_begun = 1 WHERE id = $1', [jobId]);
  const outcome = await finalizeJob(deps, {
    jobId,
    attempts: 1,
    maxAttempts: 1,
    reason: failed('worker_lost'),
  });
  expect(outcome).toEqual({ kind: 'ended', status: 'failed' });
  expect((await findJob(db.database, jobId))?.error?.code).toBe('worker_lost');
});
