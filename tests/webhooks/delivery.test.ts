/** A job's end reaches its receivers: signed, thin, once for each; what an endpoint's owner sees and can do. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
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
    await createEndpoint(client, receiver.url('/failures'), { events: ['job.failed', 'job.timed_out'] });
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
    expect(deliveries.map(({ endpoint_id }) => endpoint_id).sort()).toEqual([one.id, other.id].sort());
    expect(receiver.at('/failures')).toEqual([]);
    const delivery = await settled(client, String(received.headers['webhook-id']));
    expect(delivery).toMatchObject({
      type: 'job.succeeded',
      status: 'succeeded',
      job_id: job.job_id,
      attempts: [{ attempt: 1, status_code: 204 }],
    });
  });
});
