/** Streams through a generated client: the rules that clients get wrong, names of events, lines. */

import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { formatErrors } from '../../testing/format.js';
import {
  type AnyClient,
  call,
  collect,
  type GeneratedClient,
  generateClient,
} from '../../testing/generated-client.js';
import {
  type Answer,
  answer,
  answerJson,
  type RecordingServer,
  record,
} from '../../testing/recording-server.js';

/** What other emitters print, and what tests lay beside it. */
const NOT_OURS = ['contract', 'server', 'webhooks', 'usage.ts'];
const DOCUMENT = join(import.meta.dirname, 'fixtures/streams.yaml');

let generated: GeneratedClient;
beforeAll(async () => {
  generated = await generateClient(DOCUMENT, { 'usage.ts': USAGE });
});
afterAll(() => generated[Symbol.asyncDispose]());

/** A stream of these pieces, each its own chunk on the wire, which then ends. */
function stream(type: string, ...pieces: readonly (string | Uint8Array)[]): Answer {
  return async (response) => {
    response.writeHead(200, { 'content-type': type });
    for (const piece of pieces) {
      response.write(piece);
      await new Promise((resolve) => setTimeout(resolve, 15));
    }
    response.end();
  };
}

const events = (...pieces: readonly (string | Uint8Array)[]) =>
  stream('text/event-stream', 'retry: 20\n', ...pieces);
const note = (text: string) => `data: ${JSON.stringify({ text })}\n\n`;
const DONE = 'data: [DONE]\n\n';

function clientOf(server: RecordingServer, options: object = {}): AnyClient {
  return generated.module.createClient({ baseUrl: server.url, auth: { token: 't' }, ...options });
}

/** The texts of the notes that a stream gives, over as many connections as it takes. */
async function notes(server: RecordingServer, options?: object): Promise<readonly string[]> {
  const items = (await collect(clientOf(server), 'events.list', {}, options)) as { data: { text: string } }[];
  return items.map(({ data }) => data.text);
}

const cursors = (server: RecordingServer) => server.requests.map(({ headers }) => headers['last-event-id']);

describe('the rules that clients of event streams get wrong', () => {
  test('1. 401 is not retried for ever', async () => {
    await using server = await record(answerJson(401, { title: 'who?' }));
    await expect(notes(server)).rejects.toMatchObject({
      name: 'ApiError',
      reply: { status: 401, body: { title: 'who?' } },
    });
    expect(server.requests).toHaveLength(1);
  });

  test('2. 204 ends it', async () => {
    await using server = await record(answer(204));
    expect(await notes(server)).toEqual([]);
    expect(server.requests).toHaveLength(1);
  });

  test('3. a clean close resumes behind the last event', async () => {
    await using server = await record(events(`id: 1\n${note('a')}`), events(`id: 2\n${note('b')}`, DONE));
    expect(await notes(server)).toEqual(['a', 'b']);
    expect(cursors(server)).toEqual([undefined, '1']);
  });

  test('4. exactly one leading space is stripped', async () => {
    await using server = await record(events('data:  a\n\ndata:b\n\n'), answer(204));
    const items = (await collect(clientOf(server), 'events.text')) as { data: string }[];
    expect(items.map(({ data }) => data)).toEqual([' a', 'b']);
  });

  test('5. CR LF split over two chunks is one line end', async () => {
    await using server = await record(events('data: a\r', '\ndata: b\r\n\r', '\n'), answer(204));
    const items = (await collect(clientOf(server), 'events.text')) as { data: string }[];
    expect(items.map(({ data }) => data)).toEqual(['a\nb']);
  });

  test('6. a wrong content type is an error', async () => {
    await using server = await record(answer(200, '<p>', { 'content-type': 'text/html' }));
    await expect(notes(server)).rejects.toMatchObject({ name: 'NotAStreamError' });
    expect(server.requests).toHaveLength(1);
  });

  test('7. a byte order mark is no part of the first line', async () => {
    await using server = await record(
      stream(
        'text/event-stream; charset=utf-8',
        Uint8Array.of(0xef),
        Uint8Array.of(0xbb, 0xbf),
        note('a'),
        DONE,
      ),
    );
    expect(await notes(server)).toEqual(['a']);
  });

  test('8. comments say nothing', async () => {
    await using server = await record(
      events(': hello\n\n', `data: {"text":\n: between\ndata: "a"}\n\n`, DONE),
    );
    expect(await notes(server)).toEqual(['a']);
  });

  test('9. an id without data moves the cursor', async () => {
    await using server = await record(events('id: 5\n\n'), events(DONE));
    expect(await notes(server)).toEqual([]);
    expect(cursors(server)).toEqual([undefined, '5']);
  });

  test('10. an id with NUL is ignored', async () => {
    await using server = await record(events(`id: 5\n${note('a')}id: 6\0\n${note('b')}`), events(DONE));
    expect(await notes(server)).toEqual(['a', 'b']);
    expect(cursors(server)).toEqual([undefined, '5']);
  });

  test('11. `retry` counts only if it is all digits', async () => {
    await using server = await record(
      events('retry: 9e9\nretry: 99999x\nretry: -99999\n', note('a')),
      events(DONE),
    );
    const began = Date.now();
    await notes(server);
    expect(Date.now() - began).toBeLessThan(2000);
  });
});

describe('connections', () => {
  test('one that breaks in an event gives it once, from the next connection', async () => {
    const breaks: Answer = (response) => {
      response.writeHead(200, { 'content-type': 'text/event-stream' });
      response.write(`retry: 20\nid: 1\n${note('a')}id: 2\ndata: {"te`);
      setTimeout(() => response.destroy(), 20);
    };
    await using server = await record(breaks, events(`id: 2\n${note('b')}`, DONE));
    expect(await notes(server)).toEqual(['a', 'b']);
  });

  test('503 is waited out, with the token of then', async () => {
    await using server = await record(events(note('a')), answer(503), events(DONE));
    let count = 0;
    const client = clientOf(server, { auth: { token: () => `t${++count}` } });
    expect(await collect(client, 'events.list')).toHaveLength(1);
    expect(server.requests.map(({ headers }) => headers.authorization)).toEqual([
      'Bearer t1',
      'Bearer t2',
      'Bearer t3',
    ]);
    expect(server.last().headers.accept).toBe('text/event-stream');
  });

  test('begin where one asks for', async () => {
    await using server = await record(events(DONE));
    await notes(server, { lastEventId: '7' });
    expect(cursors(server)).toEqual(['7']);
  });

  test('a POST has one, unless somebody says that it does no harm', async () => {
    const one = events(`id: 1\n${note('a')}`);
    await using server = await record(one, one, events(DONE));
    const request = { body: { text: 'x' } };
    expect(await collect(clientOf(server), 'chat.createStream_', request)).toHaveLength(1);
    expect(server.requests).toHaveLength(1);
    expect(await collect(clientOf(server), 'chat.createStream_', request, { resumes: true })).toHaveLength(1);
    expect(cursors(server)).toEqual([undefined, undefined, '1']);
    expect(server.last().body.toString()).toBe('{"text":"x"}');
  });

  test('leaving the loop closes it, and so does an abort', async () => {
    let closed = 0;
    const open: Answer = (response) => {
      response.on('close', () => {
        closed += 1;
      });
      response.writeHead(200, { 'content-type': 'text/event-stream' }).write(note('a'));
    };
    await using server = await record(open);
    const abort = new AbortController();
    const read = clientOf(server).events?.list?.({}, { signal: abort.signal }) as AsyncGenerator;
    await read.next();
    await read.return(undefined);
    await expect.poll(() => closed).toBe(1);
    const other = clientOf(server).events?.list?.({}, { signal: abort.signal }) as AsyncGenerator;
    await other.next();
    abort.abort(new Error('enough'));
    await expect(other.next()).rejects.toThrow('enough');
    await expect.poll(() => closed).toBe(2);
  });
});

describe('events', () => {
  test('that have names are read by them; those of other names are passed over, and told', async () => {
    const pieces = [
      `event: note\n${note('a')}`,
      'event: log\ndata: {"x\n\n',
      'event: new\nid: 9\ndata: y\n\n',
      note('b'),
    ];
    await using server = await record(events(...pieces), answer(204));
    const unknown: unknown[] = [];
    const options = { onUnknownEvent: (event: unknown) => unknown.push(event) };
    expect(await collect(clientOf(server), 'events.named', {}, options)).toEqual([
      { event: 'note', data: { text: 'a' }, id: '' },
      { event: 'log', data: '{"x', id: '' },
    ]);
    expect(unknown).toEqual([
      { event: 'new', data: 'y', id: '9' },
      { event: 'message', data: '{"text":"b"}', id: '9' },
    ]);
    expect(cursors(server)).toEqual([undefined, '9']);
  });

  test('of any name have theirs', async () => {
    await using server = await record(events(`event: toString\n${note('a')}`, DONE));
    expect(await collect(clientOf(server), 'events.list')).toEqual([
      { event: 'toString', data: { text: 'a' }, id: '' },
    ]);
  });

  test('[DONE] ends JSON; any other data that is not JSON is an error; text is text', async () => {
    await using server = await record(
      events(note('a'), DONE, note('b')),
      events('data: [DONE\n\n'),
      events(DONE),
      answer(204),
    );
    expect(await notes(server)).toEqual(['a']);
    await expect(notes(server)).rejects.toThrow('an event is not JSON');
    expect(await collect(clientOf(server), 'events.text')).toEqual([
      { event: 'message', data: '[DONE]', id: '' },
    ]);
  });

  test('that do not meet their schema are refused where validators are at hand', async () => {
    await using server = await record(events(note('a'), 'data: {}\n\n'));
    const check = Object.assign((value: unknown) => Object.keys(value as object).length > 0, {
      errors: [{ instancePath: '/text', message: 'is needed' }],
    });
    const checks = { responses: { '200': { items: { 'text/event-stream': check } } } };
    const client = clientOf(server, { validate: { 'events/list': async () => checks } });
    await expect(collect(client, 'events.list')).rejects.toMatchObject({
      name: 'ValidationError',
      faults: [{ in: 'item', pointer: '/text', message: 'is needed' }],
    });
  });
});

describe('an operation that answers with JSON or a stream', () => {
  test('has a method for each, and asks for what it reads', async () => {
    await using server = await record(answerJson(200, { answer: 'a' }), events(note('a'), DONE));
    const request = { body: { text: 'x' } };
    expect(await call(clientOf(server), 'chat.create', request)).toMatchObject({ body: { answer: 'a' } });
    expect(await collect(clientOf(server), 'chat.createStream_', request)).toHaveLength(1);
    expect(server.requests.map(({ headers }) => headers.accept)).toEqual([
      'application/json',
      'text/event-stream',
    ]);
  });

  test('does not wait for the end of a stream that it did not ask for', async () => {
    const endless: Answer = (response) => {
      response.writeHead(200, { 'content-type': 'text/event-stream' }).write(note('a'));
    };
    await using server = await record(endless);
    const client = clientOf(server, { timeoutMs: 2000 });
    await expect(call(client, 'chat.create', { body: { text: 'x' } })).rejects.toMatchObject({
      name: 'UnexpectedResponseError',
    });
  });

  test('refuses a stream like a call', async () => {
    await using server = await record(answerJson(429, { title: 'slow down' }));
    await expect(
      collect(clientOf(server), 'chat.createStream_', { body: { text: 'x' } }),
    ).rejects.toMatchObject({
      name: 'ApiError',
      reply: { status: 429, body: { title: 'slow down' } },
    });
  });
});

describe('lines', () => {
  test('of JSON, wherever they are cut, with or without a last line end', async () => {
    const pieces = ['{"text":"a"}\n{"te', 'xt":"é', '"}\r\n\n', '{"text":"c"}'];
    await using server = await record(stream('application/jsonl; charset=utf-8', ...pieces));
    expect(await collect(clientOf(server), 'lines.read')).toEqual([
      { text: 'a' },
      { text: 'é' },
      { text: 'c' },
    ]);
    expect(server.last().headers.accept).toBe('application/x-ndjson');
  });

  test('behind record separators', async () => {
    await using server = await record(
      stream('application/json-seq', '\x1e{"text":\n"a"}\n\x1e{"text":"b"}\n'),
    );
    expect(await collect(clientOf(server), 'lines.records')).toEqual([{ text: 'a' }, { text: 'b' }]);
  });

  test('that are refused, of another type, no JSON, or broken off', async () => {
    const breaks: Answer = (response) => {
      response.writeHead(200, { 'content-type': 'application/x-ndjson' }).write('{"text":"a"}\n');
      setTimeout(() => response.destroy(), 20);
    };
    await using server = await record(
      answerJson(429, { title: 'slow' }, { 'retry-after': '3600' }),
      answerJson(200, []),
      stream('application/x-ndjson', '{"text":\n'),
      breaks,
    );
    const client = clientOf(server);
    await expect(collect(client, 'lines.read')).rejects.toMatchObject({
      name: 'ApiError',
      reply: { status: 429 },
    });
    await expect(collect(client, 'lines.read')).rejects.toMatchObject({ name: 'NotAStreamError' });
    await expect(collect(client, 'lines.read')).rejects.toThrow('a line is not JSON');
    await expect(collect(client, 'lines.read')).rejects.toMatchObject({ name: 'ConnectionError' });
  });

  test('are asked for again while nothing has come, and read beyond the time of a call', async () => {
    const slow: Answer = (response) => {
      response.writeHead(200, { 'content-type': 'application/x-ndjson' }).write('{"text":"a"}\n');
      setTimeout(() => response.end('{"text":"b"}\n'), 150);
    };
    await using server = await record(answer(503, '', { 'retry-after': '0' }), slow);
    expect(await collect(clientOf(server, { timeoutMs: 100 }), 'lines.read')).toHaveLength(2);
  });
});

/** Type tests: each `@ts-expect-error` is an error itself if the line below it compiles. */
const USAGE = `import { createClient } from './client/index.js';
import type * as schemas from './contract/schemas.js';

type Is<A, B> = (<T>() => T extends A ? 1 : 2) extends <T>() => T extends B ? 1 : 2 ? true : false;
function same<A, B>(..._: Is<A, B> extends true ? [] : [never]): void {}

export async function use(): Promise<void> {
  const client = createClient();
  for await (const { event, data, id } of client.events.list()) {
    same<typeof event, string>();
    same<typeof data, schemas.Note>();
    same<typeof id, string>();
  }
  for await (const item of client.events.named({}, { lastEventId: '1', resumes: false })) {
    if (item.event === 'note') same<typeof item.data, schemas.Note>();
    else same<typeof item.data, string>();
    // @ts-expect-error there is no such event
    if (item.event === 'other') return;
  }
  for await (const { data } of client.events.text()) same<typeof data, string>();
  for await (const line of client.lines.read()) same<typeof line, schemas.Note>();
  const reply = await client.chat.create({ body: { text: 'x' } });
  if (reply.ok) same<typeof reply.body, schemas.Answer>();
  for await (const { data } of client.chat.createStream_({ body: { text: 'x' } })) same<typeof data, schemas.Note>();
}
`;

test('the code and its uses compile at their strictest, for Node and for browsers', () => {
  expect(generated.output.typeErrors(['usage.ts'])).toEqual([]);
  expect(generated.output.typeErrors(['usage.ts'], 'browser')).toEqual([]);
});

test('the code reads as the formatter and the linter want it', async () => {
  expect(await formatErrors(generated.output.path, NOT_OURS)).toBe('');
});
