/**
 * EventSource as browsers have it, and as npm has it: it reads with a stream token, comes back by itself whatever ended
 * its connection, and stops after the end.
 */
import { EventSource } from 'eventsource';
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, inject, test } from 'vitest';
import { type Nginx, startNginx } from '../scripts/engines/nginx.js';
import { launchChromium } from './support/chromium.js';
import { until } from './support/client.js';
import { type Line, loadProject, startLine } from './support/line.js';
import { isInstalled } from './support/programs.js';

let line: Line;

beforeAll(async () => {
  // Streams end after two seconds, so that EventSource has to come back by itself.
  line = await startLine({ root: loadProject(), servers: 2, env: { SPECWIRE_STREAM_MAX_SECONDS: '2' } });
});

afterAll(async () => {
  await line?.stop();
});

/** A job of several seconds, and the URL at `base` that a browser reads it at. */
async function startJob(base: string) {
  const job = await line.client.create({ type: 'load.emit', input: { events: 80, per_second: 10 } });
  const { body } = await line.client.post(`/v1/jobs/${job.job_id}/stream-token`);
  return { jobId: job.job_id, url: new URL(body.url, base).href };
}

/** What an EventSource told: the ids of its events, and how often its connection was opened. */
interface Told {
  readonly ids: readonly string[];
  readonly connections: number;
}

/** Reads until it is told that nothing follows. */
type Read = (url: string) => Promise<Told>;

async function expectWhole(jobId: string, told: Told) {
  const whole = await line.client.events(jobId);
  expect(told.ids).toEqual(whole.map((event) => event.id));
  expect(told.connections).toBeGreaterThan(1);
}

const TYPES = ['job.status', 'tick', 'stream.reset'];

/** Waits until the job has come some way, so that what happens next happens in the middle of it. */
async function cameSoFar(jobId: string, ticks: number): Promise<void> {
  const query = `SELECT 1 FROM events WHERE job_id = $1 AND type = 'tick' HAVING count(*) >= $2`;
  await until(`${ticks} ticks`, async () => (await line.query(query, [jobId, ticks])).length > 0);
}

/** Kills a server without a word, and starts another one in its place. */
async function replaceServer(index: number): Promise<void> {
  const server = line.servers[index];
  if (server === undefined) throw new Error(`no server ${index}`);
  await server.stop('SIGKILL');
  line.servers[index] = await line.startServer({ PORT: new URL(server.url).port });
  line.servers.pop();
}

function readInNode(url: string): Promise<Told> {
  return new Promise((resolve) => {
    const ids: string[] = [];
    let connections = 0;
    const source = new EventSource(url);
    for (const type of TYPES) source.addEventListener(type, (event) => ids.push(event.lastEventId));
    source.onopen = () => {
      connections += 1;
    };
    source.onerror = () => {
      if (source.readyState === EventSource.CLOSED) resolve({ ids, connections });
    };
  });
}

/** Runs in the page. */
function readInPage({ url, types }: { url: string; types: string[] }): Promise<Told> {
  const PageEventSource = (globalThis as unknown as { EventSource: typeof EventSource }).EventSource;
  return new Promise((resolve) => {
    const ids: string[] = [];
    let connections = 0;
    const source = new PageEventSource(url);
    for (const type of types) source.addEventListener(type, (event) => ids.push(event.lastEventId));
    source.onopen = () => {
      connections += 1;
    };
    source.onerror = () => {
      if (source.readyState === PageEventSource.CLOSED) resolve({ ids, connections });
    };
  });
}

let browser: Browser | undefined;

afterAll(() => browser?.close());

/** Opens a page of the service's own origin, as behind one proxy. */
async function openChromium(base: string): Promise<Read> {
  browser ??= await launchChromium();
  const tab = await browser.newPage();
  await tab.goto(new URL('/healthz', base).href);
  return async (url) => {
    const told = await tab.evaluate(readInPage, { url, types: TYPES });
    await tab.close();
    return told;
  };
}

/** `open` makes a reader ready for URLs of a base. */
const READERS: readonly [name: string, isThere: boolean, open: (base: string) => Promise<Read>][] = [
  ['the npm EventSource', true, async () => readInNode],
  ['EventSource in Chromium', isInstalled('chromium'), openChromium],
];

describe.each(READERS)('%s', (_, isThere, open) => {
  test.skipIf(!isThere)(
    'reconnects by itself after streams that ended and a server that was killed, and stops after the end',
    async () => {
      const read = await open(line.client.url);
      const { jobId, url } = await startJob(line.client.url);
      const told = read(url);
      await cameSoFar(jobId, 15);
      // For some seconds nothing listens there at all.
      await replaceServer(0);
      await expectWhole(jobId, await told);
    },
    60_000,
  );

  describe.skipIf(!isInstalled('nginx'))('behind nginx', () => {
    let nginx: Nginx;

    beforeAll(async () => {
      const upstreams = line.servers.map((server) => new URL(server.url).host);
      const dataDir = `${inject('engines').folder}/nginx-event-source-${process.pid}`;
      nginx = await startNginx({ upstreams, dataDir });
    });

    afterAll(() => nginx?.stop());

    test.skipIf(!isThere)(
      'goes on at the other server when its own is killed, and stops after the end',
      async () => {
        const read = await open(nginx.url);
        const { jobId, url } = await startJob(nginx.url);
        const told = read(url);
        // One after the other, so that the one that serves it is among them.
        for (const index of [0, 1]) {
          await cameSoFar(jobId, 15 + index);
          await replaceServer(index);
        }
        await expectWhole(jobId, await told);
      },
      60_000,
    );
  });
});
