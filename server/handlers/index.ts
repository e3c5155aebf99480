/** All operations of the contract. An operation that is added to the specs does not compile until it is here. */
import type { Handlers } from '../../generated/server/handlers.js';
import type { RequestContext } from '../http/context.js';
import type { Services } from '../services.js';
import { createEventsHandlers } from './events.js';
import { createJobTypesHandlers } from './job-types.js';
import { createJobsHandlers } from './jobs.js';
import { createMetaHandlers } from './meta.js';
import { createWebhooksHandlers } from './webhooks.js';

/** Makes the handlers of one server process. */
export function createHandlers(services: Services): Handlers<RequestContext> {
  return {
    ...createJobsHandlers(services),
    ...createJobTypesHandlers(services),
    ...createEventsHandlers(services),
    ...createWebhooksHandlers(services),
    ...createMetaHandlers(services),
  };
}
