/** The client that reads event streams: many at once, or one to its end. */
import { setTimeout as sleep } from 'node:timers/promises';
import { serveCommands } from './commands.js';
import { EventSocket, type StreamRequest } from './event-socket.js';
import { atOnce, createJob, now, post, type Target } from './jobs-over-http.js';

/** So many for each reader, and the beginning is over. */
const FLOWING_FRAMES = 20;

let open: EventSocket[] = [];

/** Opens a stream for each path; they stay. */
async function openAll({
  target,
  paths,
}: {
  readonly target: Omit<StreamRequest, 'path'>;
  readonly paths: readonly string[];
}) {
  const opened = await atOnce(paths.length, 100, async (index) => {
    const socket = new EventSocket({ ...target, path: paths[index] ?? '' });
    await socket.opened;
    return socket;
  });
  open.push(...opened);
}

/** Closes all that are open. */
function closeAll(_input: null): void {
  for (const socket of open) socket.close();
  open = [];
}

function totals() {
  let frames = 0;
  let reads = 0;
  for (const socket of open) {
    frames += socket.frames;
    reads += socket.reads;
  }
  return { frames, reads, at: performance.now() };
}

/** When events flow: what came to all readers together in so many seconds, by the second and by the read. */
async function count({ seconds }: { readonly seconds: number }) {
  const flowing = totals().frames + open.length * FLOWING_FRAMES;
  while (totals().frames < flowing) await sleep(20);
  const before = totals();
  await sleep(seconds * 1000);
  const after = totals();
  const elapsed = (after.at - before.at) / 1000;
  const frames = after.frames - before.frames;
  return { perSecond: frames / elapsed, framesPerRead: frames / (after.reads - before.reads) };
}

/** Reads one stream to its end, so many times; how long each took from the request on, and what it was. */
async function readWhole({ times, ...request }: StreamRequest & { readonly times: number }) {
  const milliseconds: number[] = [];
  let frames = 0;
  for (let time = 0; time < times; time += 1) {
    const started = now();
    const socket = new EventSocket(request);
    milliseconds.push((await socket.ended) - started);
    frames = socket.frames;
  }
  return { milliseconds, frames };
}

interface Ticks {
  readonly target: Target;
  readonly jobs: number;
  readonly perSecond: number;
  readonly seconds: number;
}

/** Has so many jobs tick at a pace; when all do, how long ticks take from their `yield` to here. */
async function followTicks({ target, jobs, perSecond, seconds }: Ticks) {
  const input = { events: 1_000_000, per_second: perSecond };
  let latencies: number[] | undefined;
  const jobIds = await atOnce(jobs, 10, () => createJob(target, 'load.emit', input));
  const firstTicks = jobIds.map((jobId) => {
    const socket = new EventSocket({ ...target, path: `/v1/jobs/${jobId}/events` });
    open.push(socket);
    return new Promise<void>((resolve) => {
      socket.onBytes = (bytes) => {
        const receivedAt = now();
        for (const [, at] of bytes.toString('latin1').matchAll(/"at":([\d.]+)/g)) {
          resolve();
          latencies?.push(receivedAt - Number(at));
        }
      };
    });
  });
  await Promise.all(firstTicks);
  await sleep(1000);
  latencies = [];
  await sleep(seconds * 1000);
  const measured = latencies;
  latencies = undefined;
  const ended = open.map((socket) => socket.ended);
  await atOnce(jobIds.length, 10, async (index) =>
    post(target, `/v1/jobs/${jobIds[index]}/cancel`, undefined),
  );
  await Promise.all(ended);
  open = [];
  return measured;
}

const commands = { openAll, closeAll, count, readWhole, followTicks };

/** What it can be told. */
export type StreamClient = typeof commands;

serveCommands(commands);
