import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, describe, expect, test } from 'vitest';
import { ApiError } from './api-error.js';
import { NotAStreamError, readEventStream } from './event-stream.js';
import { Transport } from './transport.js';

let server: Server | undefined;

afterEach(() => {
  server?.closeAllConnections();
  server?.close();
});

type Answer = (response: ServerResponse, request: IncomingMessage) => void;

/** A server that gives these answers in turn, the last one from then on. */
async function serve(...answers: readonly Answer[]) {
  const requests: IncomingMessage[] = [];
  server = createServer((request, response) => {
    const answer = answers[Math.min(requests.length, answers.length - 1)];
    requests.push(request);
    answer?.(response, request);
  });
  await new Promise<void>((resolve) => server?.listen(0, '127.0.0.1', resolve));
  const transport = new Transport({
    baseUrl: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    apiKey: () => `key-${requests.length}`,
  });
  return { transport, requests };
}

const head = { 'content-type': 'text/event-stream' };
const stream =
  (text: string): Answer =>
  (response) =>
    response.writeHead(200, head).end(`retry: 20\n${text}`);
const status =
  (code: number): Answer =>
  (response) =>
    response.writeHead(code).end();

function read(transport: Transport, signal?: AbortSignal) {
  return readEventStream<string>(transport, {
    path: '/events',
    signal,
    parse: (data) => data,
    isLast: (event) => event === 'end',
    isStored: () => true,
  });
}

async function collect(transport: Transport): Promise<string[]> {
  const events: string[] = [];
  for await (const event of read(transport)) events.push(event);
  return events;
}

describe('readEventStream', () => {
  test('goes on behind the last event after a clean close', async () => {
    const { transport, requests } = await serve(stream('id: 1\ndata: a\n\n'), stream('id: 2\ndata: end\n\n'));
    expect(await collect(transport)).toEqual(['a', 'end']);
    expect(requests[1]?.headers['last-event-id']).toBe('1');
  });

  test('goes on after a connection that breaks in the middle of an event', async () => {
    const breaks: Answer = (response) => {
      response.writeHead(200, head).write('retry: 20\nid: 1\ndata: a\n\nid: 2\nda');
      setTimeout(() => response.destroy(), 20);
    };
    const { transport } = await serve(breaks, stream('id: 2\ndata: end\n\n'));
    expect(await collect(transport)).toEqual(['a', 'end']);
  });

  test('stops at 204 and after the last event, and asks no more', async () => {
    const gone = await serve(status(204));
    expect(await collect(gone.transport)).toEqual([]);
    expect(gone.requests).toHaveLength(1);
    server?.close();
    const ended = await serve(stream('id: 1\ndata: end\n\nid: 2\ndata: more\n\n'));
    expect(await collect(ended.transport)).toEqual(['end']);
    expect(ended.requests).toHaveLength(1);
  });

  test.each([400, 401, 403, 404, 406, 410])('throws on %d at once', async (code) => {
    const { transport, requests } = await serve(status(code));
    await expect(collect(transport)).rejects.toBeInstanceOf(ApiError);
    expect(requests).toHaveLength(1);
  });

  test('waits out 503, with a key asked for anew', async () => {
    const { transport, requests } = await serve(status(503), stream('id: 1\ndata: end\n\n'));
    expect(await collect(transport)).toEqual(['end']);
    expect(requests.map((request) => request.headers.authorization)).toEqual([
      'Bearer key-0',
      'Bearer key-1',
    ]);
  });

  test('takes nothing for a stream that says it is something else', async () => {
    const html: Answer = (response) =>
      response.writeHead(200, { 'content-type': 'text/html' }).end('<p>hello');
    const { transport } = await serve(html);
    await expect(collect(transport)).rejects.toBeInstanceOf(NotAStreamError);
  });

  test('an id without data moves the cursor', async () => {
    const { transport, requests } = await serve(stream('id: 5\n\n'), stream('id: 6\ndata: end\n\n'));
    expect(await collect(transport)).toEqual(['end']);
    expect(requests[1]?.headers['last-event-id']).toBe('5');
  });

  test('does not repeat what a proxy plays again', async () => {
    const { transport } = await serve(
      stream('id: 1\ndata: a\n\nid: 2\ndata: b\n\n'),
      stream('id: 1\ndata: a\n\nid: 2\ndata: b\n\nid: 3\ndata: end\n\n'),
    );
    expect(await collect(transport)).toEqual(['a', 'b', 'end']);
  });

  test('an abort ends it with the reason, also while it waits', async () => {
    const { transport } = await serve(status(503));
    const abort = new AbortController();
    setTimeout(() => abort.abort(new Error('enough')), 50);
    const reading = (async () => {
      for await (const _ of read(transport, abort.signal));
    })();
    await expect(reading).rejects.toThrow('enough');
  });

  test('leaving the loop closes the connection', async () => {
    let closed: (() => void) | undefined;
    const isClosed = new Promise<void>((resolve) => {
      closed = resolve;
    });
    const open: Answer = (response) => {
      response.on('close', () => closed?.());
      response.writeHead(200, head).write('id: 1\ndata: a\n\n');
    };
    const { transport } = await serve(open);
    for await (const event of read(transport)) if (event === 'a') break;
    await isClosed;
  });
});
