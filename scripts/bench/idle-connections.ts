import { execFile } from 'node:child_process';
import { setTimeout as sleep } from 'node:timers/promises';
import { promisify } from 'node:util';
import { createJob, newJobId, openDatabase } from '../../store/index.js';
import { amount, type BenchContext, type Figure, type Measurement } from './figure.js';
import { startHelper } from './helper.js';
import { type BenchService, startBenchService } from './load-service.js';
import type { BareStreams } from './processes/bare-streams.js';
import { atOnce } from './processes/jobs-over-http.js';
import type { StreamClient } from './processes/stream-client.js';
import { alternate, pick } from './rounds.js';

/** Has a process collect its garbage when it is told to. */
const COLLECTING = {
  NODE_OPTIONS: `--import ${new URL('./processes/collect-garbage.mjs', import.meta.url).href}`,
};
/** These take what the process has allocated and does not use; the others have to be paid. */
const FIRST_PART = 0.25;
const SETTLE_MS = 1500;
const COLLECTED_MS = 700;

/** What an open stream on which nothing happens costs in memory. */
export const idleConnections: Figure = {
  name: 'idle-connections',
  title: 'memory per idle SSE connection, 3,000 open',
  baseline:
    'raw node:http, which answers with the same headers and the same first comment, and keeps the response.',
  method:
    'Resident memory of the server process before and after 3,000 streams are opened beside 1,000 that are open already (these use up what the process had allocated anyway), each on a job of its own that nobody runs; garbage is collected before each look. A fresh process each round.',
  durability: 'none: an idle stream is a cursor and a socket, and holds no event.',
  note: 'An open stream is a response, its socket, and a cursor. What Express keeps for its way through the router is let go when the stream begins.',
  run,
};

async function run(context: BenchContext): Promise<readonly Measurement[]> {
  const count = amount(context, 4000, 400);
  const rounds = await alternate(
    context,
    () => measureOurs(context, count),
    () => measureBare(context, count),
  );
  return [{ unit: 'kB', ...pick(rounds, (value) => value), aims: [{ kind: 'ratio at most', value: 1.5 }] }];
}

async function measureOurs(context: BenchContext, count: number): Promise<number> {
  const bench = await startBenchService(context, { workers: 0, env: COLLECTING });
  const jobIds = await addIdleJobs(bench, count);
  const paths = jobIds.map((jobId) => `/v1/jobs/${jobId}/events`);
  const pid = bench.service.servers[0]?.pid ?? -1;
  const kilobytes = await measure(context, { pid, target: bench.target, paths });
  await bench.stop();
  return kilobytes;
}

async function measureBare(context: BenchContext, count: number): Promise<number> {
  const bare = startHelper<BareStreams>(context, 'bare-streams', COLLECTING);
  const url = await bare.ask('listen', null);
  const paths = Array.from({ length: count }, () => '/live');
  const kilobytes = await measure(context, { pid: bare.pid, target: { url }, paths });
  await bare.stop();
  return kilobytes;
}

interface Measured {
  readonly pid: number;
  readonly target: { readonly url: string; readonly apiKey?: string };
  readonly paths: readonly string[];
}

async function measure(context: BenchContext, { pid, target, paths }: Measured): Promise<number> {
  const client = startHelper<StreamClient>(context, 'stream-client');
  const first = Math.floor(paths.length * FIRST_PART);
  await client.ask('openAll', { target, paths: paths.slice(0, first) });
  const before = await settledMemory(pid);
  await client.ask('openAll', { target, paths: paths.slice(first) });
  const after = await settledMemory(pid);
  await client.stop();
  return (after - before) / (paths.length - first);
}

async function settledMemory(pid: number): Promise<number> {
  await sleep(SETTLE_MS);
  process.kill(pid, 'SIGUSR2');
  await sleep(COLLECTED_MS);
  const { stdout } = await promisify(execFile)('ps', ['-o', 'rss=', '-p', String(pid)]);
  return Number(stdout);
}

/** Jobs that are queued and stay so: marked as started, or the sweep would have Temporal start them. */
async function addIdleJobs({ service }: BenchService, count: number): Promise<readonly string[]> {
  const database = openDatabase({ url: service.databaseUrl });
  const jobIds = Array.from({ length: count }, newJobId);
  await atOnce(count, 10, (index) => createJob(database, { ...IDLE, jobId: jobIds[index] ?? '' }));
  await database.close();
  await service.query("UPDATE jobs SET workflow_started_at = now(), checked_at = now() + interval '1 hour'");
  return jobIds;
}

const IDLE = {
  tenantId: 'default',
  type: 'load.empty',
  typeVersion: '1.0.0',
  input: '{}',
  metadata: {},
  tags: [],
  timeoutSeconds: 60,
  queueTimeoutSeconds: 600,
  resultTtlSeconds: 3600,
  eventTtlSeconds: 3600,
};
