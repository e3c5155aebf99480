import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { WebSocket } from 'ws';
import { EventHub } from '../events/hub.js';
import { LogReader } from '../events/log-reader.js';
import { JobSockets, type SocketSettings, type SocketStart } from './sockets.js';

const PAGE = 20;
const PADDING = 'x'.repeat(50_000);

/** A log that grows; it counts the pages that were read of it. */
function makeLog() {
  const bodies: string[] = [];
  let pages = 0;
  const reader = new LogReader(async (cursors) =>
    cursors.map(({ jobId, after }) => {
      const events = bodies.slice(after, after + PAGE).map((body, index) => ({
        seq: after + index + 1,
        type: (JSON.parse(body) as { type: string }).type,
        body,
      }));
      if (events.length > 0) pages += 1;
      return { jobId, events, hasMore: events.length === PAGE, isGone: false };
    }),
  );
  const add = (type: string, data: object) =>
    bodies.push(JSON.stringify({ type, seq: bodies.length + 1, data }));
  return { reader, bodies, add, pages: () => pages };
}

let http: Server;
let log: ReturnType<typeof makeLog>;
let hub: EventHub;
let sockets: JobSockets;

/** Serves every connection with the log. */
function serve(settings: Partial<SocketSettings> = {}, start: Partial<SocketStart> = {}): void {
  sockets = new JobSockets(hub, { maxSeconds: 60, pingSeconds: 60, ...settings });
  http.on('upgrade', (request, socket, head) =>
    sockets.open({
      request,
      socket,
      head,
      headers: ['X-Request-ID: abc'],
      jobId: 'job',
      after: 0,
      lastSeq: 0,
      opening: undefined,
      isDone: false,
      listen: (session) => ({
        take: () => {
          session.answer({ type: 'pong' });
          return undefined;
        },
        whenAnswered: () => Promise.resolve(),
      }),
      onClose: () => undefined,
      ...start,
    }),
  );
}

beforeEach(async () => {
  log = makeLog();
  hub = new EventHub({ live: log.reader, replay: log.reader, onError: () => undefined });
  http = createServer();
  await new Promise<void>((resolve) => http.listen(0, '127.0.0.1', resolve));
});

afterEach(() => {
  sockets.close();
  hub.close();
  http.close();
});

function connect(options: { readonly autoPong?: boolean } = {}) {
  const webSocket = new WebSocket(`ws://127.0.0.1:${(http.address() as AddressInfo).port}`, options);
  const received: string[] = [];
  webSocket.on('message', (data) => received.push(String(data)));
  const closed = new Promise<number>((resolve) => webSocket.on('close', resolve));
  const opened = new Promise<void>((resolve) => webSocket.on('open', resolve));
  return { webSocket, received, closed, opened };
}

describe('JobSockets', () => {
  it('sends the log, and closes with 1000 after the end', async () => {
    log.add('tick', { n: 1 });
    log.add('job.status', { status: 'succeeded' });
    serve();
    const client = connect();
    expect(await client.closed).toBe(1000);
    expect(client.received).toEqual(log.bodies);
    await expect.poll(() => sockets.size).toBe(0);
    expect(hub.size).toBe(0);
  });

  it('reads no further for a client that does not read', async () => {
    for (let n = 0; n < 1000; n++) log.add('tick', { n, PADDING });
    log.add('job.status', { status: 'succeeded' });
    serve({}, { lastSeq: log.bodies.length });
    const client = connect();
    await client.opened;
    client.webSocket.pause();
    await sleep(1000);
    const pages = log.pages();
    // What the system's buffers take, and a page or two; 50 MB wait.
    expect(pages).toBeLessThan(25);
    await sleep(300);
    expect(log.pages()).toBe(pages);
    client.webSocket.resume();
    expect(await client.closed).toBe(1000);
    expect(client.received).toEqual(log.bodies);
  });

  it('gives up a client that sends without end and does not read', async () => {
    serve(
      {},
      {
        listen: (session) => ({
          take: () => {
            for (let index = 0; index < 10; index++) session.answer({ type: 'pong', PADDING });
            return undefined;
          },
          whenAnswered: () => Promise.resolve(),
        }),
      },
    );
    const client = connect();
    await client.opened;
    client.webSocket.pause();
    for (let index = 0; index < 100; index++) client.webSocket.send('ping');
    await sleep(500);
    client.webSocket.resume();
    expect(await client.closed).toBe(1006);
    expect(client.received.length).toBeLessThan(500);
  });

  it('ends after its time with 1012', async () => {
    serve({ maxSeconds: 1 });
    expect(await connect().closed).toBe(1012);
  });

  it('ends all with 1012 when the process does, also those that come later', async () => {
    serve();
    const client = connect();
    await client.opened;
    sockets.close();
    expect(await client.closed).toBe(1012);
    expect(await connect().closed).toBe(1012);
  });

  it('pings, and gives up who misses two', async () => {
    serve({ pingSeconds: 1 });
    const [deaf, well] = [connect({ autoPong: false }), connect()];
    await Promise.all([deaf.opened, well.opened]);
    expect(await deaf.closed).toBe(1006);
    expect(well.webSocket.readyState).toBe(WebSocket.OPEN);
    well.webSocket.terminate();
  }, 10_000);

  it('answers a late word before it closes', async () => {
    log.add('job.status', { status: 'succeeded' });
    serve({}, { after: 1, lastSeq: 1, isDone: true });
    const client = connect();
    await client.opened;
    client.webSocket.send('again');
    expect(await client.closed).toBe(1000);
    expect(client.received).toEqual(['{"type":"pong"}']);
  });
});
