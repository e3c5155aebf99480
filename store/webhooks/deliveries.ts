/** Deliveries as their tenant sees them. */
import type { Database, Statement } from '../database.js';
import { isJobId } from '../job-id.js';
import { isEndpointId } from './endpoints.js';
import { type PagePosition, parsePosition, positionCursor } from './page.js';

/** How a delivery stands. */
export type DeliveryStatus = 'pending' | 'succeeded' | 'failed';

/** Why a delivery is given up. */
export type DeliveryFailureCode =
  | 'attempts_exhausted'
  | 'endpoint_gone'
  | 'endpoint_disabled'
  | 'endpoint_deleted';

/** One webhook on its way to one target, without its body. */
export interface DeliveryRow {
  readonly id: string;
  /** Undefined where the job itself named a URL. */
  readonly endpointId: string | undefined;
  /** Undefined for a ping. */
  readonly jobId: string | undefined;
  readonly url: string;
  /** `job.succeeded`, … */
  readonly type: string;
  readonly status: DeliveryStatus;
  readonly attemptCount: number;
  readonly createdAt: Date;
  readonly nextAttemptAt: Date | undefined;
  readonly finishedAt: Date | undefined;
  readonly failure: { readonly code: DeliveryFailureCode; readonly detail: string } | undefined;
}

/** What went wrong in an attempt. */
export interface AttemptError {
  readonly code: string;
  readonly detail: string;
}

/** One attempt at a delivery. */
export interface AttemptRow {
  readonly attempt: number;
  readonly startedAt: Date;
  readonly durationMs: number;
  readonly statusCode: number | undefined;
  readonly error: AttemptError | undefined;
  /** The beginning of the response's body. */
  readonly responseExcerpt: string | undefined;
}

/** Which deliveries; what is undefined does not filter. */
export interface DeliveryFilter {
  readonly endpointId?: string | undefined;
  readonly jobId?: string | undefined;
  readonly status?: DeliveryStatus | undefined;
}

interface DeliveryRecord {
  readonly id: string;
  readonly endpoint_id: string | null;
  readonly job_id: string | null;
  readonly url: string;
  readonly type: string;
  readonly status: DeliveryStatus;
  readonly attempt_count: number;
  readonly created_at: Date;
  readonly next_attempt_at: Date | null;
  readonly finished_at: Date | null;
  readonly failure_code: DeliveryFailureCode | null;
  readonly failure_detail: string | null;
}

interface AttemptRecord {
  readonly attempt: number;
  readonly started_at: Date;
  readonly duration_ms: number;
  readonly status_code: number | null;
  readonly error_code: string | null;
  readonly error_detail: string | null;
  readonly response_excerpt: string | null;
}

const COLUMNS = `id, endpoint_id, job_id, url, type, status, attempt_count, created_at, next_attempt_at, finished_at,
  failure_code, failure_detail`;

const GET: Statement = {
  name: 'get_delivery',
  text: `SELECT ${COLUMNS} FROM webhook_deliveries WHERE tenant_id = $1 AND id = $2`,
};

const LIST_ATTEMPTS: Statement = {
  name: 'list_delivery_attempts',
  text: `SELECT attempt, started_at, duration_ms, status_code, error_code, error_detail, response_excerpt
    FROM webhook_attempts WHERE delivery_id = $1 ORDER BY attempt`,
};

const PING: Statement = {
  name: 'create_webhook_ping',
  text: `SELECT ${COLUMNS} FROM create_webhook_ping($1, $2, $3)`,
};

const REDELIVER: Statement = {
  name: 'redeliver_webhook',
  text: `SELECT ${COLUMNS} FROM redeliver_webhook($1, $2)`,
};

const DELIVERY_ID = /^whd_[0-9a-f]{32}$/;

/** A tenant's delivery; undefined for one that does not exist or is another tenant's. */
export async function getDelivery(
  database: Database,
  tenantId: string,
  deliveryId: string,
): Promise<DeliveryRow | undefined> {
  if (!DELIVERY_ID.test(deliveryId)) return undefined;
  const [record] = await database.query<DeliveryRecord>(GET, [tenantId, deliveryId]);
  return record && toRow(record);
}

/** All attempts at a delivery, the first one first. Whose it is has been looked at by `getDelivery`. */
export async function listDeliveryAttempts(
  database: Database,
  deliveryId: string,
): Promise<readonly AttemptRow[]> {
  const records = await database.query<AttemptRecord>(LIST_ATTEMPTS, [deliveryId]);
  return records.map((record) => ({
    attempt: record.attempt,
    startedAt: record.started_at,
    durationMs: record.duration_ms,
    statusCode: record.status_code ?? undefined,
    error:
      record.error_code === null
        ? undefined
        : { code: record.error_code, detail: record.error_detail ?? record.error_code },
    responseExcerpt: record.response_excerpt ?? undefined,
  }));
}

/** One page of a tenant's deliveries, newest first. */
export async function listDeliveries(
  database: Database,
  tenantId: string,
  filter: DeliveryFilter,
  page: { readonly limit: number; readonly after?: PagePosition | undefined },
): Promise<{ readonly rows: readonly DeliveryRow[]; readonly nextCursor: string | undefined }> {
  // What can be nobody's id has no deliveries; and PostgreSQL has no text with NUL in it.
  if (!mayMatch(filter)) return { rows: [], nextCursor: undefined };
  const values: unknown[] = [tenantId];
  const bind = (value: unknown) => `$${values.push(value)}`;
  const conditions = ['tenant_id = $1'];
  if (filter.endpointId !== undefined) conditions.push(`endpoint_id = ${bind(filter.endpointId)}`);
  if (filter.jobId !== undefined) conditions.push(`job_id = ${bind(filter.jobId)}`);
  if (filter.status !== undefined) conditions.push(`status = ${bind(filter.status)}`);
  const { after, limit } = page;
  if (after !== undefined) {
    const position = `(${bind(new Date(after.createdAtMs))}::timestamptz, ${bind(after.id)}::text)`;
    conditions.push(`(created_at, id) < ${position}`);
  }
  const text = `SELECT ${COLUMNS} FROM webhook_deliveries WHERE ${conditions.join(' AND ')}
    ORDER BY created_at DESC, id DESC LIMIT ${bind(limit + 1)}`;
  const parts = [filter.endpointId, filter.jobId, filter.status, after];
  // The combinations of filters are few; each is prepared once per connection.
  const name = `list_deliveries_${parts.map((part) => (part === undefined ? 0 : 1)).join('')}`;
  const records = await database.query<DeliveryRecord>({ name, text }, values);
  const rows = records.slice(0, limit).map(toRow);
  return { rows, nextCursor: positionCursor(rows, records.length > limit) };
}

function mayMatch({ endpointId, jobId }: DeliveryFilter): boolean {
  return (endpointId === undefined || isEndpointId(endpointId)) && (jobId === undefined || isJobId(jobId));
}

/** Reads a cursor of `listDeliveries`; null for one that none of its pages gave out. */
export function parseDeliveryCursor(cursor: string): PagePosition | null {
  return parsePosition(cursor, DELIVERY_ID);
}

/** Has a `webhook.ping` sent to a tenant's endpoint; undefined if there is none. */
export async function createWebhookPing(
  database: Database,
  ping: { readonly tenantId: string; readonly endpointId: string; readonly traceparent: string },
): Promise<DeliveryRow | undefined> {
  if (!isEndpointId(ping.endpointId)) return undefined;
  const values = [ping.tenantId, ping.endpointId, ping.traceparent];
  const [record] = await database.query<DeliveryRecord>(PING, values);
  if (record === undefined) return undefined;
  database.notifier.webhooks();
  return toRow(record);
}

/** Has a tenant's delivery tried now: a finished one from the beginning of the schedule. Undefined if there is none. */
export async function redeliver(
  database: Database,
  tenantId: string,
  deliveryId: string,
): Promise<DeliveryRow | undefined> {
  if (!DELIVERY_ID.test(deliveryId)) return undefined;
  const [record] = await database.query<DeliveryRecord>(REDELIVER, [tenantId, deliveryId]);
  if (record === undefined) return undefined;
  database.notifier.webhooks();
  return toRow(record);
}

function toRow(record: DeliveryRecord): DeliveryRow {
  return {
    id: record.id,
    endpointId: record.endpoint_id ?? undefined,
    jobId: record.job_id ?? undefined,
    url: record.url,
    type: record.type,
    status: record.status,
    attemptCount: record.attempt_count,
    createdAt: record.created_at,
    nextAttemptAt: record.next_attempt_at ?? undefined,
    finishedAt: record.finished_at ?? undefined,
    failure:
      record.failure_code === null
        ? undefined
        : { code: record.failure_code, detail: record.failure_detail ?? record.failure_code },
  };
}
