import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { JOB_STATUSES, type JobStatus } from './job-status.js';
import { endJob, findJob, requestCancel } from './jobs.js';
import { startTestDatabase, type TestDatabase } from './testing/database.js';
import { addJob, addJobIn, addRunningJob, jobError, newJob, readLog } from './testing/jobs.js';

/** The contract's table; whatever is not in it is forbidden. */
const ALLOWED: Readonly<Record<JobStatus, readonly JobStatus[]>> = {
  queued: ['running', 'cancelled', 'failed', 'expired'],
  running: ['succeeded', 'failed', 'timed_out', 'cancelling'],
  cancelling: ['cancelled', 'succeeded', 'failed', 'timed_out'],
  succeeded: [],
  failed: [],
  cancelled: [],
  timed_out: [],
  expired: [],
};

const PAIRS = JOB_STATUSES.flatMap((from) =>
  JOB_STATUSES.filter((to) => to !== from).map((to) => ({ from, to, isAllowed: ALLOWED[from].includes(to) })),
);

const hasError = (status: JobStatus) => ['failed', 'cancelled', 'timed_out', 'expired'].includes(status);

let test: TestDatabase;

beforeAll(async () => {
  test = await startTestDatabase();
}, 60_000);
afterAll(() => test.stop());

describe('the state machine in SQL', () => {
  const setStatus = (jobId: string, status: JobStatus) =>
    test.sql('UPDATE jobs SET status = $2, error = $3 WHERE id = $1', [
      jobId,
      status,
      hasError(status) ? JSON.stringify(jobError()) : null,
    ]);

  it.each(PAIRS.filter(({ isAllowed }) => isAllowed))('$from → $to', async ({ from, to }) => {
    const jobId = await addJobIn(test.database, from);
    const before = await findJob(test.database, jobId);
    await setStatus(jobId, to);
    const after = await findJob(test.database, jobId);
    expect(after).toMatchObject({
      status: to,
      version: (before?.version ?? 0) + 1,
      lastSeq: (before?.lastSeq ?? 0) + 1,
    });
    const log = await readLog(test.database, jobId);
    expect(log.map(({ seq }) => seq)).toEqual(log.map((_, index) => index + 1));
    expect(log.at(-1)).toMatchObject({
      type: 'job.status',
      seq: after?.lastSeq,
      data: { status: to, version: after?.version },
    });
  });

  it.each(PAIRS.filter(({ isAllowed }) => !isAllowed))('$from → $to is refused', async ({ from, to }) => {
    const jobId = await addJobIn(test.database, from);
    const before = await findJob(test.database, jobId);
    await expect(setStatus(jobId, to)).rejects.toMatchObject({ code: 'SW001' });
    expect(await findJob(test.database, jobId)).toEqual(before);
    expect(await readLog(test.database, jobId)).toHaveLength(before?.lastSeq ?? 0);
  });

  it('has a word on all 64 pairs', () => {
    expect(PAIRS.length + JOB_STATUSES.length).toBe(64);
    expect(PAIRS.filter(({ isAllowed }) => isAllowed)).toHaveLength(12);
  });

  it.each(JOB_STATUSES.map((status) => [status]))(
    '%s → itself is no step and leaves no trace',
    async (status) => {
      const jobId = await addJobIn(test.database, status);
      const before = await findJob(test.database, jobId);
      const log = await readLog(test.database, jobId);
      await test.sql('UPDATE jobs SET status = $2 WHERE id = $1', [jobId, status]);
      expect(await findJob(test.database, jobId)).toEqual(before);
      expect(await readLog(test.database, jobId)).toEqual(log);
    },
  );

  it.each(PAIRS.filter(({ isAllowed }) => !isAllowed))(
    '$from → $to is refused among other rows and columns too',
    async ({ from, to }) => {
      const [jobId, bystander] = [await addJobIn(test.database, from), await addRunningJob(test.database)];
      const before = await Promise.all([jobId, bystander].map((id) => findJob(test.database, id)));
      // The bystander's own step may be allowed: the statement is refused whole.
      const update = `UPDATE jobs SET status = $2, error = $3, attempt = attempt + 1, version = version + 1,
        finished_at = NULL WHERE id = ANY ($1)`;
      const error = hasError(to) ? '{}' : null;
      await expect(test.sql(update, [[jobId, bystander], to, error])).rejects.toMatchObject({
        code: expect.stringMatching(/^SW00[123]$/),
      });
      expect(await Promise.all([jobId, bystander].map((id) => findJob(test.database, id)))).toEqual(before);
    },
  );

  it('knows no other state', async () => {
    const jobId = await addJob(test.database);
    await expect(setStatus(jobId, 'paused' as JobStatus)).rejects.toMatchObject({ code: 'SW001' });
    // 23502 not_null_violation, 23514 check_violation
    await expect(test.sql('UPDATE jobs SET status = NULL WHERE id = $1', [jobId])).rejects.toMatchObject({
      code: expect.stringMatching(/^(?:23502|23514|SW001)$/),
    });
    expect((await findJob(test.database, jobId))?.status).toBe('queued');
  });

  it('lets a job begin in no state but queued', async () => {
    await addJob(test.database);
    await expect(
      test.sql(
        `INSERT INTO jobs SELECT (j).* FROM (SELECT jsonb_populate_record(j, '{"id": "job_${'0'.repeat(32)}",
         "status": "running"}') AS j FROM jobs j WHERE status = 'queued' LIMIT 1) x`,
      ),
    ).rejects.toMatchObject({ code: 'SW001' });
  });

  it('demands an error of every terminal state but succeeded, and of no other', async () => {
    const queued = await addJob(test.database);
    await expect(test.sql(`UPDATE jobs SET status = 'failed' WHERE id = $1`, [queued])).rejects.toMatchObject(
      {
        code: 'SW002',
      },
    );
    const running = await addRunningJob(test.database);
    await expect(
      test.sql(`UPDATE jobs SET status = 'succeeded', error = '{}' WHERE id = $1`, [running]),
    ).rejects.toMatchObject({ code: 'SW002' });
  });

  const frozen: readonly [set: string][] = [
    ['version = version + 1'],
    ['last_seq = last_seq + 1'],
    ['attempt = attempt + 1'],
    [`error = '{}'`],
    [`progress = '{}'`],
    ['finished_at = clock_timestamp()'],
    [`tenant_id = 'other'`],
  ];
  it.each(frozen)('leaves a terminal job alone: %s', async (set) => {
    const jobId = await addJobIn(test.database, 'succeeded');
    await expect(test.sql(`UPDATE jobs SET ${set} WHERE id = $1`, [jobId])).rejects.toMatchObject({
      code: 'SW003',
    });
  });

  it.each([['version'], ['last_seq'], ['attempt']])('lets %s only rise', async (column) => {
    const jobId = await addRunningJob(test.database);
    await expect(
      test.sql(`UPDATE jobs SET ${column} = ${column} - 1 WHERE id = $1`, [jobId]),
    ).rejects.toMatchObject({ code: 'SW003' });
  });

  it('stores no event that would break a stream', async () => {
    const jobId = await addJob(test.database);
    for (const body of ['{"a":', '{"a":\n1}', '{"a":1}\r']) {
      await expect(test.sql(`INSERT INTO events VALUES ($1, 99, 'x', $2)`, [jobId, body])).rejects.toThrow();
    }
  });
});

describe('endJob', () => {
  const ends = ['failed', 'cancelled', 'timed_out', 'expired'] as const;
  const cases = JOB_STATUSES.flatMap((from) =>
    ends.map((to) => ({ from, to, wanted: ALLOWED[from].includes(to) ? 'ended' : 'refused' })),
  );
  it.each(cases)('$from → $to: $wanted', async ({ from, to, wanted }) => {
    const jobId = await addJobIn(test.database, from);
    const outcome = await endJob(test.database, { jobId, status: to, error: jobError() });
    expect(outcome).toMatchObject({ kind: wanted, job: { status: wanted === 'ended' ? to : from } });
  });

  it('refuses when something happened since the job was looked at', async () => {
    const jobId = await addRunningJob(test.database);
    const ending = { jobId, status: 'failed', error: jobError('worker_lost') } as const;
    expect(await endJob(test.database, { ...ending, ifVersion: 1 })).toMatchObject({ kind: 'refused' });
    expect(await endJob(test.database, { ...ending, ifVersion: 2 })).toMatchObject({
      kind: 'ended',
      job: { error: jobError('worker_lost') },
    });
  });

  it('finds no job that does not exist', async () => {
    const ending = { status: 'failed', error: jobError() } as const;
    expect(await endJob(test.database, { ...ending, jobId: newJob().jobId })).toEqual({ kind: 'not_found' });
    expect(await endJob(test.database, { ...ending, jobId: "'" })).toEqual({ kind: 'not_found' });
  });
});

describe('requestCancel', () => {
  const table: readonly [from: JobStatus, wanted: object][] = [
    ['queued', { kind: 'cancelled', changed: true }],
    ['running', { kind: 'cancelling', changed: true }],
    ['cancelling', { kind: 'cancelling', changed: false }],
    ['cancelled', { kind: 'cancelled', changed: false }],
    ['succeeded', { kind: 'already_terminal' }],
    ['failed', { kind: 'already_terminal' }],
    ['timed_out', { kind: 'already_terminal' }],
    ['expired', { kind: 'already_terminal' }],
  ];
  it.each(table)('%s → %j', async (from, wanted) => {
    const jobId = await addJobIn(test.database, from);
    const error = jobError('cancelled');
    expect(await requestCancel(test.database, { tenantId: 'acme', jobId, error })).toMatchObject(wanted);
    const other = await requestCancel(test.database, { tenantId: 'other', jobId, error });
    expect(other).toEqual({ kind: 'not_found' });
  });

  it('happens once, however many ask at the same time', async () => {
    const jobId = await addRunningJob(test.database);
    const request = { tenantId: 'acme', jobId, error: jobError('cancelled') };
    const outcomes = await Promise.all(
      Array.from({ length: 20 }, () => requestCancel(test.database, request)),
    );
    expect(outcomes.filter((outcome) => 'changed' in outcome && outcome.changed)).toHaveLength(1);
    expect(await readLog(test.database, jobId)).toHaveLength(3);
  });
});
