/**
 * A stream that breaks and is resumed equals the one that does not: the same frames, to the byte, with no gap and no
 * repeat. The job runs while it is read, on two servers, directly and behind nginx.
 */
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, inject, test } from 'vitest';
import { type Nginx, startNginx } from '../scripts/engines/nginx.js';
import { type Line, loadProject, startLine } from './support/line.js';
import { isInstalled } from './support/programs.js';
import { type Cut, idOf, RawStream, readInPieces } from './support/raw-stream.js';

const isFull = process.env.SPECWIRE_TEST_FULL !== undefined;
const hasNginx = isInstalled('nginx');

let line: Line;
let nginx: Nginx | undefined;

beforeAll(async () => {
  line = await startLine({ root: loadProject(), servers: 2 });
  if (!hasNginx) return;
  nginx = await startNginx({
    upstreams: line.servers.map((server) => new URL(server.url).host),
    dataDir: `${inject('engines').folder}/nginx-cut-${process.pid}`,
    floodRate: '1000000r/s',
  });
});

afterAll(async () => {
  await nginx?.stop();
  await line?.stop();
});

type Way = 'directly' | 'behind nginx';

/** Where the n-th reader finds a job's events: it begins at one server and goes on at the other. */
function urlsOf(jobId: string, way: Way, reader: number): readonly string[] {
  const [first, second] = line.servers.map((server) => server.url);
  const bases = way === 'behind nginx' ? [nginx?.url] : reader % 2 === 0 ? [first, second] : [second, first];
  return bases.map((base) => `${base}/v1/jobs/${jobId}/events`);
}

interface Input {
  readonly events: number;
  readonly per_second?: number;
  readonly padding?: number;
}

async function createJob(input: Input): Promise<string> {
  return (await line.client.create({ type: 'load.emit', input })).job_id;
}

async function readUncut(jobId: string): Promise<readonly string[]> {
  const stream = new RawStream(urlsOf(jobId, 'directly', 0)[0] ?? '', { apiKey: line.apiKey });
  await stream.closed;
  expect(stream.isWhole).toBe(true);
  return stream.frames;
}

/** What a reader who was never disturbed has, checked by itself before others are measured by it. */
function checkWhole(whole: readonly string[], events: number): void {
  expect(whole.map(idOf)).toEqual(whole.map((_, index) => String(index + 1)));
  expect(whole.filter((frame) => /^event: tick$/m.test(frame))).toHaveLength(events);
  expect(whole.at(-1)).toMatch(/"status":"succeeded"/);
}

/** Says where they begin to differ rather than all that they hold. */
function expectSame(frames: readonly string[], whole: readonly string[], what: () => string): void {
  const same = whole.findIndex((frame, index) => frame !== frames[index]);
  if (same === -1 && frames.length === whole.length) return;
  const at = same === -1 ? whole.length : same;
  const around = (list: readonly string[]) => ({ length: list.length, at, next: list.slice(at, at + 2) });
  expect(around(frames), what()).toEqual(around(whole));
}

/** Runs a job that begins when all readers, one for each list of cuts, are there; they must have what the uncut has. */
async function readWithCuts(way: Way, input: Input, cutsOfReaders: readonly (readonly Cut[])[]) {
  const freeze = (signal: 'SIGSTOP' | 'SIGCONT') => {
    for (const worker of line.workers) worker.signal(signal);
  };
  freeze('SIGSTOP');
  try {
    const jobId = await createJob(input);
    const uncut = readUncut(jobId);
    const opened: Promise<void>[] = [];
    const reading: Promise<readonly string[]>[] = [];
    for (const [index, cuts] of cutsOfReaders.entries()) {
      const open = new Promise<void>((onOpen) => {
        reading.push(readInPieces({ apiKey: line.apiKey, urls: urlsOf(jobId, way, index), cuts, onOpen }));
      });
      opened.push(open);
      // Not all at once: a listening socket holds only so many that wait to be accepted.
      if (opened.length % 100 === 0) await open;
    }
    await Promise.all(opened);
    freeze('SIGCONT');
    const [whole, ...read] = await Promise.all([uncut, ...reading]);
    checkWhole(whole, input.events);
    for (const [index, frames] of read.entries())
      expectSame(frames, whole, () => JSON.stringify(cutsOfReaders[index]));
    return whole;
  } finally {
    freeze('SIGCONT');
  }
}

const WAYS: readonly Way[] = ['directly', 'behind nginx'];

describe.each(WAYS)('a live stream read %s', (way) => {
  describe.skipIf(way === 'behind nginx' && !hasNginx)('and cut', () => {
    test('after each event is the uncut one', async () => {
      const events = 40;
      const cuts = Array.from({ length: events + 5 }, (_, count): Cut[] => [{ kind: 'frames', count }]);
      await readWithCuts(way, { events, per_second: 60 }, cuts);
    }, 60_000);

    test('at each byte is the uncut one', async () => {
      // What comes before the first event, five frames of at most 260 bytes, and one reader beyond the end.
      const most = 1400;
      const cuts = Array.from({ length: most }, (_, count): Cut[] => [{ kind: 'bytes', count }]);
      const whole = await readWithCuts(way, { events: 2, per_second: 4 }, cuts);
      const preface = 'retry: 2000\n: connected\n\n';
      expect(preface.length + whole.join('\n\n').length + 2).toBeLessThan(most);
    }, 120_000);

    test('anywhere, any number of times, is the uncut one', async () => {
      await fc.assert(
        fc.asyncProperty(scenario, async ({ input, readers }) => {
          const jobId = await createJob(input);
          const uncut = readUncut(jobId);
          const reading = readers.map(async ({ delay, cuts, pause }, index) => {
            await new Promise((resolve) => setTimeout(resolve, delay));
            return readInPieces({ apiKey: line.apiKey, urls: urlsOf(jobId, way, index), cuts, pause });
          });
          const [whole, ...read] = await Promise.all([uncut, ...reading]);
          checkWhole(whole, input.events);
          for (const frames of read) expectSame(frames, whole, () => jobId);
        }),
        { numRuns: isFull ? 100 : 6 },
      );
    }, 300_000);
  });
});

const cut: fc.Arbitrary<Cut> = fc.oneof(
  { weight: 4, arbitrary: fc.record({ kind: fc.constant('frames' as const), count: fc.nat(12) }) },
  { weight: 4, arbitrary: fc.record({ kind: fc.constant('bytes' as const), count: fc.nat(4000) }) },
  { weight: 1, arbitrary: fc.constant({ kind: 'request' as const }) },
);

const scenario = fc.record({
  input: fc.record(
    {
      events: fc.nat(80),
      per_second: fc.integer({ min: 50, max: 500 }),
      padding: fc.nat(600),
    },
    { requiredKeys: ['events'] },
  ),
  readers: fc.array(
    fc.record({ delay: fc.nat(400), cuts: fc.array(cut, { maxLength: 10 }), pause: fc.nat(60) }),
    { minLength: 1, maxLength: 16 },
  ),
});

test('fifty who join at different times, on both servers, read the same bytes', async () => {
  const seconds = isFull ? 20 : 3;
  const events = seconds * 100;
  const jobId = await createJob({ events, per_second: 100, padding: 300 });
  const readers = Array.from({ length: 50 }, async (_, index) => {
    // The last ones come when the job is over.
    await new Promise((resolve) => setTimeout(resolve, (index / 45) * seconds * 1000));
    const way = hasNginx && index % 3 === 0 ? 'behind nginx' : 'directly';
    return readInPieces({ apiKey: line.apiKey, urls: urlsOf(jobId, way, index), cuts: [] });
  });
  const [whole, ...others] = await Promise.all(readers);
  checkWhole(whole ?? [], events);
  for (const [index, frames] of others.entries())
    expectSame(frames, whole ?? [], () => `reader ${index + 1}`);
}, 120_000);
