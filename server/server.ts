/** One server process: its parts put together, started and ended in order. Any project's contract can be served. */
import { createServer, type RequestListener, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { Client, Connection } from '@temporalio/client';
import type { Logger } from 'pino';
import type { ServiceContract } from '../generated/server/contract.js';
import {
  type Database,
  ensureOnlyApiKey,
  getJob,
  isJobId,
  isUnavailable,
  JobCreator,
  markWorkflowsStarted,
  migrate,
  openDatabase,
  openNotifications,
  postgresEventLog,
} from '../store/index.js';
import { createResolver, TargetCheck } from '../webhooks/targets/index.js';
import { createApp, prepareApp } from './app.js';
import type { ServerConfig } from './config.js';
import { databaseCredentials } from './credentials.js';
import { EndWaiter } from './events/end-waiter.js';
import { EventHub } from './events/hub.js';
import { LogReader } from './events/log-reader.js';
import { EventStreams } from './events/streams.js';
import { createHandlers } from './handlers/index.js';
import { Admission } from './http/admission.js';
import { answerClientErrors } from './http/client-error.js';
import { serveUpgrades } from './http/upgrade.js';
import { JobStarter } from './jobs/starter.js';
import { Sweep } from './jobs/sweep.js';
import { connectWorkflows } from './jobs/workflows.js';
import { Allowances } from './limits/allowance.js';
import { postgresCounter } from './limits/postgres-counter.js';
import { warnOf } from './logger.js';
import { joinHandlers, type OperationHandlers } from './own-operations.js';
import type { Services } from './services.js';
import { SharedLookup } from './shared-lookup.js';
import { JobSockets } from './socket/sockets.js';
import { Dispatcher } from './webhooks/dispatcher.js';
import { connectWebhookWorkflows } from './webhooks/workflows.js';

/** What a server is started with. */
export interface ServerOptions {
  readonly config: ServerConfig;
  readonly contract: ServiceContract;
  /** Of the operations that are not the platform's. */
  readonly handlers: OperationHandlers;
  readonly log: Logger;
}

/** A server that listens. */
export interface RunningServer {
  readonly url: string;
  readonly port: number;
  /** Resolves with the reason if the server finds out later that it can never serve. */
  readonly failed: Promise<unknown>;
  /** Stops accepting, ends streams, lets requests end, and closes everything, within 9 seconds. */
  close(): Promise<void>;
}

const POOL_SIZE = 16;
/** One write to a stream is about this large at most, and so is what a slow reader keeps in memory. */
const PAGE = { events: 1000, bytes: 256 * 1024 };
/** So many pages of replays come with one query. */
const REPLAYS_AT_ONCE = 32;
/** A database that is not there by then is waited for behind an open port. */
const START_PATIENCE_MS = 5000;
/** Longer than proxies keep idle connections, so that it is they who close them. */
const KEEP_ALIVE_MS = 75_000;
const REQUEST_TIMEOUT_MS = 120_000;
const DRAIN_MS = 7000;
const CLOSE_MS = 1500;

/** Left alone, gRPC waits up to two minutes between tries, and jobs wait with it. */
const RECONNECT = { 'grpc.initial_reconnect_backoff_ms': 500, 'grpc.max_reconnect_backoff_ms': 2000 };

type Phase = 'starting' | 'serving' | 'closing';

const WHY_NOT: Readonly<Record<Phase, string | undefined>> = {
  starting: 'The service is starting: its database is not ready.',
  serving: undefined,
  closing: 'The service is shutting down.',
};

/** Puts the parts together and listens. */
export async function startServer(options: ServerOptions): Promise<RunningServer> {
  const server = new ServerProcess(options);
  try {
    await Promise.all([server.prepare(), server.prepareApp()]);
    return await server.listen();
  } catch (error) {
    await server.close();
    throw error;
  }
}

class ServerProcess implements RunningServer {
  readonly #options: ServerOptions;
  readonly #database: Database;
  readonly #parts: ReturnType<typeof assemble>;
  readonly #http: Server;
  readonly #stopped = new AbortController();
  #phase: Phase = 'starting';
  #closing: Promise<void> | undefined;
  #fail!: (reason: unknown) => void;
  readonly failed = new Promise<unknown>((resolve) => {
    this.#fail = resolve;
  });
  url = '';
  port = 0;

  constructor(options: ServerOptions) {
    this.#options = options;
    const { config, log, contract } = options;
    this.#database = openDatabase({
      url: config.databaseUrl,
      max: POOL_SIZE,
      applicationName: 'specwire server',
      onError: (error) => log.debug({ err: error }, 'database connection lost'),
    });
    this.#parts = assemble(options, this.#database, () => this.#phase);
    const { app } = this.#parts;
    const serve: RequestListener = (request, response) => {
      if (this.#phase === 'closing') response.shouldKeepAlive = false;
      app(request, response);
    };
    // The application refuses a request without a host itself, as a problem.
    this.#http = createServer({ requireHostHeader: false }, serve);
    // An expectation that we do not know may be ignored (RFC 9110 section 10.1.1).
    this.#http.on('checkExpectation', serve);
    this.#http.keepAliveTimeout = KEEP_ALIVE_MS;
    this.#http.requestTimeout = REQUEST_TIMEOUT_MS;
    answerClientErrors(this.#http, contract.problems);
    serveUpgrades(this.#http, serve);
  }

  /** Makes the database ready. One that is away does not keep the port closed: requests are told, and wait for it. */
  async prepare(): Promise<void> {
    const { log } = this.#options;
    try {
      await this.#prepareDatabase(START_PATIENCE_MS);
      this.#serve();
    } catch (error) {
      if (!isUnavailable(error)) throw error;
      warnOf(log, 'PostgreSQL is away; waiting for it')(error);
      void this.#prepareDatabase(Number.POSITIVE_INFINITY).then(
        () => this.#serve(),
        (failure: unknown) => {
          if (this.#phase === 'starting') this.#fail(failure);
        },
      );
    }
  }

  prepareApp(): Promise<void> {
    return prepareApp(this.#parts.app);
  }

  async listen(): Promise<RunningServer> {
    const { host, port } = this.#options.config;
    await new Promise<void>((resolve, reject) => {
      this.#http.once('error', reject);
      this.#http.listen(port, host, resolve);
    });
    this.port = (this.#http.address() as AddressInfo).port;
    this.url = `http://${host.includes(':') ? `[${host}]` : host}:${this.port}`;
    return this;
  }

  close(): Promise<void> {
    this.#closing ??= this.#close();
    return this.#closing;
  }

  async #prepareDatabase(patienceMs: number): Promise<void> {
    const { signal } = this.#stopped;
    const { bootstrapKey, secrets } = this.#options.config;
    const applied = await migrate(this.#database, { patienceMs, signal });
    if (applied.length > 0) this.#options.log.info({ migrations: applied }, 'database migrated');
    if (secrets === undefined) this.#options.log.warn('webhooks are off until SPECWIRE_SECRET_KEYS is set');
    if (bootstrapKey === undefined) return;
    const { key, perMinute } = bootstrapKey;
    const limits = perMinute === undefined ? {} : { jobsPerMinute: perMinute, readsPerMinute: perMinute };
    await ensureOnlyApiKey(this.#database, { key, tenantId: 'default', label: 'SPECWIRE_API_KEY', limits });
  }

  #serve(): void {
    if (this.#phase !== 'starting') return;
    this.#phase = 'serving';
    this.#parts.sweep.start();
    this.#parts.dispatcher.start();
  }

  async #close(): Promise<void> {
    this.#phase = 'closing';
    this.#stopped.abort();
    const { streams, sockets, waiter, hub, starter, sweep, dispatcher, notifications, connection } =
      this.#parts;
    const closed = new Promise<void>((resolve) => this.#http.close(() => resolve()));
    streams.close();
    sockets.close();
    waiter.close();
    const background = Promise.all([sweep.close(), dispatcher.close(), starter.drain(DRAIN_MS)]);
    // A connection whose last response has ended is idle, and keeps the server open, until somebody closes it.
    const closeIdle = setInterval(() => this.#http.closeIdleConnections(), 50);
    await Promise.race([closed, sleep(DRAIN_MS)]);
    clearInterval(closeIdle);
    this.#http.closeAllConnections();
    await Promise.race([background, sleep(CLOSE_MS / 2)]);
    starter.close();
    hub.close();
    const ends = [notifications.close(), connection.close(), this.#database.close()];
    await Promise.race([Promise.allSettled(ends), sleep(CLOSE_MS / 2)]);
  }
}

/** Everything but the socket. Nothing here waits for an engine. */
function assemble(
  { config, contract, handlers, log }: ServerOptions,
  database: Database,
  phase: () => Phase,
) {
  const whyNotServing = () => WHY_NOT[phase()];
  const notifications = openNotifications(
    database,
    ['specwire_events', 'specwire_webhooks'],
    warnOf(log, 'notifications lost; listening again'),
  );
  const eventLog = postgresEventLog(database, notifications);
  const readLog = (cursors: Parameters<typeof eventLog.readAfter>[0]) => eventLog.readAfter(cursors, PAGE);
  const hub = new EventHub({
    live: new LogReader(readLog),
    replay: new LogReader(readLog, REPLAYS_AT_ONCE),
    onError: warnOf(log, 'event log not read; trying again'),
  });
  eventLog.subscribe({ onEvents: (news) => hub.tell(news), onResync: () => hub.wakeAll() });
  const { connection, workflows, webhookWorkflows } = openTemporal(config, contract);
  const dispatcher = new Dispatcher({ database, workflows: webhookWorkflows, log });
  notifications.subscribe({ onWebhooks: () => dispatcher.wake(), onResync: () => dispatcher.wake() });
  const starter = new JobStarter({
    workflows,
    markStarted: (jobIds) => markWorkflowsStarted(database, jobIds),
    log,
  });
  const jobs = new SharedLookup((key) => {
    const separator = key.indexOf(' ');
    return getJob(database, key.slice(separator + 1), key.slice(0, separator));
  });
  const services: Services = {
    contract,
    database,
    creator: new JobCreator(database),
    workflows,
    starter,
    streams: new EventStreams(hub, {
      maxSeconds: config.streamMaxSeconds,
      keepAliveSeconds: config.keepAliveSeconds,
    }),
    sockets: new JobSockets(hub, {
      maxSeconds: config.streamMaxSeconds,
      pingSeconds: config.socketPingSeconds,
    }),
    waiter: new EndWaiter(hub),
    // No job id has a space in it; a tenant's may.
    readJob: async (tenantId, jobId) => (isJobId(jobId) ? jobs.find(`${jobId} ${tenantId}`) : undefined),
    targets: new TargetCheck(config.webhookTargets, createResolver(config.webhookTargets.nameServers)),
    secrets: config.secrets,
    log,
    settings: { ...config, taskQueuePrefix: config.temporal.taskQueuePrefix },
    whyNotServing,
  };
  const app = createApp({
    contract,
    handlers: joinHandlers(createHandlers(services), handlers),
    // While it shuts down it still serves whoever got in.
    admission: new Admission(
      databaseCredentials(database, config),
      new Allowances(postgresCounter(database.pool)),
      () => (phase() === 'starting' ? WHY_NOT.starting : undefined),
    ),
    log,
    corsOrigins: config.corsOrigins,
    bodyLimitBytes: config.bodyLimitBytes,
    isUnavailable,
  });
  const sweep = new Sweep({
    database,
    workflows,
    starter,
    jobErrors: contract.jobErrors,
    log,
    deliveryRetentionSeconds: config.webhookRetentionSeconds,
  });
  return { ...services, app, hub, sweep, dispatcher, notifications, connection };
}

function openTemporal(config: ServerConfig, contract: ServiceContract) {
  const { address, namespace, apiKey, tls, taskQueuePrefix } = config.temporal;
  // Connects when it is first needed, and again whenever that is lost.
  const connection = Connection.lazy({
    address,
    tls,
    ...(apiKey !== undefined && { apiKey }),
    channelArgs: RECONNECT,
  });
  const client = new Client({ connection, namespace });
  const workflows = connectWorkflows({ connection, client, taskQueuePrefix, jobTypes: contract.jobTypes });
  const webhookWorkflows = connectWebhookWorkflows(connection, client, taskQueuePrefix);
  return { connection, workflows, webhookWorkflows };
}
