/** Validators of a document's operations: every part of requests and responses, loaded when it is first asked for. */
import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type {
  OperationValidators,
  RequestValidators,
  Validator,
} from '../../../runtime/contract/validation.js';
import { contractOf, emitContract } from '../../../testing/emit-document.js';
import { type OutputFolder, outputFolder } from '../../../testing/emit-project.js';
import { emitOperationValidators } from './index.js';

const ref = (name: string) => ({ $ref: `#/components/schemas/${name}` });
const content = (type: string, schema: object) => ({ content: { [type]: { schema } } });
const query = (name: string, schema: object, more: object = {}) => ({ name, in: 'query', schema, ...more });

const DOCUMENT = {
  openapi: '3.2.0',
  info: { title: 'Operations', version: '1' },
  paths: {
    '/things/{id}': {
      get: {
        operationId: 'things/get',
        parameters: [
          { name: 'id', in: 'path', required: true, schema: { type: 'integer', minimum: 1 } },
          query('limit', ref('Limit')),
          query(
            'deep',
            { type: 'object', properties: { from: { type: 'number' } } },
            { style: 'deepObject' },
          ),
          query('tags', { type: 'array', items: { type: 'integer' } }),
          { name: 'X-Flag', in: 'header', required: true, schema: { type: 'boolean' } },
          { name: 'session', in: 'cookie', schema: { type: 'string', minLength: 2 } },
          { name: 'at', in: 'query', content: { 'application/json': { schema: { type: 'array' } } } },
        ],
        responses: {
          200: {
            description: 'One.',
            headers: { 'X-Left': { required: true, schema: { type: 'integer' } } },
            ...content('application/json', ref('Thing')),
          },
          '4XX': { description: 'None.', ...content('application/problem+json', ref('Problem')) },
          default: { description: 'Lines.', ...content('text/plain', { type: 'string', maxLength: 3 }) },
        },
      },
      post: {
        operationId: 'things/form',
        requestBody: {
          content: {
            'application/x-www-form-urlencoded': { schema: ref('Form') },
            'multipart/form-data': { schema: ref('Upload') },
            'application/octet-stream': { schema: { type: 'string', format: 'binary' } },
            'application/json': { schema: ref('Form') },
          },
        },
        responses: { 204: { description: 'Done.' } },
      },
    },
    '/stream': {
      get: {
        operationId: 'things/follow',
        responses: {
          200: {
            description: 'A stream.',
            content: { 'application/jsonl': { itemSchema: ref('Thing') } },
          },
        },
      },
    },
  },
  components: {
    schemas: {
      Limit: { type: 'integer', maximum: 100, default: 20 },
      Thing: { type: 'object', required: ['id'], properties: { id: { type: 'integer' }, of: ref('Thing') } },
      Problem: { type: 'object', required: ['title'], properties: { title: { type: 'string' } } },
      Form: {
        type: 'object',
        required: ['count'],
        properties: { count: { type: 'integer' }, flags: { type: 'array', items: { type: 'boolean' } } },
        additionalProperties: false,
      },
      Upload: {
        type: 'object',
        required: ['file'],
        properties: {
          file: { type: 'string', format: 'binary' },
          others: { type: 'array', maxItems: 1, items: { type: 'string', contentMediaType: 'image/png' } },
          size: { type: 'integer' },
        },
      },
    },
  },
};

interface Module {
  readonly requestValidators: Readonly<Record<string, () => Promise<RequestValidators>>>;
  readonly operationValidators: Readonly<Record<string, () => Promise<OperationValidators>>>;
}

let output: OutputFolder;
let module: Module;

beforeAll(async () => {
  output = await outputFolder(
    (await emitContract(await contractOf(DOCUMENT), [emitOperationValidators])).files,
  );
  const path = pathToFileURL(join(output.path, 'contract/validators/operations.js')).href;
  module = (await import(path)) as Module;
}, 60_000);

afterAll(() => output[Symbol.asyncDispose]());

const load = async (operationId: string) =>
  (await module.operationValidators[operationId]?.()) as OperationValidators;
const paths = (check: Validator<never> | Validator<unknown> | undefined) =>
  (check?.errors ?? []).map(({ instancePath, keyword }) => `${instancePath} ${keyword}`);

test('parameters become what their schemas have, with defaults', async () => {
  const { parameters } = await load('things/get');
  const values = {
    path: { id: '7' },
    query: { deep: { from: '1.5', to: 'x' }, tags: '3', at: [1] },
    headers: { 'x-flag': 'true' },
    cookies: { session: 'ab' },
  };
  expect(parameters?.(values)).toBe(true);
  expect(values).toEqual({
    path: { id: 7 },
    query: { deep: { from: 1.5, to: 'x' }, tags: [3], at: [1], limit: 20 },
    headers: { 'x-flag': true },
    cookies: { session: 'ab' },
  });
});

test('all faults of parameters are told, each at its place', async () => {
  const { parameters } = await load('things/get');
  const query = { limit: '101', tags: ['1', 'x'], deep: { from: 'y' } };
  expect(parameters?.({ path: { id: '0' }, query, headers: {}, cookies: { session: 'a' } })).toBe(false);
  expect(paths(parameters).sort()).toEqual([
    '/cookies/session minLength',
    '/headers required',
    '/path/id minimum',
    '/query/deep/from type',
    '/query/limit maximum',
    '/query/tags/1 type',
  ]);
});

test('the fields of a form become what their schemas have; JSON never changes', async () => {
  const { body } = await load('things/form');
  const fields = { count: '2', flags: ['true', 'false'] };
  expect(body?.['application/x-www-form-urlencoded']?.(fields)).toBe(true);
  expect(fields).toEqual({ count: 2, flags: [true, false] });
  const json = { count: '2' };
  expect(body?.['application/json']?.(json)).toBe(false);
  expect(json).toEqual({ count: '2' });
});

test('files are bytes: a form has to have them, whatever they are', async () => {
  const { body } = await load('things/form');
  const check = body?.['multipart/form-data'];
  const file = new Blob(['a']);
  expect(check?.({ file, others: [file], size: '3' })).toBe(true);
  expect(check?.({ others: [file, file], size: 'x' })).toBe(false);
  expect(paths(check).sort()).toEqual([' required', '/others maxItems', '/size type']);
  expect(body?.['application/octet-stream']).toBeUndefined();
});

test('responses are checked by status, with their headers', async () => {
  const { responses } = await load('things/get');
  expect(Object.keys(responses).sort()).toEqual(['200', '4XX', 'default']);
  const headers: Record<string, unknown> = { 'x-left': '5', etag: 'a' };
  expect(responses['200']?.headers?.(headers)).toBe(true);
  expect(headers).toEqual({ 'x-left': 5, etag: 'a' });
  expect(responses['200']?.headers?.({})).toBe(false);
  expect(responses['200']?.body?.['application/json']?.({ id: 1, of: { id: '1' } })).toBe(false);
  expect(responses['4XX']?.body?.['application/problem+json']?.({})).toBe(false);
  expect(responses.default?.body?.['text/plain']?.('long')).toBe(false);
});

test('the items of a stream are checked one by one', async () => {
  const { responses } = await load('things/follow');
  const check = responses['200']?.items?.['application/jsonl'];
  expect([check?.({ id: 1 }), check?.({})]).toEqual([true, false]);
  expect(responses['200']?.body).toBeUndefined();
});

test('a request is loaded without the responses', async () => {
  const request = await module.requestValidators['things/get']?.();
  expect(Object.keys(request ?? {})).toEqual(['parameters']);
  const folder = join(output.path, 'contract/validators');
  expect((await readdir(join(folder, 'schemas'))).sort()).toEqual([
    'form.js',
    'limit.js',
    'problem.js',
    'thing.js',
  ]);
});

test('many operations are compiled in a thread, to the same files', async () => {
  const contract = await contractOf(DOCUMENT);
  const [first] = contract.operations;
  const more = Array.from({ length: 100 }, (_, index) => ({
    ...(first as NonNullable<typeof first>),
    operationId: `more/${index}`,
  }));
  const few = (await emitContract(contract, [emitOperationValidators])).files;
  const many = await emitContract({ ...contract, operations: [...contract.operations, ...more] }, [
    emitOperationValidators,
  ]);
  const shared = [...few].filter(([path]) => !path.endsWith('/operations.js'));
  expect(shared.filter(([path, text]) => many.files.get(path) !== text)).toEqual([]);
  expect(many.files.size).toBe(few.size + 200);
});
