/**
 * The event log as a port: append, read after, subscribe. PostgreSQL is behind it; a distributed log could take over
 * without anybody else noticing.
 */

import type { StoredOp } from './append-op.js';
import type { Database, Statement } from './database.js';
import { isUnavailable } from './database-errors.js';
import { isTerminal, type JobStatus } from './job-status.js';
import type { NotificationListener, Notifications } from './notifications.js';
import { type StoredEvent, toStoredEvent } from './stored-event.js';

/** What one attempt of one job writes in a batch. */
export interface AttemptOps {
  readonly jobId: string;
  readonly attempt: number;
  readonly ops: readonly StoredOp[];
}

/** Why nothing was written. */
export type AppendRefusal =
  /** The attempt is not the job's current one. */
  | 'superseded'
  /** The job has ended. */
  | 'terminal'
  /** There is no such job. */
  | 'missing'
  /** The job's state does not allow this end (only a job that is `cancelling` may become `cancelled`). */
  | 'forbidden';

/** The job as it is after an append. */
interface AppendState {
  readonly attempt: number;
  readonly version: number;
  readonly lastSeq: number;
}

/** What became of one attempt's ops. */
export type AppendOutcome =
  | (AppendState & { readonly accepted: true; readonly status: JobStatus })
  | (AppendState & {
      readonly accepted: false;
      readonly reason: AppendRefusal;
      /** Undefined if there is no such job. */
      readonly status: JobStatus | undefined;
    });

/** A place in one job's log. */
export interface LogCursor {
  readonly jobId: string;
  readonly after: number;
}

/** Consecutive events of one job. */
export interface LogPage {
  readonly jobId: string;
  readonly events: readonly StoredEvent[];
  /** The page was full: there is probably more behind it. */
  readonly hasMore: boolean;
  /** There is no such job (any more); the page is empty. */
  readonly isGone: boolean;
}

/** How much of each job's log one page holds at most. A page has at least one event, however large. */
export interface PageLimit {
  readonly events: number;
  readonly bytes: number;
}

/** The port. */
export interface EventLog {
  /**
   * Writes all ops of a batch in one durable transaction; outcomes come in the batch's order. The same batch with the
   * same id may be sent again when its answer was lost: it is not written twice.
   */
  append(batchId: string, batch: readonly AttemptOps[]): Promise<readonly AppendOutcome[]>;
  /** The next events after each cursor, one cursor for a job; jobs that have none and still exist are left out. */
  readAfter(cursors: readonly LogCursor[], limit?: PageLimit): Promise<readonly LogPage[]>;
  /** Tells which jobs have new events, and brings small ones along; returns how to stop it. */
  subscribe(listener: NotificationListener): () => void;
}

const DEFAULT_PAGE: PageLimit = { events: 500, bytes: 1_000_000 };

/** Stores a batch, and knows one that is stored. */
const APPEND_OPS: Statement = {
  name: 'append_ops',
  text: `SELECT outcome, status, attempt, version, last_seq
    FROM append_ops($1::uuid, $2::text[], $3::int[], $4::text[], $5::text[], $6::text[])`,
};

/** Stores events and notifies, in one round trip; no outcome where `append_ops` has more to tell. */
const APPEND_EVENTS: Statement = {
  name: 'append_events',
  text: 'CALL append_events($1::uuid, $2::text[], $3::int[], $4::text[], $5::text[], NULL)',
};

/** The same for one event alone, as of a model that writes token by token: it takes half the time. */
const APPEND_EVENT: Statement = {
  name: 'append_event',
  text: 'CALL append_event($1::uuid, $2::text, $3::int, $4::text, $5::text, NULL, NULL, NULL, NULL)',
};

/** What a page may have, of the cursor `c`. */
const NEXT_EVENTS =
  'SELECT seq, body FROM events WHERE job_id = c.job_id AND seq > c.after ORDER BY seq LIMIT $3';

/**
 * A page comes as one value, line by line: a body has no line end in it, and `seq` no gap. Where all of the next events fit
 * into a page's bytes, as nearly always, their sizes are added up without what they hold; only where they do not, each is
 * looked at.
 */
const READ_AFTER: Statement = {
  name: 'read_after',
  text: `SELECT c.ord::int - 1 AS ord, p.first_seq, CASE
      WHEN p.bytes <= $4 THEN (SELECT string_agg(body, E'\n' ORDER BY seq) FROM (${NEXT_EVENTS}) page)
      ELSE (
        SELECT string_agg(body, E'\n' ORDER BY seq)
        FROM (
          SELECT seq, body,
            sum(octet_length(body)) OVER (ORDER BY seq ROWS UNBOUNDED PRECEDING) - octet_length(body) AS bytes_before
          FROM (${NEXT_EVENTS}) page
        ) e
        WHERE e.bytes_before < $4
      )
    END AS bodies
    FROM unnest($1::text[], $2::int[]) WITH ORDINALITY AS c (job_id, after, ord)
    CROSS JOIN LATERAL (SELECT min(seq) AS first_seq, sum(octet_length(body)) AS bytes FROM (${NEXT_EVENTS}) page) p
    WHERE p.first_seq IS NOT NULL
    UNION ALL
    SELECT c.ord::int - 1, NULL, NULL
    FROM unnest($1::text[]) WITH ORDINALITY AS c (job_id, ord)
    WHERE NOT EXISTS (SELECT FROM jobs j WHERE j.id = c.job_id)`,
};

interface OutcomeRecord {
  readonly outcome: 'accepted' | AppendRefusal;
  readonly status: JobStatus | null;
  readonly attempt: number | null;
  readonly version: number | null;
  readonly last_seq: number | null;
}

/** The status, version and last seq of each attempt's job. */
interface EventsOutcomeRecord {
  readonly p_outcomes: readonly (readonly [JobStatus, number, number])[] | null;
}

type EventOutcomeRecord =
  | {
      readonly p_outcome: 'accepted';
      readonly p_status: JobStatus;
      readonly p_version: number;
      readonly p_last_seq: number;
    }
  | { readonly p_outcome: null };

/** The next events of the cursor at `ord`; or, without a seq, that its job is gone. */
type PageRecord = { readonly ord: number } & (
  | { readonly first_seq: number; readonly bodies: string }
  | { readonly first_seq: null }
);

/** The event log in PostgreSQL. */
export function postgresEventLog(
  database: Database,
  notifications: Pick<Notifications, 'subscribe'>,
): EventLog {
  return {
    async append(batchId, batch) {
      const columns = toColumns(batch);
      const told = await appendEvents(database, batchId, batch, columns);
      if (told !== undefined) return told;
      const { jobIds, attempts, kinds, names, data } = columns;
      const values = [batchId, jobIds, attempts, kinds, names, data];
      const records = await database.query<OutcomeRecord>(APPEND_OPS, values);
      const outcomes = records.map(toOutcome);
      database.notifier.events(writtenJobs(batch, outcomes));
      if (outcomes.some(({ accepted, status }) => accepted && status !== undefined && isTerminal(status)))
        database.notifier.webhooks();
      return outcomes;
    },
    async readAfter(cursors, limit = DEFAULT_PAGE) {
      const records = await database.query<PageRecord>(READ_AFTER, [
        cursors.map((cursor) => cursor.jobId),
        cursors.map((cursor) => cursor.after),
        limit.events,
        limit.bytes,
      ]);
      return toPages(cursors, records, limit);
    },
    subscribe: (listener) => notifications.subscribe(listener),
  };
}

/**
 * Stores a batch of events alone and notifies, in one round trip. Nothing comes back where that did not work out: a part of
 * it is refused or cannot be stored, or it is stored, and only the notification failed. `append_ops` knows which.
 */
async function appendEvents(
  database: Database,
  batchId: string,
  batch: readonly AttemptOps[],
  columns: OpColumns,
): Promise<readonly AppendOutcome[] | undefined> {
  if (columns.kinds.some((kind) => kind !== 'event')) return undefined;
  try {
    return columns.kinds.length === 1
      ? await callAppendEvent(database, batchId, columns)
      : await callAppendEvents(database, batchId, batch, columns);
  } catch (error) {
    if (isUnavailable(error)) throw error;
    return undefined;
  }
}

async function callAppendEvent(
  database: Database,
  batchId: string,
  { jobIds, attempts, names, data }: OpColumns,
): Promise<readonly AppendOutcome[] | undefined> {
  const values = [batchId, jobIds[0], attempts[0], names[0], data[0]];
  const [record] = await database.query<EventOutcomeRecord>(APPEND_EVENT, values);
  if (record === undefined || record.p_outcome === null) return undefined;
  const { p_status: status, p_version: version, p_last_seq: lastSeq } = record;
  return [{ accepted: true, status, attempt: attempts[0] ?? 0, version, lastSeq }];
}

async function callAppendEvents(
  database: Database,
  batchId: string,
  batch: readonly AttemptOps[],
  { jobIds, attempts, names, data }: OpColumns,
): Promise<readonly AppendOutcome[] | undefined> {
  const values = [batchId, jobIds, attempts, names, data];
  const [record] = await database.query<EventsOutcomeRecord>(APPEND_EVENTS, values);
  return record?.p_outcomes?.map(([status, version, lastSeq], index) => {
    const attempt = batch[index]?.attempt ?? 0;
    return { accepted: true, status, attempt, version, lastSeq };
  });
}

/** A batch as the arrays that the SQL functions take, an op at each index. */
interface OpColumns {
  readonly jobIds: readonly string[];
  readonly attempts: readonly number[];
  readonly kinds: readonly StoredOp['kind'][];
  readonly names: readonly string[];
  readonly data: readonly string[];
}

function toColumns(batch: readonly AttemptOps[]): OpColumns {
  const ops = batch.flatMap(({ jobId, attempt, ops }) => ops.map((op) => ({ jobId, attempt, op })));
  return {
    jobIds: ops.map(({ jobId }) => jobId),
    attempts: ops.map(({ attempt }) => attempt),
    kinds: ops.map(({ op }) => op.kind),
    names: ops.map(({ op }) => op.name),
    data: ops.map(({ op }) => op.data),
  };
}

function toOutcome(record: OutcomeRecord): AppendOutcome {
  const { outcome, status } = record;
  const state = { attempt: record.attempt ?? 0, version: record.version ?? 0, lastSeq: record.last_seq ?? 0 };
  if (outcome !== 'accepted')
    return { accepted: false, reason: outcome, status: status ?? undefined, ...state };
  if (status === null) throw new TypeError('an accepted job has a status');
  return { accepted: true, status, ...state };
}

function writtenJobs(batch: readonly AttemptOps[], outcomes: readonly AppendOutcome[]): string[] {
  return batch.filter((_, index) => outcomes[index]?.accepted).map((entry) => entry.jobId);
}

function toPages(cursors: readonly LogCursor[], records: readonly PageRecord[], limit: PageLimit): LogPage[] {
  const gone = new Set(records.filter((record) => record.first_seq === null).map(({ ord }) => ord));
  return records.flatMap((record): LogPage[] => {
    const jobId = cursors[record.ord]?.jobId ?? '';
    if (record.first_seq === null) return [{ jobId, events: [], hasMore: false, isGone: true }];
    // What is left of a log whose job is being deleted is of no use to anybody.
    if (gone.has(record.ord)) return [];
    const events = toEvents(record.first_seq, record.bodies);
    // A character takes three bytes at most, so no page that was cut for its size escapes this.
    const hasMore = events.length === limit.events || record.bodies.length * 3 >= limit.bytes;
    return [{ jobId, events, hasMore, isGone: false }];
  });
}

function toEvents(firstSeq: number, bodies: string): StoredEvent[] {
  return bodies.split('\n').map((body, index) => toStoredEvent(firstSeq + index, body));
}
