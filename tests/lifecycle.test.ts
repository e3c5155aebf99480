/** One job's way through its states: cancel, deadline, queue time, sync wait, idempotency, delete. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { until } from './support/client.js';
import { type Line, startLine } from './support/line.js';

let line: Line;

beforeAll(async () => {
  line = await startLine();
});

afterAll(() => line.stop());

const long = { type: 'text.generate', input: { prompt: 'Tell a very long story.', max_tokens: 2000 } };

describe('cancel', () => {
  test('reaches a running handler within a second and ends its stream', async () => {
    const job = await line.client.create(long);
    const stream = await line.client.stream(job.job_id);
    let cancelledAt = 0;
    let endedAt = 0;
    let last: unknown;
    for await (const event of stream.events) {
      if (event.type === 'token' && cancelledAt === 0) {
        cancelledAt = performance.now();
        const answer = await line.client.post(`/v1/jobs/${job.job_id}/cancel`);
        expect([200, 202]).toContain(answer.status);
      }
      last = event.body.data.status;
      endedAt = event.receivedAt;
    }
    expect(last).toBe('cancelled');
    expect(endedAt - cancelledAt).toBeLessThan(1000);
    const ended = await line.client.job(job.job_id);
    expect(ended.error?.code).toBe('cancelled');
    const again = await line.client.post(`/v1/jobs/${job.job_id}/cancel`);
    expect(again.status).toBe(200);
  });

  test('of a queued job is at once', async () => {
    const idle = await startLine({ workers: 0 });
    try {
      const job = await idle.client.create(long);
      const answer = await idle.client.post(`/v1/jobs/${job.job_id}/cancel`);
      expect(answer.status).toBe(200);
      expect(answer.body.status).toBe('cancelled');
      expect(answer.body.attempt).toBe(0);
    } finally {
      await idle.stop();
    }
  });

  test('of a succeeded job is 409', async () => {
    const job = await line.client.create({ type: 'text.count_tokens', input: { text: 'one two' } });
    await line.client.finished(job.job_id);
    const answer = await line.client.post(`/v1/jobs/${job.job_id}/cancel`);
    expect(answer.status).toBe(409);
    expect(answer.body.code).toBe('job_already_terminal');
  });
});

describe('time', () => {
  test('that runs out while running ends in timed_out', async () => {
    const job = await line.client.create({ ...long, timeout_seconds: 1 });
    const ended = await line.client.finished(job.job_id);
    expect(ended.status).toBe('timed_out');
    expect(ended.error?.code).toBe('deadline_exceeded');
  });

  test('that runs out in the queue ends in expired', async () => {
    const idle = await startLine({ workers: 0 });
    try {
      const job = await idle.client.create({ ...long, queue_timeout_seconds: 1 });
      const ended = await idle.client.finished(job.job_id);
      expect(ended.status).toBe('expired');
      expect(ended.error?.code).toBe('queue_timeout');
      expect(ended.attempt).toBe(0);
    } finally {
      await idle.stop();
    }
  });

  test('may only be lowered', async () => {
    const answer = await line.client.post('/v1/jobs', { body: { ...long, timeout_seconds: 10_000_000 } });
    expect(answer.status).toBe(400);
    expect(answer.body.errors[0].pointer).toBe('#/timeout_seconds');
  });
});

describe('Prefer: wait', () => {
  const short = { type: 'text.count_tokens', input: { text: 'The quick brown fox.' } };

  test('answers 200 with the result of a sync job type', async () => {
    const answer = await line.client.post('/v1/jobs', { body: short, headers: { Prefer: 'wait=30' } });
    expect(answer.status).toBe(200);
    expect(answer.headers['preference-applied']).toBe('wait=10');
    expect(answer.body.status).toBe('succeeded');
    expect(answer.body.result.tokens).toBeGreaterThan(3);
  });

  test('is not honoured for other job types', async () => {
    const answer = await line.client.post('/v1/jobs', {
      body: { type: 'text.generate', input: { prompt: 'Hi', max_tokens: 1 } },
      headers: { Prefer: 'wait=10' },
    });
    expect(answer.status).toBe(202);
    expect(answer.headers['preference-applied']).toBeUndefined();
    await line.client.finished(answer.body.job_id);
  });

  test.each(['wait', 'wait=abc', 'wait=-1', 'respond-async', ';;;'])('%j is ignored', async (prefer) => {
    const answer = await line.client.post('/v1/jobs', { body: short, headers: { Prefer: prefer } });
    expect(answer.status).toBe(202);
    expect(answer.headers['preference-applied']).toBeUndefined();
  });

  test('that is over before the job answers 202', async () => {
    for (const worker of line.workers) worker.signal('SIGSTOP');
    try {
      const answer = await line.client.post('/v1/jobs', { body: short, headers: { Prefer: 'wait=1' } });
      expect(answer.status).toBe(202);
      expect(answer.headers['preference-applied']).toBe('wait=1');
    } finally {
      for (const worker of line.workers) worker.signal('SIGCONT');
    }
  });
});

describe('Idempotency-Key', () => {
  const body = { type: 'text.count_tokens', input: { text: 'same' } };

  test('gives the same job for the same body, with its keys in any order', async () => {
    const headers = { 'Idempotency-Key': '"order-1"' };
    const first = await line.client.post('/v1/jobs', { body, headers });
    const second = await line.client.post('/v1/jobs', {
      raw: {
        text: '{ "input": {"text":"same"}, "type": "text.count_tokens" }',
        contentType: 'application/json',
      },
      headers: { 'Idempotency-Key': 'order-1' },
    });
    expect(first.headers['idempotency-replayed']).toBeUndefined();
    expect(second.headers['idempotency-replayed']).toBe('true');
    expect(second.body.job_id).toBe(first.body.job_id);
  });

  test('with another body is 422', async () => {
    const headers = { 'Idempotency-Key': 'order-2' };
    await line.client.post('/v1/jobs', { body, headers });
    const other = await line.client.post('/v1/jobs', {
      body: { ...body, input: { text: 'other' } },
      headers,
    });
    expect(other.status).toBe(422);
    expect(other.body.code).toBe('idempotency_key_reused');
  });

  test('of a request that fails validation stores nothing', async () => {
    const headers = { 'Idempotency-Key': 'order-3' };
    const bad = await line.client.post('/v1/jobs', { body: { ...body, input: {} }, headers });
    expect(bad.status).toBe(400);
    const good = await line.client.post('/v1/jobs', { body, headers });
    expect(good.status).toBe(202);
    expect(good.headers['idempotency-replayed']).toBeUndefined();
  });

  test('replayed with Prefer: wait answers 200 with the result', async () => {
    const headers = { 'Idempotency-Key': 'order-4' };
    const first = await line.client.post('/v1/jobs', { body, headers });
    const replay = await line.client.post('/v1/jobs', { body, headers: { ...headers, Prefer: 'wait=5' } });
    expect(replay.status).toBe(200);
    expect(replay.headers['idempotency-replayed']).toBe('true');
    expect(replay.body).toMatchObject({ job_id: first.body.job_id, status: 'succeeded' });
  });

  test('of 100 creates at once makes one job', async () => {
    const headers = { 'Idempotency-Key': 'order-5' };
    const answers = await Promise.all(
      Array.from({ length: 100 }, () => line.client.post('/v1/jobs', { body, headers })),
    );
    const others = answers
      .filter(({ status }) => status !== 202)
      .map(({ status, body: told }) => [status, told]);
    expect(others).toEqual([]);
    expect(new Set(answers.map((answer) => answer.body.job_id)).size).toBe(1);
    expect(answers.filter((answer) => answer.headers['idempotency-replayed'] === undefined)).toHaveLength(1);
  });

  test.each(['x'.repeat(256), '""', '"open', 'a b"c'])('%j is malformed: 400', async (key) => {
    const answer = await line.client.post('/v1/jobs', { body, headers: { 'Idempotency-Key': key } });
    expect(answer.status).toBe(400);
    expect(answer.body.code).toBe('idempotency_key_invalid');
  });
});

describe('delete', () => {
  test('leaves nothing of a terminal job', async () => {
    const secret = 'a very personal sentence';
    const job = await line.client.create({ type: 'text.count_tokens', input: { text: secret } });
    await line.client.finished(job.job_id);
    expect((await line.client.delete(`/v1/jobs/${job.job_id}`)).status).toBe(204);
    for (const path of ['', '/events', '/result']) {
      expect((await line.client.get(`/v1/jobs/${job.job_id}${path}`)).status).toBe(404);
    }
    const tables = await line.query(
      `SELECT table_name FROM information_schema.tables WHERE table_schema = 'public' AND table_type = 'BASE TABLE'`,
    );
    for (const { table_name: table } of tables) {
      const rows = await line.query(`SELECT 1 FROM ${table} AS t WHERE t::text LIKE $1 OR t::text LIKE $2`, [
        `%${secret}%`,
        `%${job.job_id}%`,
      ]);
      expect(rows, String(table)).toHaveLength(0);
    }
  });

  test('ends the streams of its readers, those too that had everything', async () => {
    for (const worker of line.workers) worker.signal('SIGSTOP');
    try {
      for (let round = 0; round < 10; round += 1) {
        const job = await line.client.create({ type: 'text.count_tokens', input: { text: 'gone' } });
        const stream = await line.client.stream(job.job_id);
        await stream.events.next();
        expect((await line.client.post(`/v1/jobs/${job.job_id}/cancel`)).status).toBe(200);
        expect((await line.client.delete(`/v1/jobs/${job.job_id}`)).status).toBe(204);
        // Whether the last event was still there to be read is a matter of moments; that nothing follows is not.
        for await (const _ of stream.events);
      }
    } finally {
      for (const worker of line.workers) worker.signal('SIGCONT');
    }
  }, 30_000);

  test('does not let a late retry run the job again', async () => {
    const request = {
      body: { type: 'text.count_tokens', input: { text: 'once' } },
      headers: { 'Idempotency-Key': 'of-a-deleted-job' },
    };
    const job = (await line.client.post('/v1/jobs', request)).body;
    await line.client.finished(job.job_id);
    await line.client.delete(`/v1/jobs/${job.job_id}`);
    const answer = await line.client.post('/v1/jobs', request);
    expect(answer.status).toBe(422);
    expect(answer.body.code).toBe('idempotency_key_reused');
    expect(answer.body.detail).toContain('deleted');
  });

  test('of a running job is 409', async () => {
    const job = await line.client.create(long);
    const answer = await line.client.delete(`/v1/jobs/${job.job_id}`);
    expect(answer.status).toBe(409);
    expect(answer.body.code).toBe('job_not_terminal');
    await line.client.post(`/v1/jobs/${job.job_id}/cancel`);
  });
});

describe('status', () => {
  test('has a weak ETag that 304 repeats until something changes', async () => {
    const job = await line.client.create({ type: 'text.count_tokens', input: { text: 'etag' } });
    await line.client.finished(job.job_id);
    const first = await line.client.get(`/v1/jobs/${job.job_id}`);
    const etag = String(first.headers.etag);
    expect(etag).toMatch(/^W\/"/);
    expect(first.headers['cache-control']).toBe('private, no-cache');
    expect(first.headers['retry-after']).toBeUndefined();
    const second = await line.client.get(`/v1/jobs/${job.job_id}`, { headers: { 'If-None-Match': etag } });
    expect(second.status).toBe(304);
    expect(second.headers.etag).toBe(etag);
    expect(second.headers.ratelimit).toBeDefined();
  });

  test('asks for patience only while the job is not terminal', async () => {
    const job = await line.client.create(long);
    const running = await line.client.get(`/v1/jobs/${job.job_id}`);
    expect(Number(running.headers['retry-after'])).toBeGreaterThan(0);
    await line.client.post(`/v1/jobs/${job.job_id}/cancel`);
    await until('cancelled', async () => (await line.client.job(job.job_id)).status === 'cancelled');
  });
});

describe('list', () => {
  test('pages through every job once, newest first', async () => {
    const created: string[] = [];
    for (let index = 0; index < 7; index += 1) {
      const job = await line.client.create({
        type: 'text.count_tokens',
        input: { text: String(index) },
        tags: ['paged'],
      });
      created.unshift(job.job_id);
    }
    const seen: string[] = [];
    let cursor: string | null = null;
    do {
      const page = await line.client.get('/v1/jobs', {
        query: { limit: 3, tag: 'paged', ...(cursor !== null && { cursor }) },
      });
      expect(page.status).toBe(200);
      seen.push(...page.body.data.map((job: { job_id: string }) => job.job_id));
      cursor = page.body.next_cursor;
    } while (cursor !== null);
    expect(seen).toEqual(created);
  });

  test.each([
    { cursor: 'garbage' },
    { limit: 0 },
    { limit: 101 },
    { limit: 'x' },
    { status: 'unheard-of' },
    { created_after: 'yesterday' },
  ])('%j is 400', async (query) => {
    const answer = await line.client.get('/v1/jobs', { query: query as Record<string, string | number> });
    expect(answer.status).toBe(400);
    expect(answer.body.errors[0].in).toBe('query');
    expect(answer.body.errors[0].pointer).toBe(Object.keys(query)[0]);
  });
});
