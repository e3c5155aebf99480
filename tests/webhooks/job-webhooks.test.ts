/** Which ends of jobs are told, to whom, and once more if somebody asks for it. */
import type { ServerResponse } from 'node:http';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Client } from '../support/client.js';
import { type Line, loadProject, startLine } from '../support/line.js';
import { otherTenant } from '../support/tenants.js';
import { verify, WebhookReceiver } from '../support/webhook-receiver.js';
import {
  createEndpoint,
  deliveriesOf,
  ping,
  settled,
  type WireEndpoint,
  webhookEnv,
} from '../support/webhooks.js';

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
const held = { type: 'load.emit', input: { events: 1, hold: true } };

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

  test('of one that is being tried is tried again right after that', async () => {
    const { client } = line;
    let held: ServerResponse | undefined;
    receiver.on('/meanwhile', (response, _, count) => {
      if (count === 1) held = response;
      else response.writeHead(204).end();
    });
    const endpoint = await createEndpoint(client, receiver.url('/meanwhile'));
    const id = await ping(client, endpoint.id);
    await receiver.waitFor('/meanwhile');
    await client.post(`/v1/webhook-deliveries/${id}/redeliver`);
    held?.writeHead(503, { 'Retry-After': '3600' }).end();
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
