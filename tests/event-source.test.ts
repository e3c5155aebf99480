/** EventSource as browsers have it, and as npm has it: it reads with a stream token, and stops after the end. */
import { EventSource } from 'eventsource';
import { chromium } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type Line, startLine } from './support/line.js';
import { isInstalled } from './support/programs.js';

let line: Line;

beforeAll(async () => {
  // Streams end after two seconds, so that EventSource has to come back by itself.
  line = await startLine({ env: { SPECWIRE_STREAM_MAX_SECONDS: '2' } });
});

afterAll(() => line.stop());

/** A job of several seconds and the URL that a browser reads it at. */
async function startJob() {
  const documents = Array.from({ length: 12 }, (_, index) => ({
    id: `d${index}`,
    text: 'It rained all day.',
  }));
  const job = await line.client.create({
    type: 'documents.summarize',
    input: { documents, max_tokens: 60, style: 'paragraph' },
  });
  const token = await line.client.post(`/v1/jobs/${job.job_id}/stream-token`);
  return { jobId: job.job_id, url: new URL(token.body.url, line.client.url).href };
}

async function expectWhole(jobId: string, ids: readonly string[]) {
  const whole = await line.client.events(jobId);
  expect(ids).toEqual(whole.map((event) => event.id));
}

const TYPES = ['job.status', 'job.progress', 'job.log', 'document'];

test('the npm EventSource reconnects by itself and stops after the end', async () => {
  const { jobId, url } = await startJob();
  const source = new EventSource(url);
  const ids: string[] = [];
  let connections = 0;
  source.onopen = () => {
    connections += 1;
  };
  for (const type of TYPES) source.addEventListener(type, (event) => ids.push(event.lastEventId));
  await new Promise<void>((resolve) => {
    source.onerror = () => {
      if (source.readyState === EventSource.CLOSED) resolve();
    };
  });
  expect(connections).toBeGreaterThan(1);
  await expectWhole(jobId, ids);
}, 60_000);

describe.skipIf(!isInstalled('chromium'))('in Chromium', () => {
  test('EventSource reconnects by itself and stops after the end', async () => {
    const { jobId, url } = await startJob();
    const browser = await chromium.launch({
      executablePath: '/usr/bin/chromium',
      args: [
        '--headless',
        '--no-sandbox',
        '--disable-gpu',
        '--disable-background-networking',
        '--disable-sync',
      ],
    });
    try {
      const tab = await browser.newPage();
      // Of the service's own origin, as behind one proxy.
      await tab.goto(`${line.client.url}/healthz`);
      const ids = await tab.evaluate(readInPage, { url, types: TYPES });
      await expectWhole(jobId, ids);
    } finally {
      await browser.close();
    }
  }, 90_000);
});

/** Runs in the page. */
function readInPage({ url, types }: { url: string; types: string[] }): Promise<string[]> {
  const PageEventSource = (globalThis as unknown as { EventSource: typeof EventSource }).EventSource;
  return new Promise((resolve) => {
    const ids: string[] = [];
    const source = new PageEventSource(url);
    for (const type of types) source.addEventListener(type, (event) => ids.push(event.lastEventId));
    source.onerror = () => {
      if (source.readyState === PageEventSource.CLOSED) resolve(ids);
    };
  });
}
