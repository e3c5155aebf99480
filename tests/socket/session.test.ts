/** The generated client's sessions: typed both ways, and neither losing nor repeating anything whatever breaks. */
import { once } from 'node:events';
import { type AddressInfo, createServer } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { build } from 'esbuild';
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, expectTypeOf, test } from 'vitest';
import { WebSocket } from 'ws';
import {
  ApiError,
  type JobSession,
  type SessionOptions,
  SpecwireClient,
  type WebSocketLike,
} from '../../generated/sdk/typescript/index.js';
import { launchChromium } from '../support/chromium.js';
import { until } from '../support/client.js';
import { type Line, loadProject, startLine } from '../support/line.js';
import { isInstalled } from '../support/programs.js';

/** This project's own service, with the model; and the load project's, on two servers. */
let own: Line;
let load: Line;

beforeAll(async () => {
  own = await startLine();
  load = await startLine({ root: loadProject(), servers: 2 });
}, 180_000);

afterAll(async () => {
  await Promise.all([own?.stop(), load?.stop()]);
});

const byHeader: SessionOptions['webSocket'] = (url, headers) => new WebSocket(url, { headers });

const clientOf = (line: Line, apiKey = line.apiKey) =>
  new SpecwireClient({ baseUrl: line.servers[0]?.url ?? '', apiKey });

/** The load project's sessions, seen through this project's client: of its events it knows the reserved ones. */
type LoadSession = JobSession<
  { readonly type: string; readonly event?: Echo; readonly seq?: number },
  { readonly type: string; readonly [field: string]: unknown }
>;

interface Echo {
  readonly type: string;
  readonly seq: number;
  readonly data: { readonly n: number; readonly id: string; readonly text: string };
}

const openLoad = (jobId: string, options: SessionOptions, baseUrl = load.client.url) =>
  new SpecwireClient({ baseUrl, apiKey: load.apiKey }).jobs.session(jobId, options) as unknown as LoadSession;

async function createEcho(input: object = {}): Promise<string> {
  return (await load.client.create({ type: 'load.echo', input })).job_id;
}

/** Reads a session to its end; returns the events as the log has them. */
async function readAll(session: LoadSession): Promise<Echo[]> {
  const events: Echo[] = [];
  for await (const event of session) events.push((event.event ?? event) as Echo);
  return events;
}

async function logOf(line: Line, jobId: string): Promise<unknown[]> {
  const rows = await line.query('SELECT body FROM events WHERE job_id = $1 ORDER BY seq', [jobId]);
  return rows.map(({ body }) => JSON.parse(String(body)));
}

/** What counts: a job's own events, without those that a retry made void. */
function kept(events: readonly { type: string; seq: number; data: object }[], type: string) {
  let list: typeof events = [];
  for (const event of events) {
    if (event.type === 'job.retrying') {
      const { resume_seq } = event.data as { resume_seq: number };
      list = list.filter(({ seq }) => seq <= resume_seq);
    }
    if (event.type === type) list = [...list, event];
  }
  return list;
}

describe('with the model', () => {
  test('several turns, typed in both directions', async () => {
    const client = clientOf(own);
    const job = await client.jobs.create({
      type: 'chat.session',
      input: { max_tokens: 16, temperature: 0, idle_timeout_seconds: 30 },
    });
    const session = client.jobs.session(job, { webSocket: byHeader });
    // @ts-expect-error the job type declares no such input
    const _undeclared = () => session.send({ type: 'sing' });
    // @ts-expect-error jobs of this type have no socket
    const _none = () => client.jobs.session<'text.generate'>('job_x');
    expect(await session.send({ type: 'message', text: 'Name a bird.' })).toMatchObject({ input_seq: 1 });
    let text = '';
    let turns = 0;
    for await (const event of session) {
      if (event.type === 'turn.token') {
        expectTypeOf(event.data.text).toEqualTypeOf<string>();
        text += event.data.text;
      }
      if (event.type !== 'turn.completed') continue;
      expect(event.data.text).toBe(text);
      text = '';
      turns += 1;
      await session.send(turns === 1 ? { type: 'message', text: 'Another one.' } : { type: 'end' });
    }
    expect(turns).toBe(2);
    const { result } = await client.jobs.result<'chat.session'>(job.job_id);
    expect(result).toMatchObject({ turns: 2, finish: 'ended' });
    await expect(session.send({ type: 'end' })).rejects.toThrow();
  });

  test('kill -9 of the worker in the middle of a turn: each message is answered exactly once in what counts', async () => {
    const client = clientOf(own);
    const job = await client.jobs.create({
      type: 'chat.session',
      input: { max_tokens: 120, temperature: 0.5, idle_timeout_seconds: 60 },
    });
    const session = client.jobs.session(job, { webSocket: byHeader });
    await session.send({ type: 'message', text: 'Tell a story about a fox.' });
    await session.send({ type: 'message', text: 'Tell a story about a bear.' });
    await session.send({ type: 'message', text: 'Say goodbye.' });
    await session.send({ type: 'end' });
    const events: { type: string; seq: number; data: Record<string, unknown> }[] = [];
    let isKilled = false;
    for await (const event of session) {
      events.push(event as never);
      if (isKilled || event.type !== 'turn.token' || event.data.turn !== 2 || event.data.index < 10) continue;
      isKilled = true;
      await own.workers.at(-1)?.stop('SIGKILL');
      void own.startWorker();
    }
    expect(isKilled).toBe(true);
    expect(events).toEqual(await logOf(own, job.job_id));
    expect(events.some(({ type }) => type === 'job.retrying')).toBe(true);
    const started = kept(events, 'turn.started').map(({ data }) => (data as { turn: number }).turn);
    expect(started).toEqual([1, 2, 3]);
    const answers = kept(events, 'turn.completed') as typeof events;
    expect(answers.map(({ data }) => data.turn)).toEqual([1, 2, 3]);
    expect(new Set(answers.map(({ data }) => data.input_id)).size).toBe(3);
    for (const { data } of answers) {
      const tokens = (kept(events, 'turn.token') as typeof events).filter(
        (one) => one.data.turn === data.turn,
      );
      expect(tokens.map((one) => one.data.text).join('')).toBe(data.text);
    }
  }, 120_000);

  test('a worker that is told to stop between two turns hands the session over, with what was said', async () => {
    const client = clientOf(own);
    const job = await client.jobs.create({
      type: 'chat.session',
      input: { max_tokens: 12, temperature: 0, idle_timeout_seconds: 60 },
    });
    const session = client.jobs.session(job, { webSocket: byHeader });
    await session.send({ type: 'message', text: 'Name a fish.' });
    const usages: { prompt_tokens: number; total_tokens: number }[] = [];
    for await (const event of session) {
      if (event.type !== 'turn.completed') continue;
      usages.push(event.data.usage);
      if (usages.length === 1) {
        expect(await own.workers.at(-1)?.stop('SIGTERM')).toBe(0);
        await session.send({ type: 'message', text: 'Name another one.' });
        await own.startWorker();
      } else await session.send({ type: 'end' });
    }
    expect(usages).toHaveLength(2);
    expect(usages[1]?.prompt_tokens).toBeGreaterThan(usages[0]?.total_tokens ?? Number.NaN);
  }, 90_000);
});

/** Connections that break after some frames, now at one server, then at the other. */
function flaky(urls: () => readonly string[], random: () => number) {
  let count = 0;
  const open: SessionOptions['webSocket'] = (url, headers) => {
    const target = new URL(url);
    const bases = urls();
    target.host = new URL(bases[count % bases.length] ?? '').host;
    count += 1;
    const socket = new WebSocket(target, { headers });
    const frames = Math.floor(random() * 12);
    let seen = 0;
    // Some before they are open, some in the middle of what comes.
    if (random() < 0.1) setTimeout(() => socket.terminate(), 2);
    socket.on('message', () => {
      seen += 1;
      if (seen > frames) socket.terminate();
    });
    return socket;
  };
  return { open, count: () => count };
}

/** Repeatable chance (mulberry32). */
function chance(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

const SEEDS = process.env.SPECWIRE_TEST_FULL ? [1, 2, 3, 4, 5, 6, 7, 8] : [1];

describe('over what breaks', () => {
  test.each(SEEDS)(
    'connections that are cut anywhere lose and repeat nothing, either way (seed %i)',
    async (seed) => {
      const jobId = await createEcho({ checkpoint_every: 7 });
      const network = flaky(() => load.servers.map(({ url }) => url), chance(seed));
      const session = openLoad(jobId, { webSocket: network.open });
      const reading = readAll(session);
      const stored: { id: string; input_seq: number }[] = [];
      for (let index = 0; index < 25; index += 1) {
        stored.push(await session.send({ type: 'say', text: `${index}`, times: 3 }));
      }
      await session.send({ type: 'end' });
      const events = await reading;
      expect(network.count()).toBeGreaterThan(3);
      expect(events).toEqual(await logOf(load, jobId));
      expect(stored.map(({ input_seq }) => input_seq)).toEqual(stored.map((_, index) => index + 1));
      const echoes = events.filter(({ type }) => type === 'echo').map(({ data }) => data.text);
      expect(echoes).toEqual(stored.flatMap((_, index) => [`${index}`, `${index}`, `${index}`]));
    },
    120_000,
  );

  test('servers that are stopped and killed, and a worker that is killed: all is said once', async () => {
    const jobId = await createEcho({ checkpoint_every: 5 });
    const doomed = await load.startServer();
    const network = flaky(
      () => [doomed.isRunning() ? doomed.url : (load.servers[0]?.url ?? ''), load.servers[1]?.url ?? ''],
      () => 0.99,
    );
    const session = openLoad(jobId, { webSocket: network.open });
    const reading = readAll(session);
    const say = async (from: number, to: number) => {
      for (let index = from; index < to; index += 1) await session.send({ type: 'say', text: `${index}` });
    };
    await say(0, 8);
    await doomed.stop('SIGKILL');
    await say(8, 16);
    await load.workers.at(-1)?.stop('SIGKILL');
    await say(16, 24);
    await load.startWorker();
    await say(24, 30);
    await session.send({ type: 'end' });
    const events = await reading;
    expect(events).toEqual(await logOf(load, jobId));
    expect(events.some(({ type }) => type === 'job.retrying')).toBe(true);
    const echoes = (kept(events, 'echo') as Echo[]).map(({ data }) => `${data.n} ${data.text}`);
    expect(echoes).toEqual(Array.from({ length: 30 }, (_, index) => `${index + 1} ${index}`));
    load.servers.splice(load.servers.indexOf(doomed), 1);
  }, 120_000);

  test('a server that shuts down says 1012, ends in time, and the session goes on at another one', async () => {
    const jobId = await createEcho();
    const doomed = await load.startServer();
    const codes: number[] = [];
    const open: SessionOptions['webSocket'] = (url, headers) => {
      const target = new URL(url);
      if (!doomed.isRunning() || codes.length > 0) target.host = new URL(load.client.url).host;
      const socket = new WebSocket(target, { headers });
      socket.on('close', (code) => codes.push(code));
      return socket;
    };
    const session = openLoad(jobId, { webSocket: open }, doomed.url);
    const reading = readAll(session);
    await session.send({ type: 'say', text: 'before' });
    expect(await doomed.stop('SIGTERM')).toBe(0);
    await session.send({ type: 'say', text: 'after' });
    await session.send({ type: 'end' });
    const events = await reading;
    expect(codes[0]).toBe(1012);
    expect(events).toEqual(await logOf(load, jobId));
    load.servers.splice(load.servers.indexOf(doomed), 1);
  }, 60_000);

  test('a reader that is slow, or does not read at all, keeps little and misses nothing', async () => {
    const jobId = await createEcho();
    let count = 0;
    const session = openLoad(jobId, {
      webSocket: (url, headers) => {
        count += 1;
        return new WebSocket(url, { headers });
      },
    });
    // Sending goes on although nobody reads.
    await session.send({ type: 'say', text: 'x'.repeat(100), times: 4000 });
    await session.send({ type: 'say', text: 'y' });
    await session.send({ type: 'end' });
    await load.client.finished(jobId);
    const events = await readAll(session);
    expect(count).toBeGreaterThan(1);
    expect(events).toEqual(await logOf(load, jobId));
  }, 60_000);
});

describe('a session', () => {
  test('without a connection that can have headers goes by a token', async () => {
    const jobId = await createEcho();
    const urls: string[] = [];
    const place = globalThis as { WebSocket?: unknown };
    const before = place.WebSocket;
    place.WebSocket = class extends WebSocket {
      constructor(url: string) {
        super(url);
        urls.push(url);
      }
    };
    try {
      const session = openLoad(jobId, {});
      await session.send({ type: 'say', text: 'Hello' });
      await session.send({ type: 'end' });
      const events = await readAll(session);
      expect(events.filter(({ type }) => type === 'echo')).toHaveLength(1);
      expect(urls.every((url) => /[?&]stream_token=st_/.test(url))).toBe(true);
    } finally {
      place.WebSocket = before;
    }
  });

  test.each([
    [
      'a wrong key',
      () => clientOf(own, 'wrong-key-of-some-length').jobs.session('job_x', { webSocket: byHeader }),
      401,
    ],
    ['no such job', () => clientOf(own).jobs.session('job_x', { webSocket: byHeader }), 404],
  ])('with %s throws the problem, and does not try for ever', async (_, open, status) => {
    const session = open();
    const sending = session.send({ type: 'end' }).catch((error: unknown) => error);
    const reading = session[Symbol.asyncIterator]()
      .next()
      .catch((error: unknown) => error);
    for (const error of await Promise.all([sending, reading])) {
      expect(error).toBeInstanceOf(ApiError);
      expect((error as ApiError).status).toBe(status);
    }
  });

  test('of a job without input says so', async () => {
    const { job_id } = await own.client.create({ type: 'text.count_tokens', input: { text: 'a' } });
    const session = clientOf(own).jobs.session(job_id, { webSocket: byHeader });
    const error = await session.send({ type: 'end' }).catch((failure: unknown) => failure);
    expect((error as ApiError).problem?.code).toBe('channel_not_supported');
  });

  test('is told what the service refuses, and goes on', async () => {
    const session = openLoad(await createEcho(), { webSocket: byHeader });
    const reading = readAll(session);
    const refused = await session.send({ type: 'say' }).catch((error: unknown) => error);
    expect(refused).toBeInstanceOf(ApiError);
    expect((refused as ApiError).problem?.code).toBe('invalid_request');
    await expect(session.send({ type: 'say', text: 'x'.repeat(70_000) })).rejects.toBeInstanceOf(RangeError);
    await session.send({ type: 'end' });
    expect((await reading).at(-1)).toMatchObject({ data: { status: 'succeeded' } });
  });

  test('cancels, and is closed by its owner without harm to the job', async () => {
    const jobId = await createEcho();
    const session = openLoad(jobId, { webSocket: byHeader });
    const first = session[Symbol.asyncIterator]();
    expect((await first.next()).value).toMatchObject({ type: 'job.status' });
    session.close();
    await until('it is over', async () => (await first.next()).done === true);
    await expect(session.send({ type: 'end' })).rejects.toThrow('closed');
    expect((await load.client.job(jobId)).status).not.toBe('cancelled');
    const other = openLoad(jobId, { webSocket: byHeader });
    await other.cancel();
    await readAll(other);
    expect((await load.client.job(jobId)).status).toBe('cancelled');
  });

  test('finds out that its connection is dead, though nobody says so', async () => {
    let count = 0;
    const session = openLoad(await createEcho(), {
      silenceMs: 100,
      webSocket: (url, headers) => {
        count += 1;
        const socket = new WebSocket(url, { headers });
        if (count > 1) return socket;
        // Nothing comes through, and nothing breaks.
        const deaf: WebSocketLike = {
          send: () => {},
          close: () => socket.terminate(),
          addEventListener: (type: string, listener: (event: never) => void) => {
            if (type === 'open') socket.addEventListener('open', listener as () => void);
          },
        };
        return deaf;
      },
    });
    await session.send({ type: 'end' });
    expect(count).toBe(2);
    await readAll(session);
    await sleep(0);
  });

  test('does not wait for a server that is frozen', async () => {
    // It takes connections, and says nothing on them.
    const frozen = createServer(() => undefined).listen(0, '127.0.0.1');
    await once(frozen, 'listening');
    const { port } = frozen.address() as AddressInfo;
    let count = 0;
    const open: SessionOptions['webSocket'] = (url, headers) => {
      count += 1;
      const target = new URL(url);
      if (count > 1) target.host = new URL(load.client.url).host;
      return new WebSocket(target, { headers });
    };
    const options = { silenceMs: 500, webSocket: open };
    const session = openLoad(await createEcho(), options, `http://127.0.0.1:${port}`);
    const before = Date.now();
    await session.send({ type: 'end' });
    expect(Date.now() - before).toBeLessThan(8000);
    expect(count).toBe(2);
    expect((await readAll(session)).at(-1)).toMatchObject({ data: { status: 'succeeded' } });
    frozen.close();
  });
});

describe.skipIf(!isInstalled('chromium'))('in Chromium', () => {
  let browser: Browser;

  beforeAll(async () => {
    browser = await launchChromium();
  }, 60_000);

  afterAll(() => browser?.close());

  test('the client talks with a job by a token, without a key', async () => {
    const bundle = await build({
      entryPoints: ['generated/sdk/typescript/index.ts'],
      bundle: true,
      write: false,
      format: 'iife',
      globalName: 'sdk',
      platform: 'browser',
    });
    const jobId = await createEcho();
    const { body } = await load.client.post(`/v1/jobs/${jobId}/stream-token`, { body: { write: true } });
    const tab = await browser.newPage();
    await tab.goto(`${load.client.url}/healthz`);
    await tab.evaluate(`${bundle.outputFiles[0]?.text ?? ''}; globalThis.sdk = sdk;`);
    const told = await tab.evaluate(
      async ({ id, token }) => {
        const page = globalThis as unknown as {
          sdk: { SpecwireClient: typeof SpecwireClient };
          location: URL;
        };
        const client = new page.sdk.SpecwireClient({ baseUrl: page.location.origin });
        const session = client.jobs.session(id, { streamToken: token });
        await session.send({ type: 'say', text: 'Hello' } as never);
        await session.send({ type: 'end' });
        const seqs: unknown[] = [];
        for await (const event of session) {
          seqs.push('event' in event ? event.event.seq : 'seq' in event ? event.seq : undefined);
        }
        return seqs;
      },
      { id: jobId, token: body.token },
    );
    const log = (await logOf(load, jobId)) as { seq: number }[];
    expect(told).toEqual(log.map(({ seq }) => seq));
  }, 60_000);
});
