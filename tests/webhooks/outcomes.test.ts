/** Receivers of every kind: what each of them makes of a delivery. */

import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import {
  type AddressInfo,
  connect,
  createServer as createTcpServer,
  type Server,
  type Socket,
} from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { freePort } from '../../scripts/engines/free-port.js';
import { type Line, loadProject, startLine } from '../support/line.js';
import { answering, type Behaviour, verify, WebhookReceiver } from '../support/webhook-receiver.js';
import { createEndpoint, ping, settled, type WireDelivery, webhookEnv } from '../support/webhooks.js';

let line: Line;
let receiver: WebhookReceiver;
const servers: Server[] = [];
const processes: ChildProcess[] = [];
const fillers: Socket[] = [];

beforeAll(async () => {
  receiver = await WebhookReceiver.start();
  // One retry.
  line = await startLine({ root: loadProject(), env: webhookEnv({ SPECWIRE_WEBHOOK_RETRY_SECONDS: '0.3' }) });
});

afterAll(async () => {
  await line?.stop();
  await receiver?.stop();
  for (const server of servers) server.close();
  for (const filler of fillers) filler.destroy();
  for (const process of processes) process.kill('SIGKILL');
});

/** A receiver below HTTP. */
async function rawReceiver(onSocket: (socket: Socket) => void): Promise<number> {
  const server = createTcpServer((socket) => {
    socket.on('error', () => {});
    onSocket(socket);
  });
  servers.push(server);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return (server.address() as AddressInfo).port;
}

/** A port whose process is frozen and whose queue is full: to connect gets no answer at all, not even a refusal. */
async function deafPort(): Promise<number> {
  const listen = `require('net').createServer().listen({ host: '127.0.0.1', port: 0, backlog: 1 }, function () {
    console.log(this.address().port);
  })`;
  const process = spawn('node', ['-e', listen], { stdio: ['ignore', 'pipe', 'inherit'] });
  processes.push(process);
  const [line] = await once(process.stdout, 'data');
  const port = Number(line);
  process.kill('SIGSTOP');
  let isFull = false;
  while (!isFull) {
    const filler = connect(port, '127.0.0.1').on('error', () => {});
    fillers.push(filler);
    isFull = await Promise.race([once(filler, 'connect').then(() => false), sleep(500, true)]);
  }
  return port;
}

/** Pings a URL until that is settled. */
async function deliver(url: string): Promise<WireDelivery> {
  const endpoint = await createEndpoint(line.client, url);
  return settled(line.client, await ping(line.client, endpoint.id));
}

async function deliverTo(path: string, behaviour: Behaviour | number): Promise<WireDelivery> {
  receiver.on(path, behaviour);
  return deliver(receiver.url(path));
}

/** Sends a head at once and nothing of the body's end. */
const hangingInBody =
  (status: number): Behaviour =>
  (response) => {
    response.writeHead(status, { 'Content-Length': 1000 });
    response.write('half an ans');
  };

describe.concurrent('is delivered, at the first attempt', () => {
  test.each([200, 201, 202, 204, 226, 299])('%i', async (status) => {
    const delivery = await deliverTo(`/status/${status}`, status);
    expect(delivery).toMatchObject({
      status: 'succeeded',
      attempt_count: 1,
      attempts: [{ status_code: status }],
    });
    expect(delivery.failure).toBeUndefined();
    expect(delivery.attempts[0]?.error).toBeUndefined();
  });

  test('what the receiver says is kept, cleaned', async () => {
    const delivery = await deliverTo('/says', answering(200, {}, 'thank\u0000 you\r\n\u001b[1m!'));
    expect(delivery.attempts[0]?.response_excerpt).toBe('thank you\n[1m!');
  });

  test('a head with 200 is enough: a body that hangs is not waited for', async () => {
    const delivery = await deliverTo('/hangs-in-body', hangingInBody(200));
    expect(delivery).toMatchObject({ status: 'succeeded', attempt_count: 1 });
    expect(delivery.attempts[0]?.response_excerpt).toBe('half an ans');
    expect(delivery.attempts[0]?.duration_ms).toBeLessThan(1900);
  });

  test('1 GB of an answer is not read', async () => {
    let sent = 0;
    const delivery = await deliverTo('/gigabyte', (response) => {
      response.writeHead(200, { 'Content-Length': 1_000_000_000 });
      const chunk = Buffer.alloc(65_536, 'x');
      const write = () => {
        while (!response.destroyed && sent < 1_000_000_000) {
          sent += chunk.length;
          if (!response.write(chunk)) {
            response.once('drain', write);
            return;
          }
        }
      };
      write();
    });
    expect(delivery).toMatchObject({ status: 'succeeded', attempt_count: 1 });
    expect(delivery.attempts[0]?.response_excerpt).toBe('x'.repeat(1024));
    expect(sent).toBeLessThan(20_000_000);
  });
});

describe.concurrent('fails, and is tried again', () => {
  test.each([
    [400, 'status'],
    [401, 'status'],
    [404, 'status'],
    [408, 'status'],
    [500, 'status'],
    [503, 'status'],
    [300, 'redirect_refused'],
    [304, 'redirect_refused'],
  ])('%i: %s', async (status, code) => {
    const delivery = await deliverTo(`/status/${status}`, status);
    expect(delivery).toMatchObject({
      status: 'failed',
      attempt_count: 2,
      failure: { code: 'attempts_exhausted' },
      attempts: [1, 2].map((attempt) => ({ attempt, status_code: status, error: { code } })),
    });
    expect(delivery.failure?.detail).toMatch(/^2 attempts failed; the last one: The receiver answered \d{3}/);
  });

  test.each([301, 302, 307, 308])('%i: nobody follows it', async (status) => {
    const delivery = await deliverTo(
      `/moved/${status}`,
      answering(status, { Location: receiver.url(`/moved-to/${status}`) }),
    );
    expect(delivery.attempts.map(({ error }) => error?.code)).toEqual([
      'redirect_refused',
      'redirect_refused',
    ]);
    expect(receiver.at(`/moved-to/${status}`)).toEqual([]);
  });

  test('500 with a body that hangs', async () => {
    const delivery = await deliverTo('/hangs-in-500', hangingInBody(500));
    expect(delivery.attempts.map(({ error }) => error?.code)).toEqual(['status', 'status']);
    expect(delivery.attempts[0]?.response_excerpt).toBe('half an ans');
  });

  test('no answer at all', async () => {
    const delivery = await deliverTo('/hangs', () => {});
    expect(delivery.attempts.map(({ error }) => error?.code)).toEqual([
      'response_timeout',
      'response_timeout',
    ]);
    for (const { duration_ms } of delivery.attempts) {
      expect(duration_ms).toBeGreaterThanOrEqual(1900);
      expect(duration_ms).toBeLessThan(4000);
    }
  });

  test('an answer that comes a byte at a time', async () => {
    const port = await rawReceiver(async (socket) => {
      for (const byte of `HTTP/1.1 200 OK\r\nX-Slow: ${'x'.repeat(500)}`) {
        if (!socket.writable) return;
        socket.write(byte);
        await sleep(50);
      }
    });
    const delivery = await deliver(`http://127.0.0.1:${port}/`);
    expect(delivery.attempts.map(({ error }) => error?.code)).toEqual([
      'response_timeout',
      'response_timeout',
    ]);
    for (const { duration_ms } of delivery.attempts) expect(duration_ms).toBeLessThan(4000);
  });

  test.each([
    ['the connection is reset', (socket: Socket) => socket.once('data', () => socket.resetAndDestroy())],
    ['the connection is closed', (socket: Socket) => socket.once('data', () => socket.end())],
    ['the answer is no HTTP', (socket: Socket) => socket.once('data', () => socket.end('SSH-2.0-x\r\n'))],
    [
      'the head has no end',
      (socket: Socket) =>
        socket.once('data', () => {
          socket.write('HTTP/1.1 200 OK\r\n');
          const more = () => {
            while (socket.writable && socket.write(`X-More: ${'x'.repeat(1000)}\r\n`));
            socket.once('drain', more);
          };
          more();
        }),
    ],
  ])('%s', async (_, onSocket) => {
    const port = await rawReceiver(onSocket);
    const delivery = await deliver(`http://127.0.0.1:${port}/`);
    expect(delivery.attempts.map(({ error }) => error?.code)).toEqual([
      'connection_reset',
      'connection_reset',
    ]);
  });

  test('nobody listens', async () => {
    const delivery = await deliver(`http://127.0.0.1:${await freePort()}/`);
    expect(delivery.attempts.map(({ error }) => error)).toEqual(
      [1, 2].map(() => ({ code: 'connect_failed', detail: 'No connection was possible (ECONNREFUSED).' })),
    );
  });

  test('to connect hangs', async () => {
    const delivery = await deliver(`http://127.0.0.1:${await deafPort()}/`);
    expect(delivery.attempts.map(({ error }) => error?.code)).toEqual(['connect_timeout', 'connect_timeout']);
  });

  test('the handshake hangs', async () => {
    const port = await rawReceiver(() => {});
    const delivery = await deliver(`https://127.0.0.1:${port}/`);
    expect(delivery.attempts.map(({ error }) => error?.code)).toEqual(['connect_timeout', 'connect_timeout']);
  });

  test('there is no TLS at the port', async () => {
    const port = Number(new URL(receiver.url('/')).port);
    const delivery = await deliver(`https://127.0.0.1:${port}/`);
    expect(delivery.attempts.map(({ error }) => error?.code)).toEqual(['tls_failed', 'tls_failed']);
  });
});

describe('410', () => {
  test('disables the endpoint at once, and what else waits for it fails with it', async () => {
    const { client } = line;
    // The first one comes back after Retry-After; meanwhile the second is told to go.
    receiver.on('/gone', (response, _, count) =>
      count === 1 ? response.writeHead(503, { 'Retry-After': '30' }).end() : response.writeHead(410).end(),
    );
    const endpoint = await createEndpoint(client, receiver.url('/gone'));
    const waiting = await ping(client, endpoint.id);
    await receiver.waitFor('/gone');
    const gone = await settled(client, await ping(client, endpoint.id));
    expect(gone).toMatchObject({ status: 'failed', attempt_count: 1, failure: { code: 'endpoint_gone' } });
    expect(await settled(client, waiting)).toMatchObject({
      failure: { code: 'endpoint_disabled' },
      attempt_count: 1,
    });
    const { body } = await client.get(`/v1/webhook-endpoints/${endpoint.id}`);
    expect(body).toMatchObject({ enabled: false, disabled_reason: 'gone' });
    // Nothing is sent to it from now on.
    expect(await settled(client, await ping(client, endpoint.id))).toMatchObject({
      attempt_count: 0,
      failure: { code: 'endpoint_disabled' },
    });
    expect(receiver.at('/gone')).toHaveLength(2);
    // Until its owner says so.
    receiver.on('/gone', 204);
    const enabled = await client.post(`/v1/webhook-endpoints/${endpoint.id}/enable`);
    expect(enabled.body).toMatchObject({ id: endpoint.id, enabled: true });
    expect(enabled.body.failing_since).toBeUndefined();
    expect(await settled(client, await ping(client, endpoint.id))).toMatchObject({ status: 'succeeded' });
  });
});

describe('Retry-After', () => {
  test.each([
    ['429', () => '3'],
    ['503', () => new Date(Date.now() + 4000).toUTCString()],
  ])('of a %s is waited for, where it is longer than the schedule', async (status, value) => {
    const path = `/later/${status}`;
    receiver.on(path, (response, _, count) =>
      count === 1
        ? response.writeHead(Number(status), { 'Retry-After': value() }).end()
        : response.writeHead(204).end(),
    );
    const delivery = await deliver(receiver.url(path));
    expect(delivery).toMatchObject({ status: 'succeeded', attempt_count: 2 });
    const [first, second] = receiver.at(path);
    expect((second?.at ?? 0) - (first?.at ?? 0)).toBeGreaterThanOrEqual(2900);
  });
});

describe('the whole schedule', () => {
  const LADDER = [0.1, 0.2, 0.3, 0.4, 0.5, 0.7, 0.9, 1.2, 1.5];

  test('is 9 retries of the same bytes under the same id, each signed anew, none too early', async () => {
    const steep = await startLine({
      root: loadProject(),
      env: webhookEnv({ SPECWIRE_WEBHOOK_RETRY_SECONDS: LADDER.join(' ') }),
    });
    try {
      receiver.on('/ladder', 500);
      const endpoint = await createEndpoint(steep.client, receiver.url('/ladder'));
      const id = await ping(steep.client, endpoint.id);
      const delivery = await settled(steep.client, id, 60);
      expect(delivery).toMatchObject({ status: 'failed', attempt_count: 10 });
      expect(delivery.failure?.detail).toBe('10 attempts failed; the last one: The receiver answered 500.');
      const requests = receiver.at('/ladder');
      expect(requests).toHaveLength(10);
      for (const request of requests) verify(request, endpoint.secret);
      expect(new Set(requests.map(({ headers }) => headers['webhook-id']))).toEqual(new Set([id]));
      expect(new Set(requests.map(({ body }) => body)).size).toBe(1);
      expect(new Set(requests.map(({ headers }) => headers['webhook-signature'])).size).toBeGreaterThan(2);
      LADDER.forEach((wait, index) => {
        const gap = (requests[index + 1]?.at ?? 0) - (requests[index]?.at ?? 0);
        expect(gap, `wait ${index + 1}`).toBeGreaterThanOrEqual(wait * 900 - 100);
      });
      const { body } = await steep.client.get(`/v1/webhook-endpoints/${endpoint.id}`);
      expect(body.enabled).toBe(true);
      expect(Date.parse(body.failing_since)).toBeLessThan(requests[1]?.at ?? 0);
    } finally {
      await steep.stop();
    }
  }, 120_000);
});

test('an endpoint that has been failing for too long is disabled', async () => {
  const { client } = line;
  receiver.on('/failing', 500);
  const endpoint = await createEndpoint(client, receiver.url('/failing'));
  await settled(client, await ping(client, endpoint.id));
  await line.query(
    `UPDATE webhook_endpoints SET failing_since = now_ms() - interval '5 days 1 second' WHERE id = $1`,
    [endpoint.id],
  );
  const last = await settled(client, await ping(client, endpoint.id));
  expect(last).toMatchObject({ status: 'failed', attempt_count: 1, failure: { code: 'endpoint_disabled' } });
  const { body } = await client.get(`/v1/webhook-endpoints/${endpoint.id}`);
  expect(body).toMatchObject({ enabled: false, disabled_reason: 'failing' });
});

test('one success is the end of failing', async () => {
  const { client } = line;
  receiver.on('/recovers', (response, _, count) => response.writeHead(count === 1 ? 500 : 204).end());
  const endpoint = await createEndpoint(client, receiver.url('/recovers'));
  expect(await settled(client, await ping(client, endpoint.id))).toMatchObject({
    status: 'succeeded',
    attempt_count: 2,
  });
  const { body } = await client.get(`/v1/webhook-endpoints/${endpoint.id}`);
  expect(body.failing_since).toBeUndefined();
});
