/** Processes die in the middle; nothing accepted is lost and nothing is done twice. */
import { afterEach, describe, expect, test } from 'vitest';
import { until } from './support/client.js';
import { assertGapless, type WireEvent } from './support/event-stream.js';
import { type Line, startLine } from './support/line.js';

let line: Line;

afterEach(() => line.stop());

const documents = Array.from({ length: 4 }, (_, index) => ({
  id: `doc-${index}`,
  text: `Document ${index}. The harbour was quiet. Boats lay at the quay and nobody was in a hurry to leave.`,
}));

function data(events: readonly WireEvent[], type: string) {
  return events.filter((event) => event.type === type).map((event) => event.body.data);
}

describe('kill -9 of the worker', () => {
  test('in the middle of text.generate: another worker finishes it', async () => {
    line = await startLine();
    const job = await line.client.create({
      type: 'text.generate',
      input: { prompt: 'Tell a story about a ship.', max_tokens: 150 },
    });
    const stream = await line.client.stream(job.job_id);
    const events: WireEvent[] = [];
    for await (const event of stream.events) {
      events.push(event);
      if (data(events, 'token').length === 5 && line.workers.length === 1) {
        await line.workers[0]?.stop('SIGKILL');
        await line.startWorker();
      }
    }
    assertGapless(events);
    expect(data(events, 'job.retrying')).toMatchObject([{ attempt: 2, resume_seq: 0 }]);
    expect(events.at(-1)?.body.data.status).toBe('succeeded');
    const result = await line.client.get(`/v1/jobs/${job.job_id}/result`);
    const kept = events.slice(events.findIndex((event) => event.type === 'job.retrying'));
    expect(
      data(kept, 'token')
        .map((token) => token.text)
        .join(''),
    ).toBe(result.body.result.text);
  }, 120_000);

  test('in the middle of documents.summarize: no finished document is redone', async () => {
    line = await startLine();
    const job = await line.client.create({
      type: 'documents.summarize',
      input: { documents, max_tokens: 24 },
    });
    const stream = await line.client.stream(job.job_id);
    const events: WireEvent[] = [];
    for await (const event of stream.events) {
      events.push(event);
      if (data(events, 'document').length === 2 && line.workers.length === 1) {
        await line.workers[0]?.stop('SIGKILL');
        await line.startWorker();
      }
    }
    assertGapless(events);
    const retrying = events.find((event) => event.type === 'job.retrying');
    const resumeSeq = Number(retrying?.body.data.resume_seq);
    const kept = events.filter(
      (event) => event.body.seq !== undefined && (event.body.seq <= resumeSeq || event.body.attempt === 2),
    );
    expect(data(kept, 'document').map((document) => document.id)).toEqual(documents.map((one) => one.id));
    expect(data(events, 'document').length).toBeLessThanOrEqual(documents.length + 1);
    expect(resumeSeq).toBeGreaterThan(0);
    const result = await line.client.get(`/v1/jobs/${job.job_id}/result`);
    expect(result.body.result.summaries).toHaveLength(documents.length);
  }, 120_000);
});

test('a frozen worker that thaws after its replacement writes nothing', async () => {
  line = await startLine();
  const job = await line.client.create({
    type: 'text.generate',
    input: { prompt: 'Tell a long story about a forest.', max_tokens: 200 },
  });
  const zombie = line.workers[0];
  await until('first token', async () => (await line.client.job(job.job_id)).status === 'running');
  await new Promise((resolve) => setTimeout(resolve, 1000));
  zombie?.signal('SIGSTOP');
  await line.startWorker();
  const stream = await line.client.stream(job.job_id);
  const events: WireEvent[] = [];
  for await (const event of stream.events) {
    events.push(event);
    if (event.type === 'job.retrying') zombie?.signal('SIGCONT');
  }
  assertGapless(events);
  // Temporal may hand a retry to the frozen worker, whose poll is still open; then there is one more.
  expect(data(events, 'job.retrying').length).toBeGreaterThan(0);
  let attempt = 0;
  for (const event of events) {
    if (event.type === 'job.retrying' || event.body.data.status === 'running')
      attempt = event.body.attempt ?? 0;
    expect(event.body.attempt, `seq ${event.body.seq}`).toBe(attempt);
  }
  expect(events.at(-1)?.body.data.status).toBe('succeeded');
}, 120_000);

test('kill -9 of the server in mid-stream: another server goes on, and no accepted job is lost', async () => {
  line = await startLine({ servers: 2 });
  const job = await line.client.create({
    type: 'text.generate',
    input: { prompt: 'Tell a story about a bridge.', max_tokens: 80 },
  });
  const seen: WireEvent[] = [];
  const stream = await line.client.stream(job.job_id);
  await expect(async () => {
    for await (const event of stream.events) {
      seen.push(event);
      if (seen.length === 8) line.servers[0]?.signal('SIGKILL');
    }
  }).rejects.toThrow();
  const other = line.servers[1]?.url;
  const rest = await fetch(`${other}/v1/jobs/${job.job_id}/events`, {
    headers: { authorization: `Bearer ${line.apiKey}`, 'last-event-id': String(seen.at(-1)?.id) },
  });
  const text = await rest.text();
  expect(text).toContain('"status":"succeeded"');
  expect(text).toMatch(new RegExp(`^id: ${Number(seen.at(-1)?.id) + 1}$`, 'm'));
}, 120_000);

test('jobs accepted just before the server is killed are started by another', async () => {
  line = await startLine({ servers: 2 });
  const answers = await Promise.all(
    Array.from({ length: 20 }, (_, index) =>
      line.client.create({ type: 'text.count_tokens', input: { text: `job ${index}` } }),
    ),
  );
  line.servers[0]?.signal('SIGKILL');
  const survivor = line.servers[1]?.url ?? '';
  const { Client } = await import('./support/client.js');
  const client = new Client(survivor, line.apiKey);
  const ended = await Promise.all(answers.map((job) => client.finished(job.job_id)));
  expect(ended.map((job) => job.status)).toEqual(ended.map(() => 'succeeded'));
}, 120_000);

test('two servers starting at once on an empty database both come up', async () => {
  line = await startLine({ servers: 3, workers: 0 });
  for (const server of line.servers) {
    expect((await fetch(`${server.url}/healthz`)).status).toBe(200);
  }
});
