/** A client of bare Temporal. */
import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { Client, Connection } from '@temporalio/client';
import type { Post } from './bare-workflow.js';
import { serveCommands } from './commands.js';
import { atOnce, now, REST_MS } from './jobs-over-http.js';

let client: Client | undefined;
let queues = { taskQueue: '', activityQueue: '' };

interface Where {
  readonly address: string;
  readonly taskQueue: string;
  readonly activityQueue: string;
}

async function connect({ address, taskQueue, activityQueue }: Where): Promise<void> {
  client = new Client({ connection: await Connection.connect({ address }) });
  queues = { taskQueue, activityQueue };
}

async function start(post?: Post) {
  if (client === undefined) throw new Error('not connected');
  const options = { taskQueue: queues.taskQueue, workflowId: randomUUID() };
  return post === undefined
    ? client.workflow.start('bareJob', { ...options, args: [queues.activityQueue] })
    : client.workflow.start('barePost', { ...options, args: [queues.activityQueue, post] });
}

/** One after the other: from the call that starts a workflow to the first line of its activity. */
async function firstLines({ count }: { readonly count: number }) {
  const latencies: number[] = [];
  for (let index = 0; index < count; index += 1) {
    const started = now();
    const handle = await start();
    latencies.push(((await handle.result()) as number) - started);
    await sleep(REST_MS);
  }
  return latencies;
}

interface StartMany {
  readonly count: number;
  readonly width: number;
  /** What each of them posts; without it they only say when they ran. */
  readonly post?: Post;
}

/** Starts so many, so many at once. */
async function startMany({ count, width, post }: StartMany) {
  const startedAt = now();
  await atOnce(count, width, () => start(post));
  return { startedAt };
}

const commands = { connect, firstLines, startMany };

/** What it can be told. */
export type TemporalClient = typeof commands;

serveCommands(commands);
