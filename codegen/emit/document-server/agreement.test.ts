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
const CLOSED = { type: 'object', additionalProperties: false, properties: { n: { type: 'integer' } } };
const answer = (content: object, headers: object = {}) => ({
  responses: { 200: { description: '', content, headers } },
});

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
  components: { schemas: { Word: { type: 'string', pattern: '^\\w+$' } } },
};

async function* oneEvent() {
  yield { id: '8', data: {} };
}

let output: OutputFolder;
let server: Listening;
let client: AnyClient;
let arrived: unknown;

beforeAll(async () => {
  output = await documentOutput(await contractOf(DOCUMENT));
  server = await serveOutput(output, {
    form: async ({ body: { file: _, ...others } }: { body: Record<string, unknown> }) => {
      arrived = JSON.parse(JSON.stringify(others));
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
