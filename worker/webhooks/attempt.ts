/** One attempt at one delivery, from the row that asks for it to the row that tells of it. */
import type { Logger } from 'pino';
import {
  type AttemptResult,
  type Database,
  DEFAULT_SECRET_ID,
  type DeliveryToAttempt,
  failClosedDelivery,
  readDelivery,
  recordAttempt,
  retryWhileUnavailable,
} from '../../store/index.js';
import { SealedSecretError } from '../../webhooks/secrets/index.js';
import type { TargetCheck } from '../../webhooks/targets/index.js';
import { buildHeaders } from './headers.js';
import { busyWaitMs, type Lanes } from './lanes.js';
import { retryDelayMs } from './retry.js';
import { type SendOutcome, send } from './send.js';
import type { WebhookSettings } from './settings.js';

/** What attempts share in a process. */
export interface WebhookDeps {
  readonly database: Database;
  readonly settings: WebhookSettings;
  readonly check: TargetCheck;
  readonly lanes: Lanes;
  readonly log: Logger;
  /** The worker stops. */
  readonly stopping: AbortSignal;
}

/** What the workflow has to do next. */
export type AttemptStep =
  | { readonly kind: 'done'; readonly status: string }
  /** Busy: there was no room, and nothing was tried. */
  | { readonly kind: 'later'; readonly delayMs: number; readonly isBusy: boolean };

/** Timers and clocks of two machines differ a little: so early is not too early. */
const EARLY_MS = 100;
/** Without the key of a secret nothing can be sent; an operator has to mend that. */
const NO_SECRET_WAIT_MS = 60_000;
/** How long PostgreSQL is waited for. */
const PATIENCE_MS = 30_000;

/** Makes the attempt that is due, if one is. `refusals`: how often there was no room, until now. */
export async function attemptDelivery(
  deps: WebhookDeps,
  deliveryId: string,
  refusals: number,
): Promise<AttemptStep> {
  const delivery = await withDatabase(() => readDelivery(deps.database, deliveryId));
  if (delivery === undefined) return { kind: 'done', status: 'missing' };
  if (delivery.status !== 'pending') return { kind: 'done', status: delivery.status };
  if (!delivery.isOpen) {
    await withDatabase(() => failClosedDelivery(deps.database, delivery));
    return { kind: 'done', status: 'failed' };
  }
  // Temporal hands in again what another worker has done and could not report.
  if (delivery.dueInMs > EARLY_MS) return { kind: 'later', delayMs: delivery.dueInMs, isBusy: false };
  const leave = deps.lanes.enter({
    tenantId: delivery.tenantId,
    target: delivery.endpointId ?? hostOf(delivery.url),
    isFailing: delivery.isFailing,
  });
  if (leave === undefined) return { kind: 'later', delayMs: busyWaitMs(refusals), isBusy: true };
  try {
    const secrets = openSecrets(deps, delivery);
    if (secrets.length === 0) return { kind: 'later', delayMs: NO_SECRET_WAIT_MS, isBusy: false };
    return await sendAndRecord(deps, delivery, secrets);
  } finally {
    leave();
  }
}

async function sendAndRecord(
  deps: WebhookDeps,
  delivery: DeliveryToAttempt,
  secrets: readonly string[],
): Promise<AttemptStep> {
  const startedAt = new Date();
  const start = performance.now();
  const outcome = await send(deps.check, {
    url: delivery.url,
    headers: buildHeaders(delivery, secrets, startedAt),
    body: delivery.payload,
    timeoutMs: deps.settings.timeoutMs,
    signal: deps.stopping,
  });
  const result: AttemptResult = {
    deliveryId: delivery.id,
    attempt: delivery.attemptCount + 1,
    url: delivery.url,
    startedAt,
    durationMs: Math.round(performance.now() - start),
    ...judge(outcome),
    retryMs: retryDelayMs(
      deps.settings.retryMs,
      delivery.roundAttempts + 1,
      outcome.kind === 'answered' ? outcome.retryAfterMs : undefined,
    ),
    dueAt: delivery.dueAt,
    disableAfterSeconds: deps.settings.disableAfterSeconds,
  };
  const recorded = await withDatabase(() => recordAttempt(deps.database, result));
  logAttempt(deps.log, delivery, result, recorded?.disabled);
  if (recorded?.status !== 'pending') return { kind: 'done', status: recorded?.status ?? 'missing' };
  return { kind: 'later', delayMs: Math.max(0, recorded.retryInMs ?? 0), isBusy: false };
}

type Judgement = Pick<AttemptResult, 'outcome' | 'statusCode' | 'error' | 'responseExcerpt'>;

/** Only 2xx is success; 410 says that nothing more is wanted. */
function judge(outcome: SendOutcome): Judgement {
  if (outcome.kind === 'failed') return { outcome: 'failed', error: outcome.error };
  const { statusCode, excerpt: responseExcerpt } = outcome;
  if (statusCode >= 200 && statusCode < 300) return { outcome: 'succeeded', statusCode, responseExcerpt };
  const isRedirect = statusCode >= 300 && statusCode < 400;
  const error = isRedirect
    ? { code: 'redirect_refused', detail: `The receiver answered ${statusCode}; redirects are not followed.` }
    : { code: 'status', detail: `The receiver answered ${statusCode}.` };
  return { outcome: statusCode === 410 ? 'gone' : 'failed', statusCode, error, responseExcerpt };
}

/** The secrets to sign with; none if they do not open, which the log tells. */
function openSecrets({ settings, log }: WebhookDeps, delivery: DeliveryToAttempt): readonly string[] {
  const owner = { tenantId: delivery.tenantId, ownerId: delivery.endpointId ?? DEFAULT_SECRET_ID };
  const { secrets } = settings;
  if (secrets === undefined) {
    log.error({ delivery_id: delivery.id }, 'webhooks wait: set SPECWIRE_SECRET_KEYS');
    return [];
  }
  try {
    return delivery.sealedSecrets.map((sealed) => secrets.open(sealed, owner));
  } catch (error) {
    if (!(error instanceof SealedSecretError)) throw error;
    log.error({ delivery_id: delivery.id, reason: error.message }, 'webhook waits: its secret does not open');
    return [];
  }
}

/** The URL is left out: it may hold a token of the receiver's. */
function logAttempt(
  log: Logger,
  delivery: DeliveryToAttempt,
  { attempt, outcome, statusCode, error, durationMs }: AttemptResult,
  disabled: string | undefined,
): void {
  const ids = { delivery_id: delivery.id, endpoint_id: delivery.endpointId, job_id: delivery.jobId };
  log.info(
    { ...ids, attempt, outcome, status: statusCode, code: error?.code, ms: durationMs },
    'webhook attempt',
  );
  if (disabled !== undefined) log.warn({ ...ids, reason: disabled }, 'webhook endpoint disabled');
}

/** Nobody is at this host but the one who listens at this port. */
function hostOf(url: string): string {
  return URL.canParse(url) ? new URL(url).host : url;
}

function withDatabase<T>(work: () => Promise<T>): Promise<T> {
  return retryWhileUnavailable(work, { patienceMs: PATIENCE_MS });
}
