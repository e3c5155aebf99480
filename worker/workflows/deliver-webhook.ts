/** One webhook on its way: attempts, and the waits between them. Ids and times only. */
import {
  condition,
  continueAsNew,
  defineSignal,
  proxyActivities,
  setHandler,
  workflowInfo,
} from '@temporalio/workflow';
import { DELIVER_NOW_SIGNAL, type DeliverWebhookInput } from '../contract.js';
import type { WebhookActivities } from '../webhooks/activity.js';

/** Somebody wants it tried now. */
const deliverNow = defineSignal(DELIVER_NOW_SIGNAL);

/** A round has some 100 events of history; one that is always told to come back later has more. */
const MAX_HISTORY = 2000;

const { attemptWebhook } = proxyActivities<WebhookActivities>({
  // A request has 15 s by default, and what became of it is to be stored.
  startToCloseTimeout: '2 minutes',
  // Without a word for so long, its worker is gone.
  heartbeatTimeout: '15 seconds',
  retry: { initialInterval: '1 second', maximumInterval: '30 seconds' },
});

/** Delivers the webhook; returns how that ended, for people who look at Temporal. */
export async function deliverWebhook(input: DeliverWebhookInput): Promise<string> {
  let isWoken = false;
  setHandler(deliverNow, () => {
    isWoken = true;
  });
  let refusals = 0;
  for (;;) {
    isWoken = false;
    const step = await attemptWebhook({ deliveryId: input.deliveryId, refusals });
    if (step.kind === 'done') {
      // Told to go on in the very moment of its end.
      if (isWoken) continue;
      return step.status;
    }
    refusals = step.isBusy ? refusals + 1 : 0;
    await condition(() => isWoken, Math.max(1, step.delayMs));
    if (workflowInfo().historyLength > MAX_HISTORY) await continueAsNew<typeof deliverWebhook>(input);
  }
}
