/** A client of bare Temporal. */
import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { Client, Connection } from '@temporalio/client';
import type { Post } from './bare-workflow.js';
import { serveCommands } from './commands.js';
import { atOnce, now, REST_MS } from './jobs-over-http.js';

let client: Client | undefined;
let taskQueue = '';

async function connect(where: { readonly address: string; readonly taskQueue: string }): Promise<void> {
  client = new Client({ connection: await Connection.connect({ address: where.address }) });
  taskQueue = where.taskQueue;
}

async function start(post?: Post) {
  if (client === undefined) throw new Error('not connected');
  const options = { taskQueue, workflowId: randomUUID() };
  return post === undefined
    ? client.workflow.start('bareJob', { ...options, args: [] })
    : client.workflow.start('barePost', { ...options, args: [post] });
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
