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

/** Reads one page. */
export async function listJobs(
  database: Database,
  tenantId: string,
  filter: JobFilter,
  page: { readonly limit: number; readonly after?: ListPosition | undefined },
): Promise<JobPage> {
  const { after } = page;
  // PostgreSQL has no text with NUL in it, so no job has such a type or tag.
  if (filter.type?.includes('\0') || filter.tag?.includes('\0')) return { rows: [], nextCursor: undefined };
  const { text, values } = buildQuery(tenantId, filter, after, page.limit + 1);
  // The combinations of filters are few; each is prepared once per connection.
  const records = await database.query<JobRecord>({ name: statementName(filter, after), text }, values);
  const rows = records.slice(0, page.limit).map(toJobRow);
  const last = rows.at(-1);
  const nextCursor = records.length > page.limit && last !== undefined ? encodeCursor(last) : undefined;
  return { rows, nextCursor };
}

function buildQuery(tenantId: string, filter: JobFilter, after: ListPosition | undefined, limit: number) {
  const values: unknown[] = [tenantId];
  const bind = (value: unknown) => `$${values.push(value)}`;
  // The table of tags has the list's order in its key, so that a tag's page is read in order too.
  const table = filter.tag === undefined ? 'j' : 't';
  const id = filter.tag === undefined ? 'j.id' : 't.job_id';
  const conditions = [`${table}.tenant_id = $1`];
  if (filter.tag !== undefined) conditions.push(`t.tag = ${bind(filter.tag)}`);
  if (filter.status !== undefined) conditions.push(`j.status = ${bind(filter.status)}`);
  if (filter.type !== undefined) conditions.push(`j.type = ${bind(filter.type)}`);
  if (filter.createdAfter !== undefined)
    conditions.push(`${table}.created_at > ${bind(filter.createdAfter)}`);
  if (filter.createdBefore !== undefined)
    conditions.push(`${table}.created_at < ${bind(filter.createdBefore)}`);
  if (after !== undefined) {
    const position = `(${bind(new Date(after.createdAtMs))}::timestamptz, ${bind(after.jobId)}::text)`;
    conditions.push(`(${table}.created_at, ${id}) < ${position}`);
  }
  const text = `SELECT ${JOB_COLUMNS.replaceAll(/\w+/g, 'j.$&')}
    FROM ${filter.tag === undefined ? 'jobs j' : 'job_tags t JOIN jobs j ON j.id = t.job_id'}
    WHERE ${conditions.join(' AND ')}
    ORDER BY ${table}.created_at DESC, ${id} DESC LIMIT ${bind(limit)}`;
  return { text, values };
}

function statementName(filter: JobFilter, after: ListPosition | undefined): string {
  const parts = [filter.tag, filter.status, filter.type, filter.createdAfter, filter.createdBefore, after];
  return `list_jobs_${parts.map((part) => (part === undefined ? 0 : 1)).join('')}`;
}

function encodeCursor(row: JobRow): string {
  return Buffer.from(`${row.createdAt.getTime()} ${row.jobId}`).toString('base64url');
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
