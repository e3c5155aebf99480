/** Temporal freezes, dies, and forgets everything; what clients see is PostgreSQL's word, and no job stays stuck. */
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type BreakableService, startBreakableService } from '../support/breakable-engines.js';
import { until, type WireJob } from '../support/client.js';
import { followJob } from '../support/faithful-reader.js';
import { loadProject } from '../support/line.js';
import {
  createEmit,
  type Emit,
  expectRunOnce,
  expectSoundLog,
  expectTicks,
  expectWholeLog,
  many,
} from '../support/load-jobs.js';
import { logLines, type TestProcess } from '../support/processes.js';
import type { Service } from '../support/service.js';

const OUTAGE_SECONDS = process.env.SPECWIRE_TEST_FULL ? 60 : 10;
/** A sweep comes every 10 s, and compares a job with its workflow every 30 s. */
const SWEPT_SECONDS = 60;

/** For a Temporal that goes away, and for one that forgets. */
let away: BreakableService;
let forgetful: BreakableService;

// One after the other: to start is the most expensive part.
beforeAll(async () => {
  away = await startBreakableService({ root: loadProject() });
  // The log tells which worker runs what.
  const env = { LOG_LEVEL: 'debug' };
  forgetful = await startBreakableService({ root: loadProject(), workers: 2, env });
}, 240_000);

afterAll(async () => {
  await Promise.all([away?.stop(), forgetful?.stop()]);
});

const empty = { type: 'load.empty', input: {} };

// Each has engines of its own, and mostly waits for sweeps: side by side.
describe.concurrent('Temporal', () => {
  describe('away', () => {
    test('frozen, and the server killed between insert and start: another server starts the jobs', {
      concurrent: false,
      timeout: 60_000,
    }, async () => {
      const { engines, service } = away;
      const doomed = await service.startServer();
      const client = service.client.at(doomed.url);
      engines.signalTemporal('SIGSTOP');
      const jobs = await many(20, () => client.create(empty));
      await doomed.stop('SIGKILL');
      const ids = jobs.map(({ job_id }) => job_id);
      const unstarted = await service.query(
        `SELECT id FROM jobs WHERE id = ANY ($1) AND status = 'queued' AND workflow_started_at IS NULL`,
        [ids],
      );
      expect(unstarted).toHaveLength(20);
      engines.signalTemporal('SIGCONT');
      await many(20, (index) => service.client.finished(ids[index] ?? ''));
      await expectRunOnce(service, ids);
      await expectSoundLog(service, { succeeded: 20 });
    });

    test(`killed and away for ${OUTAGE_SECONDS} s: jobs are accepted and run afterwards, running ones go on, cancels reach them`, {
      concurrent: false,
      timeout: (OUTAGE_SECONDS + 110) * 1000,
    }, async () => {
      const { engines, service } = away;
      const { client } = service;
      const input = { per_second: 20, checkpoint_every: 20 };
      const through = await createEmit(client, { ...input, events: 120 });
      const across = await createEmit(client, { ...input, events: (OUTAGE_SECONDS + 8) * 20 });
      const held = await createEmit(client, { ...input, events: 1, hold: true });
      const follow = ({ job_id }: WireJob) => followJob([client], job_id, OUTAGE_SECONDS + 90);
      const [shorter, longer, cancelled] = [follow(through), follow(across), follow(held)];
      const readers = [shorter, longer, cancelled];
      await until('all of them run', async () => readers.every(({ events }) => events.length >= 3));
      await engines.endTemporal('SIGKILL');
      const killedAt = performance.now();

      const answers = await many(10, () => client.post('/v1/jobs', { body: empty }));
      expect(answers.map(({ status }) => status)).toEqual(answers.map(() => 202));
      const [, ...accepted] = answers.map(({ body }) => body.job_id as string);
      const queued = await client.post(`/v1/jobs/${answers[0]?.body.job_id}/cancel`);
      expect([queued.status, queued.body.status]).toEqual([200, 'cancelled']);

      const cancelledAt = performance.now();
      expect((await client.post(`/v1/jobs/${held.job_id}/cancel`)).status).toBe(202);
      const end = (await cancelled.ended).at(-1);
      expect(end?.body.data.status).toBe('cancelled');
      // The contract says a second; this machine may be busy.
      expect((end?.receivedAt ?? Number.POSITIVE_INFINITY) - cancelledAt).toBeLessThan(2000);

      // It ends while nobody can tell Temporal.
      await expectTicks(shorter, 120);
      await sleep(Math.max(0, OUTAGE_SECONDS * 1000 - (performance.now() - killedAt)));
      await engines.startTemporal();
      for (const id of accepted) expect((await client.finished(id)).status).toBe('succeeded');
      await expectTicks(longer, (OUTAGE_SECONDS + 8) * 20);
      for (const reader of readers) await expectWholeLog(service, reader);
      await expectRunOnce(service, [...accepted, through.job_id]);
      await expectSoundLog(service, { succeeded: 11, cancelled: 2 });
    });
  });

  test('its history gone: every job ends or runs, as its state says', async () => {
    const { engines, service } = forgetful;
    const { client } = service;
    const [doomed, living] = service.workers as [TestProcess, TestProcess];
    // A worker that will not come back has one job running and one being cancelled …
    const lost = await startOn(service, doomed, { events: 2, hold: true });
    const cancelled = await startOn(service, doomed, { events: 2, hold: true });
    // … one that will go on has one that would never end, and one that ends by itself …
    const endless = await startOn(service, living, { events: 2, hold: true });
    const ending = await startOn(service, living, { events: 200, per_second: 10 });
    const readers = [lost, cancelled, endless, ending].map((id) => followJob([client], id, 120));
    for (const worker of service.workers) worker.signal('SIGSTOP');
    expect((await client.post(`/v1/jobs/${cancelled}/cancel`)).status).toBe(202);
    // … and while both sleep, others are queued, and Temporal knows of them.
    const queued = await many(5, () => client.create(empty));
    const ids = queued.map(({ job_id }) => job_id);
    await until('Temporal knows of them', async () => {
      const sql = 'SELECT id FROM jobs WHERE id = ANY ($1) AND workflow_started_at IS NOT NULL';
      return (await service.query(sql, [ids])).length === 5;
    });

    await engines.endTemporal('SIGKILL');
    await doomed.stop('SIGKILL');
    await engines.loseTemporalHistory();
    await engines.startTemporal();
    living.signal('SIGCONT');
    const forgottenAt = performance.now();

    const endOf = async (id: string) => {
      const { status, error } = await client.finished(id);
      return { status, code: error?.code };
    };
    const ends = await Promise.all([lost, cancelled, endless, ending, ...ids].map((id) => endOf(id)));
    expect((performance.now() - forgottenAt) / 1000).toBeLessThan(SWEPT_SECONDS);
    expect(ends).toEqual([
      { status: 'failed', code: 'worker_lost' },
      { status: 'cancelled', code: 'cancelled' },
      { status: 'failed', code: 'worker_lost' },
      { status: 'succeeded', code: undefined },
      ...ids.map(() => ({ status: 'succeeded', code: undefined })),
    ]);
    const stopped = () => logLines(living.output(), 'attempt ended').find(({ job_id }) => job_id === endless);
    // Nobody waits for its handler any more, so it does not go on.
    expect(await until('the endless handler stops', async () => stopped())).toMatchObject({
      outcome: 'superseded',
    });
    for (const reader of readers) await expectWholeLog(service, reader);
    await expectSoundLog(service, { succeeded: 6, failed: 2, cancelled: 1 });
  }, 150_000);
});

/** Creates such jobs until this worker runs one. */
async function startOn({ client, workers }: Service, worker: TestProcess, input: Emit): Promise<string> {
  for (let turn = 1; turn <= 20; turn += 1) {
    const { job_id } = await createEmit(client, input);
    const isStarted = ({ output }: TestProcess) =>
      logLines(output(), 'attempt started').some((entry) => entry.job_id === job_id);
    if ((await until('it runs', async () => workers.find(isStarted))) === worker) return job_id;
    await client.post(`/v1/jobs/${job_id}/cancel`);
    await client.finished(job_id);
    await client.delete(`/v1/jobs/${job_id}`);
  }
  throw new Error('Temporal gives this worker no job');
}
