/** What a generated client makes of what is answered, and how it shows who it is. */

import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { formatErrors } from '../../testing/format.js';
import { call, type GeneratedClient, generateClient } from '../../testing/generated-client.js';
import { type Answer, answer, answerJson, record } from '../../testing/recording-server.js';

/** What other emitters print, and what tests lay beside it. */
const NOT_OURS = ['contract', 'server', 'webhooks', 'usage.ts'];
const DOCUMENT = join(import.meta.dirname, 'fixtures/responses.yaml');
const PET = { path: { id: '1' } };

let generated: GeneratedClient;
beforeAll(async () => {
  generated = await generateClient(DOCUMENT, { 'usage.ts': USAGE });
});
afterAll(() => generated[Symbol.asyncDispose]());

/** What one call gives, or throws. */
async function ask(
  reply: Answer,
  name: string,
  request: object = {},
  options: object = {},
): Promise<unknown> {
  await using server = await record(reply);
  const client = generated.module.createClient({ baseUrl: server.url, maxRetries: 0 });
  return await call(client, name, request, options).catch((error: unknown) => error);
}

describe('a documented response is a value', () => {
  test.each<readonly [string, Answer, string, object, object]>([
    [
      'JSON',
      answerJson(200, { name: 'a' }, { 'X-Total': '3' }),
      'pets.get',
      PET,
      { ok: true, status: 200, body: { name: 'a' } },
    ],
    [
      'with parameters',
      answer(200, '{}', { 'content-type': 'application/json; charset=utf-8' }),
      'pets.get',
      PET,
      { body: {} },
    ],
    [
      'of another JSON',
      answer(200, '{}', { 'content-type': 'application/hal+json' }),
      'pets.get',
      PET,
      { body: {} },
    ],
    ['without a content type', answer(200, '{"a":1}'), 'pets.get', PET, { body: { a: 1 } }],
    ['nothing', answer(204), 'pets.get', PET, { ok: true, status: 204, body: undefined }],
    ['nothing new', answer(304), 'pets.get', PET, { ok: false, status: 304, body: undefined }],
    [
      'its own status before its range',
      answer(404, '{"detail":"d"}', { 'content-type': 'application/problem+json' }),
      'pets.get',
      PET,
      { ok: false, status: 404, contentType: 'application/problem+json', body: { detail: 'd' } },
    ],
    [
      'a range',
      answerJson(418, { why: 'w' }),
      'pets.get',
      PET,
      { ok: false, status: 418, body: { why: 'w' } },
    ],
    [
      'the default',
      answerJson(500, { what: 'w' }),
      'pets.get',
      PET,
      { ok: false, status: 500, body: { what: 'w' } },
    ],
    [
      'a head',
      answer(200, '', { 'content-length': '7', 'content-type': 'text/plain' }),
      'pets.head',
      PET,
      { ok: true, body: undefined },
    ],
    ['a head of nothing', answer(404), 'pets.head', PET, { ok: false, status: 404, body: undefined }],
    [
      'text',
      answer(200, 'é', { 'content-type': 'text/plain' }),
      'pets.several',
      {},
      { contentType: 'text/plain', body: 'é' },
    ],
    [
      'JSON among others',
      answer(200, '{"name":"a"}', { 'content-type': 'application/vnd.pet+json;version=1' }),
      'pets.several',
      {},
      { contentType: 'application/vnd.pet+json; version=1', body: { name: 'a' } },
    ],
    [
      'a range of types',
      answer(200, 'x', { 'content-type': 'image/png' }),
      'pets.several',
      {},
      { contentType: 'image/png', body: expect.any(Blob) },
    ],
    [
      'JSON behind a range',
      answerJson(200, { name: 'a' }),
      'pets.any',
      {},
      { contentType: 'application/json', body: { name: 'a' } },
    ],
    [
      'what nobody told',
      answerJson(200, [1]),
      'pets.untold',
      {},
      { contentType: 'application/json', body: [1] },
    ],
    [
      'text that nobody told',
      answer(200, 'x', { 'content-type': 'text/html' }),
      'pets.untold',
      {},
      { body: 'x' },
    ],
    ['nothing, that nobody told', answer(200), 'pets.untold', {}, { body: undefined }],
    [
      'whatever it may be',
      answer(201, 'x', { 'content-type': 'text/html' }),
      'pets.untold',
      {},
      { contentType: 'text/html', body: 'x' },
    ],
    [
      'only the default',
      answerJson(201, { name: 'a' }),
      'default.default',
      {},
      { ok: true, status: 201, body: { name: 'a' } },
    ],
    [
      'only the default, refused',
      answerJson(400, { name: 'a' }),
      'default.default',
      {},
      { ok: false, status: 400 },
    ],
  ])('%s', async (_, reply, name, request, expected) => {
    expect(await ask(reply, name, request)).toMatchObject(expected);
  });

  test('bytes are a blob', async () => {
    const type = { 'content-type': 'application/octet-stream' };
    const { body } = (await ask(answer(206, Uint8Array.of(0, 255), type), 'files.download')) as {
      body: Blob;
    };
    expect([...new Uint8Array(await body.arrayBuffer())]).toEqual([0, 255]);
  });

  test('headers are what their schemas say, and all are at hand', async () => {
    const headers = {
      ...{ 'x-total': '3', 'x-tags': 'a, b', 'x-sizes': '1,2', 'x-old': 'true', 'x-text': 'cat' },
      'x-more': 'm',
    };
    const reply = (await ask(answerJson(200, {}, headers), 'pets.get', PET)) as {
      headers: object;
      raw: Response;
    };
    expect(reply.headers).toEqual({
      ...{ 'X-Total': 3, 'X-Tags': ['a', 'b'], 'X-Sizes': [1, 2], 'X-Old': true, 'X-Text': 'cat' },
    });
    expect(reply.raw.headers.get('x-more')).toBe('m');
  });
});

describe('what is not documented is an error', () => {
  test.each<readonly [string, Answer, string, object, object]>([
    [
      'a status',
      answer(202, 'x'),
      'pets.get',
      PET,
      { message: 'status 202 is not documented', text: 'x', status: 202 },
    ],
    ['a content type', answer(200, '<p>', { 'content-type': 'text/html' }), 'pets.get', PET, { text: '<p>' }],
    ['no content type of several', answer(200, 'x'), 'pets.several', {}, { text: 'x' }],
    [
      'no JSON',
      answer(200, '{"a":', { 'content-type': 'application/json' }),
      'pets.get',
      PET,
      { text: '{"a":' },
    ],
    [
      'a page of a proxy',
      answer(502, '<p>', { 'content-type': 'text/html' }),
      'pets.get',
      PET,
      { status: 502, text: '<p>' },
    ],
  ])('%s', async (_, reply, name, request, expected) => {
    expect(await ask(reply, name, request)).toMatchObject({ name: 'UnexpectedResponseError', ...expected });
  });

  test('no answer at all', async () => {
    const breaks: Answer = (response) => response.destroy();
    expect(await ask(breaks, 'pets.get', PET)).toMatchObject({ name: 'ConnectionError' });
    const breaksOff: Answer = (response) => {
      response.writeHead(200, { 'content-type': 'application/json', 'content-length': '9' }).write('{');
      setTimeout(() => response.destroy(), 20);
    };
    expect(await ask(breaksOff, 'pets.get', PET)).toMatchObject({ name: 'ConnectionError' });
  });
});

test('an operation may be called like a constructor', async () => {
  expect(await ask(answer(204), 'pets.constructor_')).toMatchObject({ status: 204 });
});

test('expectOk gives a success, and throws the rest with the reply', async () => {
  const { expectOk } = generated.module;
  const ok = await ask(answerJson(200, {}), 'pets.get', PET);
  expect(expectOk(ok)).toBe(ok);
  const failed = await ask(answerJson(500, { message: 'no disk' }, { 'retry-after': '7' }), 'pets.get', PET);
  const error = await Promise.resolve(failed)
    .then(expectOk)
    .catch((one: unknown) => one);
  expect(error).toMatchObject({
    name: 'ApiError',
    status: 500,
    retryAfterSeconds: 7,
    message: 'status 500: no disk',
  });
  expect((error as { reply: unknown }).reply).toBe(failed);
});

describe('redirects', () => {
  const moved = answer(302, '', { location: '/elsewhere' });

  test('are the answer where there is no other', async () => {
    expect(await ask(moved, 'files.moved')).toMatchObject({
      ok: false,
      status: 302,
      headers: { Location: '/elsewhere' },
    });
  });

  test('are followed elsewhere, unless somebody asks', async () => {
    const there = answer(301, '', { location: '/elsewhere' });
    await using server = await record(there, answer(200, 'x', { 'content-type': 'text/plain' }), there);
    const client = generated.module.createClient({ baseUrl: server.url });
    expect(await call(client, 'files.moves')).toMatchObject({ status: 200, body: 'x' });
    expect(await call(client, 'files.moves', {}, { redirect: 'manual' })).toMatchObject({ status: 301 });
  });
});

describe('a failure that passes is tried again', () => {
  test('and what came last is the answer', async () => {
    await using server = await record(answerJson(503, { what: 'w' }, { 'retry-after': '0' }));
    const client = generated.module.createClient({ baseUrl: server.url, maxRetries: 1 });
    expect(await call(client, 'pets.get', PET)).toMatchObject({ status: 503, body: { what: 'w' } });
    expect(server.requests).toHaveLength(2);
  });

  test('unless the service says that it does not', async () => {
    await using server = await record(answerJson(503, { what: 'w', retryable: false }));
    const client = generated.module.createClient({ baseUrl: server.url });
    expect(await call(client, 'pets.get', PET)).toMatchObject({ status: 503 });
    expect(server.requests).toHaveLength(1);
  });
});

describe('credentials', () => {
  const user = { username: 'ä', password: 'b:c' };
  const all = {
    key: 'k',
    user,
    token: () => 't',
    cookie: 'c d',
    query: async () => 'q&',
    custom: 'x',
    oauth: 'o',
  };

  test.each<readonly [string, object, string, object]>([
    ['none where none is needed', all, 'files.download', { 'x-key': undefined, authorization: undefined }],
    [
      'the first alternative of which all is there',
      { user, token: 't' },
      'pets.untold',
      {
        authorization: `Basic ${Buffer.from('ä:b:c').toString('base64')}`,
        'x-token': 't',
        'x-key': undefined,
      },
    ],
    [
      'the one before it',
      all,
      'pets.untold',
      { 'x-key': 'k', authorization: undefined, 'x-token': undefined },
    ],
    ['none if something is missing', { user }, 'pets.untold', { authorization: undefined }],
    ['none if there is none now', { key: () => undefined }, 'pets.untold', { 'x-key': undefined }],
    [
      'in a cookie and the query',
      all,
      'files.moved',
      { cookie: 'sid=c%20d', line: 'GET /moved?api%20key=q%26' },
    ],
    ['of another scheme', all, 'files.moves', { authorization: 'Hoba x' }],
    ['a token of OAuth', { oauth: 'o' }, 'files.moves', { authorization: 'Bearer o' }],
  ])('%s', async (_, auth, name, expected) => {
    await using server = await record(answer(200, 'x', { 'content-type': 'text/plain' }));
    const client = generated.module.createClient({ baseUrl: server.url, auth });
    await call(client, name).catch(() => undefined);
    const { headers, line } = server.last();
    const came: Readonly<Record<string, unknown>> = { line, ...headers };
    expect(Object.fromEntries(Object.keys(expected).map((key) => [key, came[key]]))).toEqual(expected);
  });

  test('are asked for at each connection', async () => {
    await using server = await record(answer(503, '', { 'retry-after': '0' }), answer(200));
    let count = 0;
    const auth = { key: () => `k${++count}` };
    await call(generated.module.createClient({ baseUrl: server.url, auth }), 'pets.untold');
    expect(server.requests.map(({ headers }) => headers['x-key'])).toEqual(['k1', 'k2']);
  });
});

test('a client that is given validators refuses what does not meet them', async () => {
  const named = (value: unknown): boolean => typeof (value as { name?: unknown }).name === 'string';
  const total = (value: unknown): boolean => Number((value as Record<string, string>)['x-total']) < 10;
  const failing = (check: (value: unknown) => boolean, instancePath: string) =>
    Object.assign((value: unknown) => check(value), { errors: [{ instancePath, message: 'is wrong' }] });
  const checks = {
    responses: {
      '200': { body: { 'application/json': failing(named, '/name') }, headers: failing(total, '/x-total') },
    },
  };
  await using server = await record(
    answerJson(200, { name: 'a' }, { 'x-total': '3' }),
    answerJson(200, {}, { 'x-total': '30' }),
  );
  const client = generated.module.createClient({
    baseUrl: server.url,
    validate: { 'pets/get': async () => checks },
  });
  expect(await call(client, 'pets.get', PET)).toMatchObject({ status: 200 });
  await expect(call(client, 'pets.get', PET)).rejects.toMatchObject({
    name: 'ValidationError',
    operationId: 'pets/get',
    faults: [
      { in: 'body', pointer: '/name', message: 'is wrong' },
      { in: 'headers', pointer: '/x-total', message: 'is wrong' },
    ],
  });
});

/** Type tests: each `@ts-expect-error` is an error itself if the line below it compiles. */
const USAGE = `import { ApiError, type Auth, createClient, expectOk, type PetsGetResponse } from './client/index.js';
import type * as schemas from './contract/schemas.js';
import { operationValidators } from './contract/validators/operations.js';

type Is<A, B> = (<T>() => T extends A ? 1 : 2) extends <T>() => T extends B ? 1 : 2 ? true : false;
function same<A, B>(..._: Is<A, B> extends true ? [] : [never]): void {}

export async function use(auth: Auth): Promise<void> {
  const client = createClient({ auth, maxRetries: 1, validate: operationValidators });
  const reply = await client.pets.get({ path: { id: '1' } });
  switch (reply.status) {
    case 200:
      same<typeof reply.body, schemas.Pet>();
      same<typeof reply.headers['X-Total'], number>();
      same<typeof reply.headers['X-Tags'], readonly string[] | undefined>();
      break;
    case 204:
    case 304:
      same<typeof reply.body, undefined>();
      break;
    case 404:
      same<typeof reply.body, schemas.Problem>();
      break;
    case 418:
      same<typeof reply.body, schemas.Refusal>();
      break;
    case 500:
      same<typeof reply.body, schemas.Failure>();
      break;
  }
  if (reply.ok) same<typeof reply.status, 200 | 204>();
  const ok = await client.pets.get({ path: { id: '1' } }).then(expectOk);
  same<typeof ok, Extract<PetsGetResponse, { readonly ok: true }>>();
  const several = expectOk(await client.pets.several());
  if (several.contentType === 'text/plain') same<typeof several.body, string>();
  if (several.contentType === 'application/pdf') same<typeof several.body, Blob>();
  const any = await client.pets.any({}, { signal: AbortSignal.timeout(1) });
  same<typeof any.body, schemas.Pet>();
  const bytes = await client.files.download();
  same<typeof bytes.body, Blob>();
  const all = await client.default.default();
  if (all.ok) same<typeof all.body, schemas.Pet>();
  try {
    expectOk(reply);
  } catch (error) {
    if (error instanceof ApiError) same<typeof error.status, number>();
  }
  // @ts-expect-error the path has no such parameter
  await client.pets.get({ path: { name: '1' } });
  // @ts-expect-error something is needed
  await client.pets.get();
  // @ts-expect-error nothing is taken
  await client.pets.untold({ query: {} });
  // @ts-expect-error such a status is not documented
  if ((await client.files.download()).status === 404) return;
  // @ts-expect-error there is no such scheme
  createClient({ auth: { tls: 'x' } });
  // @ts-expect-error a user has a password
  createClient({ auth: { user: 'x' } });
}
`;

test('the code and its uses compile at their strictest, for Node and for browsers', () => {
  expect(generated.output.typeErrors(['usage.ts'])).toEqual([]);
  expect(generated.output.typeErrors(['usage.ts'], 'browser')).toEqual([]);
});

test('the code reads as the formatter and the linter want it', async () => {
  expect(await formatErrors(generated.output.path, NOT_OURS)).toBe('');
});
