/** What the specification leaves open, or a document says against HTTP: the generated client and server agree on it. */
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { documentOutput, importModule, type Listening, serveOutput } from '../../testing/document.js';
import { contractOf } from '../../testing/emit-document.js';
import type { OutputFolder } from '../../testing/emit-project.js';
import { type AnyClient, type ClientModule, call, collect } from '../../testing/generated-client.js';

const LINK = {
  type: 'object',
  required: ['create'],
  properties: {
    create: { type: 'boolean' },
    meta: { type: 'object', properties: { n: { type: 'integer' } } },
  },
};
const FORM = {
  schema: {
    type: 'object',
    required: ['file', 'link'],
    properties: {
      file: { type: 'string', format: 'binary' },
      link: LINK,
      tags: { type: 'array', items: { type: 'string' } },
    },
  },
  encoding: {
    link: { style: 'deepObject', explode: true },
    tags: { style: 'deepObject', explode: true },
  },
};
const BINARY = { type: 'string', format: 'binary' };
const NULL = { type: 'null' };
const META = { $ref: '#/components/schemas/Meta' };
/** Files, as frameworks write those that may be left out. */
const FILES = {
  schema: {
    type: 'object',
    properties: {
      optional: { anyOf: [BINARY, NULL] },
      nullable: { ...BINARY, type: ['string', 'null'] },
      inMedia: { oneOf: [{ contentMediaType: 'application/octet-stream', type: 'string' }, NULL] },
      list: { anyOf: [{ type: 'array', items: BINARY, minItems: 1 }, NULL] },
      named: { $ref: '#/components/schemas/Files' },
      picture: { type: 'string' },
    },
  },
  encoding: { picture: { contentType: 'image/png' } },
};
const CLOSED = { type: 'object', additionalProperties: false, properties: { n: { type: 'integer' } } };
const answer = (content: object, headers: object = {}) => ({
  responses: { 200: { description: '', content, headers } },
});

/** Headers that are more than a word. */
const INTEGERS = { type: 'object', required: ['a'], properties: { a: { type: 'integer' } } };
const HEADERS = {
  'X-Ids': { schema: { type: 'array', items: { type: 'integer' } } },
  'X-Json': { content: { 'application/json': { schema: { ...INTEGERS, additionalProperties: true } } } },
  'X-Pairs': { required: true, explode: true, schema: INTEGERS },
  'X-Fields': { schema: INTEGERS },
  'X-Count': { schema: { type: 'integer' } },
};

/** Bodies of content types that differ by a parameter. */
const VERSIONS = {
  'application/json; version=1': { schema: { type: 'object', required: ['one'] } },
  'application/json; version=2': { schema: { type: 'object', required: ['two'] } },
};

const DOCUMENT = {
  openapi: '3.1.0',
  info: { title: 't', version: '1' },
  paths: {
    '/form': {
      post: {
        operationId: 'form',
        requestBody: { required: true, content: { 'multipart/form-data': FORM } },
        responses: { 204: { description: '' } },
      },
    },
    '/files': {
      post: {
        operationId: 'files',
        requestBody: { required: true, content: { 'multipart/form-data': FILES } },
        responses: { 204: { description: '' } },
      },
    },
    '/marked': {
      post: {
        operationId: 'marked',
        requestBody: {
          content: {
            'multipart/form-data': {
              schema: { type: 'object', required: ['meta'], properties: { meta: META } },
            },
            'application/jsonl': { itemSchema: META },
          },
        },
        responses: { 204: { description: '' } },
      },
    },
    '/number': { get: { operationId: 'number', ...answer({ '*/*': { schema: { type: 'integer' } } }) } },
    '/any': { get: { operationId: 'any', ...answer({ '*/*': { schema: { description: '' } } }) } },
    '/xml': {
      get: {
        operationId: 'xml',
        ...answer(
          { 'application/xml': { schema: LINK } },
          { 'Transfer-Encoding': { required: true, schema: { type: 'string' } } },
        ),
      },
    },
    '/events': {
      get: {
        operationId: 'events',
        parameters: [{ name: 'Last-Event-ID', in: 'header', schema: { type: 'string' } }],
        ...answer({ 'text/event-stream': { itemSchema: { type: 'object', properties: {} } } }),
      },
    },
    '/headers': { get: { operationId: 'headers', ...answer({ 'text/plain': {} }, HEADERS) } },
    '/versions': {
      post: {
        operationId: 'versions',
        requestBody: { required: true, content: VERSIONS },
        ...answer(VERSIONS),
      },
    },
    '/json': {
      post: {
        operationId: 'json',
        requestBody: {
          required: true,
          content: { 'text/json': { schema: CLOSED }, 'application/*+json': { schema: CLOSED } },
        },
        ...answer({ 'text/json': { schema: CLOSED } }),
      },
    },
    '/list': {
      get: {
        operationId: 'list',
        parameters: [
          { name: 'limit', in: 'query', schema: { type: 'integer', default: '10' } },
          { name: 'order', in: 'query', schema: { enum: ['asc', 'desc'], default: 'ASC' } },
        ],
        responses: { 204: { description: '' } },
      },
    },
    '/text': {
      get: {
        operationId: 'text',
        ...answer({ 'text/plain': { schema: { type: 'string', maxLength: 3 } } }),
      },
      post: {
        operationId: 'word',
        requestBody: { content: { 'text/plain': { schema: { $ref: '#/components/schemas/Word' } } } },
        responses: { 204: { description: '' } },
      },
    },
  },
  components: {
    schemas: {
      Word: { type: 'string', pattern: '^\\w+$' },
      Files: { type: 'array', items: { anyOf: [BINARY, NULL] } },
      Meta: {
        type: 'object',
        required: ['id', 'name', 'secret'],
        properties: {
          id: { type: 'string', readOnly: true },
          name: { type: 'string' },
          secret: { type: 'string', writeOnly: true },
        },
      },
    },
  },
};

/** What the types of both say of the same request. */
const TYPES = `import type {
  FilesForm,
  HeadersResponse as Read,
  MarkedForm,
  MarkedRequest as Sent,
} from './client/index.js';
import type { MetaRequest } from './contract/schemas.js';
import type { FilesRequest, HeadersResponse, MarkedRequest } from './server/handlers.js';

type Is<A, B> = (<T>() => T extends A ? 1 : 2) extends <T>() => T extends B ? 1 : 2 ? true : false;
function same<A, B>(..._: Is<A, B> extends true ? [] : [never]): void {}

type Single = 'optional' | 'nullable' | 'inMedia' | 'picture';
same<NonNullable<FilesForm[Single]>, Blob>();
same<NonNullable<FilesForm['list' | 'named']>, readonly Blob[]>();
same<NonNullable<FilesRequest['body'][Single]>, File>();
same<NonNullable<FilesRequest['body']['list' | 'named']>, readonly File[]>();

type Of<Request, Type> = Extract<Request, { readonly contentType: Type }>;
same<MarkedForm['meta'], MetaRequest>();
same<Of<MarkedRequest, 'multipart/form-data'>['body']['meta'], MetaRequest>();
same<Of<Sent, 'application/jsonl'>['body'], Iterable<MetaRequest>>();
same<Of<MarkedRequest, 'application/jsonl'>['body'], AsyncIterable<MetaRequest>>();

same<NonNullable<Read['headers']['X-Json']>['a'], number>();
same<NonNullable<HeadersResponse['headers']['X-Json']>['a'], number>();
same<Read['headers']['X-Pairs'], string>();
same<HeadersResponse['headers']['X-Pairs']['a'], number>();
`;

async function* oneEvent() {
  yield { id: '8', data: {} };
}

let output: OutputFolder;
let server: Listening;
let client: AnyClient;
let arrived: unknown;
let sentHeaders: object = {};

beforeAll(async () => {
  output = await documentOutput(await contractOf(DOCUMENT), { 'types.ts': TYPES });
  server = await serveOutput(output, {
    form: async ({ body: { file: _, ...others } }: { body: Record<string, unknown> }) => {
      arrived = JSON.parse(JSON.stringify(others));
      return { status: 204 };
    },
    files: async ({ body }: { body: Record<string, File | readonly File[]> }) => {
      const bytes = async (file: File) => [...new Uint8Array(await file.arrayBuffer())];
      const entries = Object.entries(body).map(
        async ([name, one]) => [name, await Promise.all([one].flat().map(bytes))] as const,
      );
      arrived = Object.fromEntries(await Promise.all(entries));
      return { status: 204 };
    },
    any: async () => ({ status: 200, contentType: 'text/plain', body: 'a text' }),
    number: async () => ({ status: 200, body: 5 }),
    xml: async () => ({ status: 200, body: '<link/>' }),
    list: async ({ query }: { query: object }) => {
      arrived = { ...query };
      return { status: 204 };
    },
    json: async ({ contentType, body }: { contentType: string; body: object }) => {
      arrived = { contentType, body };
      return { status: 200, body };
    },
    events: async ({ headers }: { headers: object }) => {
      arrived = { ...headers };
      return { status: 200, body: oneEvent() };
    },
    word: async ({ body }: { body: string }) => {
      arrived = body;
      return { status: 204 };
    },
    text: async () => ({ status: 200, body: 'long' }),
    versions: async ({ contentType, body }: { contentType: string; body: unknown }) => ({
      ...{ status: 200, contentType, body },
    }),
    headers: async () => ({ status: 200, headers: sentHeaders, body: '' }),
  });
  const { createClient } = await importModule<ClientModule>(output, 'client/index.ts');
  const { operationValidators } = await importModule<{ operationValidators: object }>(
    output,
    'contract/validators/operations.js',
  );
  client = createClient({ baseUrl: server.url, validate: operationValidators, maxRetries: 0 });
});
afterAll(async () => {
  await server[Symbol.asyncDispose]();
  await output[Symbol.asyncDispose]();
});

const link = { create: true, meta: { n: 1 } };

test('nested fields of a form in parts', async () => {
  await call(client, 'default.form', { body: { file: new Blob(['x']), link, tags: ['a', 'b'] } });
  expect(arrived).toEqual({ link, tags: ['a', 'b'] });
});

test('such a field may come as JSON, too', async () => {
  const body = new FormData();
  body.set('file', new Blob(['x']));
  body.set('link', JSON.stringify(link));
  expect((await fetch(`${server.url}/form`, { method: 'POST', body })).status).toBe(204);
  expect(arrived).toEqual({ link });
});

test('files that may be left out or null, and those that only their content type tells', async () => {
  const bytes = [0xff, 0xfe, 0];
  const file = new Blob([Uint8Array.from(bytes)]);
  const single = { optional: file, nullable: file, inMedia: file, picture: file };
  const body = { ...single, list: [file, file], named: [file] };
  expect(await call(client, 'default.files', { body })).toMatchObject({ status: 204 });
  const one = [bytes];
  expect(arrived).toEqual({
    ...{ optional: one, nullable: one, inMedia: one, picture: one },
    ...{ list: [bytes, bytes], named: one },
  });
});

test('requests are of the same types to both: files are files, and what only answers have is not in them', () => {
  expect(output.typeErrors(['types.ts'])).toEqual([]);
});

test('a number of any content type is JSON', async () => {
  expect(await call(client, 'default.number')).toMatchObject({ status: 200, body: 5 });
});

test('of anything in any content type, the content type decides', async () => {
  expect(await call(client, 'default.any')).toMatchObject({ status: 200, body: 'a text' });
});

test('what a text stands for is not looked into, and nobody but the connection says how it is sent', async () => {
  const handlers = await readFile(join(output.path, 'server/handlers.ts'), 'utf8');
  expect(handlers).not.toContain('Transfer-Encoding');
  expect(await call(client, 'default.xml')).toMatchObject({ status: 200, body: '<link/>' });
});

test('a stream begins where a header of the contract says', async () => {
  const headers = { 'Last-Event-ID': '7' };
  expect(await collect(client, 'default.events', { headers }, { resumes: false })).toMatchObject([
    { id: '8' },
  ]);
  expect(arrived).toEqual({ 'last-event-id': '7' });
});

test('a text is looked at as such', async () => {
  await expect(call(client, 'default.text')).rejects.toThrow('what its contract does not allow');
});

test('headers that are lists, objects and JSON', async () => {
  const json = { a: 1, text: 'é, €' };
  sentHeaders = { 'X-Ids': [1, 2], 'X-Json': json, 'X-Pairs': { a: 1 }, 'X-Fields': { a: 1 }, 'X-Count': 3 };
  expect(await call(client, 'default.headers')).toMatchObject({
    headers: { 'X-Ids': [1, 2], 'X-Json': json, 'X-Pairs': 'a=1', 'X-Fields': 'a,1', 'X-Count': 3 },
  });
});

test.each([
  ['X-Ids', [1, 'x'], '/x-ids/1'],
  ['X-Json', { a: 'x' }, '/x-json/a'],
  ['X-Json', 'no JSON', '/x-json'],
  ['X-Pairs', { a: 'x' }, '/x-pairs/a'],
  ['X-Fields', { a: 'x' }, '/x-fields/a'],
  ['X-Count', 'x', '/x-count'],
])('a wrong %s %j is found', async (name, value, pointer) => {
  sentHeaders = { 'X-Pairs': { a: 1 }, [name]: value };
  const error = await call(client, 'default.headers').catch((one: unknown) => one);
  expect(error).toMatchObject({ name: 'ValidationError', faults: [{ in: 'headers', pointer }] });
});

test.each([
  ['application/json; version=1', { one: 1 }],
  ['application/json; version=2', { two: 2 }],
])('a body of %s is what its parameter says', async (contentType, body) => {
  expect(await call(client, 'default.versions', { contentType, body })).toMatchObject({ contentType, body });
});

test('so is one whose schema has a name', async () => {
  expect(await call(client, 'default.word', { body: 'word' })).toMatchObject({ status: 204 });
  expect(arrived).toBe('word');
  const init = { method: 'POST', headers: { 'content-type': 'text/plain' }, body: 'two words' };
  expect((await fetch(`${server.url}/text`, init)).status).toBe(400);
});

test('a default that its schema refuses is none, and one in quotes is what is in them', async () => {
  expect(await call(client, 'default.list')).toMatchObject({ status: 204 });
  expect(arrived).toEqual({ limit: 10 });
  const handlers = await readFile(join(output.path, 'server/handlers.ts'), 'utf8');
  expect(handlers).toContain("readonly limit: number;\n    readonly order?: 'asc' | 'desc';");
});

describe('JSON by another name', () => {
  const body = { n: 1 };

  test.each(['text/json', 'application/vnd.thing+json'])('%s', async (contentType) => {
    expect(await call(client, 'default.json', { contentType, body })).toMatchObject({ status: 200, body });
    expect(arrived).toEqual({ contentType, body });
  });

  test.each(['text/json', 'application/vnd.thing+json'])('%s is checked', async (contentType) => {
    const init = { method: 'POST', headers: { 'content-type': contentType }, body: '{"n":"x","y":1}' };
    expect((await fetch(`${server.url}/json`, init)).status).toBe(400);
  });

  test('its types', () => {
    expect(output.typeErrors(['server/express.ts', 'client/index.ts'])).toEqual([]);
  });
});
