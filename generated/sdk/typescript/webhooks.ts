// Generated from specs/ by `npm run generate`. Do not edit.

import type * as schemas from '../../contract/schemas.js';
import { asEvent, type UnknownEvent } from './unknown-event.js';
import {
  verifyWebhook,
  type WebhookHeaders,
  type WebhookSecrets,
  WebhookVerificationError,
  type WebhookVerifyOptions,
} from './webhook-verification.js';

/** What each webhook posts, by the `type` in it. */
export interface WebhookEvents {
  /**
   * A job has succeeded
   *
   * Its result can be read at `data.result_ref`, until `data.result_expires_at`.
   */
  readonly 'job.succeeded': schemas.JobSucceededWebhook;
  /**
   * A job has failed
   *
   * It failed for good; `data.error` says why.
   */
  readonly 'job.failed': schemas.JobFailedWebhook;
  /**
   * A job was cancelled
   *
   * Somebody cancelled it.
   */
  readonly 'job.cancelled': schemas.JobCancelledWebhook;
  /**
   * A job's time ran out
   *
   * It had started, and was not done in its time.
   */
  readonly 'job.timed_out': schemas.JobTimedOutWebhook;
  /**
   * A job was never started
   *
   * No worker started it within its queue time.
   */
  readonly 'job.expired': schemas.JobExpiredWebhook;
  /**
   * A test
   *
   * Somebody asked for it with `POST /v1/webhook-endpoints/{endpoint_id}/ping`.
   */
  readonly 'webhook.ping': schemas.PingWebhook;
}

/** Whatever a webhook posts. */
export type WebhookEvent = WebhookEvents[keyof WebhookEvents];

const KNOWN: ReadonlySet<string> = new Set([
  'job.succeeded',
  'job.failed',
  'job.cancelled',
  'job.timed_out',
  'job.expired',
  'webhook.ping',
]);

/** The receiver's side of webhooks. It needs no client and no API key. */
export const webhooks = {
  /**
   * The event that a webhook brings, once its signature is verified (Standard Webhooks 1.0.0). Its body must be as it
   * came, byte for byte. An event of a type that this client does not know is one of `type: 'unknown'`.
   *
   * @throws WebhookVerificationError if it is not to be believed; its `reason` says why. Answer with 400.
   */
  async verify(
    rawBody: string | Uint8Array,
    headers: WebhookHeaders,
    secrets: WebhookSecrets,
    options?: WebhookVerifyOptions,
  ): Promise<WebhookEvent | UnknownEvent> {
    const { payload } = await verifyWebhook(rawBody, headers, secrets, options);
    const event = asEvent<WebhookEvent>(payload, KNOWN);
    if (event !== undefined) return event;
    throw new WebhookVerificationError('malformed_body', 'the body says no type');
  },
};
