/** A project elsewhere: three job types and an operation of its own, on the runtime as a package. */

import { fileURLToPath } from 'node:url';
import { execa } from 'execa';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { createApiKey, openDatabase } from '../store/index.js';
import { Client } from './support/client.js';
import { Contract } from './support/contract.js';
import { type Line, loadProject, startLine } from './support/line.js';

let line: Line;

beforeAll(async () => {
  line = await startLine({ root: loadProject() });
});

afterAll(async () => {
  await line?.stop();
});

test('its handlers and its generated code compile', async () => {
  const tsc = fileURLToPath(new URL('../node_modules/typescript/bin/tsc', import.meta.url));
  const { all } = await execa(process.execPath, [tsc, '-p', '.'], {
    cwd: loadProject(),
    reject: false,
    all: true,
  });
  expect(all).toBe('');
});

test('it serves its job types and no others', async () => {
  const { body } = await line.client.get('/v1/job-types');
  expect(body.data.map((one: { type: string }) => one.type).sort()).toEqual([
    'load.echo',
    'load.emit',
    'load.empty',
  ]);
});

test('its jobs run, emit their own events and give their results', async () => {
  const done = await line.client.post('/v1/jobs', {
    body: { type: 'load.empty', input: {} },
    headers: { Prefer: 'wait=10' },
  });
  expect(done.body).toMatchObject({ status: 'succeeded', result: { at: expect.any(Number) } });
  const job = await line.client.create({ type: 'load.emit', input: { events: 5, per_second: 50 } });
  const events = await line.client.events(job.job_id);
  expect(events.filter(({ type }) => type === 'tick').map(({ body }) => body.data.n)).toEqual([
    1, 2, 3, 4, 5,
  ]);
});

test('its own operation is held to its contract, and guarded like the platform’s', async () => {
  const database = openDatabase({ url: line.databaseUrl, max: 1, applicationName: 'load-project-test' });
  const limits = { readsPerMinute: 3 };
  const { key } = await createApiKey(database, { tenantId: 'acme', label: 'test', limits });
  await database.close();
  // Holds every answer to the project's published contract.
  const client = new Client(line.client.url, key, new Contract(loadProject()));
  const traceparent = '00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01';
  const read = await client.get('/v1/reports/q3', { headers: { 'X-Request-ID': 'request-1', traceparent } });
  expect(read.status).toBe(200);
  expect(read.body.name).toMatch(/^q3 acme request-1 00-0af7651916cd43dd8448eb211c80319c-[0-9a-f]{16}-01$/);
  const refused = await client.get('/v1/reports/q3', { query: { verbose: 1 } });
  expect(refused.body).toMatchObject({
    code: 'invalid_request',
    errors: [{ in: 'query', pointer: 'verbose' }],
  });
  const later = await client.get('/v1/reports/next');
  expect(later.status).toBe(503);
  expect(later.body).toMatchObject({ code: 'unavailable', detail: 'It is being written.', retry_after: 5 });
  expect((await client.get('/v1/reports/q3')).body.code).toBe('rate_limited');
  expect((await client.get('/v1/reports/q3', { apiKey: null })).body.code).toBe('unauthorized');
});
