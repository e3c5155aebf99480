/** The real nginx before two servers: each event passes at once, its own errors are problems. */
import { connect } from 'node:net';
import { afterAll, beforeAll, describe, expect, inject, onTestFinished, test } from 'vitest';
import { type Nginx, startNginx } from '../scripts/engines/nginx.js';
import { Client } from './support/client.js';
import { type Line, startLine } from './support/line.js';
import { isInstalled } from './support/programs.js';
import { openSocket } from './support/socket.js';

/** Sends bytes that no client library would, and reads what comes back until the connection is closed. */
async function sendRaw(url: string, text: string) {
  const { hostname, port } = new URL(url);
  const socket = connect(Number(port), hostname);
  socket.write(text);
  const answer = (await socket.toArray()).join('');
  const [head = '', body = ''] = answer.split('\r\n\r\n', 2);
  return { status: Number(/^HTTP\/1\.[01] (\d+)/.exec(head)?.[1]), head, body };
}

describe.skipIf(!isInstalled('nginx'))('behind nginx', () => {
  let line: Line;
  let nginx: Nginx;
  let client: Client;

  beforeAll(async () => {
    line = await startLine({ servers: 2 });
    nginx = await startNginx({
      upstreams: line.servers.map((server) => new URL(server.url).host),
      dataDir: `${inject('engines').folder}/nginx-${process.pid}`,
    });
    client = new Client(nginx.url, line.apiKey);
  });

  afterAll(async () => {
    await nginx?.stop();
    await line?.stop();
  });

  test('each event arrives when it happens, also for a client that asks for gzip', async () => {
    const job = await client.create({
      type: 'text.generate',
      input: { prompt: 'Tell a story about a mountain.', max_tokens: 60 },
    });
    const stream = await client.stream(job.job_id, { headers: { 'accept-encoding': 'gzip, deflate, br' } });
    const delays: number[] = [];
    for await (const event of stream.events) {
      if (event.type === 'token') {
        delays.push(performance.timeOrigin + event.receivedAt - Date.parse(event.body.timestamp));
      }
    }
    delays.sort((a, b) => a - b);
    expect(delays.length).toBeGreaterThan(20);
    // Buffered, the median would be the length of the job, more than a second.
    expect(delays[Math.floor(delays.length / 2)]).toBeLessThan(500);
  });

  test('a resumed stream over both servers equals the whole', async () => {
    const job = await client.create({
      type: 'text.generate',
      input: { prompt: 'Tell a story about a valley.', max_tokens: 20 },
    });
    const whole = await client.events(job.job_id);
    for (let position = 0; position < whole.length; position += 1) {
      const rest = await client.events(job.job_id, { lastEventId: String(position) });
      expect(rest.map((event) => event.raw)).toEqual(whole.slice(position).map((event) => event.raw));
    }
  });

  test('nginx’s own errors are problems with a request id', async () => {
    const tooLarge = await client.post('/v1/jobs', {
      raw: { text: Buffer.alloc(17 * 1024 * 1024, 32), contentType: 'application/json' },
    });
    expect(tooLarge.status).toBe(413);
    expect(tooLarge.body.code).toBe('payload_too_large');
    expect(tooLarge.headers['x-request-id']).toBeDefined();
  });

  test.each([
    ['a malformed path', 'GET /%zz HTTP/1.1'],
    ['a path out of the root', 'GET /../x HTTP/1.1'],
    ['no request at all', 'garbage'],
    ['an unknown version', 'GET /v1/jobs HTTP/3.0'],
    ['a long path', `GET /${'x'.repeat(40_000)} HTTP/1.1`],
    ['another coding', 'POST /v1/jobs HTTP/1.1\r\nTransfer-Encoding: gzip'],
    ['TRACE', 'TRACE /v1/jobs HTTP/1.1'],
  ])('%s is refused with a problem', async (_, start) => {
    const { status, head, body } = await sendRaw(nginx.url, `${start}\r\nHost: edge\r\n\r\n`);
    expect(head).toMatch(/^content-type: application\/problem\+json/im);
    expect(head).toMatch(/^x-request-id: /im);
    expect([400, 405]).toContain(status);
    expect(JSON.parse(body)).toMatchObject({
      status,
      code: expect.any(String),
      instance: expect.any(String),
    });
  });

  test('the access log knows nothing of stream tokens', async () => {
    const job = await client.create({ type: 'text.count_tokens', input: { text: 'a' } });
    const { body } = await client.post(`/v1/jobs/${job.job_id}/stream-token`);
    await (await fetch(new URL(body.url, client.url))).text();
    await (await fetch(`${new URL(body.url, client.url)}&last_event_id=1`)).text();
    await (await fetch(new URL(body.url.replace('stream_token', 'stream%5Ftoken'), client.url))).text();
    expect(nginx.accessLog()).toContain(`"path":"/v1/jobs/${job.job_id}/events"`);
    expect(nginx.accessLog()).not.toContain(body.token);
  });

  test('a WebSocket passes in both directions, from a page of its own origin too', async () => {
    const job = await client.create({ type: 'chat.session', input: { max_tokens: 8, temperature: 0 } });
    const origin = new URL(nginx.url).origin;
    const socket = await openSocket(nginx.url, job.job_id, {
      apiKey: line.apiKey,
      headers: { Origin: origin, 'X-Request-ID': 'from-the-client-1' },
    });
    socket.input('m-1', { type: 'message', text: 'Say hello.' });
    expect(await socket.answer(({ id }) => id === 'm-1')).toMatchObject({ type: 'ack', input_seq: 1 });
    await socket.event(({ type }) => type === 'turn.completed');
    socket.input('m-2', { type: 'end' });
    expect(await socket.closed).toBe(1000);
    expect(socket.raw).toEqual((await client.events(job.job_id)).map(({ raw }) => raw));
    const { body } = await client.post(`/v1/jobs/${job.job_id}/stream-token`, { body: { write: true } });
    const byToken = await openSocket(nginx.url, job.job_id, { query: { stream_token: body.token } });
    expect(await byToken.closed).toBe(1000);
    expect(nginx.accessLog()).toContain('"request_id":"from-the-client-1"');
    expect(nginx.accessLog()).not.toContain(body.token);
  });

  test('what is refused before a WebSocket is open comes through as a problem', async () => {
    const job = await client.create({ type: 'text.count_tokens', input: { text: 'a' } });
    const refused = await openSocket(nginx.url, job.job_id, { apiKey: line.apiKey }).catch(
      (error: unknown) => error,
    );
    expect(refused).toMatchObject({ status: 404, problem: { code: 'channel_not_supported' } });
    const strange = await openSocket(nginx.url, job.job_id, {
      apiKey: line.apiKey,
      headers: { Origin: 'https://evil.example' },
    }).catch((error: unknown) => error);
    expect(strange).toMatchObject({ status: 403, problem: { code: 'forbidden' } });
    const plain = await client.get(`/v1/jobs/${job.job_id}/socket`);
    expect(plain.body.code).toBe('channel_not_supported');
  });

  test('no upstream left is a 503 problem that says when to come back', async () => {
    const servers = await Promise.all([line.startServer(), line.startServer()]);
    const before = await startNginx({
      upstreams: servers.map((server) => new URL(server.url).host),
      dataDir: `${inject('engines').folder}/nginx-killed-${process.pid}`,
    });
    onTestFinished(() => before.stop());
    await Promise.all(servers.map((server) => server.stop('SIGKILL')));
    const answer = await client.at(before.url).get('/v1/jobs');
    expect(answer.status).toBe(503);
    expect(answer.headers['retry-after']).toBe('2');
    expect(answer.body.code).toBe('unavailable');
    expect(answer.body.retryable).toBe(true);
  });
});
