/** Objects whose fields stand one by one in a query or a form: each takes what is its own. */
import { afterAll, beforeAll, expect, test } from 'vitest';
import { documentOutput, importModule, type Listening, serveOutput } from '../../testing/document.js';
import { contractOf } from '../../testing/emit-document.js';
import type { OutputFolder } from '../../testing/emit-project.js';
import { type AnyClient, type ClientModule, call } from '../../testing/generated-client.js';

const NUMBERS = { type: 'object', additionalProperties: { type: 'integer' } };
const FORM = {
  schema: {
    type: 'object',
    additionalProperties: false,
    properties: {
      name: { type: 'string' },
      size: { type: 'object', properties: { width: { type: 'integer' } } },
    },
  },
  encoding: { size: { style: 'form', explode: true } },
};
const responses = { 204: { description: '' } };

const DOCUMENT = {
  openapi: '3.1.0',
  info: { title: 't', version: '1' },
  paths: {
    '/items/{id}?view=full': {
      get: {
        operationId: 'items',
        security: [{ key: [], session: [] }],
        parameters: [
          { name: 'id', in: 'path', required: true, schema: { type: 'integer' } },
          { name: 'filter', in: 'query', schema: NUMBERS },
          { name: 'page', in: 'query', schema: { type: 'object', properties: { offset: {} } } },
          { name: 'deep', in: 'query', style: 'deepObject', schema: { type: 'object' } },
          { name: 'seen', in: 'cookie', explode: true, schema: NUMBERS },
        ],
        responses,
      },
    },
    '/form': {
      post: {
        operationId: 'form',
        requestBody: { content: { 'application/x-www-form-urlencoded': FORM } },
        responses,
      },
    },
  },
  components: {
    securitySchemes: {
      key: { type: 'apiKey', in: 'query', name: 'api_key' },
      session: { type: 'apiKey', in: 'cookie', name: 'sid' },
      other: { type: 'apiKey', in: 'query', name: 'token' },
    },
  },
};

let output: OutputFolder;
let server: Listening;
let client: AnyClient;
let asked: Readonly<Record<string, unknown>> = {};

beforeAll(async () => {
  output = await documentOutput(await contractOf(DOCUMENT));
  const handle = async (request: typeof asked) => {
    asked = request;
    return { status: 204 };
  };
  const authenticate = ({ credentials }: { credentials: object }) => credentials;
  server = await serveOutput(output, { items: handle, form: handle }, { authenticate });
  const { createClient } = await importModule<ClientModule>(output, 'client/index.ts');
  client = createClient({ baseUrl: server.url, auth: { key: 'secret', session: 's' } });
});
afterAll(async () => {
  await server[Symbol.asyncDispose]();
  await output[Symbol.asyncDispose]();
});

test('an object of any fields takes neither keys nor what other parameters name', async () => {
  const query = { filter: { id: 5, token: 6 }, page: { offset: 'o' }, deep: { a: 'x' } };
  const cookies = { seen: { id: 7 } };
  expect(await call(client, 'default.items', { path: { id: 1 }, query, cookies })).toMatchObject({
    status: 204,
  });
  expect(asked).toMatchObject({ path: { id: 1 }, query, cookies });
});

async function sendForm(body: string): Promise<readonly string[]> {
  const headers = { 'content-type': 'application/x-www-form-urlencoded' };
  const response = await fetch(`${server.url}/form`, { method: 'POST', headers, body });
  const { errors = [] } = JSON.parse((await response.text()) || '{}') as { errors?: { pointer: string }[] };
  return errors.map(({ pointer }) => pointer);
}

test('the fields of an object in a form are its own alone', async () => {
  expect(await sendForm('name=n&width=2')).toEqual([]);
  expect(asked.body).toEqual({ name: 'n', size: { width: 2 } });
});

test('what is wrong with such a field is told where it stands in the form', async () => {
  expect(await sendForm('width=1&width=2')).toEqual(['/body/size/width']);
  expect(await sendForm('width=x')).toEqual(['/body/size/width']);
});
