import express, { type ErrorRequestHandler, type RequestHandler } from 'express';
import { Webhook } from 'standardwebhooks';
import request from 'supertest';
import { describe, expect, test } from 'vitest';
import { keepRawBody } from './raw-body.js';
import { type ReceiverOptions, WebhookHandlerError, webhookReceiver } from './webhook-receiver.js';

interface Events {
  readonly 'job.succeeded': { readonly type: 'job.succeeded'; readonly data: { readonly job_id: string } };
  readonly 'job.failed': { readonly type: 'job.failed' };
}

const SECRET = 'whsec_c3BlY3dpcmUgZXhhbXBsZSBzZWNyZXQsIDMyIGJ5dGU=';
const EVENT = { type: 'job.succeeded', data: { job_id: 'job_1' } };

/** A receiver at `/hooks` behind some middleware, what its handlers were called with, and the errors that came out. */
function receive(options: Partial<ReceiverOptions<Events>> = {}, ...before: readonly RequestHandler[]) {
  const calls: unknown[] = [];
  const errors: unknown[] = [];
  const app = express();
  for (const handler of before) app.use(handler);
  const receiver = webhookReceiver<Events>({
    secrets: SECRET,
    on: { 'job.succeeded': (event, { id }) => calls.push([event.data.job_id, id]) },
    ...options,
  });
  app.use('/hooks', receiver);
  const answer: ErrorRequestHandler = (error: { status?: number }, _request, response, _next) => {
    errors.push(error);
    response.status(error.status ?? 500).end();
  };
  app.use(answer);
  return { app, calls, errors };
}

function post(app: express.Express, event: unknown = EVENT, id = 'whd_1', secret = SECRET) {
  const body = typeof event === 'string' ? event : JSON.stringify(event);
  const now = new Date();
  return request(app)
    .post('/hooks')
    .set('content-type', 'application/json')
    .set('webhook-id', id)
    .set('webhook-timestamp', String(Math.floor(now.getTime() / 1000)))
    .set('webhook-signature', new Webhook(secret).sign(id, now, body))
    .send(body);
}

describe('the raw body is had', () => {
  const cases: readonly (readonly [string, readonly RequestHandler[]])[] = [
    ['before any parser', []],
    ['after express.json() that keeps it', [express.json({ verify: keepRawBody })]],
    ['after express.raw()', [express.raw({ type: '*/*' })]],
    ['after express.text()', [express.text({ type: '*/*' })]],
    ['after a parser of something else', [express.urlencoded()]],
  ];
  test.each(cases)('%s', async (_name, before) => {
    const { app, calls, errors } = receive({}, ...before);
    await post(app).expect(204);
    expect(calls).toEqual([['job_1', 'whd_1']]);
    expect(errors).toEqual([]);
  });

  test('not after express.json() as it is: that is said, and nothing is handled', async () => {
    const { app, calls, errors } = receive({}, express.json());
    await post(app).expect(500);
    expect(calls).toEqual([]);
    expect(errors).toEqual([
      expect.objectContaining({ message: expect.stringMatching(/raw body.*is gone.*keepRawBody/s) }),
    ]);
  });
});

describe('what is not to be believed is refused with a problem', () => {
  test.each([
    ['of another secret', SECRET.replace('c3Bl', 'c3Bm'), EVENT, 'no_matching_signature'],
    ['that is no JSON', SECRET, 'hello', 'malformed_body'],
    ['without a type', SECRET, {}, 'malformed_body'],
    ['of null', SECRET, 'null', 'malformed_body'],
  ])('one %s', async (_name, secret, event, code) => {
    const { app, calls } = receive({ otherwise: () => calls.push('otherwise') });
    const response = await post(app, event, 'whd_1', secret).expect(400);
    expect(response.type).toBe('application/problem+json');
    expect(response.body).toEqual({
      type: 'about:blank',
      title: 'Webhook not verified',
      status: 400,
      detail: expect.any(String),
      code,
    });
    expect(calls).toEqual([]);
  });

  test('one that is not signed', async () => {
    const { app, calls } = receive();
    const response = await request(app).post('/hooks').send(EVENT).expect(400);
    expect(response.body).toMatchObject({ code: 'missing_header' });
    expect(calls).toEqual([]);
  });

  test('one that was recorded', async () => {
    const { app } = receive({ toleranceSeconds: -1 });
    expect((await post(app).expect(400)).body).toMatchObject({ code: 'timestamp_too_old' });
  });
});

test('only POST is answered', async () => {
  const { app } = receive();
  const response = await request(app).get('/hooks').expect(405);
  expect(response.headers.allow).toBe('POST');
});

describe('a body above the limit is not read to its end', () => {
  const cases: readonly (readonly [string, readonly RequestHandler[]])[] = [
    ['as it comes', []],
    ['kept by a parser', [express.json({ verify: keepRawBody })]],
  ];
  test.each(cases)('%s', async (_name, before) => {
    const { app, calls } = receive({ bodyLimitBytes: 100 }, ...before);
    await post(app, { ...EVENT, padding: 'x'.repeat(100) }).expect(413);
    expect(calls).toEqual([]);
  });

  test('in chunks of unknown number', async () => {
    const { app } = receive({ bodyLimitBytes: 100 });
    const chunked = request(app).post('/hooks').set('transfer-encoding', 'chunked');
    chunked.write('x'.repeat(60));
    chunked.write('x'.repeat(60));
    const response = await chunked;
    expect(response.status).toBe(413);
    expect(response.body).toMatchObject({ code: 'payload_too_large' });
  });
});

describe('duplicates', () => {
  test('are dropped once their event was handled', async () => {
    const seen = new Set<string>();
    const { app, calls } = receive({ seen });
    await post(app).expect(204);
    await post(app).expect(204);
    await post(app, EVENT, 'whd_2').expect(204);
    expect(calls).toEqual([
      ['job_1', 'whd_1'],
      ['job_1', 'whd_2'],
    ]);
    expect([...seen]).toEqual(['whd_1', 'whd_2']);
  });

  test('are none while the handler has failed', async () => {
    const seen = new Set<string>();
    let attempts = 0;
    const on = {
      'job.succeeded': async () => {
        attempts += 1;
        if (attempts === 1) throw new Error('the database is away');
      },
    };
    const { app, errors } = receive({ seen, on });
    await post(app).expect(500);
    expect([...seen]).toEqual([]);
    await post(app).expect(204);
    await post(app).expect(204);
    expect(attempts).toBe(2);
    expect(errors).toHaveLength(1);
  });

  test('at the same time share one outcome', async () => {
    let attempts = 0;
    let fail = true;
    const on = {
      'job.succeeded': async () => {
        attempts += 1;
        await new Promise((resolve) => setTimeout(resolve, 100));
        if (fail) throw new Error('not yet');
      },
    };
    const { app } = receive({ seen: new Set(), on });
    const statuses = async () => (await Promise.all([post(app), post(app)])).map(({ status }) => status);
    expect(await statuses()).toEqual([500, 500]);
    fail = false;
    expect(await statuses()).toEqual([204, 204]);
    expect(attempts).toBe(2);
  });

  test('are not known without a store', async () => {
    const { app, calls } = receive();
    await post(app).expect(204);
    await post(app).expect(204);
    expect(calls).toHaveLength(2);
  });
});

describe('an event', () => {
  test('without a handler is received, and left alone', async () => {
    const { app, calls } = receive();
    await post(app, { type: 'job.failed' }).expect(204);
    await post(app, { type: 'job.newer' }).expect(204);
    await post(app, { type: 'toString' }).expect(204);
    expect(calls).toEqual([]);
  });

  test('without a handler of its own goes to the one for all others', async () => {
    const types: string[] = [];
    const { app } = receive({ otherwise: ({ type }) => types.push(type) });
    await post(app, { type: 'job.newer' }, 'whd_1').expect(204);
    await post(app, EVENT, 'whd_2').expect(204);
    expect(types).toEqual(['job.newer']);
  });

  test('whose handler throws is answered with 500, whatever the error asks for', async () => {
    const gone = Object.assign(new Error('no such row'), { status: 410 });
    const { app, errors } = receive({ on: { 'job.succeeded': () => Promise.reject(gone) } });
    await post(app).expect(500);
    expect(errors).toEqual([expect.any(WebhookHandlerError)]);
    expect(errors).toEqual([expect.objectContaining({ cause: gone })]);
  });

  test('is told with when it was sent', async () => {
    const sent: Date[] = [];
    const { app } = receive({ on: { 'job.succeeded': (_event, { sentAt }) => sent.push(sentAt) } });
    await post(app).expect(204);
    expect(Math.abs(Date.now() - (sent[0]?.getTime() ?? 0))).toBeLessThan(5000);
  });
});

test('a malformed secret is told at once', () => {
  expect(() => receive({ secrets: 'secret' })).toThrow(/24 to 64 bytes/);
});
