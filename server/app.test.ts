/** The application with a contract that is not ours: another project's operations, job types and words. */
import type { ServerResponse } from 'node:http';
import { pino } from 'pino';
import request from 'supertest';
import { describe, expect, it } from 'vitest';
import { contract as ours } from '../generated/server/index.js';
import { type AppOptions, createApp } from './app.js';
import { Admission } from './http/admission.js';
import { ProblemError } from './http/problem-error.js';
import { Allowances } from './limits/allowance.js';
import { joinHandlers } from './own-operations.js';

const text = { description: 'x', content: { 'application/json': { schema: {} } } };
const OPENAPI = {
  openapi: '3.1.0',
  info: { title: 'Other', version: '1' },
  paths: {
    '/boats': {
      get: {
        parameters: [{ name: 'length', in: 'query', schema: { type: 'integer', minimum: 1 } }],
        responses: { 200: text, 400: text },
      },
      post: {
        requestBody: { required: true, content: { 'application/json': { schema: { type: 'object' } } } },
        responses: { 201: text, 400: text },
      },
    },
    '/boats/{name}': { get: { responses: { 200: text, 404: text } } },
    '/open': { get: { security: [], responses: { 200: text } } },
    '/tides': { get: { responses: { 200: { description: 'x', content: { 'text/event-stream': {} } } } } },
  },
};

const route = (operationId: string, method: 'get' | 'post', path: string, more = {}) => ({
  operationId,
  method,
  path,
  tag: 'boats',
  public: false,
  rateLimit: 'reads' as const,
  streams: false,
  upgrades: false,
  requestBody: method === 'post',
  ...more,
});

const contract: AppOptions['contract'] = {
  ...ours,
  routes: [
    route('listBoats', 'get', '/boats'),
    route('buildBoat', 'post', '/boats', { rateLimit: 'jobs' }),
    route('getBoat', 'get', '/boats/{name}'),
    route('getOpen', 'get', '/open', { public: true, rateLimit: null }),
    route('followTides', 'get', '/tides', { streams: true }),
  ],
  jobTypes: { ferry: { ...Object.values(ours.jobTypes)[0], name: 'ferry', bodyLimitBytes: 2000 } } as never,
  validators: { requests: {}, inputs: {}, clientFrames: {} },
  documents: { ...ours.documents, openapi: OPENAPI },
};

const handlers = {
  listBoats: async ({ query }: { query: object }) => ({ status: 200, body: { query } }),
  buildBoat: async ({ body }: { body: object }) => ({ status: 201, headers: { Location: '/b' }, body }),
  getBoat: async ({ path }: { path: { name: string } }) => {
    if (path.name === 'ghost') throw new ProblemError('not_found', { detail: 'No such boat.' });
    if (path.name === 'leak') throw new Error('password in the message');
    if (path.name === 'away') throw Object.assign(new Error('connect'), { code: 'ECONNREFUSED' });
    return { status: 200, body: { name: path.name } };
  },
  getOpen: async () => ({ status: 200, body: 'page', contentType: 'text/plain' }),
  followTides: async () => ({ status: 200, stream: (response: ServerResponse) => response.end() }),
};

function makeApp(limit = 1000, corsOrigins: readonly string[] = [], served: object = handlers) {
  const caller = {
    tenantId: 't',
    apiKeyId: 'k',
    mayWrite: true,
    jobsPerMinute: limit,
    readsPerMinute: limit,
  };
  const credentials = {
    findApiKey: async (key: string) => (key === 'right' ? caller : undefined),
    findStreamToken: async (token: string) =>
      token === 'right' ? { ...caller, streamJobId: 'job_1' } : undefined,
  };
  let consumed = 0;
  const counter = {
    take: async (_key: string, points: number) => {
      consumed += points;
      return { consumed, endsAt: Date.now() + 60_000 };
    },
  };
  return createApp({
    contract,
    handlers: served,
    admission: new Admission(credentials, new Allowances(counter)),
    log: pino({ level: 'silent' }),
    corsOrigins,
    bodyLimitBytes: 1000,
    isUnavailable: (error) => (error as { code?: string })?.code === 'ECONNREFUSED',
  });
}

const KEY = { Authorization: 'Bearer right' };

describe('createApp', () => {
  const app = makeApp();

  const table: readonly [
    method: 'get' | 'post' | 'put' | 'head' | 'options',
    path: string,
    status: number,
  ][] = [
    ['get', '/boats', 200],
    ['head', '/boats', 200],
    ['get', '/boats?length=0', 400],
    ['get', '/boats?wings=2', 400],
    ['get', '/boats/anna', 200],
    ['get', '/boats/%C3%BC', 200],
    ['get', '/boats/ghost', 404],
    ['get', '/boats/leak', 500],
    ['get', '/boats/away', 503],
    ['get', '/boats/%zz', 404],
    ['get', '/boats/', 404],
    ['get', '/BOATS', 404],
    ['get', '/nowhere', 404],
    ['put', '/boats', 405],
    ['options', '/boats', 405],
  ];
  it.each(table)('%s %s: %d with a key, 401 without', async (method, path, status) => {
    const response = await request(app)[method](path).set(KEY);
    expect(response.status).toBe(status);
    expect(response.headers['x-request-id']).toMatch(/^[A-Za-z0-9._-]{8,64}$/);
    expect(response.headers.ratelimit).toMatch(/^"reads";r=\d+;t=\d+$/);
    expect(response.headers['ratelimit-policy']).toBe('"reads";q=1000;w=60');
    if (status >= 400) expect(response.headers['content-type']).toBe('application/problem+json');
    expect(response.text ?? '').not.toContain('password');
    const anonymous = await request(app)[method](path);
    expect(anonymous.status).toBe(401);
    expect(anonymous.headers['www-authenticate']).toBe('Bearer');
    expect(anonymous.headers.ratelimit).toBeUndefined();
  });

  it('says which methods a path has', async () => {
    const response = await request(app).put('/boats').set(KEY);
    expect(response.headers.allow).toBe('GET, HEAD, POST');
    expect((await request(app).post('/open')).status).toBe(405);
  });

  const bodies: readonly [name: string, body: string, type: string, status: number][] = [
    ['JSON', '{"a":1}', 'application/json', 201],
    ['JSON in UTF-8', '{"a":1}', 'application/json; charset=UTF-8', 201],
    ['half of JSON', '{"a":', 'application/json', 400],
    ['nothing', '', 'application/json', 400],
    ['a list', '[]', 'application/json', 400],
    ['a form', 'a=1', 'application/x-www-form-urlencoded', 415],
    ['JSON in Latin 1', '{"a":1}', 'application/json; charset=latin1', 415],
    ['a job below its type’s limit', `{"type":"ferry","a":"${'x'.repeat(1900)}"}`, 'application/json', 201],
    ['another body above the limit of all others', `{"a":"${'x'.repeat(1000)}"}`, 'application/json', 413],
    ['a job above its type’s limit', `{"type":"ferry","a":"${'x'.repeat(1990)}"}`, 'application/json', 413],
    ['more than any type allows', `{"a":"${'x'.repeat(5000)}"}`, 'application/json', 413],
  ];
  it.each(bodies)('%s', async (_name, body, type, status) => {
    const response = await request(app).post('/boats').set(KEY).set('Content-Type', type).send(body);
    expect(response.status).toBe(status);
  });

  it('reads a body only of those that it knows', async () => {
    expect((await request(app).post('/boats').set('Content-Type', 'text/html').send('x')).status).toBe(401);
  });

  it('takes a request id only if it is one, and continues a trace', async () => {
    const traceparent = '00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01';
    const good = await request(app)
      .get('/nowhere')
      .set({ ...KEY, traceparent, 'X-Request-ID': 'request-1' });
    expect(good.headers['x-request-id']).toBe('request-1');
    expect(good.body).toMatchObject({
      request_id: 'request-1',
      trace_id: '0af7651916cd43dd8448eb211c80319c',
    });
    const bad = await request(app)
      .get('/nowhere')
      .set({ ...KEY, 'X-Request-ID': 'no good' });
    expect(bad.body.request_id).toBe(bad.headers['x-request-id']);
    expect(bad.body.request_id).not.toContain(' ');
  });

  it('answers 429 with Retry-After of at least t, and on the fields of the error too', async () => {
    const strict = makeApp(2);
    for (let index = 0; index < 2; index += 1) await request(strict).get('/boats').set(KEY);
    const response = await request(strict).get('/boats').set(KEY);
    expect(response.status).toBe(429);
    const reset = Number(/t=(\d+)/.exec(response.headers.ratelimit ?? '')?.[1]);
    expect(Number(response.headers['retry-after'])).toBeGreaterThanOrEqual(reset);
    expect(response.body).toMatchObject({ code: 'rate_limited', retry_after: reset });
  });

  it('sends text as the type that the handler names', async () => {
    const response = await request(app).get('/open');
    expect(response.text).toBe('page');
    expect(response.headers['content-type']).toBe('text/plain');
  });

  it('has no CORS unless origins are configured', async () => {
    const preflight = { Origin: 'https://a.example', 'Access-Control-Request-Method': 'POST' };
    expect((await request(app).options('/boats').set(preflight)).status).toBe(401);
    const shared = makeApp(1000, ['https://a.example']);
    const allowed = await request(shared).options('/boats').set(preflight);
    expect(allowed.status).toBe(204);
    expect(allowed.headers['access-control-allow-origin']).toBe('https://a.example');
    const read = await request(shared)
      .get('/boats')
      .set({ ...KEY, Origin: 'https://a.example' });
    expect(read.headers['access-control-expose-headers']).toContain('RateLimit');
    const other = await request(shared)
      .get('/boats')
      .set({ ...KEY, Origin: 'https://b.example' });
    expect(other.headers['access-control-allow-origin']).toBeUndefined();
    expect(other.headers.vary).toContain('Origin');
  });

  it('does not start with an operation that nobody handles', () => {
    const { getBoat: _, ...rest } = handlers;
    expect(() => makeApp(1000, [], rest)).toThrow(
      'operation getBoat has no handler: write one, and give it to runServerProcess(contract, { handlers: { getBoat } })',
    );
  });
});

describe('operations of a project’s own', () => {
  const { getBoat, getOpen, followTides, ...platform } = handlers;
  const app = makeApp(
    1000,
    [],
    joinHandlers(platform, {
      followTides,
      async getBoat({ path }: { path: { name: string } }, context) {
        await getBoat({ path });
        const { tenantId, requestId, traceparent } = context;
        return { status: 200, body: { tenantId, requestId, traceparent, knows: Object.keys(context) } };
      },
      async getOpen(_request, { tenantId }) {
        return { status: 200, body: tenantId };
      },
    }),
  );

  it('are told who asks, and the request’s id and trace; no more', async () => {
    const traceparent = '00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01';
    const { body } = await request(app)
      .get('/boats/anna')
      .set({ ...KEY, traceparent, 'X-Request-ID': 'request-1' });
    expect(body).toEqual({
      tenantId: 't',
      requestId: 'request-1',
      traceparent: expect.stringMatching(/^00-0af7651916cd43dd8448eb211c80319c-(?!b7ad)[0-9a-f]{16}-01$/),
      knows: ['tenantId', 'requestId', 'traceparent'],
    });
  });

  it('answer with the contract’s problems', async () => {
    const { status, body } = await request(app).get('/boats/ghost').set(KEY);
    expect(status).toBe(404);
    expect(body).toMatchObject({ code: 'not_found', detail: 'No such boat.' });
  });

  it('have the platform’s codes, unless their project names its own', () => {
    // @ts-expect-error
    expect(new ProblemError('boat_sunk').code).toBe('boat_sunk');
    expect(new ProblemError<'boat_sunk'>('boat_sunk').code).toBe('boat_sunk');
  });

  it('have no tenant where no key is asked for', async () => {
    expect((await request(app).get('/open').set(KEY)).body).toMatchObject({ code: 'internal' });
  });

  it('are not opened by the stream token of a job', async () => {
    expect((await request(app).get('/tides').set(KEY)).status).toBe(200);
    const { status, body } = await request(app).get('/tides?stream_token=right');
    expect(status).toBe(403);
    expect(body.code).toBe('forbidden');
  });

  it('do not take the place of the platform’s', () => {
    const listBoats = async () => ({ status: 200 });
    expect(() => joinHandlers(platform, { listBoats })).toThrow(
      "operation listBoats is the platform's: it cannot have another handler",
    );
  });
});
