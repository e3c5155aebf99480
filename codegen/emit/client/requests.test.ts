/** What a generated client sends, seen from the other side of the wire. */

import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { formatErrors } from '../../testing/format.js';
import { call, type GeneratedClient, generateClient } from '../../testing/generated-client.js';
import { answer, record } from '../../testing/recording-server.js';

/** What other emitters print, and what tests lay beside it. */
const NOT_OURS = ['contract', 'server', 'webhooks', 'usage.ts'];
const DOCUMENT = join(import.meta.dirname, 'fixtures/requests.yaml');

let generated: GeneratedClient;
beforeAll(async () => {
  generated = await generateClient(DOCUMENT, { 'usage.ts': USAGE });
});
afterAll(() => generated[Symbol.asyncDispose]());

/** Sends one request; gives what came. */
async function send(group: string, method: string, request: object, options?: object) {
  await using server = await record(answer(204));
  const client = generated.module.createClient({ baseUrl: `${server.url}/v1/`, maxRetries: 0, ...options });
  await call(client, `${group}.${method}`, request);
  return server.last();
}

describe('parameters', () => {
  const path = { id: 'a/b', kind: ['x', 'y'], matrix: { from: 1, to: 2 } };

  test.each<readonly [string, object, string]>([
    ['nothing but the path', {}, ''],
    ['what is not given', { plain: undefined, ids: [] }, ''],
    ['null', { plain: null }, ''],
    ['an empty text', { plain: '' }, '?plain='],
    ['a list under a name with brackets', { 'tags[]': ['a', 'b c'] }, '?tags%5B%5D=a&tags%5B%5D=b%20c'],
    ['a list with commas', { ids: [1, 2] }, '?ids=1,2'],
    ['a list with spaces', { spaced: ['a', 'b'] }, '?spaced=a%20b'],
    ['a list with pipes', { piped: ['a', 'b'] }, '?piped=a%7Cb'],
    [
      'a nested object',
      { filter: { kind: 'k', range: { from: 1 }, any: ['x'], none: null } },
      '?filter%5Bkind%5D=k&filter%5Brange%5D%5Bfrom%5D=1&filter%5Bany%5D%5B0%5D=x&filter%5Bnone%5D=',
    ],
    ['reserved characters', { url: 'https://a.b/c?d=e&f' }, '?url=https://a.b/c?d=e%26f'],
    ['JSON', { query: { from: 1 } }, '?query=%7B%22from%22%3A1%7D'],
  ])('in the query: %s', async (_, query, expected) => {
    await using server = await record(answer(200, '{}', { 'content-type': 'application/json' }));
    await call(generated.module.createClient({ baseUrl: server.url }), 'items.get', { path, query });
    expect(server.last().line).toBe(`GET /items/a%2Fb/.x.y/;matrix=from,1,to,2${expected}`);
  });

  test('an object that is spread over the query', async () => {
    expect((await send('items', 'search', { query: { range: { from: 1, to: 2 } } })).line).toBe(
      'GET /v1/search?from=1&to=2',
    );
  });

  test('in headers and cookies', async () => {
    await using server = await record(answer(200, '{}', { 'content-type': 'application/json' }));
    const client = generated.module.createClient({
      baseUrl: server.url,
      headers: { 'X-All': '1', 'X-Ids': '9' },
    });
    const parts = { path, headers: { 'X-Ids': [1, 2] }, cookies: { session: 'a b;c' } };
    await call(client, 'items.get', parts, { headers: { 'X-One': '2' } });
    expect(server.last().headers).toMatchObject({
      'x-ids': '1,2',
      'x-all': '1',
      'x-one': '2',
      cookie: 'session=a%20b%3Bc',
      accept: 'application/json',
    });
  });

  test.each(['', '.', '..', undefined])(
    'a path parameter %j is refused, since it would lead elsewhere',
    async (id) => {
      await using server = await record(answer(200));
      const client = generated.module.createClient({ baseUrl: server.url });
      await expect(call(client, 'items.get', { path: { ...path, id } })).rejects.toThrow('path parameter');
      expect(server.requests).toHaveLength(0);
    },
  );
});

describe('bodies', () => {
  test('JSON, under its own content type', async () => {
    const { headers, body } = await send('bodies', 'json', { body: { name: 'é' } });
    expect(headers['content-type']).toBe('application/vnd.item+json');
    expect(JSON.parse(body.toString())).toEqual({ name: 'é' });
  });

  test('a form', async () => {
    const { headers, body } = await send('bodies', 'form', {
      body: {
        name: 'a&b',
        tags: ['x', 'y'],
        csv: ['x', 'y'],
        deep: { range: { from: 1 } },
        json: { from: 1 },
        nothing: null,
      },
    });
    expect(headers['content-type']).toBe('application/x-www-form-urlencoded');
    expect(body.toString()).toBe(
      'name=a%26b&tags=x&tags=y&csv=x,y&deep%5Brange%5D%5Bfrom%5D=1&json=%7B%22from%22%3A1%7D&nothing=',
    );
  });

  test('a form that is one already', async () => {
    const { headers, body } = await send('bodies', 'form', { body: new URLSearchParams({ name: 'a b' }) });
    expect(headers['content-type']).toBe('application/x-www-form-urlencoded');
    expect(body.toString()).toBe('name=a+b');
  });

  test('parts: files with their names and types, JSON, lists, texts', async () => {
    const { headers, body } = await send('bodies', 'multipart', {
      body: {
        file: new File(['\0\xff'], 'a "b".bin', { type: 'application/x-bin' }),
        more: [new Blob(['1']), new Blob(['2'], { type: 'text/plain' })],
        picture: Uint8Array.of(1, 2),
        meta: { from: 1 },
        note: '*hi*',
        count: 3,
        tags: ['x', 'y'],
        inline: undefined,
      },
    });
    const boundary = /^multipart\/form-data; boundary=(.+)$/.exec(headers['content-type'] ?? '')?.[1];
    const parts = body.toString().split(`--${boundary}`).slice(1, -1);
    expect(parts.map((part) => part.trim().split('\r\n'))).toEqual([
      [
        'Content-Disposition: form-data; name="file"; filename="a %22b%22.bin"',
        'Content-Type: application/x-bin',
        '',
        '\0\u00ff',
      ],
      [
        'Content-Disposition: form-data; name="more"; filename="blob"',
        'Content-Type: application/octet-stream',
        '',
        '1',
      ],
      ['Content-Disposition: form-data; name="more"; filename="blob"', 'Content-Type: text/plain', '', '2'],
      [
        'Content-Disposition: form-data; name="picture"; filename="blob"',
        'Content-Type: application/octet-stream',
        '',
        '\u0001\u0002',
      ],
      ['Content-Disposition: form-data; name="meta"', 'Content-Type: application/json', '', '{"from":1}'],
      ['Content-Disposition: form-data; name="note"', 'Content-Type: text/markdown', '', '*hi*'],
      ['Content-Disposition: form-data; name="count"', '', '3'],
      ['Content-Disposition: form-data; name="tags"', '', 'x'],
      ['Content-Disposition: form-data; name="tags"', '', 'y'],
    ]);
    // Another implementation reads the same.
    const read = await new Response(new Uint8Array(body), {
      headers: { 'content-type': headers['content-type'] ?? '' },
    }).formData();
    expect(read.get('meta')).toBe('{"from":1}');
    expect((read.get('file') as File).name).toBe('a "b".bin');
  });

  test('parts that somebody else put together', async () => {
    const form = new FormData();
    form.append('file', new Blob(['x']), 'x.txt');
    const { headers, body } = await send('bodies', 'multipart', { body: form });
    expect(headers['content-type']).toMatch(/^multipart\/form-data; ?boundary=/);
    expect(body.toString()).toContain('filename="x.txt"');
  });

  test('text, XML and nothing', async () => {
    const text = await send('bodies', 'text', { body: 'é' });
    expect([text.headers['content-type'], text.body.toString()]).toEqual(['text/plain', 'é']);
    const xml = await send('bodies', 'xml', { body: '<a/>' });
    expect([xml.headers['content-type'], xml.body.toString()]).toEqual(['application/xml', '<a/>']);
    const nothing = await send('bodies', 'text', {});
    expect([nothing.headers['content-type'], nothing.body.length]).toEqual([undefined, 0]);
  });

  test.each<readonly [string, () => unknown]>([
    ['bytes', () => Uint8Array.of(0, 255)],
    ['a blob', () => new Blob([Uint8Array.of(0, 255)])],
    ['a stream', () => new Blob([Uint8Array.of(0, 255)]).stream()],
  ])('%s as they are', async (_, bytes) => {
    const { headers, body } = await send('bodies', 'binary', { body: bytes() });
    expect(headers['content-type']).toBe('application/octet-stream');
    expect([...body]).toEqual([0, 255]);
  });

  test('a range takes the type of what is sent', async () => {
    const blob = await send('bodies', 'any', { body: new Blob(['x'], { type: 'image/png' }) });
    expect(blob.headers['content-type']).toBe('image/png');
    const told = await send('bodies', 'any', { body: Uint8Array.of(1), contentType: 'image/gif' });
    expect(told.headers['content-type']).toBe('image/gif');
  });

  test('lines', async () => {
    const { headers, body } = await send('bodies', 'lines', { body: [{ name: 'a' }, { name: 'b' }] });
    expect(headers['content-type']).toBe('application/jsonl');
    expect(body.toString()).toBe('{"name":"a"}\n{"name":"b"}\n');
  });

  test('none where fetch sends none', async () => {
    await using server = await record(answer(204));
    const client = generated.module.createClient({ baseUrl: server.url });
    await expect(call(client, 'bodies.get', { body: { name: 'a' } })).rejects.toThrow(TypeError);
    expect(await call(client, 'bodies.get')).toMatchObject({ status: 204 });
  });

  test('one of several content types: JSON unless another one is named', async () => {
    const json = await send('bodies', 'several', { path: { id: 1 }, body: { name: 'a' } });
    expect([json.headers['content-type'], json.body.toString()]).toEqual([
      'application/json',
      '{"name":"a"}',
    ]);
    const csv = await send('bodies', 'several', { path: { id: 1 }, contentType: 'text/csv', body: 'a,b' });
    expect([csv.headers['content-type'], csv.body.toString()]).toEqual(['text/csv', 'a,b']);
  });
});

describe('servers', () => {
  /** Where a request would go. */
  async function target(name: string, options: object = {}): Promise<string> {
    let url = '';
    const fetch = async (asked: string) => {
      url = asked;
      return new Response(null, { status: 204 });
    };
    await call(generated.module.createClient({ fetch, ...options }), name, { query: { range: {} } });
    return url;
  }

  test.each<readonly [string, string, object, string]>([
    ['the first that is more than a path', 'items.search', {}, 'https://eu.example.com/v1/search'],
    ['with its variables', 'items.search', { server: { region: 'us' } }, 'https://us.example.com/v1/search'],
    ['of a path', 'items.upload', {}, 'https://uploads.example.com/upload'],
    ['of an operation', 'items.replace', {}, 'https://s1.example.com/upload'],
    ['the one that is given, for all', 'items.upload', { baseUrl: 'http://a.b/' }, 'http://a.b/upload'],
  ])('%s', async (_, name, options, url) => {
    expect((await target(name, options)).replace(/\?.*/, '')).toBe(url);
  });
});

describe('a request is sent again', () => {
  test('with the same key', async () => {
    await using server = await record(answer(502), answer(503, '', { 'retry-after': '0' }), answer(204));
    await call(generated.module.createClient({ baseUrl: server.url }), 'bodies.json', {
      body: { name: 'a' },
    });
    const keys = server.requests.map(({ headers }) => headers['idempotency-key']);
    expect(keys).toHaveLength(3);
    expect(new Set(keys).size).toBe(1);
  });

  test('only with a key, a safe method, or where nothing was done', async () => {
    await using server = await record(answer(502));
    const client = generated.module.createClient({ baseUrl: server.url });
    await expect(call(client, 'bodies.text', { body: 'a' })).rejects.toThrow('502');
    expect(server.requests).toHaveLength(1);
    await expect(call(client, 'items.search', { query: { range: {} } }, { maxRetries: 1 })).rejects.toThrow(
      '502',
    );
    expect(server.requests).toHaveLength(3);
  });

  test('not with a stream, which is gone', async () => {
    await using server = await record(answer(503));
    const body = new Blob(['x']).stream();
    await expect(
      generated.module.createClient({ baseUrl: server.url }).bodies?.binary?.({ body }),
    ).rejects.toThrow('503');
    expect(server.requests).toHaveLength(1);
  });

  test('until it takes too long, or somebody has had enough', async () => {
    await using server = await record(() => {});
    const client = generated.module.createClient({ baseUrl: server.url, maxRetries: 0, timeoutMs: 50 });
    await expect(call(client, 'items.search', { query: { range: {} } })).rejects.toThrow('50 ms');
    const signal = AbortSignal.abort(new Error('enough'));
    await expect(call(client, 'items.search', { query: { range: {} } }, { signal })).rejects.toThrow(
      'enough',
    );
  });
});

/** Type tests: each `@ts-expect-error` is an error itself if the line below it compiles. */
const USAGE = `import { createClient } from './client/index.js';

export async function use(stream: ReadableStream<Uint8Array>): Promise<void> {
  const client = createClient();
  const path = { id: 'a', kind: ['x'], matrix: { from: 1 } };
  await client.items.get({ path });
  await client.items.get({ path, query: { plain: 'x', ids: [1], filter: { range: { to: 1 } } } }, { maxRetries: 0 });
  // @ts-expect-error a parameter of the path is missing
  await client.items.get({ path: { id: 'a', kind: [] } });
  // @ts-expect-error a list of numbers is asked for
  await client.items.get({ path, query: { ids: ['1'] } });
  // @ts-expect-error what is said by security schemes is no parameter
  await client.items.get({ path, headers: { Authorization: 'x' } });
  // @ts-expect-error the query is needed
  await client.items.search();
  await client.bodies.json({ body: { name: 'a' } });
  await client.bodies.json({ body: { name: 'a' }, headers: { 'Idempotency-Key': 'k' } });
  // @ts-expect-error the body is needed
  await client.bodies.json({});
  await client.bodies.form({ body: { name: 'a', deep: { any: ['x'] } } });
  await client.bodies.form({ body: new URLSearchParams() });
  const file = new Blob([]);
  const inline = { a: 'x' };
  await client.bodies.multipart({ body: { file, more: [file], picture: file, meta: {}, count: 1, inline } });
  await client.bodies.multipart({ body: new FormData() });
  // @ts-expect-error a file is no string
  await client.bodies.multipart({ body: { file: 'x', meta: {} } });
  // @ts-expect-error a request has nothing that only answers have
  await client.bodies.multipart({ body: { file, meta: {}, id: 'x' } });
  await client.bodies.text();
  await client.bodies.binary({ body: stream });
  await client.bodies.any({ body: file, contentType: 'image/png' });
  await client.bodies.lines({ body: new Set([{ name: 'a' }]) });
  await client.bodies.several({ path: { id: 1 }, body: { name: 'a' } });
  await client.bodies.several({ path: { id: 1 }, contentType: 'text/csv', body: 'a' });
  createClient({ server: { region: 'us' } });
  // @ts-expect-error there is no such region
  createClient({ server: { region: 'mars' } });
  // @ts-expect-error CSV is text
  await client.bodies.several({ path: { id: 1 }, contentType: 'text/csv', body: { name: 'a' } });
}
`;

test('the code and its uses compile at their strictest, for Node and for browsers', () => {
  expect(generated.output.typeErrors(['usage.ts'])).toEqual([]);
  expect(generated.output.typeErrors(['usage.ts'], 'browser')).toEqual([]);
});

test('the code reads as the formatter and the linter want it', async () => {
  expect(await formatErrors(generated.output.path, NOT_OURS)).toBe('');
});
