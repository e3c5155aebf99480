/** Sessions against a server that a test scripts frame by frame. */
import { createServer, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, describe, expect, it } from 'vitest';
import { type WebSocket, WebSocketServer, WebSocket as WsClient } from 'ws';
import { ApiError, ConnectionError } from './api-error.js';
import { JobSession, type SessionOptions } from './job-session.js';
import { readJobEvents } from './job-stream.js';
import { Transport } from './transport.js';

/** What happens on the n-th connection; the last script is that of all that follow. */
type Script = (socket: WebSocket, request: IncomingMessage, frames: readonly Sent[]) => void;

interface Sent {
  readonly type: string;
  readonly id?: string;
  readonly data?: unknown;
}

type Event = { readonly type: string; readonly seq?: number };

let server: WebSocketServer | undefined;
let session: JobSession<Event, unknown> | undefined;

afterEach(() => {
  session?.close();
  for (const socket of server?.clients ?? []) socket.terminate();
  server?.close();
});

/** Opens a session at a server of these scripts; all that comes in is kept. */
async function open(scripts: readonly Script[], options: SessionOptions = {}) {
  const frames: Sent[] = [];
  const urls: string[] = [];
  server = new WebSocketServer({ port: 0, host: '127.0.0.1' });
  await new Promise<void>((resolve) => server?.once('listening', resolve));
  server.on('connection', (socket, request) => {
    const script = scripts[Math.min(urls.length, scripts.length - 1)];
    urls.push(request.url ?? '');
    socket.on('message', (data) => frames.push(JSON.parse(String(data)) as Sent));
    script?.(socket, request, frames);
  });
  const { port } = server.address() as AddressInfo;
  const transport = new Transport({ baseUrl: `http://127.0.0.1:${port}`, apiKey: 'key' });
  const reading = readJobEvents<Event>(new Set(['job.status', 'word', 'stream.reset']));
  session = new JobSession<Event, unknown>(transport, '/v1/jobs/a/socket', reading as never, {
    webSocket: (url, headers) => new WsClient(url, { headers }),
    ...options,
  });
  return { session, frames, urls };
}

const send = (socket: WebSocket, frame: object) => socket.send(JSON.stringify(frame));
const word = (seq: number) => ({ type: 'word', seq, data: {} });
const last = (seq: number) => ({ type: 'job.status', seq, data: { status: 'succeeded' } });

/** Acknowledges what comes, and ends the job after so many. */
const ackAll =
  (until: number): Script =>
  (socket) => {
    let count = 0;
    socket.on('message', (data) => {
      const { id } = JSON.parse(String(data)) as Sent;
      count += 1;
      send(socket, { type: 'ack', id, input_seq: count });
      if (count === until) send(socket, last(9));
    });
  };

async function seqs(of: AsyncIterable<Event>): Promise<unknown[]> {
  const list: unknown[] = [];
  for await (const event of of) list.push(event.seq);
  return list;
}

describe('a session', () => {
  it('goes on behind the last event, and takes none twice', async () => {
    const { session, urls } = await open([
      (socket) => {
        send(socket, word(1));
        send(socket, word(2));
        socket.close(1012);
      },
      (socket) => {
        for (const seq of [2, 3]) send(socket, word(seq));
        send(socket, last(4));
      },
    ]);
    expect(await seqs(session)).toEqual([1, 2, 3, 4]);
    expect(urls).toEqual(['/v1/jobs/a/socket', '/v1/jobs/a/socket?last_event_id=2']);
  });

  it('begins anew after a reset', async () => {
    const { session } = await open(
      [
        (socket) => {
          send(socket, { type: 'stream.reset', data: { first_seq: 1 } });
          send(socket, word(1));
          send(socket, last(2));
        },
      ],
      { lastEventId: '77' },
    );
    expect(await seqs(session)).toEqual([undefined, 1, 2]);
  });

  it('sends again what was not answered, under the same id and in order', async () => {
    const { session, frames } = await open([
      (socket) => socket.on('message', () => socket.terminate()),
      ackAll(2),
    ]);
    const sending = [session.send({ say: 'a' }), session.send({ say: 'b' })];
    const stored = await Promise.all(sending);
    expect(stored.map(({ input_seq }) => input_seq)).toEqual([1, 2]);
    expect(frames.map(({ data }) => data)).toEqual([{ say: 'a' }, { say: 'a' }, { say: 'b' }]);
    expect(frames[0]?.id).toBe(frames[1]?.id);
    expect(await seqs(session)).toEqual([9]);
  });

  it('waits and tries again where that may help, and tells where it does not', async () => {
    const problem = (code: string, retryable: boolean) => ({ code, status: 429, retryable, retry_after: 1 });
    let count = 0;
    const { session, frames } = await open([
      (socket) =>
        socket.on('message', (data) => {
          const { id } = JSON.parse(String(data)) as Sent;
          count += 1;
          if (count === 1) send(socket, { type: 'error', id, problem: problem('rate_limited', true) });
          else if (count === 2) send(socket, { type: 'ack', id, input_seq: 1 });
          else send(socket, { type: 'error', id, problem: problem('invalid_request', false) });
        }),
    ]);
    expect(await session.send('a')).toMatchObject({ input_seq: 1 });
    const refused = await session.send('b').catch((error: unknown) => error);
    expect(refused).toBeInstanceOf(ApiError);
    expect((refused as ApiError).problem?.code).toBe('invalid_request');
    expect(frames).toHaveLength(3);
  });

  it('tries on until it gets its token', async () => {
    let refusals = 0;
    const http = createServer((_, response) => {
      const isAway = refusals < 6;
      if (isAway) refusals += 1;
      response.writeHead(isAway ? 503 : 201, { 'content-type': 'application/json', 'retry-after': '0' });
      response.end(JSON.stringify({ token: 'secret', code: 'unavailable', retryable: true }));
    });
    server = new WebSocketServer({ server: http });
    server.on('connection', (socket, request) => {
      expect(request.url).toContain('stream_token=secret');
      send(socket, last(1));
      socket.close(1000);
    });
    await new Promise<void>((resolve) => http.listen(0, '127.0.0.1', resolve));
    const { port } = http.address() as AddressInfo;
    const transport = new Transport({ baseUrl: `http://127.0.0.1:${port}` });
    const reading = readJobEvents<Event>(new Set(['job.status']));
    session = new JobSession<Event, unknown>(transport, '/v1/jobs/a/socket', reading as never, {
      webSocket: (url) => new WsClient(url),
    });
    const events: Event[] = [];
    for await (const event of session) events.push(event);
    expect(events).toHaveLength(1);
    expect(refusals).toBe(6);
    http.close();
  });

  it('is over when the service closes it for good: what was not stored is told so', async () => {
    const { session } = await open([(socket) => socket.on('message', () => socket.close(1008))]);
    await expect(session.send('a')).rejects.toBeInstanceOf(ConnectionError);
    await expect(seqs(session)).rejects.toThrow('too many frames');
    await expect(session.send('b')).rejects.toThrow('too many frames');
  });

  it('ends with the signal, whose reason it throws', async () => {
    const abort = new AbortController();
    const { session } = await open([() => {}], { signal: abort.signal });
    const sending = session.send('a');
    const reading = seqs(session);
    abort.abort(new Error('enough'));
    await expect(sending).rejects.toThrow('enough');
    await expect(reading).rejects.toThrow('enough');
  });

  it('repeats its wish to cancel until the job says that it heard it', async () => {
    const { session, frames } = await open([
      (socket) => socket.on('message', () => socket.terminate()),
      (socket) =>
        socket.on('message', () =>
          send(socket, { type: 'job.status', seq: 1, data: { status: 'cancelling' } }),
        ),
    ]);
    await session.cancel();
    expect(frames.map(({ type }) => type)).toEqual(['cancel', 'cancel']);
  });
});
