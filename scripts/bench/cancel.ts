import { amount, type BenchContext, type Figure, type Measurement } from './figure.js';
import { startHelper } from './helper.js';
import { startBenchService } from './load-service.js';
import type { JobClient } from './processes/job-client.js';
import { repeat } from './rounds.js';
import { percentile } from './statistics.js';

/** How soon a client hears that what it cancelled has ended. */
export const cancel: Figure = {
  name: 'cancel',
  title: 'cancel → terminal event at the client, 50 running',
  method:
    'Seventy jobs run and wait to be cancelled, each with a reader. A client cancels twenty, one after the other; then the fifty that are left, all in the same moment. From the request sent to the `job.status` that ends the stream.',
  durability:
    'two commits lie between: that the job is to be cancelled, and, once the handler has stopped, that it is. Peers take 2–520 ms with one job running.',
  note: 'One statement, a notification to the worker, the handler’s own return, one commit, and the event’s way to the client.',
  run,
};

async function run(context: BenchContext): Promise<readonly Measurement[]> {
  const load = { running: amount(context, 50, 5), oneByOne: amount(context, 20, 5) };
  const { target } = await startBenchService(context);
  const client = startHelper<JobClient>(context, 'job-client');
  const rounds = await repeat(context, () => client.ask('cancelHeld', { target, ...load }));
  return [
    {
      label: 'one by one, p50',
      unit: 'ms',
      ours: rounds.map(({ single }) => percentile(single, 0.5)),
      aims: [{ kind: 'below', value: 100 }],
    },
    {
      label: 'all 50 at once, p99',
      unit: 'ms',
      ours: rounds.map(({ together }) => percentile(together, 0.99)),
      aims: [{ kind: 'at most', value: 1000 }],
    },
  ];
}
