/** Workers and servers die, or freeze, in the middle; nothing accepted is lost and nothing is done twice. */
import { randomUUID } from 'node:crypto';
import pg from 'pg';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type Client, until } from '../support/client.js';
import { assertGapless, type WireEvent } from '../support/event-stream.js';
import { type FaithfulReader, followJob, keptEvents } from '../support/faithful-reader.js';
import { type Line, loadProject, startLine } from '../support/line.js';
import {
  createEmit,
  expectRunOnce,
  expectSoundLog,
  expectTicks,
  expectWholeLog,
  many,
} from '../support/load-jobs.js';
import { logLines } from '../support/processes.js';

/** What the model needs on a busy machine. */
const MODEL_SECONDS = 150;

/** This project's own service, for work with a model. */
let own: Line;
/** The load project's. */
let line: Line;

// One after the other: to start is the most expensive part.
beforeAll(async () => {
  own = await startLine();
  line = await startLine({ root: loadProject() });
}, 180_000);

afterAll(async () => {
  await Promise.all([own?.stop(), line?.stop()]);
});

const documents = Array.from({ length: 4 }, (_, index) => ({
  id: `doc-${index}`,
  text: `Document ${index}. The harbour was quiet. Boats lay at the quay and nobody was in a hurry to leave.`,
}));

function data(events: readonly WireEvent[], type: string) {
  return events.filter((event) => event.type === type).map((event) => event.body.data);
}

// They mostly wait, for heartbeats that do not come: side by side.
describe.concurrent('processes', () => {
  test('kill -9 of the worker in the middle of text.generate and of documents.summarize: another one finishes them', async () => {
    const { client } = own;
    const summary = await client.create({
      type: 'documents.summarize',
      input: { documents, max_tokens: 24 },
    });
    const summaries = followJob([client], summary.job_id, MODEL_SECONDS);
    await until('a document is done', async () => data(summaries.events, 'document').length >= 1, 60);
    const text = await client.create({
      type: 'text.generate',
      input: { prompt: 'Tell a story about a ship.', max_tokens: 150 },
    });
    const tokens = followJob([client], text.job_id, MODEL_SECONDS);
    await until(
      'both are in the middle',
      async () => data(tokens.events, 'token').length >= 5 && data(summaries.events, 'document').length >= 2,
      60,
    );
    await own.workers[0]?.stop('SIGKILL');
    await own.startWorker();
    await expectText(own, tokens);
    await expectSummaries(own, summaries);
    await expectSoundLog(own, { succeeded: 2 });
  }, 180_000);

  // On one service, so one after the other.
  describe('short work', () => {
    test('a frozen worker that thaws after its replacement writes nothing', {
      concurrent: false,
      timeout: 120_000,
    }, async () => {
      const zombie = line.workers[0] as Line['workers'][number];
      // Temporal may hand a retry to the frozen worker, whose two polls are open; most jobs escape that.
      const jobs = await many(8, () =>
        createEmit(line.client, { events: 120, per_second: 30, checkpoint_every: 20 }),
      );
      const readers = jobs.map(({ job_id }) => followJob([line.client], job_id));
      await until('all of them run', async () => readers.every(({ events }) => events.length >= 30));
      zombie.signal('SIGSTOP');
      await line.startWorker();
      await until(
        'one is tried again',
        async () => readers.some(({ events }) => data(events, 'job.retrying').length > 0),
        60,
      );
      // Its handlers are behind their pace: they yield all that they have at once.
      zombie.signal('SIGCONT');
      for (const reader of readers) {
        await expectTicks(reader, 120);
        await expectWholeLog(line, reader);
      }
      await expectSoundLog(line, { succeeded: 8 });
      const refused = logLines(zombie.output(), 'late write refused');
      expect(refused, zombie.output()).toContainEqual(
        expect.objectContaining({ attempt: 1, reason: 'superseded' }),
      );
    });

    /** One more server, for being killed. */
    async function startDoomed() {
      const server = await line.startServer();
      return { server, client: line.client.at(server.url) };
    }

    test('kill -9 of a server in the middle of streams: they go on at another one, without gap or repeat', {
      concurrent: false,
      timeout: 90_000,
    }, async () => {
      const doomed = await startDoomed();
      const jobs = await many(5, () => createEmit(doomed.client, { events: 60, per_second: 20 }));
      const readers = [...jobs, ...jobs, ...jobs].map(({ job_id }) =>
        followJob([doomed.client, line.client], job_id),
      );
      await until('all streams flow', async () => readers.every(({ events }) => events.length >= 15));
      await doomed.server.stop('SIGKILL');
      for (const reader of readers) {
        await expectTicks(reader, 60);
        await expectWholeLog(line, reader);
        expect(reader.connections()).toBe(2);
      }
      // Nobody had a reason to try again.
      const ids = jobs.map(({ job_id }) => job_id);
      await expectRunOnce(line, ids);
      await expectSoundLog(line, { succeeded: 5 });
    });

    test('kill -9 of a server between key and answer: each key is one job, run once, and all that was accepted is there', {
      concurrent: false,
      timeout: 90_000,
    }, async ({ onTestFinished }) => {
      const doomed = await startDoomed();
      const run = randomUUID();
      const create = (client: Client, key: number) =>
        client.post('/v1/jobs', {
          body: { type: 'load.empty', input: {} },
          headers: { 'Idempotency-Key': `${run}-${key}` },
        });
      const answered = await many(30, (key) => create(doomed.client, key));
      const lock = await lockCreates(line);
      onTestFinished(() => lock.end());
      const unanswered = many(40, (index) => create(doomed.client, 30 + index).catch(() => undefined));
      await until('creates wait in PostgreSQL', async () => (await countCreates(line)) > 0);
      // It will not hear what becomes of them; PostgreSQL completes them nonetheless.
      doomed.server.signal('SIGSTOP');
      await lock.query('COMMIT');
      await until('they are stored', async () => (await countCreates(line)) === 0);
      await doomed.server.stop('SIGKILL');
      expect(await unanswered).toEqual(Array.from({ length: 40 }));
      const [row] = await line.query('SELECT count(*)::integer AS stored FROM jobs');
      const stored = Number(row?.stored);
      expect(stored).toBeGreaterThan(30);

      const again = await many(70, (key) => create(line.client, key));
      expect(again.slice(0, 30).map(({ body }) => body.job_id)).toEqual(
        answered.map(({ body }) => body.job_id),
      );
      expect(new Set(again.map(({ body }) => body.job_id)).size).toBe(70);
      const replayed = again.filter(({ headers }) => headers['idempotency-replayed'] === 'true');
      expect(replayed).toHaveLength(stored);
      const ids = again.map(({ body }) => body.job_id as string);
      await Promise.all(ids.map((id) => line.client.finished(id)));
      await expectRunOnce(line, ids);
      await expectSoundLog(line, { succeeded: 70 });
    });
  });
});

test('three servers starting at once on an empty database all come up', async ({ onTestFinished }) => {
  const line = await startLine({ servers: 3, workers: 0 });
  onTestFinished(line.stop);
  for (const server of line.servers) {
    expect((await fetch(`${server.url}/healthz`)).status).toBe(200);
  }
});

/** The text of the second attempt is whole: what the first one had begun is void. */
async function expectText(line: Line, reader: FaithfulReader): Promise<void> {
  const events = await reader.ended;
  expect(data(events, 'job.retrying')).toMatchObject([{ resume_seq: 0 }]);
  const result = await line.client.get(`/v1/jobs/${reader.jobId}/result`);
  const kept = keptEvents(events, 'token').map(({ body }) => body.data.text);
  expect(kept.join('')).toBe(result.body.result.text);
  await expectWholeLog(line, reader);
}

/** No document that a checkpoint covers was summarized again. */
async function expectSummaries(line: Line, reader: FaithfulReader): Promise<void> {
  const events = await reader.ended;
  assertGapless(events);
  const [retrying] = data(events, 'job.retrying');
  expect(retrying?.resume_seq).toBeGreaterThan(0);
  const kept = keptEvents(events, 'document').map(({ body }) => body.data.id);
  expect(kept).toEqual(documents.map(({ id }) => id));
  expect(data(events, 'document').length).toBeLessThanOrEqual(documents.length + 1);
  const result = await line.client.get(`/v1/jobs/${reader.jobId}/result`);
  expect(result.body.result.summaries).toHaveLength(documents.length);
  await expectWholeLog(line, reader);
}

/** Has all creates wait in the middle of their transaction, until this one is over. */
async function lockCreates(line: Line): Promise<pg.Client> {
  const connection = new pg.Client({ connectionString: line.databaseUrl });
  await connection.connect();
  await connection.query('BEGIN; LOCK TABLE job_payloads IN SHARE MODE');
  return connection;
}

/** How many creates are under way in PostgreSQL. */
async function countCreates(line: Line): Promise<number> {
  const [row] = await line.query(
    `SELECT count(*)::integer AS count FROM pg_stat_activity
     WHERE datname = current_database() AND state = 'active' AND query LIKE '%FROM create_job(%'
       AND pid <> pg_backend_pid()`,
  );
  return Number(row?.count);
}
