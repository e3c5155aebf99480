/**
 * A reader that stops reading while a long log is written costs bounded memory, disturbs nobody, and gets every byte
 * when it reads on. How much the server holds is measured in the server: see `support/queue-probe.mjs`.
 */
import { createHash } from 'node:crypto';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { until } from './support/client.js';
import { type Line, loadProject, startLine } from './support/line.js';
import { type ProbedServer, startProbedServer } from './support/probed-server.js';
import { idOf, RawStream } from './support/raw-stream.js';

const isFull = process.env.SPECWIRE_TEST_FULL !== undefined;

/** The system's socket buffers take some megabytes before a server notices anything: the log is many times that. */
const EVENTS = isFull ? 50_000 : 10_000;
const PADDING = 4000;
const PER_SECOND = 1000;

/** One page of the log (`PAGE` in server/server.ts), its frames' own text, and what Node takes before it says stop. */
const MOST_QUEUED = 256 * 1024 + PADDING + 1000 * 60 + 64 * 1024;
/** Behind the queue there may be one page more, read ahead; the rest is what a running server gathers of its own. */
const MOST_HELD = 16 * 1024 * 1024;

let line: Line;
let server: ProbedServer;

beforeAll(async () => {
  line = await startLine({ root: loadProject() });
  server = await startProbedServer(line);
});

afterAll(async () => {
  await line?.stop();
});

/** A reader that keeps no frames: the number of them, a digest of all, and how late each came. */
class Digest {
  readonly stream: RawStream;
  readonly delays: number[] = [];
  readonly #hash = createHash('sha256');
  #last = 0;

  constructor(jobId: string) {
    const onFrame = (frame: string) => this.#take(frame);
    this.stream = new RawStream(`${server.url}/v1/jobs/${jobId}/events`, { apiKey: line.apiKey, onFrame });
  }

  get count(): number {
    return this.#last;
  }

  get sum(): string {
    return this.#hash.copy().digest('hex');
  }

  get medianDelay(): number {
    return this.delays.sort((a, b) => a - b)[Math.floor(this.delays.length / 2)] ?? Number.NaN;
  }

  #take(frame: string): void {
    const id = Number(idOf(frame));
    if (id !== this.#last + 1) throw new Error(`${id} follows ${this.#last}`);
    this.#last = id;
    this.#hash.update(frame);
    const yieldedAt = /"at":([\d.]+)/.exec(frame)?.[1];
    if (yieldedAt !== undefined)
      this.delays.push(performance.timeOrigin + performance.now() - Number(yieldedAt));
  }
}

async function createJob(input: object): Promise<string> {
  return (await line.client.create({ type: 'load.emit', input })).job_id;
}

test(`one that does not read while ${EVENTS} events are written`, async () => {
  const neighbour = new Digest(await createJob({ events: 20 * (EVENTS / PER_SECOND), per_second: 20 }));
  const jobId = await createJob({ events: EVENTS, per_second: PER_SECOND, padding: PADDING });
  const slow = new Digest(jobId);
  await slow.stream.opened;
  slow.stream.pause();
  const quick = new Digest(jobId);
  await until('the first events', async () => quick.count > 100);
  const before = await server.lookInside();

  await quick.stream.closed;
  expect(quick.count).toBe(EVENTS + 3);
  const after = await server.lookInside();
  const queue = after.responses.find(({ port }) => port === slow.stream.localPort);
  // It is blocked, or this would measure nothing.
  expect(queue?.queued).toBeGreaterThan(0);
  expect(queue?.most).toBeLessThan(MOST_QUEUED);
  expect(after.held - before.held).toBeLessThan(MOST_HELD);
  expect(EVENTS * PADDING).toBeGreaterThan(2 * MOST_HELD);

  await neighbour.stream.closed;
  expect(neighbour.stream.isWhole).toBe(true);
  // Alone it is some 10 ms; half a second leaves room for a machine that does other things.
  expect(quick.medianDelay).toBeLessThan(500);
  expect(neighbour.medianDelay).toBeLessThan(500);

  slow.stream.resume();
  await slow.stream.closed;
  expect(slow.count).toBe(quick.count);
  expect(slow.sum).toBe(quick.sum);
  expect((await server.lookInside()).responses).toEqual([]);
}, 300_000);
