/** Processes die at the worst moment: no terminal job is without its webhook, and what comes twice has one id. */
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { startBreakableService } from '../support/breakable-engines.js';
import { until } from '../support/client.js';
import { type Line, loadProject, startLine } from '../support/line.js';
import { many } from '../support/load-jobs.js';
import { type Received, verify, WebhookReceiver } from '../support/webhook-receiver.js';
import { createEndpoint, ping, settled, type WireEndpoint, webhookEnv } from '../support/webhooks.js';

const ROUNDS = process.env.SPECWIRE_TEST_FULL ? 3 : 1;

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

/** Waits until each job has had its webhook, with the state that it ended in, signed; one id for each job. */
async function expectAllTold(endpoint: WireEndpoint, path: string, jobIds: readonly string[]): Promise<void> {
  const idsOf = (received: readonly Received[]) =>
    new Set(received.map((one) => verify(one, endpoint.secret).data.job_id));
  await until(
    `all ${jobIds.length} are told (${idsOf(receiver.at(path)).size})`,
    async () => idsOf(receiver.at(path)).size === jobIds.length,
    90,
  );
  const statuses = new Map(
    (await line.query('SELECT id, status FROM jobs')).map(({ id, status }) => [String(id), String(status)]),
  );
  const webhookIds = new Map<string, Set<string | undefined>>();
  for (const one of receiver.at(path)) {
    const { type, data } = verify(one, endpoint.secret);
    const jobId = String(data.job_id);
    expect(type).toBe(`job.${statuses.get(jobId)}`);
    webhookIds.set(jobId, (webhookIds.get(jobId) ?? new Set()).add(one.headers['webhook-id']));
  }
  expect([...webhookIds.keys()].sort()).toEqual([...jobIds].sort());
  for (const ids of webhookIds.values()) expect(ids.size).toBe(1);
}

test('kill -9 of server and worker while jobs end, again and again: each end is told', async () => {
  const endpoint = await createEndpoint(line.client, receiver.url('/killed'));
  const jobIds: string[] = [];
  for (let round = 0; round < ROUNDS; round += 1) {
    const client = line.client.at(line.servers.at(-1)?.url ?? '');
    jobIds.push(...(await many(25, () => client.create(empty))).map(({ job_id }) => job_id));
    const sql = 'SELECT count(*)::integer AS ended FROM jobs WHERE finished_at IS NOT NULL';
    await until('some have ended', async () => Number((await line.query(sql))[0]?.ended) >= round * 25 + 5);
    await Promise.all([...line.servers, ...line.workers].map((process) => process.stop('SIGKILL')));
    const [row] = await line.query(
      `SELECT count(*)::integer AS ended, (SELECT count(*)::integer FROM webhook_deliveries WHERE job_id IS NOT NULL)
         AS intended FROM jobs WHERE finished_at IS NOT NULL`,
    );
    // The intent is in the transaction of the end.
    expect(row?.intended).toBe(row?.ended);
    await Promise.all([line.startServer(), line.startWorker()]);
  }
  await expectAllTold(endpoint, '/killed', jobIds);
}, 240_000);

test('a job that ends while no server runs is told of by the next one', async () => {
  const server = line.servers.at(-1);
  const client = line.client.at(server?.url ?? '');
  const endpoint = await createEndpoint(client, receiver.url('/serverless'));
  const job = await client.create({ type: 'load.emit', input: { events: 20, per_second: 10 } });
  await until(
    'it runs',
    async () =>
      (await line.query(`SELECT 1 FROM jobs WHERE id = $1 AND status = 'running'`, [job.job_id])).length > 0,
  );
  await server?.stop('SIGKILL');
  await until(
    'it has ended',
    async () =>
      (await line.query('SELECT 1 FROM jobs WHERE id = $1 AND finished_at IS NOT NULL', [job.job_id]))
        .length > 0,
  );
  await sleep(500);
  expect(receiver.at('/serverless')).toEqual([]);
  await line.startServer();
  const [received] = await receiver.waitFor('/serverless', 1, 30);
  if (received === undefined) throw new Error('nothing came');
  expect(verify(received, endpoint.secret).data.job_id).toBe(job.job_id);
}, 90_000);

test('a worker that dies between the request and its record sends again, under the same id', async () => {
  const client = line.client.at(line.servers.at(-1)?.url ?? '');
  // The first request is held until its sender is dead.
  receiver.on('/died', (response, _, count) => {
    if (count > 1) response.writeHead(204).end();
  });
  const endpoint = await createEndpoint(client, receiver.url('/died'));
  const id = await ping(client, endpoint.id);
  await receiver.waitFor('/died');
  await line.workers.at(-1)?.stop('SIGKILL');
  await line.startWorker();
  expect(await settled(client, id, 60)).toMatchObject({ status: 'succeeded', attempt_count: 1 });
  expect(receiver.at('/died').map(({ headers }) => headers['webhook-id'])).toEqual([id, id]);
}, 120_000);

test('a worker that is stopped hands what it is sending over', async () => {
  const client = line.client.at(line.servers.at(-1)?.url ?? '');
  receiver.on('/stopped', (response, _, count) => {
    if (count > 1) response.writeHead(204).end();
  });
  const endpoint = await createEndpoint(client, receiver.url('/stopped'));
  const id = await ping(client, endpoint.id);
  await receiver.waitFor('/stopped');
  const started = Date.now();
  await Promise.all([line.workers.at(-1)?.stop('SIGTERM'), line.startWorker()]);
  expect(await settled(client, id, 60)).toMatchObject({ status: 'succeeded' });
  // Long before anybody takes the worker for dead.
  expect(Date.now() - started).toBeLessThan(12_000);
}, 120_000);

test('while Temporal is away an end is kept in mind, and told when it is back', async ({
  onTestFinished,
}) => {
  const { engines, service, stop } = await startBreakableService({ root: loadProject(), env: webhookEnv() });
  onTestFinished(stop);
  const { client } = service;
  const endpoint = await createEndpoint(client, receiver.url('/away'));
  await engines.endTemporal('SIGKILL');
  const jobs = await many(5, () => client.create(empty));
  for (const job of jobs)
    expect((await client.post(`/v1/jobs/${job.job_id}/cancel`)).body.status).toBe('cancelled');
  await sleep(3000);
  expect(receiver.at('/away')).toEqual([]);
  await engines.startTemporal();
  const received = await receiver.waitFor('/away', 5, 60);
  const told = received.map((one) => verify(one, endpoint.secret).data.job_id);
  expect(new Set(told)).toEqual(new Set(jobs.map(({ job_id }) => job_id)));
}, 150_000);
