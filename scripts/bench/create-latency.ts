import { amount, type BenchContext, type Figure, type Measurement } from './figure.js';
import { startHelper } from './helper.js';
import { startBenchService } from './load-service.js';
import type { JobClient } from './processes/job-client.js';
import { repeat } from './rounds.js';
import { percentile } from './statistics.js';

/** What the slowest of many creates wait for their 202. */
export const createLatency: Figure = {
  name: 'create-latency',
  title: 'create, 20 at once',
  method:
    'Twenty clients send `POST /v1/jobs`, each the next as soon as it is answered, to a fresh service each round, whose worker runs the jobs meanwhile.',
  durability:
    'a 202 is sent after the commit of the job, its first event and its input. Peers answer in 68–149 ms (p99) and lose what they have accepted when they are killed.',
  note: 'Creates that come at once are committed together, up to 64 in one transaction, so that all of them wait for one commit; starts of workflows, which cost about ten times as much, give way to a burst of creates.',
  run,
};

async function run(context: BenchContext): Promise<readonly Measurement[]> {
  const count = amount(context, 600, 60);
  const rounds = await repeat(context, () => createMany(context, count));
  const at = (fraction: number) => rounds.map((latencies) => percentile(latencies, fraction));
  return [
    { label: 'p50', unit: 'ms', ours: at(0.5), aims: [] },
    { label: 'p99', unit: 'ms', ours: at(0.99), aims: [{ kind: 'below', value: 68 }] },
  ];
}

/** A service for each round: the starts that one leaves waiting would go on in the next. */
async function createMany(context: BenchContext, count: number): Promise<readonly number[]> {
  const { target, stop } = await startBenchService(context);
  const client = startHelper<JobClient>(context, 'job-client');
  await client.ask('createMany', { target, count: 40, width: 20 });
  const { latencies } = await client.ask('createMany', { target, count, width: 20 });
  await Promise.all([client.stop(), stop()]);
  return latencies;
}
