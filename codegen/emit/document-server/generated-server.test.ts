/** A server made of a document, compiled and asked over HTTP. */
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import request from 'supertest';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { documentOutput, type Listening, serveOutput } from '../../testing/document.js';
import type { OutputFolder } from '../../testing/emit-project.js';
import { loadDocument } from '../../testing/load-document.js';

const FIXTURE = join(import.meta.dirname, 'fixtures/server.yaml');

interface Asked {
  readonly path?: object;
  readonly query?: object;
  readonly headers?: object;
  readonly cookies?: object;
  readonly body?: unknown;
  readonly contentType?: string;
  readonly accepts?: string;
}

let output: OutputFolder;
let server: Listening;
let asked: Asked = {};

/** Handlers that keep what they are asked. */
const echo = (answer: object | ((asked: Asked) => unknown)) => async (request: Asked) => {
  asked = request;
  return typeof answer === 'function' ? answer(request) : answer;
};

const handlers = {
  listPets: echo({ status: 200, headers: { 'X-Total': 1 }, body: [{ name: 'Rex' }] }),
  createPet: echo(({ body }) => ({ status: 201, headers: { Location: '/pets/1' }, body })),
  myPet: echo({ status: 200, body: 'mine' }),
  getPet: echo({ status: 200, body: { name: 'Rex' } }),
  'pets/delete': echo({ status: 204 }),
  getFile: echo({ status: 200, body: new Blob(['bytes']) }),
  archiveFile: echo({ status: 202 }),
  styles: echo(({ path }) => ({ status: 200, body: path })),
  sendForm: echo(({ body }) => ({ status: 200, body: typeof body })),
  upload: echo(async ({ body }) => {
    let size = 0;
    for await (const chunk of (body ?? []) as AsyncIterable<Buffer>) size += chunk.length;
    return { status: 200, body: String(size) };
  }),
  anything: echo(({ body }) => ({ status: 200, body })),
  lines: echo(({ body }) => ({ status: 200, body })),
  report: echo(({ accepts }) => ({
    status: 200,
    contentType: accepts,
    body: accepts === 'text/csv' ? 'a,b\n' : { a: 1 },
  })),
  secret: echo({ status: 200, body: 'psst' }),
  perhaps: echo({ status: 204 }),
};

const authenticate = ({ credentials }: { credentials: Record<string, unknown> }) =>
  credentials.key === 'k' || credentials.basic !== undefined ? credentials : undefined;

beforeAll(async () => {
  const { contract, diagnostics } = await loadDocument(FIXTURE);
  expect(diagnostics).toEqual([]);
  output = await documentOutput(contract);
  server = await serveOutput(output, handlers, { authenticate, bodyLimit: 1000, uploadLimit: 5000 });
});

afterAll(async () => {
  await server[Symbol.asyncDispose]();
  await output[Symbol.asyncDispose]();
});

test('compiles at its strictest', () => {
  expect(output.typeErrors(['server/express.ts'])).toEqual([]);
});

describe('parameters', () => {
  const pets = (query: string) => request(server.url).get(`/pets?${query}`);

  test.each([
    ['', { limit: 20 }],
    ['limit=5', { limit: 5 }],
    ['tags=a&tags=b%2Cc', { limit: 20, tags: ['a', 'b,c'] }],
    ['tags=a', { limit: 20, tags: ['a'] }],
    ['ids=1,2', { limit: 20, ids: [1, 2] }],
    ['ids=', { limit: 20, ids: [] }],
    ['pipes=1|2', { limit: 20, pipes: [1, 2] }],
    ['pipes=1%7C2', { limit: 20, pipes: [1, 2] }],
    ['spaces=a%20b+c', { limit: 20, spaces: ['a', 'b', 'c'] }],
    ['filter[min]=3&filter[names][]=a', { limit: 20, filter: { min: 3, names: ['a'] } }],
    ['filter%5Bmin%5D=3', { limit: 20, filter: { min: 3 } }],
    ['filter[names]=a', { limit: 20, filter: { names: ['a'] } }],
    ['filter[names][1]=b&filter[names][0]=a', { limit: 20, filter: { names: ['a', 'b'] } }],
    ['filter[owner][age]=7', { limit: 20, filter: { owner: { age: 7 } } }],
    ['filter[constructor][x]=1', { limit: 20, filter: { constructor: { x: '1' } } }],
    ['offset=4&sort=a&sort=b', { limit: 20, page: { offset: 4, sort: ['a', 'b'] } }],
    ['sort=a', { limit: 20, page: { sort: ['a'] } }],
    [`where=${encodeURIComponent('{"age":3}')}`, { limit: 20, where: { age: 3 } }],
    ['name=J+%C3%A4', { limit: 20, name: 'J ä' }],
    ['unknown=1', { limit: 20 }],
  ])('?%s', async (query, wanted) => {
    await pets(query).expect(200);
    expect(asked.query).toEqual(wanted);
  });

  test.each([
    ['limit=x', '/query/limit'],
    ['limit=0', '/query/limit'],
    ['limit=1&limit=2', '/query/limit'],
    ['ids=1,x', '/query/ids/1'],
    ['where={', '/query/where'],
    ['where={}', '/query/where/age'],
    ['name=%E4', '/query/name'],
    ['name=%', '/query/name'],
    ['%=1', '/query'],
    ['name=a%00b', '/query/name'],
    ['filter[__proto__][x]=1', '/query/filter'],
    ['filter[a]=1&filter[a][b]=2', '/query/filter'],
    [`filter${'[a]'.repeat(40)}=1`, '/query/filter'],
    ['filter[owner][age]=x', '/query/filter/owner/age'],
  ])('?%s is refused', async (query, pointer) => {
    const { body, headers } = await pets(query).expect(400);
    expect(headers['content-type']).toBe('application/problem+json');
    expect(body).toMatchObject({ status: 400, title: 'Bad Request' });
    expect(body.errors.map((error: { pointer: string }) => error.pointer)).toEqual([pointer]);
    expect(JSON.stringify(body)).not.toContain('node_modules');
    expect(({} as { x?: unknown }).x).toBeUndefined();
  });

  test('a very long query takes no longer than it must', async () => {
    const started = performance.now();
    await pets(`tags=${'%2C'.repeat(4000)}`).expect(200);
    await pets(`${'filter[a]'.repeat(1000)}=1`).expect(200);
    await pets(`${'name=&'.repeat(2000)}`).expect(400);
    expect(performance.now() - started).toBeLessThan(1000);
  });

  test('of headers and cookies', async () => {
    const query = request(server.url).get('/pets').set('X-Trace', '1, 2').set('x-color', 'R=1,G=2');
    await query.set('Cookie', 'other=%; %=other; session=a%20b; seen=1,2').expect(200);
    expect(asked.headers).toEqual({ 'x-trace': [1, 2], 'x-color': { R: 1, G: 2 } });
    expect(asked.cookies).toEqual({ session: 'a b', seen: [1, 2] });
    const { body } = await request(server.url).get('/pets').set('X-Trace', '1,x').expect(400);
    expect(body.errors[0].pointer).toBe('/headers/x-trace/1');
  });

  test('of paths', async () => {
    await request(server.url).get('/styles/1,2/.a.b/;matrix=3;matrix=4/a=5').expect(200);
    expect(asked.path).toEqual({ list: [1, 2], label: ['a', 'b'], matrix: [3, 4], object: { a: 5 } });
    await request(server.url).get('/styles/1,2/a/;matrix=3/a=5').expect(400);
    await request(server.url).get('/styles/1,2/.a/;other=3/a=5').expect(400);
  });
});

describe('paths', () => {
  test('the more specific one first', async () => {
    expect((await request(server.url).get('/pets/mine').expect(200)).body).toBe('mine');
    await request(server.url).get('/pets/7').expect(200);
    expect(asked.path).toEqual({ id: 7 });
    const { body } = await request(server.url).get('/pets/x').expect(400);
    expect(body.errors[0].pointer).toBe('/path/id');
    await request(server.url).get('/pets/%E0%A4%A').expect(400);
  });

  test('with several values in a segment, and a verb', async () => {
    await request(server.url).get('/files/a%2Fb.tar.gz').expect(200, Buffer.from('bytes'));
    expect(asked.path).toEqual({ name: 'a/b', ext: 'tar.gz' });
    for (const verb of [':archive', '%3Aarchive']) {
      await request(server.url).post(`/files/a:b${verb}`).expect(202);
      expect(asked.path).toEqual({ id: 'a:b' });
    }
  });

  test('that are not there, methods that are not there', async () => {
    await request(server.url).get('/nothing').expect(404);
    await request(server.url).get('/pets/').expect(404);
    await request(server.url).get('/constructor').expect(404);
    const { headers } = await request(server.url).patch('/pets').expect(405);
    expect(headers.allow).toBe('GET, POST, HEAD, OPTIONS');
    expect((await request(server.url).options('/pets/mine').expect(204)).headers.allow).toContain('GET');
    await request(server.url).delete('/pets/8').expect(204);
  });

  test('HEAD is GET without its body', async () => {
    const { headers, text } = await request(server.url).head('/pets').expect(200);
    expect(text).toBeUndefined();
    expect(headers).toMatchObject({ 'content-length': '16', 'x-total': '1' });
  });
});

describe('bodies', () => {
  test('of JSON stay as they came', async () => {
    const body = { name: 'Rex', age: 3 };
    const { headers } = await request(server.url).post('/pets').send(body).expect(201, body);
    expect(headers.location).toBe('/pets/1');
    expect(asked.body).toEqual(body);
  });

  test.each([
    [{}, '/body/name', 'required'],
    [{ name: 1 }, '/body/name', 'type'],
    [{ name: 'a', age: '3' }, '/body/age', 'type'],
    [{ name: 'a', kind: 'cow' }, '/body/kind', 'enum'],
    [{ name: 'a', 'x/y': 1 }, '/body/x~1y', 'additionalProperties'],
    [[], '/body', 'type'],
  ])('%j is refused', async (sent, pointer, rule) => {
    const { body } = await request(server.url).post('/pets').send(sent).expect(400);
    expect(body.errors).toMatchObject([{ pointer, rule }]);
  });

  test('that cannot be read', async () => {
    const post = (type: string) => request(server.url).post('/pets').set('Content-Type', type);
    await post('application/json').send('{').expect(400);
    await post('application/json').send('').expect(400);
    await request(server.url).post('/pets').expect(400);
    const { headers } = await post('text/html').send('a').expect(415);
    expect(headers.accept).toBe('application/json');
    await post('application/json; charset=nope').send('{}').expect(415);
    await post('application/json').set('Content-Encoding', 'zip').send('{}').expect(415);
    await post('application/json').set('Content-Encoding', 'gzip').send('{}').expect(400);
    await post('application/json')
      .serialize((value) => value)
      .send(Buffer.from([0x22, 0xff, 0x22]) as never)
      .expect(400);
  });

  test('that are packed', async () => {
    const send = (text: string) =>
      fetch(`${server.url}/pets`, {
        method: 'POST',
        headers: { 'content-type': 'application/json', 'content-encoding': 'gzip' },
        body: gzipSync(text),
      });
    expect((await send('{"name":"Rex"}')).status).toBe(201);
    // A small packet that is large within.
    expect((await send(JSON.stringify({ name: 'x'.repeat(100_000) }))).status).toBe(413);
  });

  test('that are too large', async () => {
    const large = JSON.stringify({ name: 'x'.repeat(2000) });
    const { headers } = await request(server.url)
      .post('/pets')
      .set('Content-Type', 'application/json')
      .send(large)
      .expect(413);
    expect(headers.connection).toBe('close');
    const chunks = new ReadableStream({
      start(controller) {
        controller.enqueue(new TextEncoder().encode(large));
        controller.close();
      },
    });
    const init = { method: 'POST', headers: { 'content-type': 'application/json' }, duplex: 'half' };
    const response = await fetch(`${server.url}/pets`, { ...init, body: chunks } as RequestInit);
    expect(response.status).toBe(413);
  });

  test('of forms get the types of their schemas', async () => {
    const text =
      'amount=3&express=true&sizes=1,2&names=a&mode=2&items[0][price]=1.5&items[0][quantity]=2&items[1][price]=2';
    await request(server.url).post('/forms').type('form').send(text).expect(200);
    expect(asked).toMatchObject({
      contentType: 'application/x-www-form-urlencoded',
      body: {
        amount: 3,
        express: true,
        sizes: [1, 2],
        names: ['a'],
        mode: 2,
        items: [{ price: 1.5, quantity: 2 }, { price: 2 }],
      },
    });
    const { body } = await request(server.url)
      .post('/forms')
      .type('form')
      .send('amount=x&express=1')
      .expect(400);
    expect(body.errors.map((error: { pointer: string }) => error.pointer)).toEqual([
      '/body/amount',
      '/body/express',
    ]);
  });

  test('of several parts: files, texts, JSON', async () => {
    await request(server.url)
      .post('/forms')
      .attach('photo', Buffer.from('png'), { filename: 'a.png', contentType: 'image/png' })
      .attach('more', Buffer.from('one'), 'b.png')
      .field('count', '2')
      .field('meta', '{"by":"me"}')
      .expect(200);
    const body = asked.body as { photo: File; more: readonly File[] };
    expect(body).toMatchObject({ count: 2, meta: { by: 'me' } });
    expect([body.photo.name, body.photo.type, await body.photo.text()]).toEqual([
      'a.png',
      'image/png',
      'png',
    ]);
    expect(body.more).toHaveLength(1);
    const { body: problem } = await request(server.url).post('/forms').field('count', 'x').expect(400);
    expect(problem.errors.map((error: { pointer: string }) => error.pointer)).toEqual([
      '/body/photo',
      '/body/count',
    ]);
    await request(server.url)
      .post('/forms')
      .attach('photo', Buffer.alloc(6000), 'a')
      .field('count', '1')
      .expect(413);
    await request(server.url)
      .post('/forms')
      .set('Content-Type', 'multipart/form-data; boundary=a')
      .send('x')
      .expect(400);
  });

  test('of text are checked if their schema is that of the text', async () => {
    await request(server.url).post('/forms').type('text/plain').send('short').expect(200);
    expect(asked).toMatchObject({ contentType: 'text/plain', body: 'short' });
    const { body } = await request(server.url)
      .post('/forms')
      .type('text/plain')
      .send('x'.repeat(11))
      .expect(400);
    expect(body.errors).toMatchObject([{ pointer: '/body', rule: 'maxLength' }]);
    await request(server.url).post('/forms').type('application/xml').send('<order/>').expect(200);
    expect(asked.body).toBe('<order/>');
  });

  test('of bytes are streams, which end at the limit', async () => {
    await request(server.url).put('/uploads').type('image/png').send(Buffer.alloc(4000)).expect(200, '4000');
    expect(asked.contentType).toBe('image/png');
    await request(server.url).put('/uploads').expect(200, '0');
    expect(asked.body).toBeUndefined();
    await request(server.url).put('/uploads').type('image/png').send(Buffer.alloc(6000)).expect(413);
    const chunks = new ReadableStream({
      pull(controller) {
        controller.enqueue(new Uint8Array(1000));
      },
    });
    const init = { method: 'PUT', headers: { 'content-type': 'image/png' }, duplex: 'half' };
    const response = await fetch(`${server.url}/uploads`, { ...init, body: chunks } as RequestInit);
    expect(response.status).toBe(413);
  });

  test('of any content type are what they say that they are', async () => {
    await request(server.url).post('/anything').send({ name: 'Rex' }).expect(200, { name: 'Rex' });
    await request(server.url).post('/anything').send({ name: 1 }).expect(400);
    const { headers } = await request(server.url)
      .post('/anything')
      .type('text/csv')
      .send('a,b')
      .expect(200, 'a,b');
    expect(headers['content-type']).toBe('text/plain; charset=utf-8');
    await request(server.url).post('/anything').type('image/png').send(Buffer.from('png')).expect(200);
    expect(asked.contentType).toBe('image/png');
  });

  test('of JSON lines are read as they come', async () => {
    const lines = '{"name":"a"}\n\n{"name":"b"}';
    await request(server.url)
      .post('/lines')
      .type('application/x-ndjson')
      .send(lines)
      .expect(200, '{"name":"a"}\n{"name":"b"}\n');
  });
});

describe('answers', () => {
  test('come as the client likes them', async () => {
    await request(server.url).get('/report').set('Accept', 'application/json').expect(200, { a: 1 });
    const { headers, text } = await request(server.url).get('/report').set('Accept', 'text/*').expect(200);
    expect([headers['content-type'], text]).toEqual(['text/csv; charset=utf-8', 'a,b\n']);
    await request(server.url).get('/report').set('Accept', 'image/png').expect(406);
    await request(server.url).get('/pets').set('Accept', 'text/html').expect(406);
    await request(server.url).get('/pets').set('Accept', 'text/html, */*;q=0.1').expect(200);
  });

  test('that nobody has written are told', async () => {
    await request(server.url).get('/log').expect(501);
  });
});

describe('security', () => {
  test('comes first', async () => {
    const { headers, body } = await request(server.url).get('/secret').expect(401);
    expect(headers['www-authenticate']).toBe(
      'ApiKey realm="key", in="header", name="X-Key", Bearer realm="bearer", Basic realm="basic"',
    );
    expect(body).toEqual({ type: 'about:blank', title: 'Unauthorized', status: 401 });
    await request(server.url).get('/secret').set('X-Key', 'k').expect(200);
    await request(server.url).get('/secret').auth('a', 'b:c').expect(200);
    await request(server.url).get('/perhaps').expect(204);
  });

  test('is not forgotten', async () => {
    await expect(serveOutput(output, handlers)).rejects.toThrow('secret needs `authenticate`');
  });
});
