/** Two tenants share a service and can see nothing of each other. */
import { afterAll, beforeAll, expect, test } from 'vitest';
import { createApiKey, openDatabase } from '../store/index.js';
import type { Client } from './support/client.js';
import { type Line, startLine } from './support/line.js';

let line: Line;
let other: Client;
let jobId: string;

beforeAll(async () => {
  line = await startLine();
  const database = openDatabase({ url: line.databaseUrl, max: 1, applicationName: 'tenants-test' });
  const { key } = await createApiKey(database, { tenantId: 'other', label: 'tenants-test' });
  await database.close();
  other = line.client.as(key);
  const job = await line.client.create({ type: 'text.count_tokens', input: { text: 'mine' } });
  jobId = job.job_id;
  await line.client.finished(jobId);
});

afterAll(() => line.stop());

const MISSING = 'job_00000000000000000000000000000000';

function comparable(body: Record<string, unknown>): Record<string, unknown> {
  const { request_id, trace_id, instance, ...rest } = body;
  return rest;
}

test.each([
  ['GET', ''],
  ['GET', '/events'],
  ['GET', '/result'],
  ['POST', '/cancel'],
  ['POST', '/stream-token'],
  ['DELETE', ''],
])('%s /v1/jobs/{another tenant’s}%s answers as for a job that never was', async (method, path) => {
  const theirs = await other.request(method, `/v1/jobs/${jobId}${path}`);
  const absent = await other.request(method, `/v1/jobs/${MISSING}${path}`);
  expect(theirs.status).toBe(404);
  expect(comparable(theirs.body)).toEqual(comparable(absent.body));
  const names = (headers: object) => Object.keys(headers).sort();
  expect(names(theirs.headers)).toEqual(names(absent.headers));
});

test('a list shows only the tenant’s own jobs', async () => {
  expect((await other.get('/v1/jobs')).body.data).toEqual([]);
  expect((await line.client.get('/v1/jobs')).body.data).toHaveLength(1);
});

test('an idempotency key belongs to its tenant', async () => {
  const request = {
    body: { type: 'text.count_tokens', input: { text: 'shared key' } },
    headers: { 'Idempotency-Key': 'shared' },
  };
  const mine = await line.client.post('/v1/jobs', request);
  const theirs = await other.post('/v1/jobs', request);
  expect(theirs.headers['idempotency-replayed']).toBeUndefined();
  expect(theirs.body.job_id).not.toBe(mine.body.job_id);
});

test('a malformed id is 404', async () => {
  for (const id of ['x', 'job_', 'job_ä', '..', '%00', 'job_'.padEnd(4000, 'a')]) {
    const answer = await line.client.get(`/v1/jobs/${encodeURIComponent(id)}`);
    expect(answer.status, id).toBe(404);
  }
});
