/** The worker's side of Temporal: connection, runtime and the Workers that poll. */
import { setTimeout as sleep } from 'node:timers/promises';
import { NativeConnection, Runtime, Worker } from '@temporalio/worker';
import type { Logger } from 'pino';
import type { JobDefinition } from '../generated/worker/job.js';
import type { Activities } from './activities/index.js';
import type { TemporalConfig, WorkerConfig } from './config.js';
import { HEARTBEAT_INTERVAL_SECONDS, taskQueues } from './contract.js';
import { temporalLogger } from './temporal-logger.js';
import type { WebhookActivities } from './webhooks/activity.js';

let isInstalled = false;

/** Sets the SDK's process-wide runtime up: its log is ours, and so are the signals. */
export function installTemporalRuntime(log: Logger): void {
  if (isInstalled) return;
  Runtime.install({
    logger: temporalLogger(log),
    shutdownSignals: [],
    telemetryOptions: { logging: { filter: { core: 'ERROR', other: 'ERROR' }, forward: {} } },
  });
  isInstalled = true;
}

const FIRST_RETRY_MS = 200;
const LONGEST_RETRY_MS = 2000;

/** Connects, however long it takes until Temporal is there. */
export async function connectTemporal(
  config: TemporalConfig,
  log: Logger,
  signal: AbortSignal,
): Promise<NativeConnection> {
  const options = {
    address: config.address,
    tls: config.tls,
    ...(config.apiKey !== undefined && { apiKey: config.apiKey }),
  };
  for (let delay = FIRST_RETRY_MS; ; delay = Math.min(delay * 2, LONGEST_RETRY_MS)) {
    signal.throwIfAborted();
    try {
      return await NativeConnection.connect(options);
    } catch (error) {
      if (delay === FIRST_RETRY_MS) {
        log.warn({ address: config.address, reason: (error as Error).message }, 'waiting for Temporal');
      }
      await sleep(delay, undefined, { signal });
    }
  }
}

/** What the Workers are made of. */
export interface WorkersOptions {
  readonly config: WorkerConfig;
  readonly connection: NativeConnection;
  /** Code of the workflow bundle. */
  readonly bundle: string;
  readonly handlers: readonly JobDefinition[];
  readonly activities: Activities;
  readonly webhookActivities: WebhookActivities;
}

/**
 * Polls at once, for each queue. Temporal hands a task to whoever has waited longest, a frozen worker too, and takes it
 * for lost after a timeout only: each open poll of such a worker may cost one job some seconds.
 */
const POLLS = 2;

/** Left alone, the SDK reports only every 12 seconds under a timeout of 15. */
const HEARTBEATS = {
  maxHeartbeatThrottleInterval: HEARTBEAT_INTERVAL_SECONDS * 1000,
  defaultHeartbeatThrottleInterval: HEARTBEAT_INTERVAL_SECONDS * 1000,
};

/** Our own stop is over sooner; this is for a Worker that hangs. */
const FORCE_SHUTDOWN = '9 seconds';

/**
 * One Worker for workflows, one for each job type, so that each type has its own concurrency, and one for webhooks, so that
 * neither jobs nor webhooks wait for the other.
 */
export async function createWorkers(options: WorkersOptions): Promise<readonly Worker[]> {
  const { config, connection, bundle, handlers, activities, webhookActivities } = options;
  const queues = taskQueues(config.taskQueuePrefix);
  const common = {
    connection,
    namespace: config.temporal.namespace,
    shutdownGraceTime: FORCE_SHUTDOWN,
    shutdownForceTime: FORCE_SHUTDOWN,
    maxConcurrentActivityTaskPolls: POLLS,
  };
  const workflows = Worker.create({
    ...common,
    taskQueue: queues.workflows,
    workflowBundle: { code: bundle },
    maxConcurrentWorkflowTaskPolls: POLLS,
    activities: { finalizeJob: activities.finalizeJob },
  });
  const ofTypes = handlers.map(({ spec }) =>
    Worker.create({
      ...common,
      taskQueue: queues.job(spec.name),
      activities: { runHandler: activities.runHandler },
      maxConcurrentActivityTaskExecutions: spec.concurrency,
      ...HEARTBEATS,
    }),
  );
  const webhooks = Worker.create({
    ...common,
    ...HEARTBEATS,
    taskQueue: queues.webhooks,
    workflowBundle: { code: bundle },
    maxConcurrentWorkflowTaskPolls: POLLS,
    activities: { ...webhookActivities },
    maxConcurrentActivityTaskExecutions: config.webhooks.slots,
  });
  return await Promise.all([workflows, webhooks, ...ofTypes]);
}
