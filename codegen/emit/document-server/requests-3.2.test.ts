/** What OpenAPI 3.2 adds to requests: methods that 3.1 has no word for, a query that is one value, cookies as they are. */
import { once } from 'node:events';
import { request as httpRequest, type IncomingMessage } from 'node:http';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { afterAll, beforeAll, expect, test } from 'vitest';
import {
  type Asked,
  documentOutput,
  importModule,
  type Listening,
  serveAnswers,
} from '../../testing/document.js';
import type { OutputFolder } from '../../testing/emit-project.js';
import { type AnyClient, type ClientModule, call } from '../../testing/generated-client.js';
import { loadDocument } from '../../testing/load-document.js';

const DOCUMENT = join(import.meta.dirname, '../../../tests/corpus/methods-3.2.yaml');

let output: OutputFolder;
let server: Listening;
let client: AnyClient;
let asked: Asked;

beforeAll(async () => {
  const { contract, diagnostics } = await loadDocument(DOCUMENT);
  expect(diagnostics).toEqual([]);
  output = await documentOutput(contract);
  server = await serveAnswers(
    output,
    contract,
    (id) => (/^(search|list)/.test(id) ? { status: 200, body: [] } : { status: 204 }),
    (request) => {
      asked = request;
    },
  );
  const { createClient } = await importModule<ClientModule>(output, 'client/index.ts');
  client = createClient({ baseUrl: server.url });
});
afterAll(async () => {
  await server[Symbol.asyncDispose]();
  await output[Symbol.asyncDispose]();
});

interface Reply {
  readonly status: number | undefined;
  readonly allow: string | undefined;
  readonly pointers: readonly string[];
}

async function send(method: string, path: string, body?: object, headers: object = {}): Promise<Reply> {
  asked = {};
  const type = body && { 'content-type': 'application/json' };
  const sent = httpRequest(`${server.url}${path}`, { method, headers: { ...type, ...headers } });
  sent.end(body && JSON.stringify(body));
  const [response] = (await once(sent, 'response')) as [IncomingMessage];
  const { errors = [] } = JSON.parse((await text(response)) || '{}') as { errors?: { pointer: string }[] };
  const { statusCode: status, headers: answered } = response;
  return { status, allow: answered.allow, pointers: errors.map(({ pointer }) => pointer) };
}

test('QUERY has a body, and is one method among those of its path', async () => {
  expect((await send('QUERY', '/books?shelf=2', { words: ['a'] })).status).toBe(200);
  expect(asked).toEqual({
    operationId: 'searchBooks',
    ...{ path: {}, query: { shelf: 2 }, headers: {}, cookies: {} },
    ...{ body: { words: ['a'] }, contentType: 'application/json' },
  });
  expect(await send('QUERY', '/books', { words: [] })).toMatchObject({
    status: 400,
    pointers: ['/body/words'],
  });
  expect(await send('DELETE', '/books')).toMatchObject({
    status: 405,
    allow: 'GET, QUERY, LINK, PURGE, HEAD, OPTIONS',
  });
});

test('further methods are served', async () => {
  expect((await send('LINK', '/books', undefined, { link: '</a>' })).status).toBe(204);
  expect(asked).toMatchObject({ operationId: 'linkBooks', headers: { link: '</a>' } });
  expect(await send('LINK', '/books?kind=other')).toMatchObject({
    status: 400,
    pointers: expect.arrayContaining(['/headers/link']),
  });
});

test.each<[string, Reply['status'], readonly string[], unknown]>([
  ['/search?words=a&words=b&tags=x,y&most=2', 200, [], { words: ['a', 'b'], tags: ['x', 'y'], most: 2 }],
  ['/search?words=a&most=0', 400, ['/query/most'], undefined],
  ['/search?most=1', 400, ['/query/words'], undefined],
  ['/search', 400, ['/query'], undefined],
  ['/search?words=%E0', 400, ['/query/words'], undefined],
  [`/select?${encodeURIComponent('{"fields":["a&b"]}')}`, 200, [], { fields: ['a&b'] }],
  ['/select', 200, [], undefined],
  ['/select?x', 400, ['/query'], undefined],
  ['/select?%7B%22fields%22%3A1%7D', 400, ['/query/fields'], undefined],
  ['/raw?a%20b&c=d', 200, [], 'a b&c=d'],
])('GET %s is %i %j', async (path, status, pointers, query) => {
  expect(await send('GET', path)).toMatchObject({ status, pointers });
  expect(asked.query).toEqual(query);
});

test('a client writes a query as one value', async () => {
  const search = { words: ['a b', 'c'], tags: ['x', 'y'] };
  await call(client, 'default.searchByForm', { query: search });
  expect(asked.query).toEqual(search);
  await call(client, 'default.searchByJson', { query: { fields: ['ä+%'] } });
  expect(asked.query).toEqual({ fields: ['ä+%'] });
  await call(client, 'default.searchByText', { query: 'a=b&c +%' });
  expect(asked.query).toBe('a=b&c +%');
});

test('cookies in their own style are what they are', async () => {
  const cookies = { token: 'a%20b="c"', seen: [1, 2], look: { colour: 'red', size: 2 } };
  await call(client, 'default.getSession', { cookies });
  expect(asked.cookies).toEqual(cookies);
  const raw = { cookie: 'token=a%20b; seen=1; seen=2; look=colour,red,size,2' };
  expect((await send('GET', '/session', undefined, raw)).status).toBe(204);
  expect(asked.cookies).toEqual({ ...cookies, token: 'a%20b' });
  await expect(call(client, 'default.getSession', { cookies: { token: 'a; admin=1' } })).rejects.toThrow(
    'cannot have ";"',
  );
});

test('a QUERY that failed is tried again, like a GET', async () => {
  const { createClient } = await importModule<ClientModule>(output, 'client/index.ts');
  const statuses = [503, 200];
  const tried = createClient({
    baseUrl: server.url,
    fetch: async () =>
      Response.json([], { status: statuses.shift() ?? 500, headers: { 'retry-after': '0' } }),
  });
  expect(await call(tried, 'default.searchBooks', { body: { words: ['a'] } })).toMatchObject({ status: 200 });
});

test('all of it compiles', () => {
  const use = ['client/index.ts', 'server/express.ts', 'contract/types.ts'];
  expect(output.typeErrors(use)).toEqual([]);
});
