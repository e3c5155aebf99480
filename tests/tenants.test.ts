/** Two tenants share a service and can see nothing of each other: another's job is one that never was. */
import { readFile } from 'node:fs/promises';
import type { Response } from 'supertest';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { parse } from 'yaml';
import { type Client, until } from './support/client.js';
import { type Line, loadProject, startLine } from './support/line.js';
import { otherTenant } from './support/tenants.js';

const ROOT = new URL('..', import.meta.url).pathname;

let line: Line;
let mine: Client;
let other: Client;

const STATES = ['queued', 'running', 'succeeded', 'cancelled', 'deleted'] as const;
type State = (typeof STATES)[number];

/** A job of mine in each state, each with a key, a tag and metadata that nobody else may learn of. */
const jobs = {} as Record<State, string>;

const keyOf = (state: State) => `the-key-of-${state}`;
const inputOf = (state: State) =>
  state === 'queued' || state === 'running' || state === 'cancelled'
    ? { events: 1, hold: true }
    : { events: 1 };

/** What of mine an answer could betray, beside what every answer of this service has. */
const SECRET = 'a-secret-of-mine';

async function createMine(state: State): Promise<string> {
  const job = await mine.create(
    { type: 'load.emit', input: inputOf(state), tags: [SECRET], metadata: { note: SECRET } },
    { headers: { 'Idempotency-Key': keyOf(state) } },
  );
  return job.job_id;
}

async function ticked(jobId: string): Promise<void> {
  await until(
    'a tick',
    async () => (await line.query('SELECT 1 FROM events WHERE job_id = $1', [jobId])).length >= 3,
  );
}

beforeAll(async () => {
  line = await startLine({ root: loadProject() });
  mine = line.client;
  other = await otherTenant(line);
  for (const state of ['running', 'succeeded', 'cancelled', 'deleted'] as const)
    jobs[state] = await createMine(state);
  await Promise.all([ticked(jobs.running), ticked(jobs.cancelled), mine.finished(jobs.succeeded)]);
  await mine.post(`/v1/jobs/${jobs.cancelled}/cancel`);
  await mine.finished(jobs.cancelled);
  await mine.finished(jobs.deleted);
  await mine.delete(`/v1/jobs/${jobs.deleted}`);
  await line.workers[0]?.stop();
  jobs.queued = await createMine('queued');
});

afterAll(async () => {
  await line?.stop();
});

const MISSING = 'job_00000000000000000000000000000000';

/** What may differ between any two answers; the contract names the first three. */
const OF_THE_REQUEST = ['request_id', 'trace_id', 'instance'];
const OF_THE_MOMENT = ['x-request-id', 'date', 'ratelimit'];

/** All that an answer says, without what belongs to the one request. */
function comparable(answer: Response): object {
  const without = (object: object, names: readonly string[]) =>
    Object.fromEntries(Object.entries(object ?? {}).filter(([name]) => !names.includes(name)));
  const { 'content-length': length, ...headers } = without(answer.headers, OF_THE_MOMENT);
  return {
    status: answer.status,
    headers,
    names: Object.keys(answer.headers),
    body: without(answer.body, OF_THE_REQUEST),
    // Ids are all of one length, so that the length is the same too.
    length,
  };
}

/** Every operation on a job, and requests whose other parts are right or wrong in their own way. */
const REQUESTS: readonly (readonly [method: string, path: string, headers: Record<string, string>])[] = [
  ['GET', '', {}],
  ['GET', '', { 'If-None-Match': 'W/"1"' }],
  ['GET', '', { 'If-None-Match': '*' }],
  ['HEAD', '', {}],
  ['GET', '/events', {}],
  ['GET', '/events', { 'Last-Event-ID': '1' }],
  ['GET', '/events', { 'Last-Event-ID': '999999' }],
  ['GET', '/events', { 'Last-Event-ID': 'garbage' }],
  ['GET', '/events', { Accept: 'application/json' }],
  ['GET', '/events?last_event_id=2', {}],
  ['HEAD', '/events', {}],
  ['GET', '/result', {}],
  ['POST', '/cancel', {}],
  ['POST', '/stream-token', {}],
  ['DELETE', '', {}],
  ['PUT', '', {}],
  ['GET', '/socket', {}],
];

/** What clients see of a job of mine; when the service itself last looked at it is its own affair. */
async function picture(state: State): Promise<object> {
  const job = `SELECT status, version, attempt, first_seq, last_seq, progress, error, finished_at, p.*,
    (SELECT count(*) FROM stream_tokens) FROM jobs JOIN job_payloads p ON p.job_id = id WHERE id = $1`;
  const log = 'SELECT seq, body FROM events WHERE job_id = $1 ORDER BY seq';
  return { job: await line.query(job, [jobs[state]]), log: await line.query(log, [jobs[state]]) };
}

describe.each(STATES)('another tenant’s job that is %s', (state) => {
  test.each(REQUESTS)(
    '%s /v1/jobs/{job_id}%s %j answers as one that never was',
    async (method, path, headers) => {
      const before = await picture(state);
      const theirs = await other.request(method, `/v1/jobs/${jobs[state]}${path}`, { headers });
      const absent = await other.request(method, `/v1/jobs/${MISSING}${path}`, { headers });
      expect(theirs.status).toBeGreaterThanOrEqual(400);
      expect(comparable(theirs)).toEqual(comparable(absent));
      expect(JSON.stringify([theirs.headers, theirs.text])).not.toContain(SECRET);
      expect(await picture(state)).toEqual(before);
    },
  );

  test('is not stored once more by its key: the key belongs to its tenant', async () => {
    for (const input of [inputOf(state), { events: 2 }]) {
      const request = (key: string) =>
        other.post('/v1/jobs', {
          body: { type: 'load.emit', input, tags: [SECRET], metadata: { note: SECRET } },
          headers: { 'Idempotency-Key': key },
        });
      const theirs = await request(`${keyOf(state)}`);
      const fresh = await request(`never-used-${state}-${JSON.stringify(input).length}`);
      expect([theirs.status, fresh.status]).toEqual([202, 202]);
      expect(theirs.headers['idempotency-replayed']).toBeUndefined();
      expect(Object.keys(theirs.headers)).toEqual(Object.keys(fresh.headers));
      expect(theirs.body.job_id).not.toBe(jobs[state]);
      await dropJobsOfOther();
    }
  });
});

/** Leaves no job and no key of the other tenant, so that the next test begins where the last one did. */
async function dropJobsOfOther(): Promise<void> {
  const { body } = await other.get('/v1/jobs', { query: { limit: 100 } });
  for (const { job_id: jobId } of body.data as readonly { job_id: string }[]) {
    await other.post(`/v1/jobs/${jobId}/cancel`);
    await other.delete(`/v1/jobs/${jobId}`);
  }
  await line.query(`DELETE FROM idempotency_keys WHERE tenant_id = 'other'`);
}

describe('a list', () => {
  test.each([
    {},
    { type: 'load.emit' },
    { tag: SECRET },
    { status: 'running' },
    { status: 'succeeded' },
    { created_after: '2020-01-01T00:00:00Z' },
    { limit: 1 },
  ])('with %j shows nothing of another tenant', async (query) => {
    const answer = await other.get('/v1/jobs', { query: query as Record<string, string | number> });
    expect(answer.body).toEqual({ data: [], next_cursor: null });
  });

  test('with another tenant’s cursor goes on in one’s own jobs', async () => {
    const before = await other.create({ type: 'load.empty', input: {} });
    const { body: page } = await mine.get('/v1/jobs', { query: { limit: 1 } });
    const cursor = String(page.next_cursor);
    expect(page.data).toHaveLength(1);
    const theirs = await other.get('/v1/jobs', { query: { cursor } });
    expect(theirs.status).toBe(200);
    const ids = theirs.body.data.map((job: { job_id: string }) => job.job_id);
    // The cursor is a place in time, and their job is newer.
    expect(ids).toEqual([]);
    const whole = await other.get('/v1/jobs');
    expect(whole.body.data.map((job: { job_id: string }) => job.job_id)).toEqual([before.job_id]);
    await dropJobsOfOther();
  });

  test('shows each tenant all that is its own', async () => {
    const { body } = await mine.get('/v1/jobs', { query: { limit: 100 } });
    const ids = body.data.map((job: { job_id: string }) => job.job_id);
    const { deleted, ...there } = jobs;
    expect(new Set(ids)).toEqual(new Set(Object.values(there)));
    expect(ids).not.toContain(deleted);
  });
});

describe('a stream token', () => {
  test('opens no other job, and says of another tenant’s what it says of one that never was', async () => {
    const own = await other.create({ type: 'load.empty', input: {} });
    const { body } = await other.post(`/v1/jobs/${own.job_id}/stream-token`);
    const read = (jobId: string) =>
      other.get(`/v1/jobs/${jobId}/events`, { apiKey: null, query: { stream_token: body.token } });
    const absent = await read(MISSING);
    expect(absent.status).toBe(403);
    for (const state of STATES) expect(comparable(await read(jobs[state]))).toEqual(comparable(absent));
    await dropJobsOfOther();
  });

  test('does not help a key of another tenant', async () => {
    const { body } = await mine.post(`/v1/jobs/${jobs.succeeded}/stream-token`);
    const query = { stream_token: body.token };
    const theirs = await other.get(`/v1/jobs/${jobs.succeeded}/events`, { query });
    const absent = await other.get(`/v1/jobs/${MISSING}/events`, { query });
    expect(theirs.status).toBe(404);
    expect(comparable(theirs)).toEqual(comparable(absent));
  });
});

test('a malformed id is 404', async () => {
  for (const id of ['x', 'job_', 'job_ä', '..', '%00', 'job_'.padEnd(4000, 'a')]) {
    const answer = await mine.get(`/v1/jobs/${encodeURIComponent(id)}`);
    expect(answer.status, id).toBe(404);
  }
});

/** Bodies without which an operation would refuse the request before it looks for anything. */
const BODIES: Readonly<Record<string, object>> = { patch: { enabled: true }, post: {} };

test('an id that PostgreSQL cannot hold is 404 wherever there is one', async () => {
  const document = parse(await readFile(`${ROOT}/generated/docs/openapi.yaml`, 'utf8')) as {
    paths: Record<string, Record<string, unknown>>;
  };
  const asked = Object.entries(document.paths).flatMap(([path, operations]) =>
    Object.keys(operations)
      .filter((method) => path.includes('_id}') && method !== 'parameters')
      .map((method) => [method, path.replaceAll(/\{\w+\}/g, '%00')] as const),
  );
  expect(asked.length).toBeGreaterThan(12);
  for (const [method, path] of asked) {
    const body = BODIES[method];
    const answer = await mine.request(method, path, body === undefined ? {} : { body });
    expect(answer.status, `${method} ${path}`).toBe(404);
  }
});
