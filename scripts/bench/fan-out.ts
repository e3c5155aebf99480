import { amount, type BenchContext, type Figure, type Measurement } from './figure.js';
import { type Helper, startHelper } from './helper.js';
import { type BenchService, startBenchService } from './load-service.js';
import type { BareStreams } from './processes/bare-streams.js';
import type { StreamClient } from './processes/stream-client.js';
import { framesOf } from './replay.js';
import { alternate, pick } from './rounds.js';
import { median } from './statistics.js';

/** Events a second of the one job: as a model writes, and more than either side can deliver to so many. */
const PACES = [100, 1000];

/** How much one job’s many readers get. */
export const fanOut: Figure = {
  name: 'fan-out',
  title: 'fan-out of one job to 1,000 readers, events/s delivered',
  baseline:
    'a raw node:http broadcaster with the same frames at the same pace: what has come due goes to each reader in one write, and a reader whose socket is full waits.',
  method:
    'A thousand readers follow one job, which yields events at a pace; all that they get together, in some seconds of it. A hundred a second is what a fast model writes; a thousand a second ask for a million deliveries, so that both sides deliver what they can.',
  durability:
    'each event is committed and read from PostgreSQL before it is sent, once for all readers; worker and database share the machine with the server that delivers.',
  note: 'Half of the server’s time is the system’s, writing to a thousand sockets. After each round of writes it leaves as much time to everything else as the round took: what comes meanwhile goes out together.',
  run,
};

async function run(context: BenchContext): Promise<readonly Measurement[]> {
  const sides = await startSides(context);
  const measurements: Measurement[] = [];
  for (const pace of PACES) {
    const rounds = await alternate(
      context,
      () => deliverOurs(sides, pace),
      () => deliverBare(sides, pace),
    );
    const together = pick(rounds, ({ framesPerRead }) => framesPerRead);
    measurements.push({
      label: `${pace} events/s`,
      unit: '/s',
      ...pick(rounds, ({ perSecond }) => perSecond),
      aims: [{ kind: 'ratio at least', value: 0.7 }],
      remark:
        `At ${pace} events/s, a read of a reader’s socket had ${median(together.ours).toFixed(1)} events of ours ` +
        `and ${median(together.baseline).toFixed(1)} of the baseline’s.`,
    });
  }
  return measurements;
}

interface Sides {
  readonly bench: BenchService;
  readonly client: Helper<StreamClient>;
  readonly bare: Helper<BareStreams>;
  readonly bareUrl: string;
  readonly readers: number;
  readonly seconds: number;
}

async function startSides(context: BenchContext): Promise<Sides> {
  const bench = await startBenchService(context);
  const client = startHelper<StreamClient>(context, 'stream-client');
  const bare = startHelper<BareStreams>(context, 'bare-streams');
  const { url, apiKey } = bench.target;
  const sample = await bench.service.client.create({ type: 'load.emit', input: { events: 200 } });
  const frames = await framesOf(`${url}/v1/jobs/${sample.job_id}/events`, apiKey);
  await bare.ask('take', { texts: frames.filter((frame) => frame.includes('event: tick')) });
  const bareUrl = await bare.ask('listen', null);
  return {
    bench,
    client,
    bare,
    bareUrl,
    readers: amount(context, 1000, 50),
    seconds: amount(context, 4, 1),
  };
}

async function deliverOurs({ bench, client, readers, seconds }: Sides, pace: number) {
  const { service, target } = bench;
  const signalWorkers = (signal: NodeJS.Signals) => {
    for (const worker of service.workers) worker.signal(signal);
  };
  // The job waits until all its readers are there, as the broadcaster does.
  signalWorkers('SIGSTOP');
  const input = { events: 1_000_000, per_second: pace };
  const job = await service.client.create({ type: 'load.emit', input });
  const path = `/v1/jobs/${job.job_id}`;
  await client.ask('openAll', { target, paths: Array.from({ length: readers }, () => `${path}/events`) });
  signalWorkers('SIGCONT');
  const result = await client.ask('count', { seconds });
  await service.client.post(`${path}/cancel`);
  await client.ask('closeAll', null);
  return result;
}

async function deliverBare({ client, bare, bareUrl, readers, seconds }: Sides, pace: number) {
  await client.ask('openAll', {
    target: { url: bareUrl },
    paths: Array.from({ length: readers }, () => '/live'),
  });
  await bare.ask('broadcast', { perSecond: pace });
  const result = await client.ask('count', { seconds });
  await bare.ask('stopBroadcast', null);
  await client.ask('closeAll', null);
  return result;
}
