/** SIGTERM: streams end with a retry, work in flight is handed on, processes exit within 10 s. */
import { afterEach, expect, test } from 'vitest';
import { type Line, startLine } from './support/line.js';

let line: Line;

afterEach(() => line.stop());

test.each(['SIGTERM', 'SIGINT'] as const)('the server drains on %s', async (signal) => {
  line = await startLine({ workers: 0 });
  const job = await line.client.create({ type: 'text.count_tokens', input: { text: 'a' } });
  const stream = await line.client.stream(job.job_id);
  await stream.events.next();
  const started = performance.now();
  const exit = line.servers[0]?.stop(signal);
  line.servers[0]?.signal(signal);
  for await (const _ of stream.events);
  expect(stream.retries.length).toBe(2);
  expect(await exit).toBe(0);
  expect(performance.now() - started).toBeLessThan(10_000);
});

test('a worker that is told to stop hands its job on, and the job finishes', async () => {
  line = await startLine();
  const job = await line.client.create({
    type: 'documents.summarize',
    input: {
      documents: Array.from({ length: 5 }, (_, index) => ({
        id: `d${index}`,
        text: 'A short text about rain.',
      })),
      max_tokens: 60,
    },
  });
  const stream = await line.client.stream(job.job_id);
  let last: unknown;
  for await (const event of stream.events) {
    if (event.type === 'document' && line.workers.length === 1) {
      const started = performance.now();
      expect(await line.workers[0]?.stop('SIGTERM')).toBe(0);
      expect(performance.now() - started).toBeLessThan(10_000);
      await line.startWorker();
    }
    last = event.body.data.status;
  }
  expect(last).toBe('succeeded');
}, 90_000);
