/** A worker in this process: everything wired, started in the right order and stopped in the reverse. */
import { randomBytes } from 'node:crypto';
import { hostname } from 'node:os';
import { setTimeout as sleep } from 'node:timers/promises';
import type { NativeConnection, Worker } from '@temporalio/worker';
import type { Logger } from 'pino';
import type { JobDefinition } from '../generated/worker/job.js';
import {
  type Database,
  GroupCommitter,
  migrate,
  type Notifications,
  openDatabase,
  openNotifications,
  postgresEventLog,
  retryWhileUnavailable,
} from '../store/index.js';
import { createResolver, TargetCheck } from '../webhooks/targets/index.js';
import { type ActivityDeps, createActivities } from './activities/index.js';
import type { WorkerConfig } from './config.js';
import { Presence } from './presence.js';
import { RunningJobs } from './runtime/running-jobs.js';
import { connectTemporal, createWorkers, installTemporalRuntime } from './temporal.js';
import { createWebhookActivities } from './webhooks/activity.js';
import type { WebhookDeps } from './webhooks/attempt.js';
import { Lanes } from './webhooks/lanes.js';
import type { WebhookSettings } from './webhooks/settings.js';
import { loadWorkflowBundle } from './workflow-bundle.js';

/** What a worker is made of; another project brings its own handlers. */
export interface StartWorkerOptions {
  readonly config: WorkerConfig;
  readonly handlers: readonly JobDefinition[];
  readonly log: Logger;
  /** What has to be there before the first job: a model, say. Runs beside the rest of the start. */
  readonly prepare?: () => Promise<unknown>;
  /** Gives the start up. */
  readonly signal?: AbortSignal;
}

/** A worker that polls. */
export interface RunningWorker {
  /** Resolves after `stop`; is rejected if the worker cannot go on. */
  readonly done: Promise<void>;
  /** Lets short work finish, hands the rest to other workers, and closes everything; within 9 seconds. */
  stop(): Promise<void>;
}

/** How long work that is nearly done may go on after a stop. */
const FINISH_MS = 3000;

/** How long aborted handlers and Temporal's workers are waited for after that. */
const ABORT_MS = 4000;

/** A handler that does not heed its signal is left to itself after this. */
const HANDLER_GRACE_MS = 2000;

/** An outage is told this often. */
const SELDOM_MS = 30_000;

/** Starts the worker; resolves when it polls. Engines that are not there yet are waited for. */
export async function startWorker(options: StartWorkerOptions): Promise<RunningWorker> {
  const { config, handlers, log, prepare, signal = new AbortController().signal } = options;
  installTemporalRuntime(log);
  const onDatabaseError = (error: unknown) => log.debug({ err: error }, 'database connection');
  const database = openDatabase({
    url: config.databaseUrl,
    applicationName: 'specwire worker',
    onError: onDatabaseError,
  });
  const [connection, bundle] = await Promise.all([
    connectTemporal(config.temporal, log, signal),
    loadWorkflowBundle(config.cacheDir, log),
    migrateWhenThere(database, log, signal),
    prepare?.(),
  ]);
  signal.throwIfAborted();
  const notifications = openNotifications(database, ['specwire_cancel', 'specwire_inputs'], onDatabaseError);
  const deps = createDeps(database, notifications, options);
  const workers = await createWorkers({
    config,
    connection,
    bundle,
    handlers,
    activities: createActivities(deps),
    webhookActivities: createWebhookActivities(webhookDeps(deps, config.webhooks)),
  });
  const presence = new Presence(database, log, {
    id: `${hostname()}-${process.pid}-${randomBytes(3).toString('hex')}`,
    taskQueues: workers.map((worker) => worker.options.taskQueue),
  });
  const worker = runWorkers({ workers, deps, notifications, connection, presence, log });
  await presence.announced();
  return worker;
}

async function migrateWhenThere(database: Database, log: Logger, signal: AbortSignal): Promise<void> {
  let isTold = false;
  const onRetry = (error: unknown) => {
    if (!isTold) log.warn({ reason: (error as Error).message }, 'waiting for PostgreSQL');
    isTold = true;
  };
  await retryWhileUnavailable(() => migrate(database, { patienceMs: 0 }), { signal, onRetry });
}

function createDeps(
  database: Database,
  notifications: Notifications,
  { handlers, log }: StartWorkerOptions,
): ActivityDeps {
  const running = new RunningJobs();
  const committer = new GroupCommitter({
    log: postgresEventLog(database, notifications),
    onRetry: seldom((error) =>
      log.warn({ reason: (error as Error).message }, 'PostgreSQL does not answer; events wait'),
    ),
  });
  notifications.subscribe({
    onCancel: (jobIds) => running.cancel(jobIds),
    onInputs: (jobIds) => running.wake(jobIds),
    onResync: () => {
      // Each attempt also looks by itself every few seconds.
      running.checkAll().catch((error: unknown) => log.debug({ err: error }, 'states of jobs not read'));
    },
  });
  return { database, committer, running, log, handlers, graceMs: HANDLER_GRACE_MS };
}

function webhookDeps({ database, log, running }: ActivityDeps, settings: WebhookSettings): WebhookDeps {
  const check = new TargetCheck(settings.rules, createResolver(settings.rules.nameServers));
  const lanes = new Lanes(settings.slots);
  return { database, settings, check, lanes, log, stopping: running.stopping };
}

interface Parts {
  readonly workers: readonly Worker[];
  readonly deps: ActivityDeps;
  readonly notifications: Notifications;
  readonly connection: NativeConnection;
  readonly presence: Presence;
  readonly log: Logger;
}

function runWorkers(parts: Parts): RunningWorker {
  const polling = Promise.all(parts.workers.map((worker) => worker.run()));
  parts.presence.start();
  let stopping: Promise<void> | undefined;
  const stop = () => {
    stopping ??= stopAll(parts, polling);
    return stopping;
  };
  // One that ends by itself has failed; the others are of no use without it.
  const done = polling.then(
    () => stop(),
    async (error: unknown) => {
      await stop();
      throw error;
    },
  );
  return { done, stop };
}

async function stopAll(parts: Parts, polling: Promise<unknown>): Promise<void> {
  const { deps, log } = parts;
  for (const worker of parts.workers) if (worker.getState() === 'RUNNING') worker.shutdown();
  const leaving = parts.presence.stop();
  const ended = polling.catch(() => {});
  await atMost(FINISH_MS, ended);
  if (deps.running.size > 0) log.info({ jobs: deps.running.size }, 'handing running jobs over');
  deps.running.shutDown();
  await atMost(ABORT_MS, ended);
  await Promise.all([
    deps.committer.close(500),
    parts.notifications.close(),
    atMost(1000, leaving),
    atMost(
      1000,
      parts.connection.close().catch(() => {}),
    ),
  ]);
  await atMost(500, deps.database.close());
}

/** Tells the first of many, and one from time to time. */
function seldom(tell: (error: unknown) => void): (error: unknown) => void {
  let toldAt = Number.NEGATIVE_INFINITY;
  return (error) => {
    if (performance.now() - toldAt < SELDOM_MS) return;
    toldAt = performance.now();
    tell(error);
  };
}

/** Waits for the work, but no longer. */
async function atMost(milliseconds: number, work: Promise<unknown>): Promise<void> {
  await Promise.race([work, sleep(milliseconds, undefined, { ref: false })]);
}
