import { randomBytes } from 'node:crypto';
import { amount, type BenchContext, type Figure, type Measurement } from './figure.js';
import { startHelper } from './helper.js';
import { createDatabase, startBenchService } from './load-service.js';
import type { StoreAlone } from './processes/store-alone.js';
import type { StreamClient } from './processes/stream-client.js';
import { alternate, pick } from './rounds.js';
import { percentile } from './statistics.js';

const PER_SECOND = 20;

/** How long an event takes from the handler to the client, under load. */
export const yieldToSocket: Figure = {
  name: 'yield-to-socket',
  title: '`yield` → client’s socket, 100 jobs × 20 events/s',
  baseline:
    'the store alone in one process, as many jobs at the same pace: append, group commit, NOTIFY, LISTEN, read.',
  method:
    'A hundred jobs yield 20 events a second each, and a client reads each job’s stream. Each event says when it was yielded; the client, on the same machine’s clock, when it came.',
  durability: 'each event is committed, with its neighbours of all jobs, before anybody is told of it.',
  note: 'Of 2,000 events a second, both cores together spend about 40 % on PostgreSQL and the worker’s commits, 20 % on the server. The median is the commit and one round of notification and read; the 99th percentile are the garbage collections of server and worker (each of 2 to 6 ms, and some forty events wait for it), and commits that had to wait for the one before. The collections took twice as long until the maps that queue reads and commits were replaced with each batch: V8’s tables point to their successors, so that a dead one kept all that came after it.',
  run,
};

async function run(context: BenchContext): Promise<readonly Measurement[]> {
  const load = { jobs: amount(context, 100, 10), perSecond: PER_SECOND, seconds: amount(context, 10, 2) };
  const { target } = await startBenchService(context);
  const client = startHelper<StreamClient>(context, 'stream-client');
  const store = startHelper<StoreAlone>(context, 'store-alone');
  await store.ask('open', {
    databaseUrl: await createDatabase(context, `store_${randomBytes(4).toString('hex')}`),
  });
  const rounds = await alternate(
    context,
    () => client.ask('followTicks', { target, ...load }),
    () => store.ask('followTicks', load),
  );
  return ([0.5, 0.99] as const).map((fraction) => ({
    label: `p${fraction * 100}`,
    unit: 'ms',
    ...pick(rounds, (latencies) => percentile(latencies, fraction)),
    aims: [
      { kind: 'at most', value: fraction === 0.5 ? 10 : 60 },
      { kind: 'ratio at most', value: 2 },
    ],
  }));
}
