import { startBareTemporal } from './bare-temporal.js';
import { amount, type BenchContext, type Figure, type Measurement } from './figure.js';
import { startHelper } from './helper.js';
import { startBenchService } from './load-service.js';
import type { JobClient } from './processes/job-client.js';
import { alternate, pick } from './rounds.js';
import { median } from './statistics.js';

/** From the request that creates a job to the first event that its handler yields. */
export const createToFirstEvent: Figure = {
  name: 'create-to-first-event',
  title: 'create → first event from the handler',
  baseline:
    'a bare Temporal workflow of one activity, from the call that starts it to the first line of the activity, in a worker process with as many polls as ours. In the first row the activity has a queue of its own, as each of our job types has, so that it has its own concurrency and no other type stands in its way. In the second, workflow and activity share one queue, so that Temporal hands the activity over with the answer to the workflow task (eager dispatch): the least that Temporal can do.',
  method:
    'One job after the other, with a pause in which Temporal finishes the one before: a client sends `POST /v1/jobs`, opens the stream of the job, and waits for the first event that the handler yields. The median of each round; before the first, so many jobs run that the code of all processes is warm.',
  durability:
    'the job is committed before Temporal hears of it, the start of the attempt before the handler runs, and the event before the client sees it: three commits that the baseline has not.',
  note: 'In 36 ms: 5 until the 202, 2 until Temporal has the workflow, 5 until it gives the workflow task to the worker, 10 for that task (9 in the baseline: the sandbox of a new workflow), 3 until the handler’s activity is handed over, 4 until the attempt begins in PostgreSQL (in the baseline until the activity’s first line), 3 until that is committed and the event yielded, and 4 until the client has it: commit, notification, read, write. One queue for all would save the 3, and every job type would then hold a workflow sandbox of its own.',
  run,
};

async function run(context: BenchContext): Promise<readonly Measurement[]> {
  const count = amount(context, 25, 3);
  const { target } = await startBenchService(context);
  const jobs = startHelper<JobClient>(context, 'job-client');
  const alike = await startBareTemporal(context, { hasActivityQueue: true });
  const eager = await startBareTemporal(context);
  const sides = [
    (many: number) => jobs.ask('firstEvents', { target, count: many }),
    (many: number) => alike.client.ask('firstLines', { count: many }),
    (many: number) => eager.client.ask('firstLines', { count: many }),
  ] as const;
  const [ours, ofAlike, ofEager] = sides;
  for (const side of sides) await side(amount(context, 60, 3));
  const again = () => ours(count);
  const besideAlike = await alternate(context, again, () => ofAlike(count));
  const besideEager = await alternate(context, again, () => ofEager(count));
  return [
    {
      label: 'Temporal with queues as ours',
      unit: 'ms',
      ...pick(besideAlike, median),
      aims: [{ kind: 'ratio at most', value: 1.6 }],
    },
    { label: 'Temporal with one queue for all', unit: 'ms', ...pick(besideEager, median), aims: [] },
  ];
}
