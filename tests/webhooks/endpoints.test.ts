/** Endpoints as their owner handles them, and what another tenant sees of them. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Client } from '../support/client.js';
import { type Line, loadProject, startLine } from '../support/line.js';
import { otherTenant } from '../support/tenants.js';
import { WebhookReceiver } from '../support/webhook-receiver.js';
import {
  createEndpoint,
  deliveriesOf,
  ping,
  settled,
  type WireEndpoint,
  webhookEnv,
} from '../support/webhooks.js';

const ALL = ['job.succeeded', 'job.failed', 'job.cancelled', 'job.timed_out', 'job.expired'];

let line: Line;
let receiver: WebhookReceiver;
let other: Client;

beforeAll(async () => {
  receiver = await WebhookReceiver.start();
  line = await startLine({ root: loadProject(), env: webhookEnv() });
  other = await otherTenant(line);
});

afterAll(async () => {
  await line?.stop();
  await receiver?.stop();
});

const path = (endpoint: Pick<WireEndpoint, 'id'>, rest = '') => `/v1/webhook-endpoints/${endpoint.id}${rest}`;
const patch = (endpoint: WireEndpoint, body: object) =>
  line.client.request('PATCH', path(endpoint), { body });
const empty = { type: 'load.empty', input: {} };

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

  test('that asks for more events than there can be is refused, before they are compared', async () => {
    const events = Array.from({ length: 20_000 }, (_, index) => `no-event-${index}`);
    const made = await line.client.post('/v1/webhook-endpoints', {
      body: { url: receiver.url('/x'), events },
    });
    expect(made.status).toBe(400);
    expect(made.body.errors).toEqual([
      expect.objectContaining({ in: 'body', pointer: '#/events', rule: 'maxItems' }),
    ]);
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
    await createEndpoint(line.client, receiver.url('/first-page'));
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
     SELECT 'whe_' || lpad(to_hex(n), 32, '0'), 'full', 'https://public.example/', '', 's1.x.y'
     FROM generate_series(1, 100) AS n`,
  );
  const full = await otherTenant(line, 'full');
  const answer = await full.post('/v1/webhook-endpoints', { body: { url: receiver.url('/x') } });
  expect(answer.status).toBe(400);
  expect(answer.body.errors[0].rule).toBe('max_endpoints');
});
