/** Rate limits are of the key, not of the process. */
import { afterAll, beforeAll, expect, test } from 'vitest';
import { createApiKey, openDatabase } from '../store/index.js';
import { Client } from './support/client.js';
import { type Line, startLine } from './support/line.js';

let line: Line;

beforeAll(async () => {
  line = await startLine({ servers: 2, workers: 0 });
});

afterAll(() => line.stop());

async function limitedKey(limits: { jobsPerMinute?: number; readsPerMinute?: number }): Promise<string> {
  const database = openDatabase({ url: line.databaseUrl, max: 1, applicationName: 'limits-test' });
  const { key } = await createApiKey(database, { tenantId: 'default', label: 'limits-test', limits });
  await database.close();
  return key;
}

const body = { type: 'text.count_tokens', input: { text: 'a' } };

test('a key’s own limit holds over two servers, and 429 says when to come back', async () => {
  const key = await limitedKey({ jobsPerMinute: 6 });
  const clients = line.servers.map((server) => new Client(server.url, key));
  const answers = [];
  for (let index = 0; index < 10; index += 1) {
    answers.push(await (clients[index % 2] as Client).post('/v1/jobs', { body }));
  }
  expect(answers.filter((answer) => answer.status === 202)).toHaveLength(6);
  const refused = answers.at(-1);
  expect(refused?.status).toBe(429);
  expect(refused?.body).toMatchObject({ code: 'rate_limited', retryable: true });
  const reset = Number(/t=(\d+)/.exec(refused?.headers.ratelimit ?? '')?.[1]);
  expect(Number(refused?.headers['retry-after'])).toBeGreaterThanOrEqual(reset);
  expect(refused?.headers['ratelimit-policy']).toBe('"jobs";q=6;w=60');
});

test('creates and reads are counted apart', async () => {
  const key = await limitedKey({ jobsPerMinute: 1, readsPerMinute: 2 });
  const client = new Client(line.client.url, key);
  expect((await client.post('/v1/jobs', { body })).status).toBe(202);
  expect((await client.post('/v1/jobs', { body })).status).toBe(429);
  const first = await client.get('/v1/jobs');
  expect(first.status).toBe(200);
  expect(first.headers.ratelimit).toMatch(/^"reads";r=1;t=\d+$/);
  expect((await client.get('/v1/job-types')).status).toBe(200);
  expect((await client.get('/v1/jobs')).status).toBe(429);
});

test('100 at once never pass a limit of 20', async () => {
  const key = await limitedKey({ readsPerMinute: 20 });
  const clients = line.servers.map((server) => new Client(server.url, key));
  const answers = await Promise.all(
    Array.from({ length: 100 }, (_, index) => (clients[index % 2] as Client).get('/v1/job-types')),
  );
  expect(answers.filter((answer) => answer.status === 200)).toHaveLength(20);
});

test('a revoked key is refused at once', async () => {
  const key = await limitedKey({});
  const client = new Client(line.client.url, key);
  expect((await client.get('/v1/jobs')).status).toBe(200);
  await line.query(`UPDATE api_keys SET revoked_at = now() WHERE label = 'limits-test'`);
  expect((await client.get('/v1/jobs')).status).toBe(401);
});
