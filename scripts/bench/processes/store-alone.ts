/** The store without anything around it: append, notify, listen and read in one process. */
import { setTimeout as sleep } from 'node:timers/promises';
import {
  createJob,
  type Database,
  type EventLog,
  GroupCommitter,
  migrate,
  newJobId,
  openDatabase,
  openNotifications,
  postgresEventLog,
  startAttempt,
} from '../../../store/index.js';
import { serveCommands } from './commands.js';
import { atOnce, now } from './jobs-over-http.js';

let database: Database | undefined;
let log: EventLog | undefined;

async function open({ databaseUrl }: { readonly databaseUrl: string }): Promise<void> {
  database = openDatabase({ url: databaseUrl });
  await migrate(database);
  const notifications = openNotifications(database, ['specwire_events']);
  log = postgresEventLog(database, notifications);
  await notifications.ready;
}

async function addRunningJob(target: Database): Promise<string> {
  const jobId = newJobId();
  await createJob(target, {
    jobId,
    tenantId: 'default',
    type: 'load.emit',
    typeVersion: '1.0.0',
    input: '{}',
    metadata: {},
    tags: [],
    timeoutSeconds: 600,
    queueTimeoutSeconds: 600,
    resultTtlSeconds: 3600,
    eventTtlSeconds: 3600,
  });
  await startAttempt(target, { jobId, attempt: 1 });
  return jobId;
}

/** Reads what is new of all jobs that were notified of, with one query at a time. */
function follow(source: EventLog, jobIds: readonly string[], onEvent: (body: string) => void): () => void {
  const cursors = new Map(jobIds.map((jobId) => [jobId, 2]));
  const woken = new Set<string>();
  let isReading = false;
  const read = async () => {
    isReading = true;
    while (woken.size > 0) {
      const asked = [...woken].map((jobId) => ({ jobId, after: cursors.get(jobId) ?? 0 }));
      woken.clear();
      for (const { jobId, events } of await source.readAfter(asked)) {
        for (const { body } of events) onEvent(body);
        cursors.set(jobId, events.at(-1)?.seq ?? 0);
      }
    }
    isReading = false;
  };
  return source.subscribe({
    onEvents: (news) => {
      for (const { jobId } of news) if (cursors.has(jobId)) woken.add(jobId);
      if (!isReading) void read();
    },
    onResync: () => undefined,
  });
}

async function tick(
  committer: GroupCommitter,
  jobId: string,
  perSecond: number,
  count: number,
): Promise<void> {
  const start = performance.now() + Math.random() * (1000 / perSecond);
  for (let n = 1; n <= count; n += 1) {
    await sleep(Math.max(0, start + (n * 1000) / perSecond - performance.now()));
    await committer.append(jobId, 1, [{ kind: 'event', type: 'tick', data: { n, at: now() } }]);
  }
}

interface Ticks {
  readonly jobs: number;
  readonly perSecond: number;
  readonly seconds: number;
}

/** So many jobs tick at a pace; how long ticks take from the append to the reader. The first second does not count. */
async function followTicks({ jobs, perSecond, seconds }: Ticks): Promise<number[]> {
  if (database === undefined || log === undefined) throw new Error('not open');
  const target = database;
  const jobIds = await atOnce(jobs, 4, () => addRunningJob(target));
  const committer = new GroupCommitter({ log });
  const latencies: number[] = [];
  const countFrom = now() + 1000;
  const unsubscribe = follow(log, jobIds, (body) => {
    const receivedAt = now();
    const { at } = (JSON.parse(body) as { data: { at: number } }).data;
    if (at >= countFrom) latencies.push(receivedAt - at);
  });
  await Promise.all(jobIds.map((jobId) => tick(committer, jobId, perSecond, perSecond * (seconds + 1))));
  await sleep(200);
  unsubscribe();
  await committer.close();
  return latencies;
}

const commands = { open, followTicks };

/** What it can be told. */
export type StoreAlone = typeof commands;

serveCommands(commands);
