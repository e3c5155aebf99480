/** The mock of a document: what it answers, refuses, streams and sends. */
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { afterEach, describe, expect, test } from 'vitest';
import type { Contract } from '../model/contract.js';
import { contractOf } from '../testing/emit-document.js';
import { loadDocument } from '../testing/load-document.js';
import { type Mock, startMock } from './mock-server.js';
import { sendWebhooks } from './send-webhooks.js';

const CORPUS = join(import.meta.dirname, '../../tests/corpus');
const PACE = { milliseconds: 20, events: 4 };

let mock: Mock | undefined;
let receiver: Server | undefined;
afterEach(async () => {
  await mock?.stop();
  receiver?.close();
  mock = undefined;
});

const lines: string[] = [];

async function start(contract: Contract): Promise<(path: string, init?: RequestInit) => Promise<Response>> {
  lines.length = 0;
  const log = (line: string): void => void lines.push(line);
  mock = await startMock(contract, { host: '127.0.0.1', port: 0, pace: PACE, log });
  const { url } = mock;
  return (path, init) => fetch(url + path, init);
}

const corpus = async (name: string) => (await loadDocument(join(CORPUS, name))).contract;
const json = { 'Content-Type': 'application/json', 'X-Key': 'any' };

describe('of a bookshop', () => {
  test('answers examples, at the root and where its server says', async () => {
    const ask = await start(await corpus('bookshop-3.0.yaml'));
    for (const path of ['/books', '/v1/books']) {
      const response = await ask(path);
      expect(response.status).toBe(200);
      expect(response.headers.get('x-total')).toBe('1');
      expect(await response.json()).toMatchObject({ items: [{ title: 'Emma' }] });
    }
    expect(lines[0]).toMatch(/^GET \/books 200 \d+ ms$/);
  });

  test('refuses what the contract refuses, and whoever shows nothing', async () => {
    const ask = await start(await corpus('bookshop-3.0.yaml'));
    expect((await ask('/books/1')).status).toBe(401);
    expect((await ask('/books/one', { headers: json })).status).toBe(400);
    expect((await ask('/nothing')).status).toBe(404);
    const wrong = await ask('/books', {
      method: 'POST',
      headers: json,
      body: '{"title":"","genre":"crime"}',
    });
    expect(wrong.status).toBe(400);
    expect(await wrong.json()).toMatchObject({ errors: [{ pointer: '/body/title' }] });
  });

  test('answers with the status that is preferred, if there is one', async () => {
    const ask = await start(await corpus('bookshop-3.0.yaml'));
    const prefer = (code: number) => ({ headers: { ...json, Prefer: `code=${code}` } });
    const missing = await ask('/books/1', prefer(404));
    expect(missing.status).toBe(404);
    expect(missing.headers.get('content-type')).toContain('application/problem+json');
    expect((await ask('/books/1', prefer(304))).status).toBe(304);
    const none = await ask('/books/1', prefer(418));
    expect(none.status).toBe(501);
    expect(await none.json()).toMatchObject({ detail: 'getBook has no answer 418 in the contract.' });
  });
});

describe('a refusal', () => {
  const failure = {
    content: { 'application/json': { schema: { $ref: '#/components/schemas/Failure' } } },
  };
  const components = {
    schemas: {
      Failure: {
        type: 'object',
        required: ['code'],
        properties: { code: { type: 'integer' } },
        example: { code: 7 },
      },
    },
  };
  const get = {
    operationId: 'a',
    parameters: [{ name: 'n', in: 'query', schema: { type: 'integer' } }],
    responses: {
      204: { description: '' },
      '4XX': {
        description: '',
        headers: {
          'X-Code': { schema: { type: 'integer', example: 7 } },
          'X-Pair': { schema: { type: 'object', example: { a: 1 } } },
        },
        ...failure,
      },
    },
  };
  const info = { title: 't', version: '1' };

  test('has the form that the document has for it; the reason is told beside', async () => {
    const ask = await start(
      await contractOf({ openapi: '3.1.0', info, components, paths: { '/a': { get } } }),
    );
    const refused = await ask('/a?n=x');
    expect([refused.status, refused.headers.get('x-code'), await refused.json()]).toEqual([
      400,
      '7',
      { code: 7 },
    ]);
    expect(refused.headers.get('x-pair')).toBe('a,1');
    expect(refused.headers.get('content-type')).toMatch(/^application\/json/);
    expect(lines).toContain('a: refused with 400: /query/n must be integer');
  });

  test('is a problem where the document has none, or that of no operation', async () => {
    const responses = { 204: get.responses[204] };
    const paths = { '/a': { get: { ...get, responses } } };
    const ask = await start(await contractOf({ openapi: '3.1.0', info, paths }));
    for (const path of ['/a?n=x', '/b'])
      expect((await ask(path)).headers.get('content-type')).toMatch(/^application\/problem\+json/);
  });
});

test('serves what OpenAPI 3.2 adds: further methods, a query that is one value', async () => {
  const ask = await start(await corpus('methods-3.2.yaml'));
  const found = await ask('/books', { method: 'QUERY', headers: json, body: '{"words":["war"]}' });
  expect([found.status, await found.json()]).toEqual([200, ['Emma']]);
  expect((await ask('/books', { method: 'QUERY', headers: json, body: '{}' })).status).toBe(400);
  expect((await ask('/books', { method: 'PURGE' })).status).toBe(204);
  expect((await ask('/search?words=a&most=0')).status).toBe(400);
  expect((await ask(`/select?${encodeURIComponent('{"fields":[]}')}`)).status).toBe(200);
});

test('streams each kind of event in turn, at a pace', async () => {
  const ask = await start(await corpus('streams-3.2.yaml'));
  const started = performance.now();
  const text = await (await ask('/events')).text();
  expect(performance.now() - started).toBeGreaterThan(3 * PACE.milliseconds - 5);
  expect([...text.matchAll(/^event: (\w+)$/gm)].map(([, event]) => event)).toEqual([
    'tick',
    'piece',
    'done',
    'tick',
  ]);
  expect([...text.matchAll(/^id: (\d+)$/gm)].map(([, id]) => id)).toEqual(['1', '2', '3', '4']);
  const rest = await (await ask('/events', { headers: { 'Last-Event-ID': '2' } })).text();
  expect(text.endsWith(rest)).toBe(true);
  expect([...rest.matchAll(/^id: (\d+)$/gm)].map(([, id]) => id)).toEqual(['3', '4']);
  const jsonLines = (await (await ask('/lines')).text()).trim().split('\n');
  expect(jsonLines).toHaveLength(4);
  const chat = { method: 'POST', headers: json, body: '{"prompt":"x"}' };
  expect(await (await ask('/chat', chat)).json()).toEqual({ text: 'Hi' });
  const stream = await ask('/chat', { ...chat, headers: { ...json, Accept: 'text/event-stream' } });
  expect(stream.headers.get('content-type')).toContain('text/event-stream');
  expect(await stream.text()).toContain('data: {"index"');
});

test('tells of an example that breaks its own schema', async () => {
  const content = { 'application/json': { schema: { type: 'integer' }, example: 'one' } };
  const paths = { '/a': { get: { operationId: 'a', responses: { 200: { description: '', content } } } } };
  const ask = await start(await contractOf({ openapi: '3.1.0', info: { title: 't', version: '1' }, paths }));
  expect(await (await ask('/a')).json()).toBe('one');
  expect(lines.join('\n')).toContain(
    'a: the example of its answer breaks the contract: /body must be integer',
  );
});

test('documented headers of the connection are left to the connection', async () => {
  const schema = { type: 'string' };
  const headers = {
    'Transfer-Encoding': { schema, example: 'x' },
    'Content-Length': { schema },
    'X-Other': { schema },
  };
  const responses = {
    200: { description: '', headers, content: { 'application/json': { example: { a: 1 } } } },
  };
  const paths = { '/a': { get: { operationId: 'a', responses } } };
  const ask = await start(await contractOf({ openapi: '3.1.0', info: { title: 't', version: '1' }, paths }));
  const answer = await ask('/a');
  expect(await answer.json()).toEqual({ a: 1 });
  expect(answer.headers.get('x-other')).toBe('text');
});

test('a port that is taken is an error', async () => {
  const contract = await corpus('bookshop-3.0.yaml');
  await start(contract);
  const port = Number(new URL(mock?.url ?? '').port);
  const again = startMock(contract, { host: '127.0.0.1', port, pace: PACE, log: () => undefined });
  await expect(again).rejects.toMatchObject({ code: 'EADDRINUSE' });
});

test('webhooks are sent once each, and it is told how they were answered', async () => {
  const received: { name: string; body: unknown }[] = [];
  receiver = createServer(async (request, response) => {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk as Buffer);
    received.push({
      name: String(request.headers['x-webhook']),
      body: JSON.parse(Buffer.concat(chunks).toString()) as unknown,
    });
    response.writeHead(204).end();
  });
  await new Promise<void>((resolve) => receiver?.listen(0, '127.0.0.1', resolve));
  const url = `http://127.0.0.1:${(receiver.address() as AddressInfo).port}/hook`;
  const told: string[] = [];
  const signal = new AbortController().signal;
  const contract = await corpus('webhooks-3.1.yaml');
  await sendWebhooks(contract, url, { pace: PACE, log: (line) => told.push(line), signal });
  expect(received).toEqual([
    { name: 'account.closed', body: { type: 'closed', at: '2026-01-02T03:04:05Z', reason: 'asked' } },
  ]);
  expect(told).toEqual([`webhook account.closed: POST ${url} 204`]);
  await sendWebhooks(contract, 'http://127.0.0.1:9/', { pace: PACE, log: (line) => told.push(line), signal });
  expect(told.at(-1)).toMatch(/not delivered: /);
});
