/** What may come through a socket and what may not: frames, sizes, rates, credentials, origins. */
import { randomBytes } from 'node:crypto';
import { connect } from 'node:net';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { until } from '../support/client.js';
import { type Line, startLine } from '../support/line.js';
import { openSocket, type SocketOptions, SocketRefused } from '../support/socket.js';
import { otherTenant } from '../support/tenants.js';

let line: Line;
let jobId: string;

beforeAll(async () => {
  // No worker: inputs stay unread, which is all the same to the server.
  line = await startLine({ workers: 0, env: { SPECWIRE_CORS_ORIGINS: 'https://app.example.com' } });
  jobId = await createChat();
});

afterAll(() => line?.stop());

async function createChat(): Promise<string> {
  return (await line.client.create({ type: 'chat.session', input: {} })).job_id;
}

const open = (options: SocketOptions = {}, id = jobId) =>
  openSocket(line.client.url, id, { apiKey: line.apiKey, ...options });

const refusal = async (options: SocketOptions, id = jobId): Promise<SocketRefused> => {
  const error = await open(options, id).then(
    () => new Error('it was opened'),
    (failure: unknown) => failure,
  );
  expect(error).toBeInstanceOf(SocketRefused);
  return error as SocketRefused;
};

const message = (id: string, text = 'Hello') => ({ type: 'input', id, data: { type: 'message', text } });

describe('frames', () => {
  test.each([
    ['no JSON', '{"type":', '#', 'json'],
    ['no object', '[]', '#/type', 'required'],
    ['null', 'null', '#/type', 'required'],
    ['an unknown type', { type: 'shout' }, '#/type', 'enum'],
    ['a type of objects', { type: 'constructor' }, '#/type', 'enum'],
    ['no data', { type: 'input', id: 'x' }, '#/data/type', 'required'],
    ['an unknown input', { type: 'input', id: 'x', data: { type: 'sing' } }, '#/data/type', 'enum'],
    ['no id', { type: 'input', data: { type: 'end' } }, '#/id', 'required'],
    ['an empty id', message(''), '#/id', 'minLength'],
    ['a long id', message('x'.repeat(65)), '#/id', 'maxLength'],
    ['no text', { type: 'input', id: 'x', data: { type: 'message' } }, '#/data/text', 'required'],
    ['an empty text', message('x', ''), '#/data/text', 'minLength'],
    ['a field too many', { ...message('x'), more: 1 }, '#/more', 'additionalProperties'],
    ['a ping with more', { type: 'ping', more: 1 }, '#/more', 'additionalProperties'],
  ])('%s is refused with the place named, and the socket goes on', async (_, frame, pointer, rule) => {
    const socket = await open();
    socket.send(frame);
    const { problem } = await socket.answer(({ type }) => type === 'error');
    expect(problem).toMatchObject({ code: 'invalid_request', status: 400 });
    expect(problem?.errors).toContainEqual(expect.objectContaining({ pointer, rule }));
    socket.send({ type: 'ping' });
    await socket.answer(({ type }) => type === 'pong');
    socket.cut();
  });

  test('binary ones are refused', async () => {
    const socket = await open();
    socket.webSocket.send(Buffer.from(JSON.stringify(message('b'))));
    const { problem } = await socket.answer(({ type }) => type === 'error');
    expect(problem?.errors).toContainEqual(expect.objectContaining({ pointer: '#', rule: 'text' }));
    socket.cut();
  });

  test('one of more than 64 KiB closes the socket with 1009', async () => {
    const socket = await open();
    socket.send(' '.repeat(64 * 1024 + 1));
    expect(await socket.closed).toBe(1009);
  });

  test('the tenth refusal within a minute closes it with 1008', async () => {
    const socket = await open();
    for (let index = 0; index < 12; index++) socket.send('{}');
    expect(await socket.closed).toBe(1008);
    expect(socket.answers).toHaveLength(10);
  });

  test('more than 40 at once are refused, and may be sent again', async () => {
    const id = await createChat();
    const socket = await open({}, id);
    for (let index = 0; index < 45; index++) socket.send(message(`m-${index}`));
    const { problem } = await socket.answer(({ type }) => type === 'error');
    expect(problem).toMatchObject({ code: 'rate_limited', status: 429, retryable: true });
    const acks = () => socket.answers.filter(({ type }) => type === 'ack');
    const refusals = () => socket.answers.filter(({ type }) => type === 'error');
    await until('an answer to each', async () => socket.answers.length === 45);
    expect(acks().length).toBeGreaterThanOrEqual(40);
    await new Promise((resolve) => setTimeout(resolve, 500));
    for (const { id: again } of refusals()) socket.send(message(again ?? ''));
    await until('an ack for each', async () => acks().length === 45);
    socket.cut();
  });
});

describe('inputs', () => {
  test('are acknowledged in order, once for each id, whoever sends them', async () => {
    const id = await createChat();
    const [one, other] = [await open({}, id), await open({}, id)];
    one.send(message('a'));
    one.send(message('b'));
    expect(await one.answer((answer) => answer.id === 'b')).toEqual({ type: 'ack', id: 'b', input_seq: 2 });
    // The same, its keys in another order.
    other.send('{"data":{"text":"Hello","type":"message"},"id":"a","type":"input"}');
    expect(await other.answer(() => true)).toEqual({ type: 'ack', id: 'a', input_seq: 1 });
    other.send(message('a', 'Something else'));
    const { problem } = await other.answer(({ type }) => type === 'error');
    expect(problem).toMatchObject({ code: 'idempotency_key_reused', status: 422 });
    const stored = await line.query('SELECT id FROM job_inputs WHERE job_id = $1 ORDER BY seq', [id]);
    expect(stored.map((row) => row.id)).toEqual(['a', 'b']);
    one.cut();
    other.cut();
  });

  test('beyond 1,000 unread ones are refused for now', async () => {
    const id = await createChat();
    await line.query(
      `INSERT INTO job_inputs SELECT $1, g, 'old-' || g, '{"type":"end"}', now() FROM generate_series(1, 1000) g`,
      [id],
    );
    const socket = await open({}, id);
    socket.send(message('one too many'));
    const { problem } = await socket.answer(({ type }) => type === 'error');
    expect(problem).toMatchObject({ code: 'rate_limited', retryable: true });
    socket.cut();
  });

  test('come too late for a job that has ended', async () => {
    const id = await createChat();
    const socket = await open({}, id);
    socket.send({ type: 'cancel' });
    expect(await socket.closed).toBe(1000);
    expect(socket.events.at(-1)?.data.status).toBe('cancelled');
    // Its socket still opens while there is something to read, and closes by itself.
    const late = await open({ query: { last_event_id: '1' } }, id);
    late.send(message('late'));
    expect(await late.closed).toBe(1000);
    const stored = await line.query('SELECT FROM job_inputs WHERE job_id = $1', [id]);
    expect(stored).toEqual([]);
  });
});

describe('the handshake', () => {
  const MISSING = 'job_00000000000000000000000000000000';

  test('without a key, or with a wrong one, is 401', async () => {
    expect((await refusal({ apiKey: null })).status).toBe(401);
    expect((await refusal({ apiKey: 'wrong-key-of-some-length' })).problem.code).toBe('unauthorized');
    expect((await refusal({ apiKey: null, query: { stream_token: 'st_nonsense' } })).status).toBe(401);
  });

  test("with another tenant's job, or none, is 404", async () => {
    const { apiKey } = await otherTenant(line);
    expect((await refusal({ apiKey })).problem.code).toBe('not_found');
    expect((await refusal({}, MISSING)).status).toBe(404);
  });

  test('with a job of a type without input is 404 channel_not_supported', async () => {
    const { job_id, links } = await line.client.create({ type: 'text.generate', input: { prompt: 'a' } });
    expect(links.socket).toBeUndefined();
    expect(await refusal({}, job_id)).toMatchObject({
      status: 404,
      problem: { code: 'channel_not_supported' },
    });
    const token = await line.client.post(`/v1/jobs/${job_id}/stream-token`, { body: { write: true } });
    expect(token.body.code).toBe('channel_not_supported');
  });

  test('that is none is 400 with what is missing', async () => {
    const answer = await line.client.get(`/v1/jobs/${jobId}/socket`);
    expect(answer.status).toBe(400);
    expect(answer.body.errors).toContainEqual(expect.objectContaining({ in: 'header', pointer: 'Upgrade' }));
  });

  test('that asks for a subprotocol, rightly or not, gets none', async () => {
    for (const protocol of ['chat', 'a,,b'])
      (await open({ headers: { 'Sec-WebSocket-Protocol': protocol } })).cut();
  });

  test('of another version is 400', async () => {
    const error = await refusal({ version: 8 });
    expect(error.problem).toMatchObject({ code: 'invalid_request' });
    expect(error.problem.errors?.[0]?.pointer.toLowerCase()).toBe('sec-websocket-version');
  });

  test('of a page is for known origins only', async () => {
    const host = new URL(line.client.url).origin;
    for (const origin of [host, 'https://app.example.com']) {
      (await open({ headers: { Origin: origin } })).cut();
    }
    for (const origin of ['https://evil.example', 'null', host.replace(/\d+$/, '1')]) {
      expect(await refusal({ headers: { Origin: origin } })).toMatchObject({
        status: 403,
        problem: { code: 'forbidden' },
      });
    }
  });

  test('shows the headers of every authenticated answer', async () => {
    const { hostname, port } = new URL(line.client.url);
    const socket = connect(Number(port), hostname);
    socket.write(
      [
        `GET /v1/jobs/${jobId}/socket HTTP/1.1`,
        'Host: x',
        'Connection: keep-alive, Upgrade',
        'Upgrade: WebSocket',
        'Sec-WebSocket-Version: 13',
        `Sec-WebSocket-Key: ${randomBytes(16).toString('base64')}`,
        'X-Request-ID: my-request-1',
        `Authorization: Bearer ${line.apiKey}`,
        '\r\n',
      ].join('\r\n'),
    );
    const [chunk] = (await socket.take(1).toArray()) as [Buffer];
    socket.destroy();
    expect(String(chunk)).toMatch(/^HTTP\/1\.1 101 /);
    expect(String(chunk)).toMatch(/^x-request-id: my-request-1\r$/im);
    expect(String(chunk)).toMatch(/^ratelimit: "reads";r=/im);
  });

  test('an upgrade to something else is ignored, with the body of the request', async () => {
    const { hostname, port } = new URL(line.client.url);
    const socket = connect(Number(port), hostname);
    const body = JSON.stringify({ type: 'text.count_tokens', input: { text: 'x'.repeat(100_000) } });
    socket.write(
      [
        'POST /v1/jobs HTTP/1.1',
        'Host: x',
        'Connection: Upgrade, HTTP2-Settings, close',
        'Upgrade: h2c',
        'HTTP2-Settings: AAMAAABkAAQAAP__',
        'Content-Type: application/json',
        `Content-Length: ${body.length}`,
        `Authorization: Bearer ${line.apiKey}`,
        `\r\n${body.slice(0, 50_000)}`,
      ].join('\r\n'),
    );
    setTimeout(() => socket.write(body.slice(50_000)), 50);
    const [chunk] = (await socket.take(1).toArray()) as [Buffer];
    socket.destroy();
    expect(String(chunk)).toMatch(/^HTTP\/1\.1 202 /);
  });
});

describe('a stream token', () => {
  const token = async (body?: object) =>
    (await line.client.post(`/v1/jobs/${jobId}/stream-token`, { body })).body as {
      token: string;
      socket_url: string;
    };

  test('reads, and nothing else', async () => {
    const { token: stream_token, socket_url } = await token();
    expect(socket_url).toBe(`/v1/jobs/${jobId}/socket?stream_token=${stream_token}`);
    const socket = await open({ apiKey: null, query: { stream_token } });
    expect((await socket.event(() => true)).data.status).toBe('queued');
    socket.send(message('t'));
    expect((await socket.answer(({ id }) => id === 't')).problem).toMatchObject({
      code: 'forbidden',
      status: 403,
    });
    socket.send({ type: 'cancel' });
    await until('a second refusal', async () => socket.answers.length === 2);
    socket.send({ type: 'ping' });
    await socket.answer(({ type }) => type === 'pong');
    expect((await line.client.job(jobId)).status).toBe('queued');
    socket.cut();
  });

  test('with write sends as well, to its own job alone', async () => {
    const { token: stream_token } = await token({ write: true });
    const socket = await open({ apiKey: null, query: { stream_token } });
    socket.send(message('w'));
    expect(await socket.answer(({ id }) => id === 'w')).toMatchObject({ type: 'ack' });
    socket.cut();
    const other = await refusal({ apiKey: null, query: { stream_token } }, await createChat());
    expect(other).toMatchObject({ status: 403, problem: { code: 'forbidden' } });
  });

  test('is not made for more than there is', async () => {
    const answer = await line.client.post(`/v1/jobs/${jobId}/stream-token`, {
      body: { write: 'yes', all: true },
    });
    expect(answer.status).toBe(400);
    expect(answer.body.errors).toHaveLength(2);
  });
});
