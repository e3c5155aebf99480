/** After a campaign: holds what every client saw against what is stored. An empty list is a passed campaign. */
import { jobTypes } from '../../generated/contract/job-types.js';
import { checkLog } from '../support/log-checker.js';
import { checkJob } from './check-job.js';
import { checkInputs, checkSession } from './check-session.js';
import { checkWebhooks, type StoredDelivery } from './check-webhooks.js';
import type { ReaderRecord } from './good-client.js';
import type { CampaignRecord, JobRecord } from './run.js';
import type { LoggedEvent, StoredInput, StoredJob } from './stored-job.js';

/** A query in the service's database. */
export type Query = (sql: string, values?: unknown[]) => Promise<Record<string, unknown>[]>;

/** Lists all that should not be. */
export async function checkCampaign(record: CampaignRecord, query: Query): Promise<string[]> {
  const broken = await checkLog(query).then(
    () => [],
    (error: Error) => [error.message],
  );
  const keys = await query('SELECT key, job_id FROM idempotency_keys');
  const keyed = new Map(keys.map(({ key, job_id }) => [String(key), String(job_id)]));
  const jobs = await readJobs(query);
  const planned = new Map(record.jobs.map((job) => [job.planned.name, job.planned]));
  const stored = { jobs, deliveries: await readDeliveries(query) };
  return [
    ...record.surprises,
    ...broken,
    ...checkJobs(record.jobs, jobs, keyed),
    ...(await checkWebhooks(record.webhooks, stored, planned)),
  ];
}

/** Holds what the clients saw against the stored jobs, and against the job that each key names. */
export function checkJobs(
  records: readonly JobRecord[],
  stored: readonly StoredJob[],
  keyed: ReadonlyMap<string, string>,
): string[] {
  const planned = new Set(records.map((record) => record.planned.name));
  const strangers = stored.filter((job) => !planned.has(job.metadata.name ?? ''));
  return [
    ...strangers.map((job) => `${job.id} was never asked for`),
    ...stored.flatMap((job) => checkJob(job, attemptsOf)),
    ...records.flatMap((record) => {
      const own = stored.filter(({ metadata }) => metadata.name === record.planned.name);
      const [job] = own;
      const found = [
        ...checkCreates(record, own, keyed),
        ...checkEnds(record, job),
        ...checkReaders(record, job),
        ...checkSessions(record, job),
      ];
      return found.map((text) => `job ${record.planned.name}: ${text}`);
    }),
  ];
}

function attemptsOf(type: string): number {
  return Object.values(jobTypes).find(({ name }) => name === type)?.maxAttempts ?? 0;
}

async function readJobs(query: Query): Promise<readonly StoredJob[]> {
  const rows = await query(
    `SELECT j.*, p.result FROM jobs j JOIN job_payloads p ON p.job_id = j.id ORDER BY j.id`,
  );
  const events = await query('SELECT job_id, seq, body FROM events ORDER BY job_id, seq');
  const logs = byJob(events, ({ seq, body }): LoggedEvent => {
    return { seq: Number(seq), raw: String(body), body: JSON.parse(String(body)) };
  });
  const told = await query('SELECT job_id, seq, id, body FROM job_inputs ORDER BY job_id, seq');
  const inputs = byJob(told, ({ seq, id, body }): StoredInput => {
    return { seq: Number(seq), id: String(id), body: JSON.parse(String(body)) };
  });
  return rows.map((row) => {
    const id = String(row.id);
    return { ...toStoredJob(row), log: logs.get(id) ?? [], inputs: inputs.get(id) ?? [] };
  });
}

type Row = Record<string, unknown>;

function byJob<T>(rows: readonly Row[], read: (row: Row) => T): ReadonlyMap<string, T[]> {
  const lists = new Map<string, T[]>();
  for (const row of rows) {
    const list = lists.get(String(row.job_id)) ?? [];
    list.push(read(row));
    lists.set(String(row.job_id), list);
  }
  return lists;
}

async function readDeliveries(query: Query): Promise<readonly StoredDelivery[]> {
  const rows = await query('SELECT id, job_id, endpoint_id, status FROM webhook_deliveries ORDER BY id');
  const text = (value: unknown) => (value === null ? undefined : String(value));
  return rows.map(({ id, job_id, endpoint_id, status }) => {
    return { id: String(id), jobId: text(job_id), endpointId: text(endpoint_id), status: String(status) };
  });
}

function toStoredJob(row: Row): Omit<StoredJob, 'log' | 'inputs'> {
  const date = (value: unknown) => (value === null ? undefined : (value as Date));
  return {
    id: String(row.id),
    type: String(row.type),
    status: String(row.status),
    attempt: Number(row.attempt),
    version: Number(row.version),
    metadata: JSON.parse(String(row.metadata)),
    error: row.error === null ? undefined : JSON.parse(String(row.error)),
    result: row.result === null ? undefined : String(row.result),
    deadline: date(row.deadline),
    queueDeadline: row.queue_deadline as Date,
    finishedAt: date(row.finished_at),
  };
}

/** A key is one job, and a create without one makes one job at most. */
function checkCreates(
  { planned, creates }: JobRecord,
  own: readonly StoredJob[],
  keyed: ReadonlyMap<string, string>,
): string[] {
  const found: string[] = [];
  const answers = creates.filter((answer) => answer.kind === 'answer');
  for (const { status, body } of answers) {
    if (status !== 202 && status !== 200) found.push(`create answered ${status} ${body.code}`);
    else if (body.job_id !== own[0]?.id)
      found.push(`create answered ${body.job_id}, stored is ${own[0]?.id}`);
  }
  if (own.length > 1) found.push(`made ${own.length} jobs: ${own.map(({ id }) => id).join(', ')}`);
  if (own.length === 0 && answers.length > 0) found.push('was accepted and is not there');
  const { key } = planned;
  if (key === undefined) return found;
  if (creates.length !== planned.repeats.length + 1) found.push(`got ${creates.length} answers`);
  if (keyed.get(key) !== own[0]?.id) found.push(`its key is ${keyed.get(key)}'s`);
  const fresh = answers.filter(({ headers }) => headers.get('idempotency-replayed') === null);
  if (fresh.length > 1) found.push(`${fresh.length} of its creates were answered as the first`);
  return found;
}

/** What was answered about its end is what is stored of it. */
function checkEnds({ planned, creates, cancels, final }: JobRecord, job: StoredJob | undefined): string[] {
  const found: string[] = [];
  if (job === undefined) return found;
  for (const answer of creates) {
    if (answer.kind !== 'answer' || answer.status !== 200) continue;
    if (answer.body.status !== job.status)
      found.push(`create answered ${answer.body.status}, is ${job.status}`);
  }
  if (job.status === 'cancelled' && planned.cancel === undefined) found.push('nobody cancelled it');
  for (const answer of cancels) {
    if (answer.kind !== 'answer') continue;
    const { status, body } = answer;
    const isCancelling = job.log.some((event) => event.body.data.status === 'cancelling');
    const isFit =
      (status === 200 && job.status === 'cancelled') ||
      (status === 202 && isCancelling) ||
      (status === 409 && body.code === 'job_already_terminal' && job.status !== 'cancelled');
    if (!isFit) found.push(`cancel answered ${status} ${body.code ?? ''}, the job is ${job.status}`);
  }
  if (final === undefined) return found;
  if (final.status !== job.status) found.push(`GET says ${final.status}, is ${job.status}`);
  if (JSON.stringify(final.result) !== job.result) found.push('GET …/result is not the stored result');
  return found;
}

/** Each reader has the log, to the letter, once. */
function checkReaders({ readers }: JobRecord, job: StoredJob | undefined): string[] {
  return readers.flatMap((reader, index) => {
    const difference = job === undefined ? undefined : differenceOf(reader, job.log);
    return difference === undefined ? [] : [`reader ${index}: ${difference}`];
  });
}

/** Sockets show the log too, and store what is said over them. */
function checkSessions({ sessions }: JobRecord, job: StoredJob | undefined): string[] {
  if (job === undefined) return [];
  const found = sessions.flatMap((session, index) =>
    checkSession(session, job).map((text) => `session ${index}: ${text}`),
  );
  return [...found, ...checkInputs(sessions, job)];
}

function differenceOf({ events, isDone }: ReaderRecord, log: readonly LoggedEvent[]): string | undefined {
  for (const [index, event] of events.entries()) {
    const logged = log[index];
    if (event.id !== String(logged?.seq))
      return `event ${event.id} ${event.type} where ${logged?.seq} should be`;
    if (event.raw !== logged?.raw) return `event ${event.id} is ${event.raw}, stored is ${logged?.raw}`;
  }
  if (!isDone) return `stopped after ${events.length} of ${log.length} events`;
  return events.length === log.length ? undefined : `ended after ${events.length} of ${log.length} events`;
}
