import { describe, expect, test } from 'vitest';
import { pause } from '../../http/connection.js';
import { retryAfterSeconds } from '../../http/http-error.js';
import { type Answer, json, serve, status } from './testing.js';

const GET = { method: 'GET', path: '/x' };
const POST = { method: 'POST', path: '/x', body: { a: 1 } };
const KEYED = { ...POST, headers: { 'Idempotency-Key': 'k' } };

const breaks: Answer = (response) => response.destroy();
const breaksInBody: Answer = (response) => {
  response.writeHead(200, { 'content-type': 'application/json', 'content-length': '100' }).write('{"a":');
  setTimeout(() => response.destroy(), 20);
};
const problem = (code: number, body: object) => json(code, body, 'application/problem+json');

describe('a call is tried again if that may help and does no harm', () => {
  test.each([
    ['a GET whose connection broke', GET, breaks, 2],
    ['a GET whose answer broke off', GET, breaksInBody, 2],
    ['a GET that a proxy could not pass on', GET, status(502), 2],
    ['a POST with a key whose connection broke', KEYED, breaks, 2],
    ['a POST with a key whose answer broke off', KEYED, breaksInBody, 2],
    ['a POST that was turned away', POST, status(503), 2],
    ['a POST of which two do what one does', { ...POST, isIdempotent: true }, breaks, 2],
    ['a POST whose first try is in progress', KEYED, problem(409, { retryable: true }), 2],
    ['not a POST whose connection broke', POST, breaks, 1],
    ['not a POST that a proxy could not pass on', POST, status(502), 1],
    ['not a refusal', GET, status(404), 1],
    ['not what is said not to pass', GET, problem(500, { retryable: false }), 1],
    ['not a conflict', GET, problem(409, { retryable: true }), 1],
    ['not what is to be waited for too long', GET, status(429, { 'retry-after': '3600' }), 1],
  ])('%s', async (_, request, first, tries) => {
    await using server = await serve(first, json(200, { ok: true }));
    const outcome = await server
      .transport()
      .json(request)
      .catch((error: unknown) => error);
    expect(server.requests).toHaveLength(tries);
    if (tries > 1) expect(outcome).toEqual({ ok: true });
    else expect(outcome).toBeInstanceOf(Error);
  });

  test('so often and no more', async () => {
    await using server = await serve(breaks);
    await expect(server.transport({ maxRetries: 1 }).json(GET)).rejects.toMatchObject({
      name: 'ConnectionError',
    });
    expect(server.requests).toHaveLength(2);
  });
});

describe('a call', () => {
  test('that takes too long fails', async () => {
    await using server = await serve(() => {});
    await expect(server.transport({ timeoutMs: 50, maxRetries: 0 }).json(GET)).rejects.toThrow('50 ms');
  });

  test('has a limit of its own, if it says so', async () => {
    await using server = await serve(() => {});
    const call = server.transport({ timeoutMs: 60_000, maxRetries: 0 }).json({ ...GET, timeoutMs: 40 });
    await expect(call).rejects.toThrow('40 ms');
  });

  test('with a stream token sends no key beside it', async () => {
    await using server = await serve(json(200, {}), json(200, {}));
    const transport = server.transport({ apiKey: 'key' });
    await transport.json(GET);
    await transport.json({ ...GET, query: { stream_token: 'st_1' } });
    const [plain, token] = server.requests;
    expect(plain?.headers.authorization).toBe('Bearer key');
    expect(token?.headers.authorization).toBeUndefined();
    expect(token?.url).toBe('/x?stream_token=st_1');
  });

  test('rejects with the reason of an abort', async () => {
    await using server = await serve(() => {});
    const abort = new AbortController();
    setTimeout(() => abort.abort(new Error('enough')), 30);
    await expect(server.transport().json({ ...GET, signal: abort.signal })).rejects.toThrow('enough');
  });

  test('says what was wrong', async () => {
    const body = {
      code: 'not_found',
      title: 'Not found',
      detail: 'There is no such job.',
      request_id: 'r-1',
    };
    await using server = await serve(problem(404, body));
    await expect(server.transport().json(GET)).rejects.toMatchObject({
      status: 404,
      requestId: 'r-1',
      problem: body,
      message: '404 not_found: There is no such job.',
    });
  });

  test('leaves out what is undefined, and repeats a list', async () => {
    await using server = await serve(json(200, {}));
    await server.transport().json({ ...GET, query: { a: undefined, b: ['x', 'y z'], c: { d: 1 } } });
    expect(server.requests[0]?.url).toBe('/x?b=x&b=y+z&d=1');
  });

  test('gives undefined for an empty answer, and text and bytes as they are', async () => {
    await using server = await serve(status(204), (response) => response.end('äx'));
    const transport = server.transport();
    expect(await transport.json(GET)).toBeUndefined();
    expect(await transport.text(GET)).toBe('äx');
    expect(await transport.bytes(GET)).toEqual(new TextEncoder().encode('äx'));
    expect(await transport.nothing(GET)).toBeUndefined();
  });
});

test.each([
  [null, undefined],
  ['7', 7],
  ['Thu, 01 Jan 2026 00:00:30 GMT', 30],
  ['Wed, 31 Dec 2025 00:00:00 GMT', 0],
  ['soon', undefined],
])('Retry-After %s is %s', (value, seconds) => {
  expect(retryAfterSeconds(value, Date.parse('2026-01-01T00:00:00Z'))).toBe(seconds);
});

test('a pause longer than timers can be does not end at once', async () => {
  await expect(pause(1e12, AbortSignal.timeout(50))).rejects.toThrow('timeout');
});
