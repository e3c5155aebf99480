/** Bare Temporal: a worker process with one workflow of one activity, and a client of it. */
import { randomUUID } from 'node:crypto';
import type { BenchContext } from './figure.js';
import { type Helper, startHelper } from './helper.js';
import type { TemporalClient } from './processes/temporal-client.js';
import type { TemporalWorker } from './processes/temporal-worker.js';

/** Both of them, connected. */
export interface BareTemporal {
  readonly worker: Helper<TemporalWorker>;
  readonly client: Helper<TemporalClient>;
}

/**
 * Starts both on a task queue of their own; they end with the figure. Unless the activity has a queue of its own too,
 * Temporal hands it over with the answer to the workflow task (eager dispatch).
 */
export async function startBareTemporal(
  context: BenchContext,
  { hasActivityQueue = false } = {},
): Promise<BareTemporal> {
  const taskQueue = `bare-${randomUUID()}`;
  const activityQueue = hasActivityQueue ? `${taskQueue}-activities` : taskQueue;
  const where = { address: context.engines.temporalAddress, taskQueue, activityQueue };
  const worker = startHelper<TemporalWorker>(context, 'temporal-worker');
  const client = startHelper<TemporalClient>(context, 'temporal-client');
  await Promise.all([worker.ask('start', where), client.ask('connect', where)]);
  return { worker, client };
}
