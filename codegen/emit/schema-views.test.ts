/** What only requests, and what only responses have: in types and in validators, at any depth. */
import { pathToFileURL } from 'node:url';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { OperationValidators } from '../runtime/contract/validation.js';
import { contractOf, emitContract } from '../testing/emit-document.js';
import { type OutputFolder, outputFolder } from '../testing/emit-project.js';
import { emitTypes } from './types/index.js';
import { emitOperationValidators } from './validators/operations/index.js';

const ref = (name: string) => ({ $ref: `#/components/schemas/${name}` });
const json = (schema: object) => ({ content: { 'application/json': { schema } } });

const DOCUMENT = {
  openapi: '3.1.0',
  info: { title: 'Views', version: '1' },
  paths: {
    '/users': {
      put: {
        operationId: 'putUser',
        requestBody: json(ref('User')),
        responses: { 200: { description: 'Kept.', ...json(ref('User')) } },
      },
      post: {
        operationId: 'postUsers',
        requestBody: json({
          type: 'object',
          required: ['users', 'at'],
          properties: { users: { type: 'array', items: ref('User') }, at: ref('Time') },
        }),
        responses: { 204: { description: 'Kept.' } },
      },
      get: { operationId: 'getPlain', responses: { 200: { description: 'A.', ...json(ref('Plain')) } } },
    },
  },
  webhooks: {
    'user.added': {
      post: {
        operationId: 'onUser',
        requestBody: json(ref('User')),
        responses: { 200: { description: 'Read.', ...json(ref('User')) } },
      },
    },
  },
  components: {
    schemas: {
      // In parts: what is required stands elsewhere than what is marked.
      Base: { type: 'object', properties: { id: { type: 'integer', readOnly: true } } },
      User: {
        allOf: [ref('Base'), { required: ['id', 'name'] }],
        type: 'object',
        required: ['password', 'home'],
        properties: {
          name: { type: 'string' },
          password: { type: 'string', writeOnly: true },
          home: ref('Home'),
          friends: { type: 'array', items: ref('User') },
        },
      },
      Home: { type: 'object', required: ['since'], properties: { since: ref('Time') } },
      Time: { type: 'string', readOnly: true },
      Plain: { type: 'object', properties: { a: { type: 'string' } } },
      UserRequest: { type: 'object', properties: { taken: { type: 'string' } } },
    },
  },
};

const SENT = { name: 'Ada', password: 'x', home: {} };
const SEEN = { id: 1, name: 'Ada', home: { since: '1815' } };

let output: OutputFolder;
let operations: Readonly<Record<string, () => Promise<OperationValidators>>>;

beforeAll(async () => {
  const { files } = await emitContract(await contractOf(DOCUMENT), [emitTypes, emitOperationValidators]);
  output = await outputFolder(new Map([...files, ['views.ts', PROGRAM]]));
  const path = pathToFileURL(`${output.path}/contract/validators/operations.js`).href;
  operations = ((await import(path)) as { operationValidators: typeof operations }).operationValidators;
}, 60_000);

afterAll(() => output[Symbol.asyncDispose]());

const PROGRAM = `import type * as schemas from './contract/schemas.js';
import type { operations } from './contract/types.js';

type Put = operations['putUser'];
type Sent = NonNullable<Put['requestBody']>['content']['application/json'];
type Seen = Put['responses'][200]['content']['application/json'];
type Hook = operations['onUser'];

export const sent: Sent = ${JSON.stringify(SENT)};
export const named: schemas.UserRequest_ = sent;
export const friends: Sent = { ...sent, friends: [sent] };
export const seen: Seen = { ...${JSON.stringify(SEEN)}, friends: [${JSON.stringify(SEEN)}] };
export const told: NonNullable<Hook['requestBody']>['content']['application/json'] = seen;
export const answered: Hook['responses'][200]['content']['application/json'] = sent;
export const several: NonNullable<operations['postUsers']['requestBody']>['content']['application/json'] = {
  users: [sent],
};
export const taken: schemas.UserRequest = { taken: '' };
// @ts-expect-error a response has all that is required of it
export const partly: Seen = ${JSON.stringify(SENT)};
// @ts-expect-error and nothing that only requests have
seen.password;
// @ts-expect-error a request has what is not readOnly
export const nameless: Sent = { password: 'x', home: {} };
// @ts-expect-error schemas without a mark are there once
export type Twin = schemas.PlainRequest;
`;

test('types have both views', () => {
  expect(output.typeErrors(['views.ts'])).toEqual([]);
});

test('validators hold requests and responses to what each must have', async () => {
  const { body, responses } = (await operations.putUser?.()) ?? {};
  const isRequest = body?.['application/json'];
  const isResponse = responses?.['200']?.body?.['application/json'];
  expect([SENT, SEEN, { ...SENT, name: 1 }].map((value) => isRequest?.(value))).toEqual([true, false, false]);
  expect([SENT, SEEN, { ...SEEN, home: {} }].map((value) => isResponse?.(value))).toEqual([
    false,
    true,
    false,
  ]);
  const several = (await operations.postUsers?.())?.body?.['application/json'];
  expect([{ users: [SENT] }, { users: [{}] }, {}].map((value) => several?.(value))).toEqual([
    true,
    false,
    false,
  ]);
});

test('what the service sends by itself is seen as its responses are', async () => {
  const { body, responses } = (await operations.onUser?.()) ?? {};
  expect([SENT, SEEN].map((value) => body?.['application/json']?.(value))).toEqual([false, true]);
  const answer = responses?.['200']?.body?.['application/json'];
  expect([SENT, SEEN].map((value) => answer?.(value))).toEqual([true, false]);
});
