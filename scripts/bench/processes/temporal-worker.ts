/** A worker that runs the bare workflow, set up as ours are. */
import { randomUUID } from 'node:crypto';
import { fileURLToPath } from 'node:url';
import { DefaultLogger, NativeConnection, Runtime, Worker } from '@temporalio/worker';
import type { Post } from './bare-workflow.js';
import { serveCommands } from './commands.js';

/** As many as worker/temporal.ts has. */
const POLLS = 2;

const finished = { count: 0, lastAt: 0 };

const activities = {
  async run(): Promise<number> {
    const at = performance.timeOrigin + performance.now();
    finished.count += 1;
    finished.lastAt = at;
    return at;
  },
  async post({ url, body }: Post): Promise<void> {
    const headers = { 'content-type': 'application/json', 'webhook-id': randomUUID() };
    const response = await fetch(url, { method: 'POST', headers, body });
    await response.arrayBuffer();
    if (!response.ok) throw new Error(`the receiver answered ${response.status}`);
  },
};

interface Where {
  readonly address: string;
  readonly taskQueue: string;
  readonly activityQueue: string;
}

/** Polls the queues, until the process ends. */
async function start({ address, taskQueue, activityQueue }: Where): Promise<void> {
  Runtime.install({
    logger: new DefaultLogger('ERROR'),
    telemetryOptions: { logging: { filter: { core: 'ERROR', other: 'ERROR' } } },
  });
  const connection = await NativeConnection.connect({ address });
  const ofActivities = { connection, activities, maxConcurrentActivityTaskPolls: POLLS };
  const workers = [
    await Worker.create({
      ...(taskQueue === activityQueue ? ofActivities : { connection }),
      taskQueue,
      workflowsPath: fileURLToPath(new URL('./bare-workflow.ts', import.meta.url)),
      maxConcurrentWorkflowTaskPolls: POLLS,
    }),
  ];
  if (taskQueue !== activityQueue)
    workers.push(await Worker.create({ ...ofActivities, taskQueue: activityQueue }));
  Promise.all(workers.map((worker) => worker.run())).catch((error: unknown) => {
    console.error(error);
    process.exit(1);
  });
}

/** How many activities have ended, and when the last did. */
function progress(_input: null) {
  return finished;
}

const commands = { start, progress };

/** What it can be told. */
export type TemporalWorker = typeof commands;

serveCommands(commands);
