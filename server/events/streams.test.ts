/** Streams over real sockets: what the process holds for a reader that does not read. */
import { createServer, get, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, expect, it } from 'vitest';
import type { LogCursor, StoredEvent } from '../../store/index.js';
import { buildFrame, PREFACE } from './frames.js';
import { EventHub } from './hub.js';
import { LogReader } from './log-reader.js';
import { EventStreams } from './streams.js';

/** As in production: so much of a log is read at once. */
const PAGE = { events: 1000, bytes: 256 * 1024 };
const EVENTS = 50_000;

/** A log of one job in memory, with pages as PostgreSQL gives them. */
class MemoryLog {
  readonly events: StoredEvent[] = [];

  append(count: number, isLast = false): void {
    for (let index = 0; index < count; index += 1) {
      const seq = this.events.length + 1;
      const isEnd = isLast && index === count - 1;
      const type = isEnd ? 'job.status' : 'token';
      const data = isEnd ? { status: 'succeeded' } : { text: String(seq % 10).repeat(900) };
      this.events.push({ seq, type, body: JSON.stringify({ type, seq, data }) });
    }
  }

  read = async (cursors: readonly LogCursor[]) => {
    await new Promise((resolve) => setImmediate(resolve));
    return cursors.map(({ jobId, after }) => {
      let to = after;
      for (let bytes = 0; bytes < PAGE.bytes && to < this.events.length && to - after < PAGE.events; to += 1)
        bytes += this.events[to]?.body.length ?? 0;
      const hasMore = to < this.events.length;
      return { jobId, events: this.events.slice(after, to), hasMore, isGone: false };
    });
  };
}

let server: Server | undefined;

afterEach(() => {
  server?.closeAllConnections();
  server?.close();
});

/** Serves the log; resolves with how to open a reader, and what the server holds for each. */
async function serve(log: MemoryLog) {
  const hub = new EventHub({
    live: new LogReader(log.read),
    replay: new LogReader(log.read),
    onError: (error) => {
      throw error;
    },
  });
  // No comments: whoever does not read gets none, and the texts are compared.
  const streams = new EventStreams(hub, { maxSeconds: 600, keepAliveSeconds: 600 });
  const responses: ServerResponse[] = [];
  server = createServer((_, response) => {
    responses.push(response);
    response.writeHead(200, { 'Content-Type': 'text/event-stream' });
    streams.open(response, { jobId: 'a', after: 0, head: log.events.length, opening: '' });
  });
  await new Promise<void>((resolve) => server?.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  const open = async () => {
    const message = await new Promise<IncomingMessage>((resolve) =>
      get({ port, host: '127.0.0.1', agent: false }, resolve),
    );
    const reader = { message, text: '', isDone: false };
    message.on('data', (chunk: Buffer) => {
      reader.text += chunk.toString('latin1');
    });
    message.on('end', () => {
      reader.isDone = true;
    });
    return { reader, response: responses.at(-1) as ServerResponse };
  };
  return { hub, streams, open };
}

async function until(condition: () => boolean): Promise<void> {
  const end = Date.now() + 25_000;
  while (!condition() && Date.now() < end) await new Promise((resolve) => setTimeout(resolve, 5));
  expect(condition()).toBe(true);
}

it('queues one page at most for a reader that stopped reading, and gives it everything when it reads on', async () => {
  const log = new MemoryLog();
  const { hub, streams, open } = await serve(log);
  const slow = await open();
  slow.reader.message.pause();
  const quick = await open();
  let most = 0;
  let length = PREFACE.length;
  for (let written = 0; written < EVENTS; written += 500) {
    log.append(500, written + 500 === EVENTS);
    hub.tell([{ jobId: 'a', events: [] }]);
    for (const { seq, type, body } of log.events.slice(-500)) length += buildFrame(seq, type, body).length;
    await until(() => quick.reader.text.length === length);
    most = Math.max(most, slow.response.writableLength);
  }
  // What waits is less than a page with its frames' own text, and the socket is full: it will not become more.
  expect(most).toBeGreaterThan(0);
  expect(most).toBeLessThan(1.25 * PAGE.bytes);
  expect(slow.response.writableNeedDrain).toBe(true);
  slow.reader.message.resume();
  await until(() => slow.reader.isDone && quick.reader.isDone);
  expect(slow.reader.text === quick.reader.text).toBe(true);
  expect(slow.reader.text.match(/^id: /gm)).toHaveLength(EVENTS);
  await until(() => streams.size === 0);
  expect(hub.size).toBe(0);
}, 60_000);
