import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startAttempt } from './attempts.js';
import { postgresEventLog } from './event-log.js';
import { GroupCommitter } from './group-commit.js';
import { newJobId } from './job-id.js';
import { addJobInput, type NewJobInput, readCoveredInput, readJobInputs } from './job-inputs.js';
import { deleteJob } from './jobs.js';
import { startTestDatabase, type TestDatabase } from './testing/database.js';
import { addJob, addJobIn, addRunningJob } from './testing/jobs.js';

let test: TestDatabase;

beforeAll(async () => {
  test = await startTestDatabase();
});

afterAll(() => test.stop());

const add = (jobId: string, id: string, more: Partial<NewJobInput> = {}) =>
  addJobInput(test.database, { tenantId: 'acme', jobId, id, body: `"${id}"`, maxUnread: 3, ...more });

const ids = async (jobId: string, after = 0) =>
  (await readJobInputs(test.database, jobId, after, 10)).map(({ seq, id }) => `${seq} ${id}`);

describe('inputs of a job', () => {
  it('are numbered without gaps, also when many come at once', async () => {
    const jobId = await addRunningJob(test.database);
    const added = await Promise.all(['a', 'b', 'c'].map((id) => add(jobId, id)));
    expect(added.map((one) => one.kind === 'stored' && one.seq).sort()).toEqual([1, 2, 3]);
    expect((await ids(jobId)).map((one) => one.slice(0, 1))).toEqual(['1', '2', '3']);
  });

  it('are stored once for each id, and told from others under the same id', async () => {
    const jobId = await addJob(test.database);
    expect(await add(jobId, 'a')).toEqual({ kind: 'stored', seq: 1 });
    expect(await add(jobId, 'a')).toEqual({ kind: 'stored', seq: 1 });
    expect(await add(jobId, 'a', { body: '"other"' })).toEqual({ kind: 'conflict' });
    expect(await ids(jobId)).toEqual(['1 a']);
  });

  it('are refused after the end, but for a repetition of what was stored before', async () => {
    const jobId = await addRunningJob(test.database);
    await add(jobId, 'a');
    await test.sql(`UPDATE jobs SET status = 'succeeded' WHERE id = $1`, [jobId]);
    expect(await add(jobId, 'a')).toEqual({ kind: 'stored', seq: 1 });
    expect(await add(jobId, 'b')).toEqual({ kind: 'terminal' });
    expect(await add(await addJobIn(test.database, 'expired'), 'b')).toEqual({ kind: 'terminal' });
  });

  it('are for the tenant of the job alone', async () => {
    const jobId = await addJob(test.database);
    expect(await add(jobId, 'a', { tenantId: 'other' })).toEqual({ kind: 'not_found' });
    expect(await add(newJobId(), 'a')).toEqual({ kind: 'not_found' });
    expect(await add('nonsense', 'a')).toEqual({ kind: 'not_found' });
  });

  it('go with their job', async () => {
    const jobId = await addRunningJob(test.database);
    await add(jobId, 'a');
    await test.sql(`UPDATE jobs SET status = 'succeeded' WHERE id = $1`, [jobId]);
    expect(await deleteJob(test.database, 'acme', jobId)).toBe('deleted');
    expect(await ids(jobId)).toEqual([]);
  });
});

describe('a checkpoint', () => {
  const committer = () =>
    new GroupCommitter({ log: postgresEventLog(test.database, { subscribe: () => () => {} }) });

  it('covers the inputs up to the one that it names, makes room, and is never set back', async () => {
    const jobId = await addRunningJob(test.database);
    for (const id of ['a', 'b', 'c']) await add(jobId, id);
    expect(await add(jobId, 'd')).toEqual({ kind: 'full' });
    expect(await readCoveredInput(test.database, jobId)).toBe(0);
    const writer = committer();
    await writer.append(jobId, 1, [
      { kind: 'event', type: 'tick', data: {} },
      { kind: 'checkpoint', value: 1, inputSeq: 2 },
      { kind: 'checkpoint', value: 2 },
      { kind: 'checkpoint', value: 3, inputSeq: 1 },
    ]);
    expect(await readCoveredInput(test.database, jobId)).toBe(2);
    expect(await ids(jobId, 2)).toEqual(['3 c']);
    expect(await add(jobId, 'd')).toEqual({ kind: 'stored', seq: 4 });
  });

  it('of an attempt that is over covers nothing', async () => {
    const jobId = await addRunningJob(test.database);
    await add(jobId, 'a');
    await startAttempt(test.database, { jobId, attempt: 2 });
    const outcome = await committer().append(jobId, 1, [{ kind: 'checkpoint', value: 1, inputSeq: 1 }]);
    expect(outcome).toMatchObject({ accepted: false, reason: 'superseded' });
    expect(await readCoveredInput(test.database, jobId)).toBe(0);
  });
});
