import { setTimeout as sleep } from 'node:timers/promises';
import { type BareTemporal, startBareTemporal } from './bare-temporal.js';
import { amount, type BenchContext, type Figure, type Measurement } from './figure.js';
import { type Helper, startHelper } from './helper.js';
import { type BenchService, startBenchService } from './load-service.js';
import type { JobClient } from './processes/job-client.js';
import { alternate } from './rounds.js';

/** Requests, or starts, at once. */
const WIDTH = 20;
const LOOK_MS = 200;
/** The last workflows have a task left after their job's end. */
const AFTER_MS = 1500;

/** How many jobs a second go through all of it. */
export const jobsPerSecond: Figure = {
  name: 'jobs-per-second',
  title: 'jobs/s of an empty job',
  baseline:
    'bare Temporal, as many workflows of one activity, started 20 at once, from the first start to the end of the last activity. Workflow and activity share a task queue, so that Temporal may hand the activity over at once (eager dispatch).',
  method:
    'So many jobs of a type that does nothing, created 20 at once, from the first request to the end of the last job.',
  durability:
    'three commits of each job’s own (created, started, ended) and a shared one that notes its workflow, beside what Temporal writes on both sides.',
  note: 'A job takes 23 ms of Temporal’s processor time, 13 of the worker’s (most of it the SDK’s), 5 of the server’s and 3 of PostgreSQL’s: both cores are busy with Temporal.',
  run,
};

async function run(context: BenchContext): Promise<readonly Measurement[]> {
  const count = amount(context, 150, 15);
  const bench = await startBenchService(context);
  const jobs = startHelper<JobClient>(context, 'job-client');
  const temporal = await startBareTemporal(context);
  await runJobs(bench, jobs, 10);
  await runBare(temporal, 10);
  const { ours, baseline } = await alternate(
    context,
    () => runJobs(bench, jobs, count),
    () => runBare(temporal, count),
  );
  return [{ unit: '/s', ours, baseline, aims: [{ kind: 'ratio at least', value: 0.7 }] }];
}

async function runJobs(
  { service, target }: BenchService,
  client: Helper<JobClient>,
  count: number,
): Promise<number> {
  const { startedAt } = await client.ask('createMany', { target, count, width: WIDTH });
  for (;;) {
    await sleep(LOOK_MS);
    const [row] = await service.query(
      `SELECT count(*) FILTER (WHERE finished_at IS NULL)::int AS left,
        extract(epoch FROM max(finished_at))::float8 * 1000 AS last_at FROM jobs`,
    );
    if (row?.left !== 0) continue;
    await sleep(AFTER_MS);
    return (count * 1000) / (Number(row.last_at) - startedAt);
  }
}

async function runBare({ worker, client }: BareTemporal, count: number): Promise<number> {
  const before = await worker.ask('progress', null);
  const { startedAt } = await client.ask('startMany', { count, width: WIDTH });
  for (;;) {
    await sleep(LOOK_MS);
    const { count: done, lastAt } = await worker.ask('progress', null);
    if (done - before.count < count) continue;
    await sleep(AFTER_MS);
    return (count * 1000) / (lastAt - startedAt);
  }
}
