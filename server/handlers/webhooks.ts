/** The operations on webhooks. */
import type { WebhooksHandlers } from '../../generated/server/handlers.js';
import type { RequestContext } from '../http/context.js';
import type { Services } from '../services.js';
import { createDeliveryHandlers } from './webhook-deliveries.js';
import { createEndpointHandlers } from './webhook-endpoints.js';

/** Makes the handlers of the tag `webhooks`. */
export function createWebhooksHandlers(services: Services): WebhooksHandlers<RequestContext> {
  return { ...createEndpointHandlers(services), ...createDeliveryHandlers(services) };
}
