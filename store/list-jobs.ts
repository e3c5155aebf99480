/** A tenant's jobs, newest first, page by page. */
import type { Database } from './database.js';
import { isJobId } from './job-id.js';
import { JOB_COLUMNS, type JobRecord, type JobRow, toJobRow } from './job-row.js';
import type { JobStatus } from './job-status.js';

/** Which jobs; what is undefined does not filter. */
export interface JobFilter {
  readonly status?: JobStatus | undefined;
  readonly type?: string | undefined;
  readonly tag?: string | undefined;
  /** Exclusive. */
  readonly createdAfter?: Date | undefined;
  /** Exclusive. */
  readonly createdBefore?: Date | undefined;
}

/** One page. */
export interface JobPage {
  readonly rows: readonly JobRow[];
  /** For the next page; undefined on the last one. */
  readonly nextCursor: string | undefined;
}

/** A place between two jobs of the list. */
export interface ListPosition {
  readonly createdAtMs: number;
  readonly jobId: string;
}

/** So many jobs are looked at for one page, where one filter picks among those that another one finds. */
const MOST_SCANNED = 1000;

/** Where the search for a page ended; nothing was left behind it unless `is_cut`. */
interface ScanEnd {
  readonly is_cut: boolean;
  readonly end_at: Date;
  readonly end_id: string;
}

/** A hit of a scan with its end; or the end alone, without an id. */
type ScanRecord = ScanEnd & (JobRecord | { readonly id: null });

/** Reads one page. It may have fewer jobs than there are, and not be the last one: a search has a most that it looks at. */
export async function listJobs(
  database: Database,
  tenantId: string,
  filter: JobFilter,
  page: {
    readonly limit: number;
    readonly after?: ListPosition | undefined;
    readonly mostScanned?: number | undefined;
  },
): Promise<JobPage> {
  const { limit, after, mostScanned = MOST_SCANNED } = page;
  // PostgreSQL has no text with NUL in it, so no job has such a type or tag.
  if (filter.type?.includes('\0') || filter.tag?.includes('\0')) return { rows: [], nextCursor: undefined };
  const query = new ListQuery(tenantId, filter, after);
  // The combinations of filters are few; each is prepared once per connection.
  const name = statementName(filter, after);
  if (!query.picks) {
    const records = await database.query<JobRecord>({ name, text: query.plain(limit + 1) }, query.values);
    return pageOf(records.map(toJobRow), limit, undefined);
  }
  const text = query.scan(limit + 1, mostScanned);
  const records = await database.query<ScanRecord>({ name, text }, query.values);
  const end = records.find(({ is_cut: isCut }) => isCut);
  const hits = records.filter((record) => record.id !== null).map((record) => toJobRow(record as JobRecord));
  return pageOf(hits, limit, end && { createdAtMs: end.end_at.getTime(), jobId: end.end_id });
}

/** A page of one row more than it has room for, if there is one; `end` is where the search broke off. */
function pageOf(found: readonly JobRow[], limit: number, end: ListPosition | undefined): JobPage {
  const rows = found.slice(0, limit);
  const last = rows.at(-1);
  if (found.length > limit && last !== undefined)
    return { rows, nextCursor: encodeCursor({ createdAtMs: last.createdAt.getTime(), jobId: last.jobId }) };
  return { rows, nextCursor: end && encodeCursor(end) };
}

/** The SQL of one page, and the values that it binds. */
class ListQuery {
  readonly values: unknown[] = [];
  /** Jobs are looked up that an index finds in order, and some of them picked. */
  readonly picks: boolean;
  readonly #from: string;
  /** Of what is read in order, from an index that begins with it. */
  readonly #leading: string;
  readonly #picked: string;
  readonly #position: string;

  constructor(tenantId: string, filter: JobFilter, after: ListPosition | undefined) {
    const { tag, status, type, createdAfter, createdBefore } = filter;
    const isTagged = tag !== undefined;
    // The table of tags has the list's order in its key, so that a tag's page is read in order too.
    const table = isTagged ? 't' : 'j';
    const id = isTagged ? 't.job_id' : 'j.id';
    this.#from = isTagged ? 'job_tags t' : 'jobs j';
    this.#position = `${table}.created_at, ${id}`;
    const leading = [`${table}.tenant_id = ${this.#bind(tenantId)}`];
    const picked: string[] = [];
    if (isTagged) leading.push(`t.tag = ${this.#bind(tag)}`);
    if (status !== undefined) (isTagged ? picked : leading).push(`j.status = ${this.#bind(status)}`);
    if (type !== undefined)
      (isTagged || status !== undefined ? picked : leading).push(`j.type = ${this.#bind(type)}`);
    if (createdAfter !== undefined) leading.push(`${table}.created_at > ${this.#bind(createdAfter)}`);
    if (createdBefore !== undefined) leading.push(`${table}.created_at < ${this.#bind(createdBefore)}`);
    if (after !== undefined) {
      const place = `(${this.#bind(new Date(after.createdAtMs))}::timestamptz, ${this.#bind(after.jobId)}::text)`;
      leading.push(`(${this.#position}) < ${place}`);
    }
    this.#leading = leading.join(' AND ');
    this.#picked = picked.map((condition) => ` AND ${condition}`).join('');
    // Of a tag, too, the jobs are looked up one by one: of a join, PostgreSQL may read all of a tenant's jobs for one page.
    this.picks = isTagged || picked.length > 0;
  }

  #bind(value: unknown): string {
    return `$${this.values.push(value)}`;
  }

  get #order(): string {
    return this.#position.replaceAll(/[\w.]+/g, '$& DESC');
  }

  /** All that the filter wants stands together in an index. */
  plain(limit: number): string {
    return `SELECT ${OF_JOB} FROM ${this.#from}
      WHERE ${this.#leading} ORDER BY ${this.#order} LIMIT ${this.#bind(limit)}`;
  }

  /** What an index has is looked through, so far and no further, with where that was: one statement, so one state of it all. */
  scan(limit: number, most: number): string {
    const max = this.#bind(most);
    return `WITH scanned (created_at, id) AS (
        SELECT ${this.#position} FROM ${this.#from} WHERE ${this.#leading} ORDER BY ${this.#order} LIMIT ${max}),
      hits AS (
        -- OFFSET 0: one look for each, whatever the planner believes of how many there are.
        SELECT p.* FROM scanned s CROSS JOIN LATERAL (
          SELECT ${OF_JOB} FROM jobs j WHERE j.id = s.id${this.#picked} OFFSET 0) p
        ORDER BY s.created_at DESC, s.id DESC LIMIT ${this.#bind(limit)})
      SELECT (SELECT count(*) FROM scanned) = ${max} AS is_cut, e.created_at AS end_at, e.id AS end_id, h.*
      FROM (SELECT created_at, id FROM scanned ORDER BY created_at, id LIMIT 1) e LEFT JOIN hits h ON true
      ORDER BY h.created_at DESC, h.id DESC`;
  }
}

const OF_JOB = JOB_COLUMNS.replaceAll(/\w+/g, 'j.$&');

function statementName(filter: JobFilter, after: ListPosition | undefined): string {
  const parts = [filter.tag, filter.status, filter.type, filter.createdAfter, filter.createdBefore, after];
  return `list_jobs_${parts.map((part) => (part === undefined ? 0 : 1)).join('')}`;
}

function encodeCursor({ createdAtMs, jobId }: ListPosition): string {
  return Buffer.from(`${createdAtMs} ${jobId}`).toString('base64url');
}

/**
 * Reads a cursor; null for one that none of our pages gave out. It holds no tenant: it is a place in time, and the query's
 * own tenant decides what is there.
 */
export function parseCursor(cursor: string): ListPosition | null {
  const text = Buffer.from(cursor, 'base64url').toString();
  const [milliseconds = '', jobId = '', ...rest] = text.split(' ');
  const isOurs = /^\d{1,15}$/.test(milliseconds) && isJobId(jobId) && rest.length === 0;
  // Decoding skips what is not base64url; what does not encode back was not given out by us.
  if (!isOurs || Buffer.from(text).toString('base64url') !== cursor) return null;
  return { createdAtMs: Number(milliseconds), jobId };
}
