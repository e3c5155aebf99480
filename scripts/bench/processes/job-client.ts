/** A client that creates jobs, cancels them, and looks how long it takes until it hears of it. */
import { setTimeout as sleep } from 'node:timers/promises';
import { serveCommands } from './commands.js';
import { EventSocket, frameSplitter } from './event-socket.js';
import { atOnce, createJob, now, post, REST_MS, type Target } from './jobs-over-http.js';

const TERMINAL = /"status":"(succeeded|failed|cancelled|timed_out|expired)"/;

/** Follows a job's events to its end; resolves when that is here. */
function follow(target: Target, jobId: string, onFrame: (frame: string) => void): EventSocket {
  const socket = new EventSocket({ ...target, path: `/v1/jobs/${jobId}/events` });
  socket.onBytes = frameSplitter(onFrame);
  return socket;
}

/** One job after the other: from the request that creates it to the first event of its handler. */
async function firstEvents({ target, count }: { readonly target: Target; readonly count: number }) {
  const latencies: number[] = [];
  for (let index = 0; index < count; index += 1) {
    const started = now();
    const jobId = await createJob(target, 'load.emit', { events: 1 });
    let firstAt = 0;
    const stream = follow(target, jobId, (frame) => {
      if (firstAt === 0 && frame.includes('event: tick')) firstAt = now();
    });
    await stream.ended;
    latencies.push(firstAt - started);
    await sleep(REST_MS);
  }
  return latencies;
}

interface CreateMany {
  readonly target: Target;
  readonly count: number;
  readonly width: number;
}

/** Creates empty jobs, so many at once; how long each answer took, and when the first was asked for. */
async function createMany({ target, count, width }: CreateMany) {
  const startedAt = now();
  const latencies = await atOnce(count, width, async () => {
    const started = performance.now();
    await createJob(target, 'load.empty', {});
    return performance.now() - started;
  });
  return { startedAt, latencies };
}

interface PingMany extends CreateMany {
  readonly endpointIds: readonly string[];
}

/** Asks for pings of webhook endpoints in turn, so many at once. */
async function pingMany({ target, endpointIds, count, width }: PingMany) {
  await atOnce(count, width, (index) => {
    const endpointId = endpointIds[index % endpointIds.length];
    return post(target, `/v1/webhook-endpoints/${endpointId}/ping`, undefined);
  });
}

interface HeldJob {
  readonly jobId: string;
  readonly stream: EventSocket;
  readonly running: Promise<void>;
  readonly terminalAt: Promise<number>;
}

async function holdJob(target: Target): Promise<HeldJob> {
  const jobId = await createJob(target, 'load.emit', { events: 1, hold: true });
  const { promise: running, resolve: becomeRunning } = withResolvers<void>();
  const { promise: terminalAt, resolve: becomeTerminal } = withResolvers<number>();
  const stream = follow(target, jobId, (frame) => {
    if (frame.includes('event: tick')) becomeRunning();
    else if (TERMINAL.test(frame)) becomeTerminal(now());
  });
  return { jobId, stream, running, terminalAt };
}

async function cancel(target: Target, job: HeldJob): Promise<number> {
  const sent = now();
  const [terminalAt] = await Promise.all([
    job.terminalAt,
    post(target, `/v1/jobs/${job.jobId}/cancel`, undefined),
  ]);
  return terminalAt - sent;
}

interface CancelHeld {
  readonly target: Target;
  /** How many run all the time. */
  readonly running: number;
  /** How many are cancelled one by one. */
  readonly oneByOne: number;
}

/** Cancels jobs one after the other while others run, then the others all at once. */
async function cancelHeld({ target, running, oneByOne }: CancelHeld) {
  const jobs = await atOnce(running + oneByOne, 10, () => holdJob(target));
  await Promise.all(jobs.map((job) => job.running));
  const single: number[] = [];
  for (const job of jobs.slice(0, oneByOne)) single.push(await cancel(target, job));
  const together = await Promise.all(jobs.slice(oneByOne).map((job) => cancel(target, job)));
  for (const { stream } of jobs) stream.close();
  return { single, together };
}

interface Generate {
  readonly target: Target;
  readonly input: unknown;
}

/** Tokens a second, from the first to the last that the client sees; and the text. */
async function generate({ target, input }: Generate) {
  const jobId = await createJob(target, 'text.generate', input);
  const times: number[] = [];
  let text = '';
  const stream = follow(target, jobId, (frame) => {
    if (!frame.includes('event: token')) return;
    times.push(now());
    const data = frame.slice(frame.indexOf('data: ') + 6).split('\n')[0] ?? '';
    text += (JSON.parse(data) as { data: { text: string } }).data.text;
  });
  await stream.ended;
  const seconds = ((times.at(-1) ?? 0) - (times[0] ?? 0)) / 1000;
  return { perSecond: (times.length - 1) / seconds, text: Buffer.from(text, 'latin1').toString() };
}

function withResolvers<T>() {
  let resolve!: (value: T) => void;
  const promise = new Promise<T>((onResolve) => {
    resolve = onResolve;
  });
  return { promise, resolve };
}

const commands = { firstEvents, createMany, pingMany, cancelHeld, generate };

/** What it can be told. */
export type JobClient = typeof commands;

serveCommands(commands);
