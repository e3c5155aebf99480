import { describe, expect, test } from 'vitest';
import { type EventReading, NotAStreamError, readEventStream } from '../../http/event-stream.js';
import { ApiError } from './api-error.js';
import { type Answer, json, serve, status, stream } from './testing.js';
import type { EventStreamRequest, Transport } from './transport.js';

/** Takes the text of each event; the text `end` is the last. */
const READING: EventReading<string> = {
  parse: (data) => data,
  isLast: (event) => event === 'end',
  isNumbered: (event) => event !== 'reset',
};

function read(transport: Transport, request: Partial<EventStreamRequest> = {}) {
  return readEventStream(transport, { method: 'GET', path: '/events', ...request }, READING);
}

async function collect(transport: Transport, request?: Partial<EventStreamRequest>): Promise<string[]> {
  const events: string[] = [];
  for await (const event of read(transport, request)) events.push(event);
  return events;
}

const LAST = 'id: 9\ndata: end\n\n';

describe('the rules that clients of event streams get wrong', () => {
  test('1. 401 is not retried for ever', async () => {
    await using server = await serve(status(401));
    await expect(collect(server.transport())).rejects.toBeInstanceOf(ApiError);
    expect(server.requests).toHaveLength(1);
  });

  test('2. 204 ends it', async () => {
    await using server = await serve(status(204));
    expect(await collect(server.transport())).toEqual([]);
    expect(server.requests).toHaveLength(1);
  });

  test('3. a clean close resumes behind the last event', async () => {
    await using server = await serve(stream('id: 1\ndata: a\n\n'), stream(LAST));
    expect(await collect(server.transport())).toEqual(['a', 'end']);
    expect(server.requests.map(({ headers }) => headers['last-event-id'])).toEqual([undefined, '1']);
  });

  test('4. exactly one leading space is stripped', async () => {
    await using server = await serve(stream('data:  a\n\ndata:b\n\n', LAST));
    expect(await collect(server.transport())).toEqual([' a', 'b', 'end']);
  });

  test('5. CR LF split over two chunks is one line end', async () => {
    await using server = await serve(stream('data: a\r', '\ndata: b\r\n\r', '\n', LAST));
    expect(await collect(server.transport())).toEqual(['a\nb', 'end']);
  });

  test('6. a wrong content type is an error', async () => {
    await using server = await serve((response) =>
      response.setHeader('content-type', 'text/html').end('<p>'),
    );
    await expect(collect(server.transport())).rejects.toBeInstanceOf(NotAStreamError);
    expect(server.requests).toHaveLength(1);
  });

  test('7. a byte order mark is no part of the first line', async () => {
    const head = { 'content-type': 'text/event-stream; charset=utf-8' };
    const bom = Uint8Array.of(0xef, 0xbb, 0xbf);
    const marked: Answer = (response) => {
      response.writeHead(200, head).write(bom.subarray(0, 1));
      setTimeout(() => response.end(Buffer.concat([bom.subarray(1), Buffer.from(LAST)])), 15);
    };
    await using server = await serve(marked);
    expect(await collect(server.transport())).toEqual(['end']);
  });

  test('8. comments say nothing', async () => {
    await using server = await serve(stream(': hello\n\n', 'data: a\n: between\ndata: b\n\n', LAST));
    expect(await collect(server.transport())).toEqual(['a\nb', 'end']);
  });

  test('9. an id without data moves the cursor', async () => {
    await using server = await serve(stream('id: 5\n\n'), stream(LAST));
    expect(await collect(server.transport())).toEqual(['end']);
    expect(server.requests[1]?.headers['last-event-id']).toBe('5');
  });

  test('10. an id with NUL is ignored', async () => {
    await using server = await serve(stream('id: 5\ndata: a\n\nid: 6\0\ndata: b\n\n'), stream(LAST));
    expect(await collect(server.transport())).toEqual(['a', 'b', 'end']);
    expect(server.requests[1]?.headers['last-event-id']).toBe('5');
  });

  test('11. `retry` counts only if it is all digits', async () => {
    await using server = await serve(
      stream('retry: 9e9\nretry: 99999x\nretry: -99999\n', 'data: a\n\n'),
      stream(LAST),
    );
    const began = Date.now();
    await collect(server.transport());
    expect(Date.now() - began).toBeLessThan(2000);
  });
});

describe('never an event twice, never one less', () => {
  test('a connection that breaks in the middle of an event gives it once, from the next connection', async () => {
    const breaks: Answer = (response) => {
      response.writeHead(200, { 'content-type': 'text/event-stream' });
      response.write('retry: 20\nid: 1\ndata: a\n\nid: 2\ndata: b');
      setTimeout(() => response.destroy(), 20);
    };
    await using server = await serve(breaks, stream('id: 2\ndata: bc\n\n', LAST));
    expect(await collect(server.transport())).toEqual(['a', 'bc', 'end']);
    expect(server.requests[1]?.headers['last-event-id']).toBe('1');
  });

  test('what a proxy plays again is left out', async () => {
    const two = 'id: 1\ndata: a\n\nid: 2\ndata: b\n\n';
    await using server = await serve(stream(two), stream(two, 'id: 3\ndata: end\n\n'));
    expect(await collect(server.transport())).toEqual(['a', 'b', 'end']);
  });

  test('events without an id of their own are all given', async () => {
    await using server = await serve(stream('id: 1\ndata: a\n\ndata: b\n\ndata: c\n\n', LAST));
    expect(await collect(server.transport())).toEqual(['a', 'b', 'c', 'end']);
  });

  test('a reset sets the cursor back: what follows is not taken for old', async () => {
    await using server = await serve(
      stream('id: 0\ndata: reset\n\nid: 1\ndata: a\n\n'),
      stream('id: 2\ndata: end\n\n'),
    );
    expect(await collect(server.transport(), { lastEventId: '700' })).toEqual(['reset', 'a', 'end']);
    expect(server.requests.map(({ headers }) => headers['last-event-id'])).toEqual(['700', '1']);
  });

  test('nothing behind the last event is read', async () => {
    await using server = await serve(stream('id: 1\ndata: end\n\nid: 2\ndata: more\n\n'));
    expect(await collect(server.transport())).toEqual(['end']);
    expect(server.requests).toHaveLength(1);
  });
});

describe('connections', () => {
  test.each([400, 403, 404, 406, 409, 410, 451])('%d is final', async (code) => {
    await using server = await serve(status(code));
    await expect(collect(server.transport())).rejects.toMatchObject({ name: 'ApiError', status: code });
    expect(server.requests).toHaveLength(1);
  });

  test('a problem that says it does not pass is final', async () => {
    const problem = { code: 'internal', title: 'Internal error', retryable: false };
    await using server = await serve(json(500, problem, 'application/problem+json'));
    await expect(collect(server.transport())).rejects.toThrow('500 internal: Internal error');
    expect(server.requests).toHaveLength(1);
  });

  test('503 is waited out, with a key asked for anew', async () => {
    await using server = await serve(stream('data: a\n\n'), status(503), stream(LAST));
    expect(await collect(server.transport())).toEqual(['a', 'end']);
    expect(server.requests.map(({ headers }) => headers.authorization)).toEqual([
      'Bearer key-0',
      'Bearer key-1',
      'Bearer key-2',
    ]);
  });

  test('Retry-After is honoured', async () => {
    await using server = await serve(
      stream('data: a\n\n'),
      status(429, { 'retry-after': '1' }),
      stream(LAST),
    );
    const began = Date.now();
    await collect(server.transport());
    expect(Date.now() - began).toBeGreaterThanOrEqual(1000);
  });

  test('a key that cannot be had is the error', async () => {
    await using server = await serve(stream(LAST));
    const noKey = () => Promise.reject(new Error('signed out'));
    await expect(collect(server.transport({ apiKey: noKey }))).rejects.toThrow('signed out');
  });

  test('one that goes silent is given up and followed by another', async () => {
    const silent: Answer = (response) => {
      response.writeHead(200, { 'content-type': 'text/event-stream' }).write('retry: 20\nid: 1\ndata: a\n\n');
    };
    await using server = await serve(silent, () => {}, stream(LAST));
    expect(await collect(server.transport(), { silenceMs: 60 })).toEqual(['a', 'end']);
    expect(server.requests).toHaveLength(3);
  });

  test('one that only ever closes is not asked again at once', async () => {
    await using server = await serve((response) =>
      response.setHeader('content-type', 'text/event-stream').end('retry: 0\n\n'),
    );
    const abort = new AbortController();
    setTimeout(() => abort.abort(), 400);
    await expect(collect(server.transport(), { signal: abort.signal })).rejects.toThrow();
    expect(server.requests.length).toBeLessThan(6);
  });

  test('an abort ends it with the reason, also while it waits', async () => {
    await using server = await serve(status(503));
    const abort = new AbortController();
    setTimeout(() => abort.abort(new Error('enough')), 50);
    await expect(collect(server.transport(), { signal: abort.signal })).rejects.toThrow('enough');
  });

  test('an abort ends it while the server is silent', async () => {
    await using server = await serve(() => {});
    const abort = new AbortController();
    setTimeout(() => abort.abort(new Error('enough')), 50);
    await expect(collect(server.transport(), { signal: abort.signal })).rejects.toThrow('enough');
  });

  test('leaving the loop closes it', async () => {
    let isClosed = () => {};
    const closed = new Promise<void>((resolve) => {
      isClosed = resolve;
    });
    const open: Answer = (response) => {
      response.on('close', isClosed);
      response.writeHead(200, { 'content-type': 'text/event-stream' }).write('id: 1\ndata: a\n\n');
    };
    await using server = await serve(open);
    for await (const event of read(server.transport())) if (event === 'a') break;
    await closed;
  });

  test('a stream that answers a POST has one: the request may not be repeated', async () => {
    const breaks: Answer = (response) => {
      response.writeHead(200, { 'content-type': 'text/event-stream' }).write('data: a\n\n');
      setTimeout(() => response.destroy(), 20);
    };
    await using server = await serve(breaks);
    await expect(collect(server.transport(), { method: 'POST', body: { a: 1 } })).rejects.toThrow();
    expect(server.requests).toHaveLength(1);
  });
});
