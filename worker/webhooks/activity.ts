/** The activity around an attempt. Workflows import its type only. */
import { ApplicationFailure, Context } from '@temporalio/activity';
import { HEARTBEAT_INTERVAL_SECONDS } from '../contract.js';
import { type AttemptStep, attemptDelivery, type WebhookDeps } from './attempt.js';

/** What the workflow tells the activity. */
export interface AttemptWebhookInput {
  readonly deliveryId: string;
  /** How often there was no room for it, since its last attempt. */
  readonly refusals: number;
}

/** What the workflow calls. */
export interface WebhookActivities {
  /** Makes the attempt that is due, if there is room for it, and says what to do next. */
  attemptWebhook(input: AttemptWebhookInput): Promise<AttemptStep>;
}

/** What a stopping worker could not end, another one begins at once. */
const SHUTDOWN_RETRY_DELAY = '200 milliseconds';

/** Makes the activities of one process. */
export function createWebhookActivities(deps: WebhookDeps): WebhookActivities {
  return {
    async attemptWebhook({ deliveryId, refusals }) {
      const context = Context.current();
      const heartbeats = setInterval(() => context.heartbeat(), HEARTBEAT_INTERVAL_SECONDS * 1000);
      try {
        return await attemptDelivery(deps, deliveryId, refusals);
      } catch (error) {
        throw discreet(deps, deliveryId, error);
      } finally {
        clearInterval(heartbeats);
      }
    },
  };
}

/** The error goes to the log, and not into Temporal's history. */
function discreet(deps: WebhookDeps, deliveryId: string, error: unknown): Error {
  const isShutdown = deps.stopping.aborted;
  if (!isShutdown) deps.log.error({ err: error, delivery_id: deliveryId }, 'webhook attempt broke off');
  return ApplicationFailure.create({
    message: isShutdown ? 'the worker stops' : 'the attempt broke off',
    ...(isShutdown && { nextRetryDelay: SHUTDOWN_RETRY_DELAY }),
  });
}
