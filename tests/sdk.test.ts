/** The generated client against the real service: real tokens, typed to the last field. */
import { afterAll, beforeAll, expect, expectTypeOf, test } from 'vitest';
import { ApiError, SpecwireClient } from '../generated/sdk/typescript/index.js';
import { type Line, startLine } from './support/line.js';

let line: Line;
let client: SpecwireClient;

beforeAll(async () => {
  line = await startLine({ servers: 2 });
  client = new SpecwireClient({ baseUrl: line.client.url, apiKey: line.apiKey });
});

afterAll(() => line.stop());

test('creates, streams and reads a result', async () => {
  const job = await client.jobs.create({
    type: 'text.generate',
    input: { prompt: 'Write one sentence about bread.', max_tokens: 24 },
  });
  let text = '';
  for await (const event of client.jobs.events<'text.generate'>(job)) {
    if (event.type === 'token') {
      expectTypeOf(event.data.text).toEqualTypeOf<string>();
      text += event.data.text;
    }
  }
  const { result } = await client.jobs.result<'text.generate'>(job.job_id);
  expect(result.text).toBe(text);
  expect(text.length).toBeGreaterThan(10);
});

test('streams with a token, without a key', async () => {
  const job = await client.jobs.create({ type: 'text.count_tokens', input: { text: 'Hello there' } });
  const { token } = await client.jobs.createStreamToken(job);
  const browser = new SpecwireClient({ baseUrl: line.client.url });
  const states: string[] = [];
  for await (const event of browser.jobs.events(job, { streamToken: token }))
    if (event.type === 'job.status' && 'data' in event) states.push(event.data.status);
  expect(states.at(-1)).toBe('succeeded');
  await expect(browser.jobs.events(job, { streamToken: 'st_wrong' }).next()).rejects.toMatchObject({
    status: 401,
  });
});

test('sends its own id and trace along, and cancels', async () => {
  const job = await client.jobs.create(
    { type: 'text.generate', input: { prompt: 'Tell a very long story.', max_tokens: 2000 } },
    { headers: { 'X-Request-ID': 'my-request-1' } },
  );
  const [row] = await line.query('SELECT request_id FROM jobs WHERE id = $1', [job.job_id]);
  expect(row?.request_id).toBe('my-request-1');
  expect(['cancelling', 'cancelled']).toContain((await client.jobs.cancel(job)).status);
});

test('waits for a short job', async () => {
  const job = await client.jobs.create(
    { type: 'text.count_tokens', input: { text: 'Hello there' } },
    { wait: 10 },
  );
  expect(job.status).toBe('succeeded');
});

test('goes on with another server when the network breaks, without loss or repeat', async () => {
  const job = await client.jobs.create({
    type: 'text.generate',
    input: { prompt: 'Tell a story about a train.', max_tokens: 60 },
  });
  const urls = line.servers.map((server) => server.url);
  let connections = 0;
  /** Every connection but the last is cut after some 700 bytes. */
  const flaky: typeof fetch = async (input, init) => {
    const target = String(input).replace(urls[0] ?? '', urls[connections % 2] ?? '');
    connections += 1;
    const response = await fetch(target, init);
    if (connections > 3 || response.body === null) return response;
    let left = 700;
    const cut = new TransformStream<Uint8Array, Uint8Array>({
      transform(chunk, controller) {
        controller.enqueue(chunk.subarray(0, left));
        left -= chunk.length;
        if (left <= 0) controller.error(new TypeError('terminated'));
      },
    });
    return new Response(response.body.pipeThrough(cut), response);
  };
  const unlucky = new SpecwireClient({ baseUrl: urls[0] ?? '', apiKey: line.apiKey, fetch: flaky });
  const seqs: number[] = [];
  for await (const event of unlucky.jobs.events(job)) if ('seq' in event) seqs.push(event.seq);
  expect(connections).toBeGreaterThan(2);
  expect(seqs).toEqual(seqs.map((_, index) => index + 1));
});

test('throws the problem, and does not retry a refusal', async () => {
  const stranger = new SpecwireClient({ baseUrl: line.client.url, apiKey: 'not-a-key-at-all-0000' });
  const failed = await stranger.jobs.get('job_x').catch((error: unknown) => error);
  expect(failed).toBeInstanceOf(ApiError);
  expect((failed as ApiError).status).toBe(401);
  expect((failed as ApiError).problem?.code).toBe('unauthorized');
  const read = async () => {
    for await (const _ of stranger.jobs.events('job_x'));
  };
  await expect(read()).rejects.toBeInstanceOf(ApiError);
});
