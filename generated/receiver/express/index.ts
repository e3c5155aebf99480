// Generated from specs/ by `npm run generate`. Do not edit.

import type { WebhookEvents } from '../../sdk/typescript/webhooks.js';
import { type ReceiverOptions, type WebhookRequestHandler, webhookReceiver } from './webhook-receiver.js';

export { keepRawBody } from './raw-body.js';
export {
  type SeenDeliveries,
  type WebhookDeliveryInfo,
  WebhookHandlerError,
  type WebhookRequestHandler,
} from './webhook-receiver.js';

/** What a receiver does with the events of Specwire jobs API. */
export type WebhookReceiverOptions = ReceiverOptions<WebhookEvents>;

/**
 * Makes an Express handler for webhooks: `app.post('/hooks', createWebhookReceiver({ secrets, on: { … } }))`.
 *
 * It needs the body as it came. Mount it before `express.json()`, or let that keep the bytes:
 * `express.json({ verify: keepRawBody })`. If they are gone, each request fails with an error that says so.
 *
 * It answers 204 once the handler of the event's type is done, or at once if `seen` knows the delivery; 400 if the
 * signature is not right; 500, through Express's error handling, if the handler throws: then the service tries again.
 */
export function createWebhookReceiver(options: WebhookReceiverOptions): WebhookRequestHandler {
  return webhookReceiver(options);
}
