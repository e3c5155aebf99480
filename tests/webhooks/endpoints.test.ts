/** Endpoints as their owner handles them; secrets, and how they are kept; tenants. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createApiKey, openDatabase } from '../../store/index.js';
import type { Client } from '../support/client.js';
import { type Line, loadProject, startLine } from '../support/line.js';
import { verify, WebhookReceiver } from '../support/webhook-receiver.js';
import {
  createEndpoint,
  deliveriesOf,
  newSecretKey,
  ping,
  settled,
  type WireEndpoint,
  webhookEnv,
} from '../support/webhooks.js';

const KEY = newSecretKey('first');
const ALL = ['job.succeeded', 'job.failed', 'job.cancelled', 'job.timed_out', 'job.expired'];

let line: Line;
let receiver: WebhookReceiver;
let other: Client;

beforeAll(async () => {
  receiver = await WebhookReceiver.start();
  line = await startLine({ root: loadProject(), env: webhookEnv({ SPECWIRE_SECRET_KEYS: KEY }) });
  const database = openDatabase({ url: line.databaseUrl, max: 1, applicationName: 'webhooks-test' });
  const limits = { jobsPerMinute: 100_000, readsPerMinute: 100_000 };
  other = line.client.as((await createApiKey(database, { tenantId: 'other', label: 'test', limits })).key);
  await database.close();
});

afterAll(async () => {
  await line?.stop();
  await receiver?.stop();
});

const path = (endpoint: Pick<WireEndpoint, 'id'>, rest = '') => `/v1/webhook-endpoints/${endpoint.id}${rest}`;
const patch = (endpoint: WireEndpoint, body: object) =>
  line.client.request('PATCH', path(endpoint), { body });
const empty = { type: 'load.empty', input: {} };
const held = { type: 'load.emit', input: { events: 1, hold: true } };

describe('an endpoint', () => {
  test('has its defaults, its address, and is read without its secret', async () => {
    const { client } = line;
    const url = receiver.url('/defaults');
    const made = await client.post('/v1/webhook-endpoints', { body: { url } });
    expect(made.status).toBe(201);
    const { secret, ...endpoint } = made.body;
    expect(made.headers.location).toBe(path(endpoint));
    expect(made.headers['cache-control']).toBe('no-store');
    expect(secret).toMatch(/^whsec_[A-Za-z0-9+/]{43}=$/);
    expect(endpoint).toMatchObject({ url, events: ALL, description: '', enabled: true });
    const read = await client.get(path(endpoint));
    expect(read.body).toEqual(endpoint);
    const list = await client.get('/v1/webhook-endpoints');
    expect(list.body.data).toContainEqual(endpoint);
    expect(list.text).not.toContain('whsec_');
  });

  test('is changed in what is named, and in nothing else', async () => {
    const endpoint = await createEndpoint(line.client, receiver.url('/before'), { description: 'Billing' });
    const changed = await patch(endpoint, { url: receiver.url('/after'), events: ['job.failed'] });
    expect(changed.body).toMatchObject({
      url: receiver.url('/after'),
      events: ['job.failed'],
      description: 'Billing',
    });
    expect((await patch(endpoint, { description: '' })).body).toMatchObject({
      events: ['job.failed'],
      description: '',
    });
    await settled(line.client, await ping(line.client, endpoint.id));
    expect(receiver.at('/after')).toHaveLength(1);
    expect(receiver.at('/before')).toHaveLength(0);
  });

  test.each([
    [{}, '#/url'],
    [{ url: 'x', events: [] }, '#/events'],
    [{ url: 'x', events: ['job.running'] }, '#/events/0'],
    [{ url: 'x', events: ['job.failed', 'job.failed'] }, '#/events'],
    [{ url: 'x', secret: 'whsec_mine' }, '#/secret'],
    [{ url: 'x', description: 'x'.repeat(257) }, '#/description'],
  ])('is not made of %j', async (body, pointer) => {
    const answer = await line.client.post('/v1/webhook-endpoints', { body });
    expect(answer.body.code).toBe('invalid_request');
    expect(answer.body.errors).toContainEqual(expect.objectContaining({ in: 'body', pointer }));
  });

  test('that is disabled gets nothing, and what waited for it fails', async () => {
    const { client } = line;
    receiver.on('/disabled', (response) => response.writeHead(503, { 'Retry-After': '60' }).end());
    const endpoint = await createEndpoint(client, receiver.url('/disabled'));
    const id = await ping(client, endpoint.id);
    await receiver.waitFor('/disabled');
    expect((await patch(endpoint, { enabled: false })).body).toMatchObject({
      enabled: false,
      disabled_reason: 'manual',
    });
    expect(await settled(client, id)).toMatchObject({ failure: { code: 'endpoint_disabled' } });
    const job = await client.create(empty);
    await client.finished(job.job_id);
    const deliveries = await deliveriesOf(client, job.job_id);
    expect(deliveries.map(({ endpoint_id }) => endpoint_id)).not.toContain(endpoint.id);
    expect((await client.post(path(endpoint, '/enable'))).body).toMatchObject({ enabled: true });
    expect((await patch(endpoint, { enabled: false })).body.disabled_reason).toBe('manual');
    expect((await patch(endpoint, { enabled: true })).body.disabled_reason).toBeUndefined();
  });

  test('that is deleted is gone; its deliveries are still told of', async () => {
    const { client } = line;
    receiver.on('/deleted', (response) => response.writeHead(503, { 'Retry-After': '60' }).end());
    const endpoint = await createEndpoint(client, receiver.url('/deleted'));
    const id = await ping(client, endpoint.id);
    await receiver.waitFor('/deleted');
    expect((await client.delete(path(endpoint))).status).toBe(204);
    for (const rest of ['', '/ping', '/enable', '/rotate-secret']) {
      const answer = await client.request(rest === '' ? 'GET' : 'POST', path(endpoint, rest));
      expect(answer.status, rest).toBe(404);
    }
    expect((await client.delete(path(endpoint))).status).toBe(404);
    expect(await settled(client, id)).toMatchObject({ failure: { code: 'endpoint_deleted' } });
    expect((await client.post(`/v1/webhook-deliveries/${id}/redeliver`)).status).toBe(202);
    expect(await settled(client, id)).toMatchObject({
      failure: { code: 'endpoint_deleted' },
      attempt_count: 1,
    });
  });
});

describe('lists', () => {
  test('page through everything once, newest first', async () => {
    const made: string[] = [];
    const endpoint = await createEndpoint(line.client, receiver.url('/paged'));
    for (let index = 0; index < 5; index += 1) made.unshift(await ping(line.client, endpoint.id));
    const seen: string[] = [];
    let cursor: string | null = null;
    do {
      const query = { limit: 2, endpoint_id: endpoint.id, ...(cursor !== null && { cursor }) };
      const { body } = await line.client.get('/v1/webhook-deliveries', { query });
      seen.push(...body.data.map(({ id }: { id: string }) => id));
      cursor = body.next_cursor;
    } while (cursor !== null);
    expect(seen).toEqual(made);
    const first = await line.client.get('/v1/webhook-endpoints', { query: { limit: 1 } });
    expect(first.body.data[0].id).toBe(endpoint.id);
    const second = await line.client.get('/v1/webhook-endpoints', {
      query: { limit: 1, cursor: first.body.next_cursor },
    });
    expect(second.body.data[0].id).not.toBe(endpoint.id);
  });

  test.each(['/v1/webhook-deliveries', '/v1/webhook-endpoints'])(
    '%s refuses a cursor of no page',
    async (list) => {
      const answer = await line.client.get(list, { query: { cursor: 'garbage' } });
      expect(answer.body).toMatchObject({
        code: 'invalid_request',
        errors: [{ pointer: 'cursor', rule: 'cursor' }],
      });
    },
  );

  test('deliveries by status, and by ids that nobody has', async () => {
    const endpoint = await createEndpoint(line.client, receiver.url('/by-status'));
    const id = await ping(line.client, endpoint.id);
    await settled(line.client, id);
    const find = async (query: Record<string, string>) =>
      (await line.client.get('/v1/webhook-deliveries', { query })).body.data.map(
        (one: { id: string }) => one.id,
      );
    expect(await find({ endpoint_id: endpoint.id, status: 'succeeded' })).toEqual([id]);
    expect(await find({ endpoint_id: endpoint.id, status: 'failed' })).toEqual([]);
    expect(await find({ endpoint_id: 'whe_nobody\u0000' })).toEqual([]);
    expect(await find({ job_id: 'nobody' })).toEqual([]);
  });
});

describe('secrets', () => {
  test('are shown once and are nowhere in the database, nor in a log', async () => {
    const { client } = line;
    const endpoint = await createEndpoint(client, receiver.url('/kept'));
    const rotated = (await client.post(path(endpoint, '/rotate-secret'))).body;
    await settled(client, await ping(client, endpoint.id));
    const tables = await line.query(
      `SELECT table_name FROM information_schema.tables WHERE table_schema = 'public' AND table_type = 'BASE TABLE'`,
    );
    for (const { table_name: table } of tables) {
      for (const secret of [endpoint.secret, rotated.secret]) {
        const rows = await line.query(`SELECT 1 FROM ${table} AS t WHERE strpos(t::text, $1) > 0`, [
          secret.slice(6),
        ]);
        expect(rows, String(table)).toEqual([]);
      }
    }
    const sealed = await line.query('SELECT secret, previous_secret FROM webhook_endpoints WHERE id = $1', [
      endpoint.id,
    ]);
    expect(sealed[0]?.secret).toMatch(/^s1\.first\./);
    expect(sealed[0]?.previous_secret).toMatch(/^s1\.first\./);
    for (const { output } of [...line.servers, ...line.workers]) {
      expect(output()).not.toContain('whsec_');
      expect(output()).not.toContain(endpoint.secret.slice(6));
    }
  });

  test('that are rotated sign together for 24 hours, and the older one of the two no longer after that', async () => {
    const { client } = line;
    const endpoint = await createEndpoint(client, receiver.url('/rotated'));
    const before = Date.now();
    const { body } = await client.post(path(endpoint, '/rotate-secret'));
    const day = Date.parse(body.previous_secret_expires_at) - before;
    expect(Math.abs(day - 24 * 3600 * 1000)).toBeLessThan(60_000);
    await settled(client, await ping(client, endpoint.id));
    const [both] = receiver.at('/rotated');
    if (both === undefined) throw new Error('nothing came');
    expect(verify(both, endpoint.secret)).toEqual(verify(both, body.secret));
    expect(both.headers['webhook-signature']?.split(' ')).toHaveLength(2);

    await line.query(`UPDATE webhook_endpoints SET previous_secret_expires_at = now_ms() WHERE id = $1`, [
      endpoint.id,
    ]);
    await settled(client, await ping(client, endpoint.id));
    const [, alone] = receiver.at('/rotated');
    if (alone === undefined) throw new Error('nothing came');
    expect(verify(alone, body.secret).type).toBe('webhook.ping');
    expect(() => verify(alone, endpoint.secret)).toThrow('No matching signature');
  });

  test('need a key: without one a server says so, and does all else', async () => {
    const keyless = await line.startServer({ SPECWIRE_SECRET_KEYS: '' });
    const client = line.client.at(keyless.url);
    const answers = [
      await client.post('/v1/webhook-endpoints', { body: { url: receiver.url('/keyless') } }),
      await client.post('/v1/webhook-endpoints/default/rotate-secret'),
    ];
    for (const answer of answers) {
      expect(answer.status).toBe(503);
      expect(answer.body).toMatchObject({
        code: 'unavailable',
        detail: expect.stringContaining('SPECWIRE_SECRET_KEYS'),
      });
    }
    expect((await client.get('/v1/webhook-endpoints')).status).toBe(200);
    expect((await client.finished((await client.create(empty)).job_id)).status).toBe('succeeded');
    await keyless.stop();
    expect(keyless.output().match(/webhook secrets cannot be stored/g)).toHaveLength(1);
  });

  test('are opened with a key that is no longer the first', async () => {
    const { client } = line;
    const endpoint = await createEndpoint(client, receiver.url('/older-key'));
    await line.workers[0]?.stop();
    await line.startWorker({ SPECWIRE_SECRET_KEYS: `${newSecretKey('second')},${KEY}` });
    await settled(client, await ping(client, endpoint.id));
    const [received] = receiver.at('/older-key');
    if (received === undefined) throw new Error('nothing came');
    expect(verify(received, endpoint.secret).data).toEqual({ endpoint_id: endpoint.id });
  });
});

describe("a job's own webhook", () => {
  test('by URL is signed with the default secret, which has to be made first', async () => {
    const { client } = line;
    const body = { ...empty, webhook: { url: receiver.url('/own') } };
    const early = await client.post('/v1/jobs', { body });
    expect(early.body).toMatchObject({
      code: 'invalid_request',
      errors: [{ pointer: '#/webhook/url', rule: 'no_default_secret' }],
    });
    const made = await client.post('/v1/webhook-endpoints/default/rotate-secret');
    expect(made.status).toBe(200);
    expect(made.headers['cache-control']).toBe('no-store');
    expect(made.body.previous_secret_expires_at).toBeUndefined();
    const job = await client.create(body);
    const [received] = await receiver.waitFor('/own');
    if (received === undefined) throw new Error('nothing came');
    expect(verify(received, made.body.secret).data.job_id).toBe(job.job_id);
    const again = await client.post('/v1/webhook-endpoints/default/rotate-secret');
    expect(again.body.previous_secret_expires_at).toBeDefined();
    const own = (await deliveriesOf(client, job.job_id)).filter(
      ({ endpoint_id }) => endpoint_id === undefined,
    );
    expect(own).toHaveLength(1);
  });

  test('by endpoint comes once, whichever events that asks for', async () => {
    const { client } = line;
    const quiet = await createEndpoint(client, receiver.url('/quiet'), { events: ['job.expired'] });
    const eager = await createEndpoint(client, receiver.url('/eager'));
    for (const endpoint of [quiet, eager]) {
      const job = await client.create({ ...empty, webhook: { endpoint_id: endpoint.id } });
      await client.finished(job.job_id);
      const ids = (await deliveriesOf(client, job.job_id)).map(({ endpoint_id }) => endpoint_id);
      expect(ids.filter((id) => id === endpoint.id)).toHaveLength(1);
      expect(ids).toContain(eager.id);
    }
    await receiver.waitFor('/eager', 2);
    await receiver.waitFor('/quiet', 1);
    expect(receiver.at('/quiet')).toHaveLength(1);
  });

  test('is refused for an endpoint that is not there, is disabled, or is another tenant’s', async () => {
    const { client } = line;
    const disabled = await createEndpoint(client, receiver.url('/x'));
    await patch(disabled, { enabled: false });
    const foreign = await createEndpoint(other, receiver.url('/x'));
    const create = (webhook: object) => client.post('/v1/jobs', { body: { ...empty, webhook } });
    for (const [webhook, rule] of [
      [{ endpoint_id: 'whe_nobody' }, 'unknown_endpoint'],
      [{ endpoint_id: foreign.id }, 'unknown_endpoint'],
      [{ endpoint_id: disabled.id }, 'disabled_endpoint'],
    ] as const) {
      const answer = await create(webhook);
      expect(answer.status).toBe(400);
      expect(answer.body.errors).toEqual([
        { in: 'body', pointer: '#/webhook/endpoint_id', message: expect.any(String), rule },
      ]);
    }
    for (const webhook of [{}, { url: receiver.url('/x'), endpoint_id: disabled.id }])
      expect((await create(webhook)).body.code).toBe('invalid_request');
  });

  test('does not stand in the way of a replay', async () => {
    const { client } = line;
    const endpoint = await createEndpoint(client, receiver.url('/replayed'));
    const request = {
      body: { ...empty, webhook: { endpoint_id: endpoint.id } },
      headers: { 'Idempotency-Key': 'with-a-webhook' },
    };
    const first = await client.post('/v1/jobs', request);
    expect(first.status).toBe(202);
    await client.finished(first.body.job_id);
    await patch(endpoint, { enabled: false });
    const replay = await client.post('/v1/jobs', request);
    expect(replay.status).toBe(202);
    expect(replay.body.job_id).toBe(first.body.job_id);
    expect(
      (await deliveriesOf(client, first.body.job_id)).filter((one) => one.endpoint_id === endpoint.id),
    ).toHaveLength(1);
  });
});

describe('every end of a job has its webhook', () => {
  test('cancelled at once, cancelled while it runs, timed out, expired, failed', async () => {
    const { client } = line;
    const endpoint = await createEndpoint(client, receiver.url('/ends'));
    const ended = async (jobId: string) => {
      await client.finished(jobId);
      const own = (await deliveriesOf(client, jobId)).find(({ endpoint_id }) => endpoint_id === endpoint.id);
      const [delivery] = [await settled(client, own?.id ?? '')];
      const received = receiver.at('/ends').find(({ headers }) => headers['webhook-id'] === delivery.id);
      if (received === undefined) throw new Error(`nothing came of ${jobId}`);
      return verify(received, endpoint.secret);
    };
    const running = await client.create(held);
    await client.post(`/v1/jobs/${running.job_id}/cancel`);
    expect(await ended(running.job_id)).toMatchObject({
      type: 'job.cancelled',
      data: { status: 'cancelled', error: { code: 'cancelled', job_id: running.job_id }, metadata: {} },
    });
    const late = await client.create({ ...held, timeout_seconds: 1 });
    expect(await ended(late.job_id)).toMatchObject({
      type: 'job.timed_out',
      data: { error: { code: 'deadline_exceeded' } },
    });
    for (const worker of line.workers) worker.signal('SIGSTOP');
    const expiring = await client.create({ ...empty, queue_timeout_seconds: 1 });
    await client.finished(expiring.job_id);
    for (const worker of line.workers) worker.signal('SIGCONT');
    expect(await ended(expiring.job_id)).toMatchObject({
      type: 'job.expired',
      data: { attempt: 0, error: { code: 'queue_timeout' } },
    });
  }, 90_000);

  test('metadata that is too long for it is left out', async () => {
    const { client } = line;
    const endpoint = await createEndpoint(client, receiver.url('/long'));
    const metadata = Object.fromEntries(
      Array.from({ length: 16 }, (_, index) => [`key-${index}`, '𝄞'.repeat(256)]),
    );
    const wide = Object.fromEntries(
      Array.from({ length: 16 }, (_, index) => [`key-${index}`, '☃'.repeat(512)]),
    );
    const short = await client.create({ ...empty, metadata });
    const long = await client.create({ ...empty, metadata: wide });
    const received = await receiver.waitFor('/long', 2);
    const payloads = received.map((one) => verify(one, endpoint.secret).data);
    expect(payloads.find(({ job_id }) => job_id === short.job_id)?.metadata).toEqual(metadata);
    expect(payloads.find(({ job_id }) => job_id === long.job_id)?.metadata).toBeUndefined();
    for (const { body } of received) expect(Buffer.byteLength(body)).toBeLessThan(20_000);
  });
});

describe('a redelivery', () => {
  test('of one that has failed begins anew, with the same id and the same bytes', async () => {
    const { client } = line;
    receiver.on('/again', 500);
    const endpoint = await createEndpoint(client, receiver.url('/again'));
    const id = await ping(client, endpoint.id);
    expect(await settled(client, id)).toMatchObject({ status: 'failed', attempt_count: 3 });
    receiver.on('/again', 204);
    const answer = await client.post(`/v1/webhook-deliveries/${id}/redeliver`);
    expect(answer.status).toBe(202);
    expect(answer.body).toMatchObject({ id, status: 'pending', attempt_count: 3 });
    const delivery = await settled(client, id);
    expect(delivery).toMatchObject({ status: 'succeeded', attempt_count: 4 });
    expect(delivery.attempts.map(({ attempt }) => attempt)).toEqual([1, 2, 3, 4]);
    expect(new Set(receiver.at('/again').map(({ body }) => body)).size).toBe(1);
    expect(new Set(receiver.at('/again').map(({ headers }) => headers['webhook-id'])).size).toBe(1);
  });

  test('of one that waits is tried now', async () => {
    const { client } = line;
    receiver.on('/now', (response, _, count) =>
      count === 1 ? response.writeHead(503, { 'Retry-After': '3600' }).end() : response.writeHead(204).end(),
    );
    const endpoint = await createEndpoint(client, receiver.url('/now'));
    const id = await ping(client, endpoint.id);
    await receiver.waitFor('/now');
    await client.post(`/v1/webhook-deliveries/${id}/redeliver`);
    expect(await settled(client, id)).toMatchObject({ status: 'succeeded', attempt_count: 2 });
  });

  test('of one that has succeeded sends it once more', async () => {
    const { client } = line;
    const endpoint = await createEndpoint(client, receiver.url('/twice'));
    const id = await ping(client, endpoint.id);
    await settled(client, id);
    await client.post(`/v1/webhook-deliveries/${id}/redeliver`);
    await receiver.waitFor('/twice', 2);
  });
});

describe('another tenant', () => {
  test('sees nothing of mine, and can do nothing to it', async () => {
    const { client } = line;
    const mine = await createEndpoint(client, receiver.url('/mine'));
    const id = await ping(client, mine.id);
    await settled(client, id);
    const foreign = await createEndpoint(other, receiver.url('/foreign'));
    for (const [method, rest, body] of [
      ['GET', '', undefined],
      ['PATCH', '', { description: 'x' }],
      ['DELETE', '', undefined],
      ['POST', '/ping', undefined],
      ['POST', '/enable', undefined],
      ['POST', '/rotate-secret', undefined],
    ] as const) {
      const options = body === undefined ? {} : { body };
      const theirs = await other.request(method, path(mine, rest), options);
      const missing = await other.request(method, path({ id: `whe_${'0'.repeat(32)}` }, rest), options);
      expect(theirs.status).toBe(404);
      expect(theirs.body.detail).toBe(missing.body.detail);
    }
    for (const [method, rest] of [
      ['GET', ''],
      ['POST', '/redeliver'],
    ] as const) {
      const answer = await other.request(method, `/v1/webhook-deliveries/${id}${rest}`);
      expect(answer.status).toBe(404);
    }
    expect(
      (await other.get('/v1/webhook-endpoints')).body.data.map((one: WireEndpoint) => one.url),
    ).not.toContain(mine.url);
    expect((await other.get('/v1/webhook-deliveries')).body.data).toEqual([]);
    const query = { endpoint_id: mine.id };
    expect((await other.get('/v1/webhook-deliveries', { query })).body.data).toEqual([]);
    // And its own endpoints hear nothing of my jobs.
    const job = await client.create(empty);
    await client.finished(job.job_id);
    await receiver.waitFor('/mine', 2);
    expect(receiver.at('/foreign')).toEqual([]);
    expect(foreign.secret).not.toBe(mine.secret);
  });
});

test('a tenant has 100 endpoints at most', async () => {
  await line.query(
    `INSERT INTO webhook_endpoints (id, tenant_id, url, description, secret)
     SELECT 'whe_' || lpad(to_hex(n), 32, '0'), 'other', 'https://public.example/', '', 's1.x.y'
     FROM generate_series(1, 100 - (SELECT count(*)::integer FROM webhook_endpoints WHERE tenant_id = 'other')) AS n`,
  );
  const answer = await other.post('/v1/webhook-endpoints', { body: { url: receiver.url('/x') } });
  expect(answer.status).toBe(400);
  expect(answer.body.errors[0].rule).toBe('max_endpoints');
});

test('a deleted job leaves nothing of its webhooks', async () => {
  const { client } = line;
  await createEndpoint(client, receiver.url('/personal'));
  const job = await client.create({ ...empty, metadata: { name: 'a very personal name' } });
  await receiver.waitFor('/personal');
  await client.finished(job.job_id);
  expect((await deliveriesOf(client, job.job_id)).length).toBeGreaterThan(0);
  expect((await client.delete(`/v1/jobs/${job.job_id}`)).status).toBe(204);
  expect(await deliveriesOf(client, job.job_id)).toEqual([]);
  expect(await line.query('SELECT 1 FROM webhook_deliveries WHERE job_id = $1', [job.job_id])).toEqual([]);
  expect(
    await line.query(
      'SELECT 1 FROM webhook_attempts a WHERE NOT EXISTS (SELECT FROM webhook_deliveries WHERE id = a.delivery_id)',
    ),
  ).toEqual([]);
});
