/** Where webhooks do not go: at the creation of an endpoint, and at the moment of the connection. */
import { createServer, type Server } from 'node:https';
import { connect } from 'node:net';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type Certificate, CertificateAuthority } from '../support/certificates.js';
import { until } from '../support/client.js';
import { type Line, loadProject, startLine } from '../support/line.js';
import { NameServer } from '../support/name-server.js';
import { isInstalled } from '../support/programs.js';
import { WebhookReceiver } from '../support/webhook-receiver.js';
import {
  createEndpoint,
  getDelivery,
  ping,
  settled,
  type WireDelivery,
  webhookEnv,
} from '../support/webhooks.js';

const PUBLIC = '93.184.215.14';

/** What the names of this test resolve to; `turns.test` turns with every question. */
const ZONE: Readonly<Record<string, (question: number) => readonly string[] | undefined>> = {
  'public.test': () => [PUBLIC],
  'inside.test': () => ['10.0.0.7'],
  'both.test': () => [PUBLIC, '127.0.0.1'],
  'six.test': () => [PUBLIC, '::1'],
  'mapped.test': () => ['::ffff:127.0.0.1'],
  'nat64.test': () => ['64:ff9b::7f00:1'],
  'meta.test': () => ['169.254.169.254'],
  'turns.test': (question) => [question === 1 ? PUBLIC : '127.0.0.1'],
  'flips.test': (question) => [question % 2 === 1 ? PUBLIC : '127.0.0.1'],
  'gone.test': (question) => (question === 1 ? [PUBLIC] : []),
  'mute.test': () => undefined,
  'good.allowed.test': () => ['127.0.0.1'],
  'wrong.allowed.test': () => ['127.0.0.1'],
  'self.allowed.test': () => ['127.0.0.1'],
};

let line: Line;
let names: NameServer;
let authority: CertificateAuthority;
let receiver: WebhookReceiver;
const secure: { server: Server; port: number; received: string[] }[] = [];
const OPENSSL = isInstalled('openssl');

beforeAll(async () => {
  receiver = await WebhookReceiver.start();
  names = await NameServer.start((name, question) => (ZONE[name] ?? (() => []))(question));
  const env: Record<string, string> = {};
  if (OPENSSL) {
    authority = new CertificateAuthority();
    env.NODE_EXTRA_CA_CERTS = authority.file;
    await serve(authority.issue('good.allowed.test'));
    await serve(authority.selfSigned('self.allowed.test'));
  }
  line = await startLine({
    root: loadProject(),
    env: webhookEnv({
      SPECWIRE_WEBHOOK_ALLOW_LOOPBACK: 'false',
      SPECWIRE_WEBHOOK_DNS: names.address,
      SPECWIRE_WEBHOOK_ALLOW: '*.allowed.test',
      SPECWIRE_WEBHOOK_PORTS: ['443', ...secure.map(({ port }) => String(port)), portOf(receiver)].join(','),
      ...env,
    }),
  });
});

afterAll(async () => {
  await line?.stop();
  await names?.stop();
  await receiver?.stop();
  for (const { server } of secure) server.close();
  authority?.remove();
});

const portOf = (one: WebhookReceiver) => new URL(one.url('/')).port;

async function serve(certificate: Certificate): Promise<void> {
  const received: string[] = [];
  const server = createServer(certificate, (request, response) => {
    received.push(`${request.headers.host} ${request.url}`);
    response.writeHead(204).end();
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  secure.push({ server, port: typeof address === 'object' && address !== null ? address.port : 0, received });
}

const codes = (delivery: WireDelivery) => delivery.attempts.map(({ error }) => error?.code);

describe('an endpoint is not made for', () => {
  test.each([
    ['http://public.test/hook', 'scheme'],
    ['https://user:secret@public.test/hook', 'credentials'],
    ['https://public.test:22/hook', 'port'],
    ['https://127.0.0.1/hook', 'loopback_address'],
    ['https://0x7f.1/hook', 'loopback_address'],
    ['https://[::ffff:127.0.0.1]/hook', 'mapped_address'],
    ['https://localhost/hook', 'localhost'],
    ['https://inside.test/hook', 'private_address'],
    ['https://both.test/hook', 'loopback_address'],
    ['https://six.test/hook', 'loopback_address'],
    ['https://mapped.test/hook', 'mapped_address'],
    ['https://nat64.test/hook', 'nat64_address'],
    ['https://meta.test/hook', 'metadata_address'],
    ['https://nowhere.test/hook', 'unresolvable'],
  ])('%s: %s', async (url, rule) => {
    const answer = await line.client.post('/v1/webhook-endpoints', { body: { url } });
    expect(answer.status).toBe(400);
    expect(answer.body).toMatchObject({
      code: 'webhook_target_refused',
      retryable: false,
      errors: [{ in: 'body', pointer: '#/url', rule }],
    });
    expect(JSON.stringify(answer.body)).not.toContain('10.0.0.7');
    expect(await line.query('SELECT 1 FROM webhook_endpoints WHERE url = $1', [url])).toEqual([]);
  });

  test('nor is one changed to it, nor a job made with it', async () => {
    const { client } = line;
    const endpoint = await createEndpoint(client, 'https://public.test/hook');
    const change = { body: { url: 'https://inside.test/hook' } };
    const changed = await client.request('PATCH', `/v1/webhook-endpoints/${endpoint.id}`, change);
    expect(changed.body).toMatchObject({
      code: 'webhook_target_refused',
      errors: [{ pointer: '#/url', rule: 'private_address' }],
    });
    await client.post('/v1/webhook-endpoints/default/rotate-secret');
    const job = { type: 'load.empty', input: {}, webhook: change.body };
    const created = await client.post('/v1/jobs', { body: job });
    expect(created.body).toMatchObject({
      code: 'webhook_target_refused',
      errors: [{ pointer: '#/webhook/url', rule: 'private_address' }],
    });
    expect(await line.query('SELECT 1 FROM jobs')).toEqual([]);
  });

  test('a name that is not answered for is taken, and looked at again at each attempt', async () => {
    const endpoint = await createEndpoint(line.client, 'https://mute.test/hook');
    const delivery = await settled(line.client, await ping(line.client, endpoint.id), 60);
    expect(codes(delivery)).toHaveLength(3);
    for (const code of codes(delivery)) expect(['dns_failed', 'connect_timeout']).toContain(code);
  }, 90_000);
});

describe('a name that changes its mind', () => {
  test('after the check of the endpoint is refused at the attempt', async () => {
    const endpoint = await createEndpoint(line.client, `https://turns.test:${portOf(receiver)}/hook`);
    const delivery = await settled(line.client, await ping(line.client, endpoint.id));
    expect(delivery.attempts.map(({ error }) => error)).toEqual(
      [1, 2, 3].map(() => ({
        code: 'target_refused',
        detail: 'The URL has a host with a loopback address (loopback_address).',
      })),
    );
    expect(receiver.received).toEqual([]);
  });

  test('between two questions has no moment for it: an attempt asks once, and connects to that answer', async () => {
    const endpoint = await createEndpoint(line.client, `https://flips.test:${portOf(receiver)}/hook`);
    expect(names.count('A', 'flips.test')).toBe(1);
    const id = await ping(line.client, endpoint.id);
    await until('an attempt', async () => (await getDelivery(line.client, id)).attempt_count >= 2, 60);
    const delivery = await getDelivery(line.client, id);
    expect(names.count('A', 'flips.test')).toBeLessThanOrEqual(1 + delivery.attempt_count + 1);
    // Whatever an attempt was told, this machine was never reached.
    expect(delivery.attempts[0]?.error?.code).toBe('target_refused');
    expect(delivery.attempts[1]?.error?.code).not.toBe('target_refused');
    expect(receiver.received).toEqual([]);
    await line.client.delete(`/v1/webhook-endpoints/${endpoint.id}`);
  }, 90_000);

  test('and is gone does not resolve', async () => {
    const endpoint = await createEndpoint(line.client, 'https://gone.test/hook');
    const delivery = await settled(line.client, await ping(line.client, endpoint.id));
    expect(codes(delivery)).toEqual(['dns_failed', 'dns_failed', 'dns_failed']);
  });
});

describe.skipIf(!OPENSSL)('TLS (needs openssl)', () => {
  const deliver = async (host: string, index: number) => {
    const url = `https://${host}:${secure[index]?.port}/hook`;
    const endpoint = await createEndpoint(line.client, url);
    return settled(line.client, await ping(line.client, endpoint.id));
  };

  test('is trusted for the name, at the address that was checked', async () => {
    expect(await deliver('good.allowed.test', 0)).toMatchObject({ status: 'succeeded', attempt_count: 1 });
    expect(secure[0]?.received).toEqual([`good.allowed.test:${secure[0]?.port} /hook`]);
  });

  test('for another name is not', async () => {
    expect(codes(await deliver('wrong.allowed.test', 0))).toEqual(['tls_failed', 'tls_failed', 'tls_failed']);
    expect(secure[0]?.received).not.toContainEqual(expect.stringContaining('wrong'));
  });

  test('of an authority that nobody knows is not', async () => {
    const delivery = await deliver('self.allowed.test', 1);
    expect(codes(delivery)).toEqual(['tls_failed', 'tls_failed', 'tls_failed']);
    expect(delivery.attempts[0]?.error?.detail).toContain('DEPTH_ZERO_SELF_SIGNED_CERT');
    expect(secure[1]?.received).toEqual([]);
  });
});

test('the receiver of these tests can be reached at all', async () => {
  const socket = connect(Number(portOf(receiver)), '127.0.0.1');
  await new Promise((resolve) => socket.once('connect', resolve));
  socket.destroy();
});
