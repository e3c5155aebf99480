/** Deliveries as the worker sees them: what to send next, and what became of it. */
import type { Database, Statement } from '../database.js';
import type { AttemptError, DeliveryStatus } from './deliveries.js';

/** A delivery that may be attempted, with all that it takes. */
export interface DeliveryToAttempt {
  readonly id: string;
  readonly tenantId: string;
  readonly endpointId: string | undefined;
  readonly jobId: string | undefined;
  /** Where to, now: an endpoint may have moved since. */
  readonly url: string;
  readonly type: string;
  readonly payload: string;
  readonly traceparent: string | undefined;
  readonly status: DeliveryStatus;
  readonly attemptCount: number;
  /** Attempts of the present round: the place in the schedule. */
  readonly roundAttempts: number;
  /** Until the next attempt is due; not above 0 when it is. */
  readonly dueInMs: number;
  /** When it is due, exactly as it is stored; undefined if none is. */
  readonly dueAt: string | undefined;
  /** Whether the endpoint is there and takes webhooks; always true for a job's own URL. */
  readonly isOpen: boolean;
  readonly isFailing: boolean;
  /** The present one, and the one before while it signs along. */
  readonly sealedSecrets: readonly string[];
}

/** What became of an attempt. */
export interface AttemptResult {
  readonly deliveryId: string;
  /** The number that it was begun as. */
  readonly attempt: number;
  readonly url: string;
  readonly startedAt: Date;
  readonly durationMs: number;
  readonly outcome: 'succeeded' | 'failed' | 'gone';
  readonly statusCode?: number | undefined;
  readonly error?: AttemptError | undefined;
  readonly responseExcerpt?: string | undefined;
  /** Until the next attempt; undefined if this was the last one. */
  readonly retryMs?: number | undefined;
  /** When it was due, as read with the delivery: if that has changed, another attempt was asked for meanwhile. */
  readonly dueAt: string | undefined;
  /** An endpoint that has been failing for longer is disabled. */
  readonly disableAfterSeconds: number;
}

/** How the delivery stands after an attempt. */
export interface RecordedAttempt {
  readonly status: DeliveryStatus;
  /** Until the next attempt; undefined if there is none. */
  readonly retryInMs: number | undefined;
  /** The endpoint was disabled by this attempt, and why. */
  readonly disabled: 'gone' | 'failing' | undefined;
}

interface ToAttemptRecord {
  readonly id: string;
  readonly tenant_id: string;
  readonly endpoint_id: string | null;
  readonly job_id: string | null;
  readonly url: string;
  readonly type: string;
  readonly payload: string;
  readonly traceparent: string | null;
  readonly status: DeliveryStatus;
  readonly attempt_count: number;
  readonly round_attempts: number;
  readonly due_in_ms: number | null;
  readonly due_at: string | null;
  readonly is_open: boolean;
  readonly is_failing: boolean;
  readonly secret: string | null;
  readonly previous_secret: string | null;
}

const READ: Statement = {
  name: 'read_delivery',
  text: `SELECT d.id, d.tenant_id, d.endpoint_id, d.job_id, coalesce(e.url, d.url) AS url, d.type, d.payload,
      d.traceparent, d.status, d.attempt_count, d.round_attempts,
      extract(epoch FROM d.next_attempt_at - clock_timestamp())::double precision * 1000 AS due_in_ms,
      d.next_attempt_at::text AS due_at,
      d.endpoint_id IS NULL OR coalesce(e.enabled, false) AS is_open,
      CASE WHEN d.endpoint_id IS NULL THEN d.round_attempts > 0 ELSE e.failing_since IS NOT NULL END AS is_failing,
      coalesce(e.secret, s.secret) AS secret,
      CASE WHEN coalesce(e.previous_secret_expires_at, s.previous_secret_expires_at) > clock_timestamp()
        THEN coalesce(e.previous_secret, s.previous_secret) END AS previous_secret
    FROM webhook_deliveries d
    LEFT JOIN webhook_endpoints e ON e.id = d.endpoint_id AND e.tenant_id = d.tenant_id
    LEFT JOIN webhook_tenant_secrets s ON d.endpoint_id IS NULL AND s.tenant_id = d.tenant_id
    WHERE d.id = $1`,
};

const RECORD: Statement = {
  name: 'record_webhook_attempt',
  text: `SELECT status, retry_in_ms, disabled
    FROM record_webhook_attempt($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13)`,
};

const FAIL_CLOSED: Statement = {
  name: 'fail_closed_delivery',
  text: `UPDATE webhook_deliveries d SET status = 'failed', finished_at = now_ms(), next_attempt_at = NULL,
      failure_code = CASE WHEN e.gone THEN 'endpoint_deleted' ELSE 'endpoint_disabled' END,
      failure_detail = CASE WHEN e.gone THEN 'The endpoint was deleted.' ELSE 'The endpoint is disabled.' END
    FROM (SELECT NOT EXISTS (SELECT FROM webhook_endpoints WHERE id = $2) AS gone) AS e
    WHERE d.id = $1 AND d.status = 'pending'`,
};

/** Reads what there is to send; undefined if the delivery is gone, with its job. */
export async function readDelivery(
  database: Database,
  deliveryId: string,
): Promise<DeliveryToAttempt | undefined> {
  const [record] = await database.query<ToAttemptRecord>(READ, [deliveryId]);
  if (record === undefined) return undefined;
  return {
    id: record.id,
    tenantId: record.tenant_id,
    endpointId: record.endpoint_id ?? undefined,
    jobId: record.job_id ?? undefined,
    url: record.url,
    type: record.type,
    payload: record.payload,
    traceparent: record.traceparent ?? undefined,
    status: record.status,
    attemptCount: record.attempt_count,
    roundAttempts: record.round_attempts,
    dueInMs: record.due_in_ms ?? 0,
    dueAt: record.due_at ?? undefined,
    isOpen: record.is_open,
    isFailing: record.is_failing,
    sealedSecrets: [record.secret, record.previous_secret].filter((secret) => secret !== null),
  };
}

/** Stores what became of an attempt; safe to repeat. Undefined if the delivery is gone. */
export async function recordAttempt(
  database: Database,
  result: AttemptResult,
): Promise<RecordedAttempt | undefined> {
  const [record] = await database.query<{
    status: DeliveryStatus;
    retry_in_ms: number | null;
    disabled: 'gone' | 'failing' | null;
  }>(RECORD, [
    result.deliveryId,
    result.attempt,
    result.url,
    result.startedAt,
    result.durationMs,
    result.statusCode ?? null,
    result.error?.code ?? null,
    result.error?.detail ?? null,
    result.responseExcerpt ?? null,
    result.outcome,
    result.retryMs ?? null,
    result.disableAfterSeconds,
    result.dueAt ?? null,
  ]);
  if (record === undefined) return undefined;
  return {
    status: record.status,
    retryInMs: record.retry_in_ms ?? undefined,
    disabled: record.disabled ?? undefined,
  };
}

/** Fails a delivery whose endpoint takes no webhooks, or is gone. */
export async function failClosedDelivery(
  database: Database,
  delivery: Pick<DeliveryToAttempt, 'id' | 'endpointId'>,
): Promise<void> {
  await database.query(FAIL_CLOSED, [delivery.id, delivery.endpointId ?? null]);
}
