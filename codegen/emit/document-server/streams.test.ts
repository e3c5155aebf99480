/** What a generated server does while it answers: streams, clients that leave, answers that break the contract. */
import { once } from 'node:events';
import { request as httpRequest, type IncomingMessage } from 'node:http';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { setTimeout as sleep } from 'node:timers/promises';
import request from 'supertest';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { documentOutput, importModule, type Listening, serveOutput } from '../../testing/document.js';
import type { OutputFolder } from '../../testing/emit-project.js';
import { loadDocument } from '../../testing/load-document.js';

const FIXTURE = join(import.meta.dirname, 'fixtures/server.yaml');
const authenticate = () => ({});

let output: OutputFolder;

beforeAll(async () => {
  const { contract, diagnostics } = await loadDocument(FIXTURE);
  expect(diagnostics).toEqual([]);
  output = await documentOutput(contract);
});

afterAll(() => output[Symbol.asyncDispose]());

const serve = (handlers: object, options: object = {}): Promise<Listening> =>
  serveOutput(output, handlers, { authenticate, ...options });

async function open(url: string): Promise<IncomingMessage> {
  const [response] = (await once(httpRequest(url).end(), 'response')) as [IncomingMessage];
  return response;
}

describe('an event stream', () => {
  const reportOf = (body: AsyncIterable<unknown>) => ({
    report: async () => ({ status: 200, contentType: 'text/event-stream', body }),
  });

  test('is written event by event', async () => {
    async function* events() {
      yield { id: '1', event: 'pet', data: { name: 'a\nb' }, retry: 500 };
      yield { data: { name: 'c' } };
    }
    await using server = await serve(reportOf(events()));
    const { headers, text } = await request(server.url).get('/report').set('Accept', 'text/event-stream');
    expect(headers).toMatchObject({ 'content-type': 'text/event-stream', 'cache-control': 'no-cache' });
    expect(text).toBe('id: 1\nevent: pet\nretry: 500\ndata: {"name":"a\\nb"}\n\ndata: {"name":"c"}\n\n');
  });

  test('of text carries it as it stands', async () => {
    async function* lines() {
      yield { data: 'a\nb\r\nc' };
    }
    await using server = await serve({ followLog: async () => ({ status: 200, body: lines() }) });
    const { text } = await request(server.url).get('/log');
    expect(text).toBe('data: a\ndata: b\ndata: c\n\n');
  });

  test('comments while nothing happens', async () => {
    let end: () => void = () => undefined;
    async function* quiet() {
      await new Promise<void>((resolve) => {
        end = resolve;
      });
      yield { data: {} };
    }
    await using server = await serve(reportOf(quiet()), { heartbeatMs: 20 });
    const response = await open(`${server.url}/report`).then((one) => one.setEncoding('utf8'));
    const [first] = (await once(response, 'data')) as [string];
    expect(first).toBe(':\n\n');
    end();
    await once(response, 'end');
  });

  test('ends for its handler when the client leaves', async () => {
    const left = vi.fn();
    let aborted = false;
    async function* endless() {
      try {
        for (let count = 0; ; count++) {
          yield { data: { count } };
          await sleep(5);
        }
      } finally {
        left();
      }
    }
    await using server = await serve({
      report: async (_: unknown, { signal }: { signal: AbortSignal }) => {
        signal.addEventListener('abort', () => {
          aborted = true;
        });
        return { status: 200, contentType: 'text/event-stream', body: endless() };
      },
    });
    const response = await open(`${server.url}/report`);
    await once(response, 'data');
    expect(left).not.toHaveBeenCalled();
    response.destroy();
    await vi.waitFor(() => expect(left).toHaveBeenCalledOnce());
    expect(aborted).toBe(true);
  });

  test('goes no faster than its reader', async () => {
    let sent = 0;
    async function* fast() {
      for (; sent < 10_000; sent++) yield { data: { text: 'x'.repeat(10_000) } };
    }
    await using server = await serve(reportOf(fast()));
    const response = await open(`${server.url}/report`);
    response.pause();
    await sleep(300);
    expect(sent).toBeLessThan(2000);
    response.destroy();
  });

  test('that fails breaks off, and does not look whole', async () => {
    const onError = vi.fn();
    async function* broken() {
      yield { data: {} };
      throw new Error('lost');
    }
    await using server = await serve(reportOf(broken()), { onError });
    const response = await open(`${server.url}/report`);
    response.resume();
    await expect(once(response, 'end')).rejects.toThrow('aborted');
    expect(onError.mock.calls[0]?.[0]).toMatchObject({ message: 'lost' });
  });

  test('does not run for HEAD', async () => {
    const started = vi.fn();
    async function* events() {
      started();
      yield { data: {} };
    }
    await using server = await serve({ followLog: async () => ({ status: 200, body: events() }) });
    const { headers } = await request(server.url).head('/log').expect(200);
    expect(headers['content-type']).toBe('text/event-stream');
    expect(started).not.toHaveBeenCalled();
  });

  test.each([{ id: 'a\nb' }, { event: 'a\rb' }, { retry: 1.5 }])('cannot say %j', async (event) => {
    const onError = vi.fn();
    async function* events() {
      yield { data: {}, ...event };
    }
    await using server = await serve(reportOf(events()), { onError });
    const response = await open(`${server.url}/report`);
    response.resume();
    await expect(once(response, 'end')).rejects.toThrow('aborted');
    expect(onError.mock.calls[0]?.[0]).toBeInstanceOf(TypeError);
  });
});

describe('a file', () => {
  test.each([
    ['bytes', new TextEncoder().encode('bytes'), '5'],
    ['a blob', new Blob(['bytes']), '5'],
    ['a stream', () => Readable.from([Buffer.from('by'), Buffer.from('tes')]), undefined],
    ['a web stream', () => new Blob(['bytes']).stream(), undefined],
  ])('of %s', async (_, body, length) => {
    const file = () => (typeof body === 'function' ? body() : body);
    await using server = await serve({ getFile: async () => ({ status: 200, body: file() }) });
    const { headers, body: sent } = await request(server.url).get('/files/a.b').expect(200);
    expect(headers['content-type']).toBe('application/octet-stream');
    expect(headers['content-length']).toBe(length);
    expect(String(sent)).toBe('bytes');
  });

  test('is let go when the client leaves, even if its next piece never comes', async () => {
    const stream = new Readable({ read: () => undefined });
    stream.push('a');
    const cancel = vi.fn();
    const web = new ReadableStream({ start: (controller) => controller.enqueue(new Uint8Array(1)), cancel });
    for (const body of [stream, web]) {
      await using server = await serve({ getFile: async () => ({ status: 200, body }) });
      const response = await open(`${server.url}/files/a.b`);
      await once(response, 'data');
      response.destroy();
      await vi.waitFor(() =>
        expect(body === web ? cancel.mock.calls.length === 1 : stream.destroyed).toBe(true),
      );
    }
  });
});

describe('an answer that breaks the contract', () => {
  const broken = [
    ['a body', { status: 200, headers: { 'X-Total': 1 }, body: [{ name: '' }] }, '/body/0/name'],
    ['a header', { status: 200, headers: { 'X-Total': 'x' }, body: [] }, '/headers/x-total'],
    ['a header that is not there', { status: 200, body: [] }, '/headers/x-total'],
    ['an error', { status: 500, body: {} }, '/body/message'],
  ] as const;

  test.each(broken)('in %s is not sent', async (_, answer, pointer) => {
    const onBrokenAnswer = vi.fn();
    await using server = await serve(
      { listPets: async () => answer },
      { validateResponses: true, onBrokenAnswer },
    );
    const { body } = await request(server.url).get('/pets').expect(500);
    expect(body).toEqual({ type: 'about:blank', title: 'Internal Server Error', status: 500 });
    expect(onBrokenAnswer.mock.calls).toMatchObject([
      [{ operationId: 'listPets', status: answer.status, errors: [{ pointer }] }],
    ]);
  });

  test('is told and sent', async () => {
    const onBrokenAnswer = vi.fn();
    const answer = { status: 201, body: 1 };
    await using server = await serve(
      { 'pets/delete': async () => answer },
      { validateResponses: 'log', onBrokenAnswer },
    );
    await request(server.url).delete('/pets/1');
    expect(onBrokenAnswer.mock.calls).toMatchObject([[{ errors: [{ pointer: '/status' }] }]]);
  });

  test('in an event of a stream ends it', async () => {
    const onBrokenAnswer = vi.fn();
    async function* events() {
      yield { data: { name: 'a' } };
      yield { data: { name: 1 } };
    }
    const answer = { status: 200, contentType: 'text/event-stream' };
    await using server = await serve(
      { report: async () => ({ ...answer, body: events() }) },
      { validateResponses: true, onBrokenAnswer, onError: () => undefined },
    );
    const response = await open(`${server.url}/report`);
    response.resume();
    await expect(once(response, 'end')).rejects.toThrow('aborted');
    expect(onBrokenAnswer.mock.calls).toMatchObject([[{ errors: [{ pointer: '/body/name' }] }]]);
  });

  test('which is right is sent', async () => {
    const body = [{ name: 'a', age: undefined }];
    const answer = { status: 200, headers: { 'X-Total': 1 }, body };
    await using server = await serve({ listPets: async () => answer }, { validateResponses: true });
    await request(server.url)
      .get('/pets')
      .expect(200, [{ name: 'a' }]);
  });
});

describe('a handler', () => {
  test('that throws leaves it to Express, and shows nothing of it', async () => {
    const quiet = vi.spyOn(console, 'error').mockImplementation(() => undefined);
    vi.stubEnv('NODE_ENV', 'production');
    await using server = await serve({
      myPet: async () => {
        throw new Error('secret');
      },
    });
    const { text } = await request(server.url).get('/pets/mine').expect(500);
    expect(text).not.toContain('secret');
    await vi.waitFor(() => expect(quiet).toHaveBeenCalledOnce());
    vi.unstubAllEnvs();
    quiet.mockRestore();
  });

  test('may refuse', async () => {
    const { HttpProblem } = await importModule<{
      HttpProblem: new (status: number, detail: string) => Error;
    }>(output, 'server/express.ts');
    await using server = await serve({
      myPet: async () => {
        throw new HttpProblem(423, 'It sleeps');
      },
    });
    const { body } = await request(server.url).get('/pets/mine').expect(423);
    expect(body).toEqual({ type: 'about:blank', title: 'Locked', status: 423, detail: 'It sleeps' });
  });

  test('gets the context that is made for it', async () => {
    const context = ({ identity }: { identity: unknown }) => ({ who: identity });
    await using server = await serve(
      { secret: async (_: unknown, { who }: { who: unknown }) => ({ status: 200, body: who }) },
      { context, authenticate: async () => 'me' },
    );
    expect((await request(server.url).get('/secret').expect(200)).body).toBe('me');
  });
});

test('refusals can have the form of the service', async () => {
  const sendProblem = (
    problem: { status: number; message: string },
    _: unknown,
    response: { status: (code: number) => { json: (body: unknown) => void } },
  ) => response.status(problem.status).json({ message: problem.message });
  await using server = await serve({}, { sendProblem });
  const { body } = await request(server.url).get('/nothing').expect(404);
  expect(body).toEqual({ message: 'The contract has no such path' });
});

test('what the contract lacks may be left to others', async () => {
  await using server = await serve({}, { fallThrough: true });
  const { text } = await request(server.url).get('/nothing').expect(404);
  expect(text).toContain('Cannot GET /nothing');
});
