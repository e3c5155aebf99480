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
  note: 'Of 2,000 events a second, which make some 330 commits, PostgreSQL takes 54 % of a core, the worker 30, the server 15, the client 6. A small event comes along with its notification, so that the server has nothing to read; the baseline reads, as an event of any size would be. The median is the commit, its notification and a write. The 99th percentile are commits that had to wait for the one before, and the garbage collections of server and worker. While the server read what it was told of, and the worker sent the notification after the answer to its commit, p50 was 3.0 ms and p99 12 to 18.',
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
