/**
 * Every documented status of every operation is seen on the wire at least once. The table below has a recipe for each;
 * a status that the specs gain without a recipe here fails, and so does a recipe for a status that they no longer have.
 */
import { randomBytes } from 'node:crypto';
import type { AddressInfo } from 'node:net';
import { connect, createServer, type Server, type Socket } from 'node:net';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createApiKey, openDatabase } from '../store/index.js';
import { Client, type RequestOptions } from './support/client.js';
import { contract } from './support/contract.js';
import { type Line, startLine } from './support/line.js';
import { createEndpoint, ping, webhookEnv } from './support/webhooks.js';

interface Recipe {
  readonly path?: (known: Known) => string;
  readonly options?: RequestOptions | ((known: Known) => RequestOptions);
  readonly client?: (known: Known) => Client;
}

interface Known {
  readonly client: Client;
  /** A server whose database cannot be reached. */
  readonly cutOff: Client;
  /** A server with a broken database. */
  readonly broken: Client;
  /** A key that has used up its minute. */
  readonly spent: Client;
  readonly done: string;
  readonly running: string;
  readonly failed: string;
  /** A succeeded job whose result and log have expired. */
  readonly expired: string;
  /** A succeeded job to be deleted. */
  readonly doomed: string;
  readonly streamToken: string;
  readonly endpoint: string;
  /** An endpoint to be deleted. */
  readonly doomedEndpoint: string;
  readonly delivery: string;
  /** A chat whose log has expired. */
  readonly expiredChat: string;
}

let line: Line;
let known: Known;
let brokenLine: Line;
let proxy: { server: Server; sockets: Set<Socket>; port: number };

/** Nobody listens there. */
const RECEIVER = 'http://127.0.0.1:9/hook';

const short = { type: 'text.count_tokens', input: { text: 'status' } };
const long = {
  type: 'documents.summarize',
  input: {
    documents: Array.from({ length: 200 }, (_, index) => ({
      id: `d${index}`,
      text: 'It rained all day long.',
    })),
    max_tokens: 256,
  },
};

/** A TCP proxy before PostgreSQL: closing it is a network that is gone. */
async function startProxy(target: URL) {
  const sockets = new Set<Socket>();
  const server = createServer((socket) => {
    const upstream = connect(Number(target.port), target.hostname);
    for (const one of [socket, upstream]) {
      sockets.add(one);
      one.on('error', () => one.destroy());
      one.on('close', () => sockets.delete(one));
    }
    socket.pipe(upstream).pipe(socket);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return { server, sockets, port: (server.address() as AddressInfo).port };
}

async function finishedJob(client: Client): Promise<string> {
  const job = await client.create(short);
  await client.finished(job.job_id);
  return job.job_id;
}

async function runningJob(client: Client, request: Parameters<Client['create']>[0]): Promise<string> {
  const job = await client.create(request);
  const stream = await client.stream(job.job_id);
  for await (const event of stream.events) if (event.body.data.status === 'running') break;
  return job.job_id;
}

async function prepare(): Promise<Known> {
  const client = line.client;
  const database = openDatabase({ url: line.databaseUrl, max: 1, applicationName: 'status-test' });
  const { key } = await createApiKey(database, {
    tenantId: 'default',
    label: 'spent',
    limits: { jobsPerMinute: 1, readsPerMinute: 1 },
  });
  await database.close();
  const spent = client.as(key);
  await spent.post('/v1/jobs', { body: short });
  await spent.get('/v1/job-types');

  const done = await finishedJob(client);
  const doomed = await finishedJob(client);
  const expired = await finishedJob(client);
  await line.query(
    `UPDATE jobs SET result_expires_at = now() - interval '1 s', events_expire_at = now() - interval '1 s' WHERE id = $1`,
    [expired],
  );
  const chat = await client.create({ type: 'chat.session', input: {} });
  await client.post(`/v1/jobs/${chat.job_id}/cancel`);
  await client.finished(chat.job_id);
  await line.query(`UPDATE jobs SET events_expire_at = now() - interval '1 s' WHERE id = $1`, [chat.job_id]);
  const failing = await client.create({ ...long, timeout_seconds: 1 });
  await client.finished(failing.job_id);
  const running = await runningJob(client, long);

  const url = new URL(line.databaseUrl);
  proxy = await startProxy(url);
  url.port = String(proxy.port);
  url.hostname = '127.0.0.1';
  const away = await line.startServer({ DATABASE_URL: url.href });
  const token = await client.post(`/v1/jobs/${running}/stream-token`);
  const cutOff = new Client(away.url, line.apiKey);
  await cutOff.get('/v1/jobs');
  proxy.server.close();
  for (const socket of proxy.sockets) socket.destroy();

  const endpoint = await createEndpoint(client, RECEIVER);
  brokenLine = await startLine({ workers: 0 });
  await brokenLine.query('ALTER TABLE api_keys RENAME TO api_keys_gone');
  return {
    client,
    cutOff,
    broken: brokenLine.client,
    spent,
    done,
    running,
    failed: failing.job_id,
    expired,
    doomed,
    streamToken: token.body.token,
    endpoint: endpoint.id,
    doomedEndpoint: (await createEndpoint(client, RECEIVER)).id,
    delivery: await ping(client, endpoint.id),
    expiredChat: chat.job_id,
  };
}

beforeAll(async () => {
  line = await startLine({ env: webhookEnv() });
  known = await prepare();
}, 180_000);

afterAll(async () => {
  await line?.stop();
  await brokenLine?.stop();
});

const MISSING = 'job_00000000000000000000000000000000';
const job = (id: (known: Known) => string, rest = '') => ({
  path: (given: Known) => `/v1/jobs/${id(given)}${rest}`,
});

/** What every authenticated operation may answer, whatever it does. */
function common(path: (known: Known) => string): Record<string, Recipe> {
  return {
    400: { path, options: { query: { unheard_of: 1 } } },
    401: { path, options: { apiKey: null } },
    429: { path, client: (given) => given.spent },
    500: { path, client: (given) => given.broken },
    503: { path, client: (given) => given.cutOff },
  };
}

const endpoint = (rest = '') => ({
  path: (given: Known) => `/v1/webhook-endpoints/${given.endpoint}${rest}`,
});
const missingEndpoint = (rest = '') => ({ path: () => `/v1/webhook-endpoints/whe_${'0'.repeat(32)}${rest}` });
const delivery = (rest = '') => ({
  path: (given: Known) => `/v1/webhook-deliveries/${given.delivery}${rest}`,
});
const missingDelivery = (rest = '') => ({
  path: () => `/v1/webhook-deliveries/whd_${'0'.repeat(32)}${rest}`,
});

/** What an operation may answer that reads a body. */
const badBodies: Record<string, Recipe> = {
  413: { options: { raw: { text: ' '.repeat(9 * 1024 * 1024), contentType: 'application/json' } } },
  415: { options: { raw: { text: '<endpoint/>', contentType: 'application/xml' } } },
};
const at = (path: (known: Known) => string, bodies: Record<string, Recipe>) =>
  Object.fromEntries(Object.entries(bodies).map(([status, recipe]) => [status, { ...recipe, path }]));

const anyJob = (rest = '') => job((given) => given.done, rest).path;

const recipes: Record<string, Record<string, Recipe>> = {
  createJob: {
    ...Object.fromEntries(
      Object.entries(common(() => '/v1/jobs')).map(([status, recipe]) => [
        status,
        { ...recipe, options: { ...(recipe.options as RequestOptions), body: short } },
      ]),
    ),
    200: { options: { body: short, headers: { Prefer: 'wait=10' } } },
    202: { options: { body: short } },
    400: { options: { body: { type: 'text.count_tokens', input: { text: 7 } } } },
    413: {
      options: {
        raw: { text: JSON.stringify(short) + ' '.repeat(1_100_000), contentType: 'application/json' },
      },
    },
    415: { options: { raw: { text: '<job/>', contentType: 'application/xml' } } },
    422: { options: { body: { ...short, tags: ['other'] }, headers: { 'Idempotency-Key': 'taken' } } },
  },
  listJobs: { ...common(() => '/v1/jobs'), 200: {}, 400: { options: { query: { limit: 0 } } } },
  getJob: {
    ...common(anyJob()),
    200: job((given) => given.done),
    304: { ...job((given) => given.done), options: { headers: { 'If-None-Match': '*' } } },
    404: job(() => MISSING),
  },
  deleteJob: {
    ...common(anyJob()),
    204: job((given) => given.doomed),
    404: job(() => MISSING),
    409: job((given) => given.running),
  },
  streamJobEvents: {
    ...common(anyJob('/events')),
    204: { ...job((given) => given.done, '/events'), options: { headers: { 'Last-Event-ID': '3' } } },
    200: job((given) => given.done, '/events'),
    403: {
      path: (given) => `/v1/jobs/${given.done}/events`,
      options: (given) => ({ apiKey: null, query: { stream_token: given.streamToken } }),
    },
    404: job(() => MISSING, '/events'),
    406: { ...job((given) => given.done, '/events'), options: { headers: { Accept: 'text/html' } } },
    410: job((given) => given.expired, '/events'),
  },
  openJobSocket: {
    ...common(anyJob('/socket')),
    403: {
      path: (given) => `/v1/jobs/${given.done}/socket`,
      options: (given) => ({ apiKey: null, query: { stream_token: given.streamToken } }),
    },
    404: job((given) => given.done, '/socket'),
    410: job((given) => given.expiredChat, '/socket'),
  },
  createStreamToken: {
    ...common(anyJob('/stream-token')),
    201: job((given) => given.done, '/stream-token'),
    404: job(() => MISSING, '/stream-token'),
    413: {
      ...job((given) => given.done, '/stream-token'),
      options: { raw: { text: ' '.repeat(9 * 1024 * 1024), contentType: 'application/json' } },
    },
    415: {
      ...job((given) => given.done, '/stream-token'),
      options: { raw: { text: '<token/>', contentType: 'application/xml' } },
    },
  },
  getJobResult: {
    ...common(anyJob('/result')),
    200: job((given) => given.done, '/result'),
    404: job(() => MISSING, '/result'),
    409: job((given) => given.running, '/result'),
    410: job((given) => given.expired, '/result'),
  },
  cancelJob: {
    ...common(anyJob('/cancel')),
    404: job(() => MISSING, '/cancel'),
    409: job((given) => given.done, '/cancel'),
  },
  listJobTypes: { ...common(() => '/v1/job-types'), 200: {} },
  createWebhookEndpoint: {
    ...common(() => '/v1/webhook-endpoints'),
    ...badBodies,
    201: { options: { body: { url: RECEIVER } } },
    400: { options: { body: { url: 'https://10.0.0.1/hook' } } },
  },
  listWebhookEndpoints: { ...common(() => '/v1/webhook-endpoints'), 200: {} },
  getWebhookEndpoint: { ...common(endpoint().path), 200: endpoint(), 404: missingEndpoint() },
  updateWebhookEndpoint: {
    ...common(endpoint().path),
    ...at(endpoint().path, badBodies),
    200: { ...endpoint(), options: { body: { description: 'changed' } } },
    400: { ...endpoint(), options: { body: {} } },
    404: { ...missingEndpoint(), options: { body: { description: 'changed' } } },
  },
  deleteWebhookEndpoint: {
    ...common(endpoint().path),
    204: { path: (given) => `/v1/webhook-endpoints/${given.doomedEndpoint}` },
    404: missingEndpoint(),
  },
  rotateWebhookSecret: {
    ...common(endpoint('/rotate-secret').path),
    200: endpoint('/rotate-secret'),
    404: missingEndpoint('/rotate-secret'),
  },
  pingWebhookEndpoint: {
    ...common(endpoint('/ping').path),
    202: endpoint('/ping'),
    404: missingEndpoint('/ping'),
  },
  enableWebhookEndpoint: {
    ...common(endpoint('/enable').path),
    200: endpoint('/enable'),
    404: missingEndpoint('/enable'),
  },
  listWebhookDeliveries: { ...common(() => '/v1/webhook-deliveries'), 200: {} },
  getWebhookDelivery: { ...common(delivery().path), 200: delivery(), 404: missingDelivery() },
  redeliverWebhook: {
    ...common(delivery('/redeliver').path),
    202: delivery('/redeliver'),
    404: missingDelivery('/redeliver'),
  },
};

async function see(operationId: string, status: string): Promise<number> {
  const operation = contract.operations.find((one) => one.operationId === operationId);
  const recipe = recipes[operationId]?.[status];
  if (!operation || !recipe) throw new Error(`no recipe for ${operationId} ${status}`);
  const client = recipe.client?.(known) ?? known.client;
  const path = recipe.path?.(known) ?? operation.path;
  const options = typeof recipe.options === 'function' ? recipe.options(known) : recipe.options;
  return (await client.request(operation.method, path, options)).status;
}

const tested = contract.operations
  .filter((operation) => recipes[operation.operationId] !== undefined)
  .flatMap((operation) =>
    Object.keys(operation.responses).map((status) => [operation.operationId, status] as const),
  );
/** Seen by tests of their own. */
const elsewhere = new Set(['cancelJob 200', 'cancelJob 202', 'createJob 409', 'openJobSocket 101']);

describe('every documented status', () => {
  beforeAll(async () => {
    await known.client.post('/v1/jobs', { body: short, headers: { 'Idempotency-Key': 'taken' } });
  });

  test.each(tested.filter(([id, status]) => !elsewhere.has(`${id} ${status}`)))(
    '%s answers %s',
    async (operationId, status) => {
      expect(String(await see(operationId, status))).toBe(status);
    },
  );

  test('no recipe is left over', () => {
    for (const [operationId, byStatus] of Object.entries(recipes)) {
      const documented = contract.operations.find((one) => one.operationId === operationId)?.responses ?? {};
      expect(Object.keys(byStatus).filter((status) => documented[status] === undefined)).toEqual([]);
    }
  });

  test('cancelJob answers 202 while cancelling and 200 when cancelled', async () => {
    const id = await runningJob(known.client, { type: 'chat.session', input: {} });
    const first = await known.client.post(`/v1/jobs/${id}/cancel`);
    expect(first.status).toBe(202);
    await known.client.finished(id);
    expect((await known.client.post(`/v1/jobs/${id}/cancel`)).status).toBe(200);
  });

  test('createJob answers 409 when the first request with its key stays undecided', async () => {
    const key = randomBytes(8).toString('hex');
    // A transaction that holds the key, as a server that hangs would.
    const pg = (await import('pg')).default;
    const holder = new pg.Client({ connectionString: line.databaseUrl });
    await holder.connect();
    const columns = await line.query(`SELECT * FROM idempotency_keys WHERE key = 'taken'`);
    const row = { ...columns[0], key } as Record<string, unknown>;
    const names = Object.keys(row);
    await holder.query('BEGIN');
    await holder.query(
      `INSERT INTO idempotency_keys (${names}) VALUES (${names.map((_, index) => `$${index + 1}`)})`,
      Object.values(row),
    );
    try {
      const answer = await known.client.post('/v1/jobs', {
        body: short,
        headers: { 'Idempotency-Key': key },
      });
      expect(answer.status).toBe(409);
      expect(answer.body.code).toBe('idempotency_key_in_flight');
    } finally {
      await holder.query('ROLLBACK');
      await holder.end();
    }
  }, 30_000);
});

describe('public contract.operations', () => {
  const documents = ['/openapi.json', '/openapi.yaml', '/openapi-3.2.json', '/asyncapi.yaml'];

  test.each([...documents, '/healthz', '/readyz', '/problems/not_found'])(
    'GET %s needs no key',
    async (path) => {
      const answer = await known.client.get(path, { apiKey: null });
      expect(answer.status).toBe(200);
    },
  );

  test.each(documents)('GET %s is 304 for who has it', async (path) => {
    const { headers } = await known.client.get(path, { apiKey: null });
    const kept = { 'If-None-Match': headers.etag ?? '' };
    expect((await known.client.get(path, { apiKey: null, headers: kept })).status).toBe(304);
  });

  test('readyz is 503 while the database is away, healthz is not', async () => {
    expect((await known.cutOff.get('/readyz', { apiKey: null })).status).toBe(503);
    expect((await known.cutOff.get('/healthz', { apiKey: null })).status).toBe(200);
  });

  test('an unknown problem code is 404', async () => {
    expect((await known.client.get('/problems/unheard_of', { apiKey: null })).status).toBe(404);
  });
});

describe('what no operation serves', () => {
  test('is 401 without a key, whatever it is', async () => {
    for (const [method, path] of [
      ['GET', '/nowhere'],
      ['PUT', '/v1/jobs'],
      ['GET', `/v1/jobs/${MISSING}`],
    ] as const) {
      const answer = await known.client.request(method, path, { apiKey: null });
      expect(answer.status, `${method} ${path}`).toBe(401);
      expect(answer.headers['www-authenticate']).toMatch(/^Bearer/);
    }
  });

  test('is 404 with a key', async () => {
    const answer = await known.client.get('/v2/jobs');
    expect(answer.status).toBe(404);
    expect(answer.body.code).toBe('not_found');
  });

  test('is 405 with Allow where only the method is wrong', async () => {
    const answer = await known.client.request('PUT', '/v1/jobs');
    expect(answer.status).toBe(405);
    expect(answer.headers.allow?.split(', ').sort()).toEqual(['GET', 'HEAD', 'POST'].sort());
  });
});

describe('a bad body', () => {
  test.each([
    ['{"type":', 'bad JSON'],
    ['', 'nothing'],
    ['null', 'null'],
    ['[]', 'an array'],
    ['"text"', 'a string'],
    ['{"type":"unheard.of","input":{}}', 'an unknown job type'],
    ['{"type":"text.generate","input":{}}', 'no prompt'],
    ['{"type":"text.generate","input":{"prompt":"a","nope":1}}', 'an unknown field'],
    ['{"type":"text.generate","input":{"prompt":"a","max_tokens":0}}', 'a bad number'],
    ['{"type":"text.generate","input":{"prompt":"a"},"metadata":{"a":1}}', 'bad metadata'],
  ])('%s (%s) is 400 with every place named', async (text) => {
    const answer = await known.client.post('/v1/jobs', { raw: { text, contentType: 'application/json' } });
    expect(answer.status).toBe(400);
    expect(answer.body.code).toBe('invalid_request');
    expect(answer.body.errors.length).toBeGreaterThan(0);
  });

  test('larger than any job type takes is 413 before it is read', async () => {
    const text = ' '.repeat(9 * 1024 * 1024);
    const answer = await known.client.post('/v1/jobs', { raw: { text, contentType: 'application/json' } });
    expect(answer.status).toBe(413);
    expect(answer.body.code).toBe('payload_too_large');
  });

  test('names all its mistakes, with pointers', async () => {
    const answer = await known.client.post('/v1/jobs', {
      body: { type: 'text.generate', input: { prompt: 5, max_tokens: 'many' }, tags: 'one' },
    });
    const pointers = answer.body.errors.map((error: { pointer: string }) => error.pointer);
    expect(pointers).toEqual(expect.arrayContaining(['#/input/prompt', '#/input/max_tokens', '#/tags']));
  });
});
