/** Forms that may be one thing or another: each variant is taken, and what is none of them refused. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { documentOutput, type Listening, serveOutput } from '../../testing/document.js';
import { contractOf } from '../../testing/emit-document.js';
import type { OutputFolder } from '../../testing/emit-project.js';

const FILE = { type: 'string', format: 'binary' };
const variant = (properties: object) => ({
  type: 'object',
  required: Object.keys(properties),
  properties,
  additionalProperties: false,
});

const INTEGER = { type: 'integer' };
const TEXT = { type: 'string' };
const TYPED = {
  oneOf: [
    variant({ kind: { const: 'a' }, value: INTEGER }),
    variant({ kind: { const: 'b' }, value: TEXT }),
    variant({ kind: { const: 'c' }, value: INTEGER, other: TEXT }),
    variant({ kind: { const: 'd' }, value: TEXT, other: INTEGER }),
  ],
};

const FORMS: Readonly<Record<string, readonly [type: string, schema: object]>> = {
  oneOf: ['multipart/form-data', { oneOf: [variant({ file: FILE }), variant({ url: { type: 'string' } })] }],
  anyOf: [
    'multipart/form-data',
    { anyOf: [variant({ files: { type: 'array', items: FILE } }), variant({ url: { type: 'string' } })] },
  ],
  named: [
    'multipart/form-data',
    {
      oneOf: ['Upload', 'Link'].map((name) => ({ $ref: `#/components/schemas/${name}` })),
      discriminator: {
        propertyName: 'kind',
        mapping: { upload: '#/components/schemas/Upload', link: '#/components/schemas/Link' },
      },
    },
  ],
  typed: ['application/x-www-form-urlencoded', { $ref: '#/components/schemas/Typed' }],
};

const RESPONSES = { 204: { description: '' } };
const DOCUMENT = {
  openapi: '3.1.0',
  info: { title: 't', version: '1' },
  paths: {
    ...Object.fromEntries(
      Object.entries(FORMS).map(([operationId, [type, schema]]) => {
        const requestBody = { required: true, content: { [type]: { schema } } };
        return [`/${operationId}`, { post: { operationId, requestBody, responses: RESPONSES } }];
      }),
    ),
    '/query': {
      get: {
        operationId: 'query',
        parameters: [
          { name: 'filter', in: 'query', style: 'deepObject', explode: true, schema: TYPED },
          { name: 'limit', in: 'query', schema: { type: 'integer', default: 3 } },
        ],
        responses: RESPONSES,
      },
    },
  },
  components: {
    schemas: {
      Typed: TYPED,
      Upload: variant({ kind: { type: 'string' }, file: FILE }),
      Link: variant({ kind: { type: 'string' }, url: { type: 'string' } }),
    },
  },
};

let output: OutputFolder;
let server: Listening;
let arrived: unknown;

beforeAll(async () => {
  output = await documentOutput(await contractOf(DOCUMENT));
  const handle = async ({ body, query }: { body?: object; query?: object }) => {
    arrived = { ...(body ?? query) };
    return { status: 204 };
  };
  const names = [...Object.keys(FORMS), 'query'];
  server = await serveOutput(output, Object.fromEntries(names.map((id) => [id, handle])));
});
afterAll(async () => {
  await server[Symbol.asyncDispose]();
  await output[Symbol.asyncDispose]();
});

/** Posts a form; the status, and what arrived. */
async function post(operation: string, fields: Readonly<Record<string, string | Blob>>) {
  arrived = undefined;
  const [type] = FORMS[operation] ?? [];
  const body = type === 'multipart/form-data' ? new FormData() : new URLSearchParams();
  for (const [name, value] of Object.entries(fields)) body.append(name, value as string);
  const { status } = await fetch(`${server.url}/${operation}`, { method: 'POST', body });
  return [status, arrived];
}

describe('one with a file', () => {
  const file = new Blob(['x']);

  test.each<[string, Readonly<Record<string, string | Blob>>, object]>([
    ['oneOf', { file }, { file: expect.any(File) }],
    ['oneOf', { url: 'u' }, { url: 'u' }],
    ['anyOf', { files: file }, { files: [expect.any(File)] }],
    ['anyOf', { url: 'u' }, { url: 'u' }],
    ['named', { kind: 'upload', file }, { kind: 'upload', file: expect.any(File) }],
    ['named', { kind: 'link', url: 'u' }, { kind: 'link', url: 'u' }],
  ])('%s takes %j', async (operation, fields, wanted) => {
    expect(await post(operation, fields)).toEqual([204, wanted]);
  });

  test.each<[string, Readonly<Record<string, string | Blob>>]>([
    ['oneOf', {}],
    ['oneOf', { file, url: 'u' }],
    ['anyOf', { files: file, url: 'u' }],
    ['named', { kind: 'link', file }],
    ['named', { kind: 'other', file }],
  ])('%s refuses %j', async (operation, fields) => {
    expect(await post(operation, fields)).toEqual([400, undefined]);
  });
});

describe('a field of several types has that of its variant', () => {
  test.each<[Readonly<Record<string, string>>, object]>([
    [
      { kind: 'a', value: '5' },
      { kind: 'a', value: 5 },
    ],
    [
      { kind: 'b', value: '5' },
      { kind: 'b', value: '5' },
    ],
    [
      { kind: 'c', value: '5', other: '6' },
      { kind: 'c', value: 5, other: '6' },
    ],
    [
      { kind: 'd', value: '5', other: '6' },
      { kind: 'd', value: '5', other: 6 },
    ],
  ])('%j', async (fields, wanted) => {
    expect(await post('typed', fields)).toEqual([204, wanted]);
    const query = Object.entries(fields).map(([name, value]) => `filter[${name}]=${value}`);
    expect((await fetch(`${server.url}/query?${query.join('&')}`)).status).toBe(204);
    expect(arrived).toEqual({ filter: wanted, limit: 3 });
  });

  test('and no other', async () => {
    expect(await post('typed', { kind: 'a', value: 'x' })).toEqual([400, undefined]);
  });
});

test('their types', () => {
  expect(output.typeErrors(['server/express.ts'])).toEqual([]);
});
