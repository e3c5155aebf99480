/** One job over all channels at once: sync answer, event stream, webhook and socket say the same. */
import { afterAll, beforeAll, expect, test } from 'vitest';
import { until } from '../support/client.js';
import { Contract } from '../support/contract.js';
import { type Line, loadProject, startLine } from '../support/line.js';
import { openSocket, type TestSocket } from '../support/socket.js';
import { verify, WebhookReceiver } from '../support/webhook-receiver.js';
import { createEndpoint, type WireEndpoint, webhookEnv } from '../support/webhooks.js';

let line: Line;
let receiver: WebhookReceiver;
let endpoint: WireEndpoint;

beforeAll(async () => {
  receiver = await WebhookReceiver.start();
  line = await startLine({ root: loadProject(), env: webhookEnv() });
  endpoint = await createEndpoint(line.client, receiver.url('/hooks'));
});

afterAll(async () => {
  await line?.stop();
  await receiver?.stop();
});

/** Ends of a job, each by what is sent over its socket. */
const endings: readonly [status: string, fields: object, end: (socket: TestSocket) => void][] = [
  ['succeeded', {}, (socket) => socket.input('end', { type: 'end' })],
  ['cancelled', {}, (socket) => socket.send({ type: 'cancel' })],
  ['timed_out', { timeout_seconds: 1 }, () => undefined],
];

test.each(endings)('a job that ends as %s', async (status, fields, end) => {
  const { client } = line;
  const tag = `agree-${status}`;
  const answering = client.post('/v1/jobs', {
    headers: { Prefer: 'wait=10' },
    body: { type: 'load.echo', input: {}, metadata: { order: '17' }, tags: [tag], ...fields },
  });
  // The request waits for the end of the job, so its id comes from the list.
  const jobId = await until('the job is in the list', async () => {
    const { body } = await client.get('/v1/jobs', { query: { tag } });
    return (body as { data: { job_id: string }[] }).data[0]?.job_id;
  });
  const stream = client.events(jobId);
  const socket = await openSocket(client.url, jobId, {
    apiKey: line.apiKey,
    contract: new Contract(loadProject()),
  });
  socket.input('hello', { type: 'say', text: 'Hello' });
  await socket.event(({ type }) => type === 'echo');
  end(socket);

  const answer = await answering;
  const events = await stream;
  expect(await socket.closed).toBe(1000);
  const delivered = () =>
    receiver.at('/hooks').filter((one) => verify(one, endpoint.secret).data.job_id === jobId);
  const [webhook] = await until('the webhook comes', async () => delivered().length > 0 && delivered());
  if (webhook === undefined) throw new Error('nothing came');
  const payload = verify(webhook, endpoint.secret);

  // Stream and socket, to the byte.
  expect(socket.raw).toEqual(events.map(({ raw }) => raw));
  const last = events.at(-1)?.body;
  const job = await client.job(jobId);
  expect(answer.status).toBe(200);
  const { result, ...answered } = answer.body;
  expect(answered).toEqual(job);
  expect(job.status).toBe(status);
  expect(last).toMatchObject({ type: 'job.status', attempt: job.attempt, timestamp: job.finished_at });
  expect(last?.data).toEqual({
    status,
    version: job.version,
    ...(status === 'succeeded' ? { result_ref: job.links.result } : { error: job.error }),
  });
  expect(payload).toEqual({
    type: `job.${status}`,
    timestamp: job.finished_at,
    data: {
      ...last?.data,
      job_id: jobId,
      type: 'load.echo',
      attempt: job.attempt,
      metadata: { order: '17' },
      ...(status === 'succeeded' && { result_expires_at: job.result_expires_at }),
    },
  });
  if (status !== 'succeeded') return expect(result).toBeUndefined();
  expect(result).toEqual((await client.get(`/v1/jobs/${jobId}/result`)).body.result);
});
