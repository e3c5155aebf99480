/** A job's end reaches its receivers: signed, thin, once for each; what an endpoint's owner sees and can do. */
import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import express from 'express';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createWebhookReceiver } from '../../generated/receiver/express/index.js';
import { webhooks } from '../../generated/sdk/typescript/index.js';
import { type Line, loadProject, startLine } from '../support/line.js';
import { verify, WebhookReceiver } from '../support/webhook-receiver.js';
import { createEndpoint, deliveriesOf, settled, webhookEnv } from '../support/webhooks.js';

let line: Line;
let receiver: WebhookReceiver;

beforeAll(async () => {
  receiver = await WebhookReceiver.start();
  line = await startLine({ root: loadProject(), env: webhookEnv() });
});

afterAll(async () => {
  await line?.stop();
  await receiver?.stop();
});

const empty = { type: 'load.empty', input: {} };

describe('the end of a job', () => {
  test('is told to each endpoint that wants it, signed with its own secret', async () => {
    const { client } = line;
    const one = await createEndpoint(client, receiver.url('/one'));
    const other = await createEndpoint(client, receiver.url('/other'), { events: ['job.succeeded'] });
    const failures = await createEndpoint(client, receiver.url('/failures'), {
      events: ['job.failed', 'job.timed_out'],
    });
    const job = await client.create({ ...empty, metadata: { order: 'ö-17', quote: '"' } });
    const [received] = await receiver.waitFor('/one');
    const [another] = await receiver.waitFor('/other');
    if (received === undefined || another === undefined) throw new Error('nothing came');
    const payload = verify(received, one.secret);
    const ended = await client.finished(job.job_id);
    expect(payload).toEqual({
      type: 'job.succeeded',
      timestamp: ended.finished_at,
      data: {
        job_id: job.job_id,
        type: 'load.empty',
        status: 'succeeded',
        attempt: 1,
        version: ended.version,
        result_ref: `/v1/jobs/${job.job_id}/result`,
        result_expires_at: ended.result_expires_at,
        metadata: { order: 'ö-17', quote: '"' },
      },
    });
    expect(() => verify(received, other.secret)).toThrow('No matching signature');
    expect(verify(another, other.secret)).toEqual(payload);
    expect(received.headers['user-agent']).toMatch(/^Specwire-Webhooks\/\d+\.\d+\.\d+/);
    expect(received.headers['content-type']).toBe('application/json');
    const deliveries = await deliveriesOf(client, job.job_id);
    const made: unknown[] = [one.id, other.id, failures.id];
    const told = deliveries.map(({ endpoint_id }) => endpoint_id).filter((id) => made.includes(id));
    expect(told.sort()).toEqual([one.id, other.id].sort());
    expect(receiver.at('/failures')).toEqual([]);
    const delivery = await settled(client, String(received.headers['webhook-id']));
    expect(delivery).toMatchObject({
      type: 'job.succeeded',
      status: 'succeeded',
      job_id: job.job_id,
      attempts: [{ attempt: 1, status_code: 204 }],
    });
  });

  test('is typed and verified by the client, and continues the trace of the request that began it', async () => {
    const { client } = line;
    const { secret } = await createEndpoint(client, receiver.url('/typed'));
    const traceId = '4bf92f3577b34da6a3ce929d0e0e4736';
    const headers = { traceparent: `00-${traceId}-00f067aa0ba902b7-01` };
    const job = await client.create(empty, { headers });
    const [received] = await receiver.waitFor('/typed');
    if (received === undefined) throw new Error('nothing came');
    const event = await webhooks.verify(received.body, received.headers, secret);
    if (event.type !== 'job.succeeded') throw new Error(event.type);
    expect(event.data.job_id).toBe(job.job_id);
    expect(received.headers.traceparent).toMatch(
      new RegExp(`^00-${traceId}-(?!00f067aa0ba902b7)[0-9a-f]{16}-01$`),
    );
    const forged = received.body.replace('succeeded', 'failed');
    await expect(webhooks.verify(forged, received.headers, secret)).rejects.toMatchObject({
      reason: 'no_matching_signature',
    });
  });

  test('reaches a generated receiver, whose handler hears of it once', async () => {
    const { client } = line;
    const heard: string[] = [];
    const app = express();
    const server = app.listen(0, '127.0.0.1');
    await once(server, 'listening');
    try {
      const { port } = server.address() as AddressInfo;
      const { id, secret } = await createEndpoint(client, `http://127.0.0.1:${port}/hooks`);
      const receive = createWebhookReceiver({
        secrets: secret,
        on: {
          'job.succeeded': ({ data }) => {
            heard.push(data.job_id);
            // The first time it is not ready, and is asked again.
            if (heard.length === 1) throw new Error('not yet');
          },
        },
        seen: new Set(),
      });
      app.post('/hooks', receive);
      const job = await client.create(empty);
      await client.finished(job.job_id);
      const delivery = (await deliveriesOf(client, job.job_id)).find(({ endpoint_id }) => endpoint_id === id);
      const deliveryId = delivery?.id ?? '';
      expect((await settled(client, deliveryId)).attempts.map(({ status_code }) => status_code)).toEqual([
        500, 204,
      ]);
      await client.post(`/v1/webhook-deliveries/${deliveryId}/redeliver`);
      const again = await settled(client, deliveryId);
      expect(again.attempts.map(({ status_code }) => status_code)).toEqual([500, 204, 204]);
      expect(heard).toEqual([job.job_id, job.job_id]);
    } finally {
      server.close();
    }
  });
});
