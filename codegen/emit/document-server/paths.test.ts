/** Paths that are more than a path: a query that tells operations apart, what is not sent, names that nothing describes. */
import request from 'supertest';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { documentOutput, importModule, type Listening, serveAnswers } from '../../testing/document.js';
import { contractOf } from '../../testing/emit-document.js';
import type { OutputFolder } from '../../testing/emit-project.js';
import type { AnyClient, ClientModule } from '../../testing/generated-client.js';

const responses = { 204: { description: '' } };
const inPath = (name: string, type = 'string') => ({ name, in: 'path', required: true, schema: { type } });
const get = (operationId: string, ...parameters: readonly object[]) => ({
  get: { operationId, responses, parameters },
});

const FIELDS = {
  name: 'fields',
  in: 'query',
  schema: { type: 'array', items: { type: 'object', properties: { n: { type: 'integer' } } } },
};
const LENGTH = { name: 'Content-Length', in: 'header', schema: { type: 'integer' } };

const DOCUMENT = {
  openapi: '3.1.0',
  info: { title: 't', version: '1' },
  paths: {
    '/rest?method=a.b': get('methodA'),
    '/rest?method=c': get('methodC', { name: 'n', in: 'query', schema: { type: 'integer' } }),
    '/pictures': get('pictures'),
    '/pictures?key={key}': get('pictureByKey', inPath('key')),
    '/pictures?id={id}&size={size}': get('pictureById', inPath('id', 'integer'), inPath('size', 'integer')),
    '/pages?from={from}': get('pages', inPath('from')),
    '/search?q={q}&lang={l}': get('search', {
      name: 'q',
      in: 'query',
      required: true,
      schema: { type: 'string' },
    }),
    '/files/{id}#share': get('shareOfFile', inPath('id')),
    '/files/{id}': get('file', inPath('id'), FIELDS),
    '/only#fragment': get('only', FIELDS, LENGTH),
    '/left/{a}': get('left', inPath('a'), inPath('b')),
  },
};

const USE = `import { createClient } from './client/index.js';
const client = createClient({ baseUrl: 'http://localhost' });
void client.default.only({ query: { fields: [{ n: 1 }] } });
// @ts-expect-error
void client.default.only({ headers: { 'Content-Length': 1 } });
`;

let output: OutputFolder;
let server: Listening;
let client: AnyClient;
let asked: unknown;

beforeAll(async () => {
  const contract = await contractOf(DOCUMENT);
  output = await documentOutput(contract, { 'use.ts': USE });
  server = await serveAnswers(
    output,
    contract,
    () => ({ status: 204 }),
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

describe('the client calls what the server has', () => {
  test.each<[string, object, object]>([
    ['methodA', {}, {}],
    ['methodC', { query: { n: 2 } }, { query: { n: 2 } }],
    ['pictures', {}, {}],
    ['pictureByKey', { path: { key: 'a b+c' } }, { path: { key: 'a b+c' } }],
    ['pictureById', { path: { id: 1, size: 2 } }, { path: { id: 1, size: 2 } }],
    ['search', { path: { l: 'de' }, query: { q: 'x' } }, { path: { l: 'de' }, query: { q: 'x' } }],
    ['only', { query: { fields: [{ n: 1 }, { n: 2 }] } }, { query: { fields: [{ n: 1 }, { n: 2 }] } }],
    ['left', { path: { a: 'x' } }, { path: { a: 'x' } }],
  ])('%s %j', async (id, parts, arrived) => {
    expect(await client.default?.[id]?.(parts)).toMatchObject({ status: 204 });
    expect(asked).toMatchObject({ operationId: id, ...arrived });
  });

  test('and another operation where no server can tell the two apart', async () => {
    const parts = { path: { id: '1' } };
    for (const id of ['file', 'shareOfFile']) {
      expect(await client.default?.[id]?.(parts)).toMatchObject({ status: 204 });
      expect(asked).toMatchObject({ operationId: 'file', ...parts });
    }
    const { routes } = await importModule<{ routes: readonly { operationId: string }[] }>(
      output,
      'server/routes.ts',
    );
    expect(routes.map(({ operationId }) => operationId)).not.toContain('shareOfFile');
  });

  test('without headers that are of the connection: it would wait for a body', () => {
    expect(output.typeErrors(['use.ts', 'server/express.ts'])).toEqual([]);
  });
});

test.each<[string, number, string]>([
  ['/rest?method=a.b&x=1', 204, 'methodA'],
  ['/rest?x=1&method=a%2Eb', 204, 'methodA'],
  ['/rest?method=d', 404, ''],
  ['/rest', 404, ''],
  ['/pictures?key=1&id=2&size=3', 204, 'pictureById'],
  ['/pictures?other=1', 204, 'pictures'],
])('GET %s is %i %s', async (url, status, id) => {
  asked = { operationId: '' };
  expect((await request(server.url).get(url)).status).toBe(status);
  expect(asked).toMatchObject({ operationId: id });
});

test('a value that is missing is told where it was to be', async () => {
  const { status, body } = await request(server.url).get('/pages');
  expect(status).toBe(400);
  expect(body.errors).toMatchObject([{ pointer: '/path/from', rule: 'required' }]);
});

test('only methods of operations that fit are allowed', async () => {
  expect((await request(server.url).post('/rest?method=d')).status).toBe(404);
  const { status, headers } = await request(server.url).post('/rest?method=c');
  expect([status, headers.allow]).toEqual([405, 'GET, HEAD, OPTIONS']);
});
