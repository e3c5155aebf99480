/** The event stream: resume from anywhere, the cursor's rules, and what a reader sees on open and at the end. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { WireEvent } from './support/event-stream.js';
import { type Line, startLine } from './support/line.js';

let line: Line;
let jobId: string;
let whole: readonly WireEvent[];

beforeAll(async () => {
  line = await startLine({ servers: 2, env: { SPECWIRE_KEEP_ALIVE_SECONDS: '1' } });
  const job = await line.client.create({
    type: 'text.generate',
    input: { prompt: 'Write a short story about a lighthouse.', max_tokens: 40, seed: 7 },
  });
  jobId = job.job_id;
  whole = await line.client.events(jobId);
});

afterAll(() => line.stop());

describe('a whole stream', () => {
  test('goes from queued over running to succeeded, with tokens between', () => {
    const statuses = whole
      .filter((event) => event.type === 'job.status')
      .map((event) => event.body.data.status);
    expect(statuses).toEqual(['queued', 'running', 'succeeded']);
    expect(whole.filter((event) => event.type === 'token').length).toBeGreaterThan(10);
    expect(whole[0]?.body.seq).toBe(1);
    expect(whole.at(-1)?.type).toBe('job.status');
  });

  test('joins to the text of the result', async () => {
    const result = await line.client.get(`/v1/jobs/${jobId}/result`);
    const text = whole
      .filter((event) => event.type === 'token')
      .map((event) => event.body.data.text)
      .join('');
    expect(result.body.result.text).toBe(text);
  });

  test('is read as it happens, not at its end', async () => {
    const job = await line.client.create({
      type: 'text.generate',
      input: { prompt: 'Write a long story about a fox and a bear.', max_tokens: 120, seed: 1 },
    });
    const tokens = (await line.client.events(job.job_id)).filter((event) => event.type === 'token');
    const first = tokens[0]?.receivedAt ?? 0;
    const last = tokens.at(-1)?.receivedAt ?? 0;
    expect(last - first).toBeGreaterThan(200);
  });

  test('carries the headers that keep proxies from buffering', async () => {
    const stream = await line.client.stream(jobId);
    expect(stream.response.headers.get('content-type')).toMatch(/^text\/event-stream/);
    expect(stream.response.headers.get('cache-control')).toBe('no-cache, no-transform');
    expect(stream.response.headers.get('x-accel-buffering')).toBe('no');
    expect(stream.response.headers.get('content-encoding')).toBeNull();
    await stream.response.body?.cancel();
  });
});

describe('resume', () => {
  test('from every position, on either server, equals the rest of the whole', async () => {
    for (let position = 0; position < whole.length; position += 1) {
      const url = `${line.servers[position % 2]?.url}/v1/jobs/${jobId}/events`;
      const response = await fetch(url, {
        headers: { authorization: `Bearer ${line.apiKey}`, 'last-event-id': String(position) },
      });
      const rest = whole
        .slice(position)
        .map((event) => `id: ${event.id}\nevent: ${event.type}\ndata: ${event.raw}\n\n`);
      const text = await response.text();
      expect(text.endsWith(rest.join('')), `from ${position}`).toBe(true);
      expect(text.match(/^id: /gm)?.length ?? 0).toBe(rest.length);
    }
  });

  test('after the last event of a terminal job is 204', async () => {
    const stream = await line.client.stream(jobId, { lastEventId: String(whole.length) });
    expect(stream.response.status).toBe(204);
  });

  test.each(['garbage', '-1', '01', '1.5', '99999', '99999999999999999999', '1e3', ' 3 4'])(
    'from the bad cursor %j is a reset, then all there is',
    async (lastEventId) => {
      const events = await line.client.events(jobId, { lastEventId });
      expect(events[0]?.type).toBe('stream.reset');
      expect(events[0]?.id).toBe('0');
      expect(events[0]?.body.seq).toBeUndefined();
      expect(events.slice(1).map((event) => event.raw)).toEqual(whole.map((event) => event.raw));
    },
  );

  test('by query is honoured, and the header wins over it', async () => {
    const byQuery = await line.client.get(`/v1/jobs/${jobId}/events`, {
      query: { last_event_id: whole.length },
    });
    expect(byQuery.status).toBe(204);
    const both = await fetch(`${line.client.url}/v1/jobs/${jobId}/events?last_event_id=${whole.length}`, {
      headers: { authorization: `Bearer ${line.apiKey}`, 'last-event-id': String(whole.length - 1) },
    });
    expect(both.status).toBe(200);
    expect((await both.text()).match(/^id: /gm)).toHaveLength(1);
  });

  test('with an empty Last-Event-ID starts at the first event', async () => {
    const events = await line.client.events(jobId, { lastEventId: '' });
    expect(events.map((event) => event.raw)).toEqual(whole.map((event) => event.raw));
  });

  test('of a cut live stream neither loses nor repeats', async () => {
    const job = await line.client.create({
      type: 'text.generate',
      input: { prompt: 'Tell me about the sea.', max_tokens: 60 },
    });
    const seen: WireEvent[] = [];
    while (seen.at(-1)?.body.data.status !== 'succeeded') {
      const cut = new AbortController();
      const lastEventId = seen.at(-1)?.id;
      const stream = await line.client.stream(job.job_id, {
        signal: cut.signal,
        ...(lastEventId !== undefined && { lastEventId }),
      });
      let taken = 0;
      for await (const event of stream.events) {
        seen.push(event);
        taken += 1;
        if (taken === 5) break;
      }
      cut.abort();
    }
    const again = await line.client.events(job.job_id);
    expect(seen.map((event) => event.raw)).toEqual(again.map((event) => event.raw));
  });
});

describe('an open stream', () => {
  test('starts with retry and a comment, and comments again while nothing happens', async () => {
    await Promise.all(line.workers.map((worker) => worker.signal('SIGSTOP')));
    try {
      const job = await line.client.create({ type: 'text.count_tokens', input: { text: 'a' } });
      const stream = await line.client.stream(job.job_id);
      await stream.events.next();
      expect(stream.retries).toEqual([2000]);
      expect(stream.comments.length).toBeGreaterThanOrEqual(1);
      const before = stream.comments.length;
      const quiet = stream.events.next();
      await new Promise((resolve) => setTimeout(resolve, 2500));
      expect(stream.comments.length).toBeGreaterThan(before);
      for (const worker of line.workers) worker.signal('SIGCONT');
      await quiet;
      for await (const _ of stream.events);
    } finally {
      for (const worker of line.workers) worker.signal('SIGCONT');
    }
  });

  test('is refused with 406 only when Accept rules it out', async () => {
    const path = `/v1/jobs/${jobId}/events`;
    const refused = await line.client.get(path, { headers: { Accept: 'application/json' } });
    expect(refused.status).toBe(406);
    for (const accept of [
      'text/event-stream',
      'text/*',
      '*/*',
      'application/json, text/event-stream;q=0.1',
    ]) {
      const response = await fetch(line.client.url + path, {
        headers: { authorization: `Bearer ${line.apiKey}`, accept },
      });
      expect(response.status, accept).toBe(200);
      await response.body?.cancel();
    }
  });

  test('can be read by a browser with a stream token, and with nothing else', async () => {
    const token = await line.client.post(`/v1/jobs/${jobId}/stream-token`);
    expect(token.status).toBe(201);
    const url = new URL(token.body.url, line.client.url);
    const response = await fetch(url);
    expect(response.status).toBe(200);
    expect((await response.text()).match(/^id: /gm)).toHaveLength(whole.length);
    const other = await line.client.create({ type: 'text.count_tokens', input: { text: 'b' } });
    const elsewhere = await fetch(
      `${line.client.url}/v1/jobs/${other.job_id}/events?stream_token=${token.body.token}`,
    );
    expect([401, 403, 404]).toContain(elsewhere.status);
    const onTheJob = await fetch(`${line.client.url}/v1/jobs/${jobId}?stream_token=${token.body.token}`);
    expect(onTheJob.status).toBe(401);
    expect(line.servers.map((server) => server.output()).join('')).not.toContain(token.body.token);
  });
});
