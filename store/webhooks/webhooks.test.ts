/** What the database itself holds to about webhooks. */
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { createJob } from '../create-job.js';
import { deleteJob, endJob, requestCancel } from '../jobs.js';
import { startTestDatabase, type TestDatabase } from '../testing/database.js';
import { addJob, addRunningJob, jobError, newJob } from '../testing/jobs.js';
import { type AttemptResult, readDelivery, recordAttempt } from './attempts.js';
import { createWebhookPing, getDelivery, listDeliveryAttempts, redeliver } from './deliveries.js';
import {
  claimDeliveries,
  markDeliveriesStarted,
  purgeDeliveries,
  reclaimOverdueDeliveries,
} from './dispatch.js';
import {
  createWebhookEndpoint,
  getWebhookEndpoint,
  newEndpointId,
  updateWebhookEndpoint,
} from './endpoints.js';

let test: TestDatabase;

beforeAll(async () => {
  test = await startTestDatabase();
}, 60_000);
afterAll(() => test.stop());
beforeEach(() => test.sql('TRUNCATE webhook_deliveries, webhook_endpoints CASCADE'));

async function addEndpoint(tenantId = 'acme', events?: readonly string[]): Promise<string> {
  const id = newEndpointId();
  const url = 'https://example.com/hook';
  await createWebhookEndpoint(test.database, {
    id,
    tenantId,
    url,
    events,
    description: '',
    sealedSecret: 's1.x.y',
  });
  return id;
}

async function addPing(tenantId = 'acme'): Promise<string> {
  const endpointId = await addEndpoint(tenantId);
  const ping = await createWebhookPing(test.database, { tenantId, endpointId, traceparent: '' });
  return ping?.id ?? '';
}

const deliveries = () =>
  test.sql<{ job_id: string; endpoint_id: string | null; url: string; type: string; status: string }>(
    'SELECT job_id, endpoint_id, url, type, status FROM webhook_deliveries ORDER BY endpoint_id',
  );

const fail = (jobId: string) =>
  endJob(test.database, { jobId, status: 'failed', error: jobError('worker_lost') });

describe('the intent', () => {
  it('is there with the end, once for each endpoint that wants it', async () => {
    const all = await addEndpoint();
    const failures = await addEndpoint('acme', ['job.failed']);
    await addEndpoint('acme', ['job.succeeded']);
    await addEndpoint('other');
    const jobId = await addRunningJob(test.database);
    expect(await deliveries()).toEqual([]);
    await fail(jobId);
    expect((await deliveries()).map((one) => one.endpoint_id).sort()).toEqual([all, failures].sort());
    expect((await deliveries())[0]).toMatchObject({ job_id: jobId, type: 'job.failed', status: 'pending' });
  });

  it('is not there if the end is rolled back', async () => {
    await addEndpoint();
    const jobId = await addRunningJob(test.database);
    await test.sql(`BEGIN; UPDATE jobs SET status = 'failed', error = '{}' WHERE id = '${jobId}'; ROLLBACK`);
    expect(await deliveries()).toEqual([]);
  });

  it("goes to a job's own URL, and to its endpoint once, whatever that wants", async () => {
    const wants = await addEndpoint('acme', ['job.cancelled']);
    const does = await addEndpoint('acme', ['job.expired']);
    for (const webhook of [{ url: 'https://example.com/own' }, { endpointId: wants }, { endpointId: does }]) {
      const job = newJob({ webhook });
      await createJob(test.database, job);
      // The same once more, after an answer that was lost.
      await createJob(test.database, job);
      const request = { tenantId: 'acme', jobId: job.jobId, error: jobError('cancelled') };
      await requestCancel(test.database, request);
      const targets = (await deliveries()).filter((one) => one.job_id === job.jobId);
      const want = 'url' in webhook ? [wants, null] : webhook.endpointId === wants ? [wants] : [wants, does];
      expect(targets.map((one) => one.endpoint_id).sort()).toEqual([...want].sort());
    }
  });

  it('tells an owner that the endpoint of the job was disabled meanwhile', async () => {
    const endpointId = await addEndpoint();
    const job = newJob({ webhook: { endpointId } });
    await createJob(test.database, job);
    await updateWebhookEndpoint(test.database, 'acme', endpointId, { enabled: false });
    await requestCancel(test.database, { tenantId: 'acme', jobId: job.jobId, error: jobError('cancelled') });
    expect(await deliveries()).toMatchObject([{ job_id: job.jobId, status: 'failed' }]);
  });

  it('has a body of under 20 kB, whatever the error and the metadata', async () => {
    await addEndpoint();
    for (const [detail, metadata] of [
      ['x'.repeat(50_000), {}],
      ['"\u0000☃'.repeat(10_000), { a: 'b' }],
      ['\\u0000\ud800\\\udc00 \ud834\udd1e'.repeat(5000), { a: 'b' }],
      ['short', { a: '☃'.repeat(6500) }],
      ['short', { a: '☃'.repeat(6700) }],
    ] as const) {
      const jobId = await addRunningJob(test.database, { metadata });
      await endJob(test.database, { jobId, status: 'failed', error: { ...jobError(), detail } });
      const [row] = await test.sql<{ payload: string }>(
        'SELECT payload FROM webhook_deliveries WHERE job_id = $1',
        [jobId],
      );
      const body = JSON.parse(row?.payload ?? '');
      expect(Buffer.byteLength(row?.payload ?? '')).toBeLessThan(20_000);
      expect(body.data).toMatchObject({ job_id: jobId, status: 'failed', error: { code: 'internal' } });
      if (detail === 'short') expect(body.data.error.detail).toBe('short');
      else expect(body.data.error.detail).toContain('too long');
    }
  });

  it('goes with its job', async () => {
    await addEndpoint();
    const jobId = await addRunningJob(test.database);
    await fail(jobId);
    await test.sql('SELECT delete_job($1, $2, 1000)', ['acme', jobId]);
    expect(await deliveries()).toEqual([]);
  });

  it('costs a tenant without endpoints nothing but a look', async () => {
    await addJob(test.database, { tenantId: 'plain' });
    const jobId = await addRunningJob(test.database, { tenantId: 'plain' });
    await fail(jobId);
    expect(await deliveries()).toEqual([]);
  });
});

describe('what waits for its workflow', () => {
  it('is taken by one server only, and again after a while', async () => {
    const id = await addPing();
    const claim = (seconds: number) => claimDeliveries(test.database, { seconds, limit: 10 });
    expect(await claim(0)).toEqual([{ id, isKnown: false }]);
    expect(await claim(60)).toEqual([{ id, isKnown: false }]);
    expect(await claim(60)).toEqual([]);
    await markDeliveriesStarted(test.database, [id]);
    expect(await claim(60)).toEqual([]);
    await redeliver(test.database, 'acme', id);
    // It may have a workflow, which would not heed a start.
    expect(await claim(60)).toEqual([{ id, isKnown: true }]);
  });

  it('is taken in equal parts from all tenants', async () => {
    const endpointId = await addEndpoint('greedy');
    for (let index = 0; index < 50; index += 1)
      await createWebhookPing(test.database, { tenantId: 'greedy', endpointId, traceparent: '' });
    const modest = [await addPing('modest'), await addPing('zurich')];
    const claimed = await claimDeliveries(test.database, { seconds: 60, limit: 30 });
    expect(claimed).toHaveLength(12);
    expect(claimed.map(({ id }) => id)).toEqual(expect.arrayContaining(modest));
    expect(await claimDeliveries(test.database, { seconds: 60, limit: 30 })).toHaveLength(10);
  });

  it('is given up if its workflow does not come', async () => {
    const id = await addPing();
    await markDeliveriesStarted(test.database, [
      (await claimDeliveries(test.database, { seconds: 60, limit: 1 }))[0]?.id ?? '',
    ]);
    const reclaim = () => reclaimOverdueDeliveries(test.database, { overdueSeconds: 100, limit: 10 });
    expect(await reclaim()).toBe(0);
    await test.sql(
      `UPDATE webhook_deliveries SET next_attempt_at = now() - interval '101 s', workflow_started_at = now()`,
    );
    expect(await reclaim()).toBe(0);
    await test.sql(`UPDATE webhook_deliveries SET workflow_started_at = now() - interval '101 s'`);
    expect(await reclaim()).toBe(1);
    expect(await claimDeliveries(test.database, { seconds: 60, limit: 1 })).toMatchObject([{ id }]);
  });
});

describe('an attempt', () => {
  const result = (deliveryId: string, fields: Partial<AttemptResult> = {}): AttemptResult => ({
    deliveryId,
    attempt: 1,
    url: 'https://example.com/hook',
    startedAt: new Date(),
    durationMs: 5,
    outcome: 'failed',
    error: { code: 'status', detail: 'The receiver answered 500.' },
    retryMs: 60_000,
    dueAt: undefined,
    disableAfterSeconds: 1000,
    ...fields,
  });

  it('is recorded once, however often that is tried', async () => {
    const id = await addPing();
    const first = await recordAttempt(test.database, result(id));
    expect(first?.retryInMs).toBeGreaterThan(59_000);
    expect(await recordAttempt(test.database, result(id))).toMatchObject({ status: 'pending' });
    expect(await listDeliveryAttempts(test.database, id)).toHaveLength(1);
    expect(await readDelivery(test.database, id)).toMatchObject({
      attemptCount: 1,
      roundAttempts: 1,
      isFailing: true,
    });
  });

  it('that fails does not put off another one that was asked for meanwhile', async () => {
    const id = await addPing();
    const due = async () => (await readDelivery(test.database, id))?.dueAt;
    // With a fraction of a millisecond, as a schedule with chance in it makes them.
    const retryMs = 0.123;
    await recordAttempt(test.database, result(id, { dueAt: await due(), retryMs }));
    await recordAttempt(test.database, result(id, { attempt: 2, dueAt: await due() }));
    expect((await readDelivery(test.database, id))?.dueInMs).toBeGreaterThan(59_000);

    for (const [attempt, last] of [
      [3, 60_000],
      [4, undefined],
    ] as const) {
      const dueAt = await due();
      await redeliver(test.database, 'acme', id);
      const recorded = await recordAttempt(test.database, result(id, { attempt, dueAt, retryMs: last }));
      expect(recorded?.status).toBe('pending');
      expect(recorded?.retryInMs).toBeLessThanOrEqual(0);
      const roundAttempts = last === undefined ? 0 : attempt;
      expect(await readDelivery(test.database, id)).toMatchObject({ attemptCount: attempt, roundAttempts });
    }
    const gone = result(id, { attempt: 5, dueAt: await due(), outcome: 'gone' });
    await redeliver(test.database, 'acme', id);
    expect(await recordAttempt(test.database, gone)).toMatchObject({ status: 'failed', disabled: 'gone' });
  });

  it('that succeeded counts, though another worker has failed under its number', async () => {
    const id = await addPing();
    await recordAttempt(test.database, result(id));
    const success = result(id, { outcome: 'succeeded', error: undefined, statusCode: 204 });
    expect(await recordAttempt(test.database, success)).toMatchObject({ status: 'succeeded' });
    expect(await getDelivery(test.database, 'acme', id)).toMatchObject({
      status: 'succeeded',
      attemptCount: 2,
    });
    // Nor does a late failure take it back.
    await recordAttempt(test.database, result(id, { attempt: 3, retryMs: undefined }));
    expect(await getDelivery(test.database, 'acme', id)).toMatchObject({
      status: 'succeeded',
      failure: undefined,
    });
  });

  it('that succeeded after its endpoint was disabled has succeeded', async () => {
    const id = await addPing();
    const { endpointId = '' } = (await getDelivery(test.database, 'acme', id)) ?? {};
    await updateWebhookEndpoint(test.database, 'acme', endpointId, { enabled: false });
    expect(await getDelivery(test.database, 'acme', id)).toMatchObject({
      failure: { code: 'endpoint_disabled' },
    });
    await recordAttempt(test.database, result(id, { outcome: 'succeeded', error: undefined }));
    expect(await getDelivery(test.database, 'acme', id)).toMatchObject({
      status: 'succeeded',
      failure: undefined,
    });
  });

  it('of a delivery that went with its job is not recorded', async () => {
    expect(await recordAttempt(test.database, result(`whd_${'0'.repeat(32)}`))).toBeUndefined();
  });

  it('that fails too late disables the endpoint; a new address or enabling it is a new beginning', async () => {
    const id = await addPing();
    const { endpointId = '' } = (await getDelivery(test.database, 'acme', id)) ?? {};
    await recordAttempt(test.database, result(id));
    await test.sql(`UPDATE webhook_endpoints SET failing_since = now() - interval '1001 s'`);
    const second = result(id, { attempt: 2 });
    expect(await recordAttempt(test.database, second)).toMatchObject({
      status: 'failed',
      disabled: 'failing',
    });
    const read = () => getWebhookEndpoint(test.database, 'acme', endpointId);
    expect(await read()).toMatchObject({ enabled: false, disabledReason: 'failing' });
    await updateWebhookEndpoint(test.database, 'acme', endpointId, { description: 'still off' });
    expect(await read()).toMatchObject({
      enabled: false,
      disabledReason: 'failing',
      description: 'still off',
    });
    await updateWebhookEndpoint(test.database, 'acme', endpointId, { enabled: true });
    expect(await read()).toMatchObject({ enabled: true, disabledReason: undefined, failingSince: undefined });
    await recordAttempt(test.database, result(await addPingTo(endpointId)));
    expect((await read())?.failingSince).toBeDefined();
    await updateWebhookEndpoint(test.database, 'acme', endpointId, { url: 'https://example.com/other' });
    expect((await read())?.failingSince).toBeUndefined();
  });

  async function addPingTo(endpointId: string): Promise<string> {
    const ping = await createWebhookPing(test.database, { tenantId: 'acme', endpointId, traceparent: '' });
    return ping?.id ?? '';
  }

  it('and the deletion of its job do not wait for each other in a circle', async () => {
    await addEndpoint();
    const pool = test.open({ max: 20 });
    for (let round = 0; round < 10; round += 1) {
      const jobIds = await Promise.all(Array.from({ length: 10 }, () => addRunningJob(test.database)));
      await Promise.all(jobIds.map((jobId) => fail(jobId)));
      const rows = await test.sql<{ id: string }>('SELECT id FROM webhook_deliveries');
      const outcomes = ['failed', 'gone', 'succeeded'] as const;
      await Promise.all([
        ...rows.map(({ id }, index) =>
          recordAttempt(pool, result(id, { outcome: outcomes[index % 7] ?? 'failed' })),
        ),
        ...jobIds.map((jobId) => deleteJob(pool, 'acme', jobId)),
      ]);
      expect(await deliveries()).toEqual([]);
      await test.sql('UPDATE webhook_endpoints SET enabled = true, disabled_reason = NULL');
    }
  });

  it('many at once of one endpoint, and its end in the middle of them, do not wait for each other in a circle', async () => {
    const endpointId = await addEndpoint();
    const ids = await Promise.all(Array.from({ length: 40 }, () => addPingTo(endpointId)));
    const pool = test.open({ max: 12 });
    await Promise.all(
      ids.map((id, index) =>
        recordAttempt(
          pool,
          result(
            id,
            index === 20
              ? { outcome: 'gone' }
              : index % 3 === 0
                ? { outcome: 'succeeded', error: undefined }
                : {},
          ),
        ),
      ),
    );
    const [row] = await test.sql<{ pending: number }>(
      `SELECT count(*)::integer AS pending FROM webhook_deliveries WHERE status = 'pending'`,
    );
    expect(row?.pending).toBe(0);
  });
});

it('finished deliveries are forgotten after their time, with their attempts', async () => {
  const [kept, old, pending] = [await addPing(), await addPing(), await addPing()];
  for (const id of [kept, old]) {
    const now = new Date();
    await recordAttempt(test.database, {
      ...{
        dueAt: undefined,
        deliveryId: id,
        attempt: 1,
        url: 'https://example.com/',
        startedAt: now,
        durationMs: 1,
      },
      ...{ outcome: 'succeeded', statusCode: 204, disableAfterSeconds: 1 },
    });
  }
  await test.sql(`UPDATE webhook_deliveries SET finished_at = now() - interval '31 days' WHERE id = $1`, [
    old,
  ]);
  expect(await purgeDeliveries(test.database, { olderThanSeconds: 30 * 86_400 })).toBe(1);
  const left = await test.sql<{ id: string }>('SELECT id FROM webhook_deliveries');
  expect(left.map(({ id }) => id).sort()).toEqual([kept, pending].sort());
  expect(await listDeliveryAttempts(test.database, old)).toEqual([]);
});
