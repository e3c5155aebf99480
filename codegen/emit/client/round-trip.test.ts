/** A generated client and a generated server of the same document: what one says, the other understands. */
import { symlink } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { importModule, type Listening, serveOutput } from '../../testing/document.js';
import {
  type AnyClient,
  call,
  collect,
  type GeneratedClient,
  generateClient,
} from '../../testing/generated-client.js';

const FIXTURES = join(import.meta.dirname, 'fixtures');
const NODE_MODULES = join(import.meta.dirname, '../../../node_modules');

/** A document's client, and a server whose handlers keep what they are asked and answer as a test says. */
interface Pair extends AsyncDisposable {
  readonly client: AnyClient;
  asked: unknown;
  answer: object;
}

async function pairOf(document: string, operations: readonly string[], auth: object = {}): Promise<Pair> {
  const generated: GeneratedClient = await generateClient(join(FIXTURES, document));
  await symlink(NODE_MODULES, join(generated.output.path, 'node_modules'));
  const pair = { asked: undefined as unknown, answer: { status: 204 } as object };
  const handle = async (request: unknown) => {
    pair.asked = request;
    return pair.answer;
  };
  const handlers = Object.fromEntries(operations.map((id) => [id, handle]));
  const authenticate = ({ credentials }: { readonly credentials: unknown }) => credentials;
  const server: Listening = await serveOutput(generated.output, handlers, { authenticate });
  const { operationValidators } = await importModule<{ operationValidators: object }>(
    generated.output,
    'contract/validators/operations.js',
  );
  const options = { baseUrl: server.url, maxRetries: 0, validate: operationValidators, auth };
  return Object.assign(pair, {
    client: generated.module.createClient(options),
    [Symbol.asyncDispose]: async () => {
      await server[Symbol.asyncDispose]();
      await generated[Symbol.asyncDispose]();
    },
  });
}

describe('requests', () => {
  let pair: Pair;
  const ids = ['items/get', 'items/search', 'bodies/json', 'bodies/form', 'bodies/multipart', 'bodies/text'];
  const more = ['bodies/xml', 'bodies/binary', 'bodies/any', 'bodies/lines', 'bodies/several'];
  beforeAll(async () => {
    pair = await pairOf('requests.yaml', [...ids, ...more]);
  });
  afterAll(() => pair[Symbol.asyncDispose]());

  test('parameters of every style', async () => {
    const path = { id: 'a/b é', kind: ['x', 'y.z'], matrix: { from: 1, to: 2 } };
    const query = {
      plain: 'a&b',
      'tags[]': ['a', 'b,c'],
      ids: [1, 2],
      spaced: ['a', 'b'],
      piped: ['a', 'b'],
      filter: { kind: 'k', range: { from: 1 }, any: ['x', 'y'] },
      url: 'https://a.b/c?d=e&f#g+h',
      query: { from: 1 },
    };
    pair.answer = { status: 200, body: { id: 1, name: 'a' } };
    const parts = {
      path: { ...path, kind: ['x', 'y'] },
      query,
      headers: { 'X-Ids': [1, 2] },
      cookies: { session: 'a;b' },
    };
    expect(await call(pair.client, 'items.get', parts)).toMatchObject({
      status: 200,
      body: { id: 1, name: 'a' },
    });
    expect(pair.asked).toMatchObject({
      path: parts.path,
      query,
      headers: { 'x-ids': [1, 2] },
      cookies: { session: 'a;b' },
    });
  });

  test('an object that is spread over the query', async () => {
    pair.answer = { status: 204 };
    await call(pair.client, 'items.search', { query: { range: { from: 1, to: 2 } } });
    expect(pair.asked).toMatchObject({ query: { range: { from: 1, to: 2 } } });
  });

  test.each<readonly [string, object]>([
    ['bodies.json', { body: { name: 'a' } }],
    [
      'bodies.form',
      {
        body: {
          name: 'a&b',
          tags: ['x'],
          csv: ['x', 'y'],
          deep: { range: { from: 1 }, any: ['y'] },
          json: { to: 2 },
        },
      },
    ],
    ['bodies.text', { body: 'é' }],
    ['bodies.xml', { body: '<a/>' }],
    ['bodies.several', { path: { id: 7 }, body: { name: 'a' } }],
    ['bodies.several', { path: { id: 7 }, contentType: 'text/csv', body: 'a,b' }],
  ])('%s %j', async (name, request) => {
    pair.answer = { status: 204 };
    expect(await call(pair.client, name, request)).toMatchObject({ status: 204 });
    expect(pair.asked).toMatchObject(request);
  });

  test('files and what goes with them', async () => {
    pair.answer = { status: 204 };
    const file = new File(['x'], 'a.txt', { type: 'text/x' });
    const body = {
      file,
      more: [new Blob(['1'])],
      picture: new Blob(['p'], { type: 'image/png' }),
      meta: { from: 1 },
      note: 'n',
      count: 3,
      tags: ['t'],
      inline: { a: 'b' },
    };
    expect(await call(pair.client, 'bodies.multipart', { body })).toMatchObject({ status: 204 });
    const { body: got } = pair.asked as { body: Record<string, unknown> };
    const {
      file: gotFile,
      more: gotMore,
      picture,
      ...rest
    } = got as { file: File; more: Blob[]; picture: Blob };
    expect(rest).toEqual({ meta: { from: 1 }, note: 'n', count: 3, tags: ['t'], inline: { a: 'b' } });
    expect([gotFile.name, gotFile.type, await gotFile.text()]).toEqual(['a.txt', 'text/x', 'x']);
    expect(await Promise.all([...gotMore, picture].map((blob) => blob.text()))).toEqual(['1', 'p']);
  });

  test('a key that the client makes', async () => {
    pair.answer = { status: 204 };
    await call(pair.client, 'bodies.json', { body: { name: 'a' } });
    expect(pair.asked).toMatchObject({
      headers: { 'idempotency-key': expect.stringMatching(/^[0-9a-f]{32}$/) },
    });
  });
});

describe('responses', () => {
  let pair: Pair;
  beforeAll(async () => {
    const ids = ['pets/get', 'pets/several', 'pets/any', 'files/download', 'files/moved', 'files/moves'];
    const auth = { key: 'k', cookie: 'c', query: 'q', custom: 'x', oauth: 'o' };
    pair = await pairOf('responses.yaml', ids, auth);
  });
  afterAll(() => pair[Symbol.asyncDispose]());

  test.each<readonly [string, object, object]>([
    [
      'pets.get',
      { path: { id: '1' } },
      { status: 200, headers: { 'X-Total': 3, 'X-Tags': ['a', 'b'], 'X-Old': true }, body: { name: 'a' } },
    ],
    ['pets.get', { path: { id: '1' } }, { status: 204 }],
    ['pets.get', { path: { id: '1' } }, { status: 404, body: { detail: 'd' } }],
    ['pets.get', { path: { id: '1' } }, { status: 422, body: { why: 'w' } }],
    ['pets.get', { path: { id: '1' } }, { status: 500, body: { what: 'w' } }],
    ['pets.several', {}, { status: 200, contentType: 'text/plain', body: 'é' }],
    ['files.moves', {}, { status: 200, body: 'text' }],
    ['files.moved', {}, { status: 302, headers: { Location: '/x' } }],
  ])('%s %j %j', async (name, request, answer) => {
    pair.answer = answer;
    expect(await call(pair.client, name, request)).toMatchObject(answer);
  });

  test.each<readonly [string, object, object, object]>([
    [
      'a field is missing',
      { path: { id: '1' } },
      { headers: { 'X-Total': 3 }, body: {} },
      { in: 'body', pointer: '' },
    ],
    [
      'a field is wrong',
      { path: { id: '1' } },
      { headers: { 'X-Total': 3 }, body: { name: 1 } },
      { in: 'body', pointer: '/name' },
    ],
    ['a header is missing', { path: { id: '1' } }, { body: { name: 'a' } }, { in: 'headers' }],
    [
      'a header is wrong',
      { path: { id: '1' } },
      { headers: { 'X-Total': 'x' }, body: { name: 'a' } },
      { in: 'headers', pointer: '/x-total' },
    ],
  ])('what breaks the contract is refused: %s', async (_, request, answer, fault) => {
    pair.answer = { status: 200, ...answer };
    await expect(call(pair.client, 'pets.get', request)).rejects.toMatchObject({
      name: 'ValidationError',
      faults: [fault],
    });
  });

  test('files', async () => {
    pair.answer = { status: 200, body: Uint8Array.of(0, 255) };
    const { body } = (await call(pair.client, 'files.download')) as { body: Blob };
    expect([...new Uint8Array(await body.arrayBuffer())]).toEqual([0, 255]);
  });
});

describe('streams', () => {
  let pair: Pair;
  beforeAll(async () => {
    const ids = ['events/list', 'events/named', 'events/text', 'chat/create', 'lines/read', 'lines/records'];
    pair = await pairOf('streams.yaml', ids, { token: 't' });
  });
  afterAll(() => pair[Symbol.asyncDispose]());

  async function* items(...all: readonly unknown[]) {
    yield* all;
  }

  test('of events, to their end', async () => {
    const named = [
      { event: 'note', data: { text: 'a' }, id: '1' },
      { event: 'log', data: 'two\nlines', id: '2' },
    ];
    pair.answer = { status: 200, body: items(...named) };
    const read = pair.client.events?.named?.() as AsyncGenerator;
    expect((await read.next()).value).toEqual(named[0]);
    expect((await read.next()).value).toEqual(named[1]);
    await read.return(undefined);
  });

  test.each<readonly [string, object, object]>([
    ['events.list', { data: { text: 1 } }, { pointer: '/text' }],
    ['events.named', { event: 'note', data: {} }, {}],
    ['lines.read', {}, {}],
  ])('that break the contract are refused: %s', async (name, item, fault) => {
    pair.answer = { status: 200, body: items(item) };
    await expect(collect(pair.client, name)).rejects.toMatchObject({
      name: 'ValidationError',
      faults: [{ in: 'item', ...fault }],
    });
  });

  test('of what a POST gives', async () => {
    pair.answer = { status: 200, contentType: 'text/event-stream', body: items({ data: { text: 'a' } }) };
    expect(await collect(pair.client, 'chat.createStream_', { body: { text: 'x' } })).toEqual([
      { event: 'message', data: { text: 'a' }, id: '' },
    ]);
  });

  test.each(['lines.read', 'lines.records'])('of %s', async (name) => {
    pair.answer = { status: 200, body: items({ text: 'a' }, { text: 'b' }) };
    expect(await collect(pair.client, name)).toEqual([{ text: 'a' }, { text: 'b' }]);
  });
});
