/** A client that stops reading its socket while a long log is written costs bounded memory, and misses nothing. */
import { createHash } from 'node:crypto';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { WebSocket } from 'ws';
import { until } from '../support/client.js';
import { type Line, loadProject, startLine } from '../support/line.js';
import { type ProbedServer, startProbedServer } from '../support/probed-server.js';

/** The system's socket buffers take some megabytes before the server notices: the log is many times that. */
const EVENTS = 30_000;
const TEXT = 'x'.repeat(4000);
/** A page that waits, and one read ahead; the rest is what a running server gathers of its own. */
const MOST_HELD = 16 * 1024 * 1024;

let line: Line;
let server: ProbedServer;

beforeAll(async () => {
  line = await startLine({ root: loadProject() });
  server = await startProbedServer(line);
});

afterAll(() => line?.stop());

/** A reader that keeps a count and a digest. */
class Digest {
  readonly webSocket: WebSocket;
  readonly closed: Promise<number>;
  count = 0;
  readonly #hash = createHash('sha256');

  constructor(jobId: string) {
    const url = `${server.url.replace('http', 'ws')}/v1/jobs/${jobId}/socket`;
    this.webSocket = new WebSocket(url, { headers: { Authorization: `Bearer ${line.apiKey}` } });
    this.webSocket.on('message', (data: Buffer) => {
      if (data.subarray(0, 14).toString().startsWith('{"type":"ack"')) return;
      this.count += 1;
      this.#hash.update(data);
    });
    this.closed = new Promise((resolve) => this.webSocket.on('close', resolve));
  }

  get sum(): string {
    return this.#hash.copy().digest('hex');
  }
}

test(`one that does not read while ${EVENTS} events are written`, async () => {
  const { job_id } = await line.client.create({ type: 'load.echo', input: {} });
  const [slow, quick] = [new Digest(job_id), new Digest(job_id)];
  await until('both have begun', async () => slow.count > 0 && quick.count > 0);
  slow.webSocket.pause();
  const before = await server.lookInside();
  const say = { type: 'input', id: 'a', data: { type: 'say', text: TEXT, times: EVENTS } };
  quick.webSocket.send(JSON.stringify(say));
  quick.webSocket.send(JSON.stringify({ type: 'input', id: 'b', data: { type: 'end' } }));
  expect(await quick.closed).toBe(1000);
  expect(quick.count).toBe(EVENTS + 3);
  // It is blocked, or this would measure nothing.
  expect(slow.count).toBeLessThan(EVENTS / 2);
  const after = await server.lookInside();
  expect(after.held - before.held).toBeLessThan(MOST_HELD);
  expect(EVENTS * TEXT.length).toBeGreaterThan(2 * MOST_HELD);
  slow.webSocket.resume();
  expect(await slow.closed).toBe(1000);
  expect(slow.count).toBe(quick.count);
  expect(slow.sum).toBe(quick.sum);
}, 120_000);
