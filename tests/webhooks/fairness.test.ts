/** Receivers that hang, and a tenant with many of them, do not delay the others. */
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type Client, until } from '../support/client.js';
import { type Line, loadProject, startLine } from '../support/line.js';
import { many } from '../support/load-jobs.js';
import { otherTenant } from '../support/tenants.js';
import { verify, WebhookReceiver } from '../support/webhook-receiver.js';
import { createEndpoint, webhookEnv } from '../support/webhooks.js';

let line: Line;
let receiver: WebhookReceiver;
let other: Client;

beforeAll(async () => {
  receiver = await WebhookReceiver.start();
  // Room for 8 at once: 2 for each tenant, 4 for all that fail.
  line = await startLine({ root: loadProject(), env: webhookEnv({ SPECWIRE_WEBHOOK_SLOTS: '8' }) });
  other = await otherTenant(line);
});

afterAll(async () => {
  await line?.stop();
  await receiver?.stop();
});

const empty = { type: 'load.empty', input: {} };

test('a tenant with 20 receivers that hang and 100 deliveries to them delays nobody else', async () => {
  const hanging = new Set<number>();
  let most = 0;
  for (let index = 0; index < 20; index += 1) {
    const path = `/hangs/${index}`;
    let mine = 0;
    receiver.on(path, (response) => {
      const key = index * 1000 + mine;
      mine += 1;
      hanging.add(key);
      most = Math.max(most, hanging.size);
      response.once('close', () => hanging.delete(key));
    });
    await createEndpoint(line.client, receiver.url(path));
  }
  const healthy = await createEndpoint(other, receiver.url('/healthy'));
  await many(5, () => line.client.create(empty));
  // Whichever of them come first.
  await until('the tenant has all the room that it may have', async () => most === 2, 60);
  const jobs = await many(10, () => other.create(empty));
  const received = await receiver.waitFor('/healthy', 10, 60);
  expect(new Set(received.map((one) => verify(one, healthy.secret).data.job_id))).toEqual(
    new Set(jobs.map(({ job_id }) => job_id)),
  );
  // 100 attempts of 2 s each, two at once, take 100 s: who stands behind them in a line is not done before half of them are.
  const [row] = await line.query(
    `SELECT count(*)::integer AS waiting FROM webhook_deliveries WHERE tenant_id = 'default' AND status = 'pending'`,
  );
  expect(Number(row?.waiting)).toBeGreaterThan(50);
  expect(most).toBeLessThanOrEqual(2);
}, 120_000);
