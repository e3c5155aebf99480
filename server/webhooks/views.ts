/** Endpoints and deliveries as clients see them. */
import type {
  WebhookAttempt,
  WebhookDelivery,
  WebhookEndpoint,
  WebhookSubscription,
} from '../../generated/contract/schemas.js';
import type { AttemptRow, DeliveryRow, WebhookEndpointRow } from '../../store/index.js';

/** All that an endpoint can ask for. */
const ALL: readonly WebhookSubscription[] = [
  'job.succeeded',
  'job.failed',
  'job.cancelled',
  'job.timed_out',
  'job.expired',
];

/** The endpoint of the contract, without its secret. */
export function toEndpoint(row: WebhookEndpointRow): WebhookEndpoint {
  const { events } = row;
  return {
    id: row.id,
    url: row.url,
    events: ALL.filter((event) => events === undefined || events.includes(event)),
    description: row.description,
    enabled: row.enabled,
    ...(row.disabledReason !== undefined && { disabled_reason: row.disabledReason }),
    ...(row.failingSince !== undefined && { failing_since: row.failingSince.toISOString() }),
    created_at: row.createdAt.toISOString(),
  };
}

/** The delivery of the contract. Before its first attempt it says of no time when that is. */
export function toDelivery(row: DeliveryRow): WebhookDelivery {
  const isRetried = row.attemptCount > 0 && row.nextAttemptAt !== undefined;
  return {
    id: row.id,
    ...(row.endpointId !== undefined && { endpoint_id: row.endpointId }),
    ...(row.jobId !== undefined && { job_id: row.jobId }),
    url: row.url,
    type: row.type as WebhookDelivery['type'],
    status: row.status,
    attempt_count: row.attemptCount,
    created_at: row.createdAt.toISOString(),
    ...(isRetried && { next_attempt_at: row.nextAttemptAt?.toISOString() }),
    ...(row.finishedAt !== undefined && { finished_at: row.finishedAt.toISOString() }),
    ...(row.failure !== undefined && { failure: { ...row.failure } }),
  } as WebhookDelivery;
}

/** The attempt of the contract. */
export function toAttempt(row: AttemptRow): WebhookAttempt {
  return {
    attempt: row.attempt,
    started_at: row.startedAt.toISOString(),
    duration_ms: row.durationMs,
    ...(row.statusCode !== undefined && { status_code: row.statusCode }),
    ...(row.error !== undefined && { error: row.error as WebhookAttempt['error'] }),
    ...(row.responseExcerpt !== undefined && { response_excerpt: row.responseExcerpt }),
  } as WebhookAttempt;
}
