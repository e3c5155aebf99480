/** Secrets of webhooks: shown once, kept encrypted, replaced without a gap. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type Line, loadProject, startLine } from '../support/line.js';
import { verify, WebhookReceiver } from '../support/webhook-receiver.js';
import {
  createEndpoint,
  newSecretKey,
  ping,
  settled,
  type WireEndpoint,
  webhookEnv,
} from '../support/webhooks.js';

const KEY = newSecretKey('first');

let line: Line;
let receiver: WebhookReceiver;

beforeAll(async () => {
  receiver = await WebhookReceiver.start();
  line = await startLine({ root: loadProject(), env: webhookEnv({ SPECWIRE_SECRET_KEYS: KEY }) });
});

afterAll(async () => {
  await line?.stop();
  await receiver?.stop();
});

const path = (endpoint: Pick<WireEndpoint, 'id'>, rest = '') => `/v1/webhook-endpoints/${endpoint.id}${rest}`;
const empty = { type: 'load.empty', input: {} };

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
