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
    'a bare Temporal workflow of one activity, from the call that starts it to the first line of the activity, in a worker process with as many polls as ours. Both share a task queue there, so that Temporal may hand the activity over at once (eager dispatch); each of our job types has a queue of its own.',
  method:
    'One job after the other, with a pause in which Temporal finishes the one before: a client sends `POST /v1/jobs`, opens the stream of the job, and waits for the first event that the handler yields. The median of each round.',
  durability:
    'the job is committed before Temporal hears of it, the start of the attempt before the handler runs, and the event before the client sees it: three commits that the baseline has not.',
  note: 'In 38 ms: 6 until the 202, 3 until Temporal has the workflow, 5 until it gives the workflow task to the worker, 11 for that task (9 in the baseline: the sandbox of a new workflow), 3 until the handler’s activity starts (in the baseline it comes with the answer to the workflow task), 3 until its start is committed, 2 until the event is, and 5 until the client has it: commit, notification, read, write. The statements themselves take 5 ms together. What is left to save is Temporal’s eager dispatch, for which workflows and handlers would have to share one queue: every job type would then hold a workflow sandbox of its own.',
  run,
};

async function run(context: BenchContext): Promise<readonly Measurement[]> {
  const count = amount(context, 25, 3);
  const { target } = await startBenchService(context);
  const jobs = startHelper<JobClient>(context, 'job-client');
  const { client } = await startBareTemporal(context);
  // What only the first pays: connections, and code that has not run yet.
  await jobs.ask('firstEvents', { target, count: 3 });
  await client.ask('firstLines', { count: 3 });
  const rounds = await alternate(
    context,
    () => jobs.ask('firstEvents', { target, count }),
    () => client.ask('firstLines', { count }),
  );
  return [{ unit: 'ms', ...pick(rounds, median), aims: [{ kind: 'ratio at most', value: 1.6 }] }];
}
