/** What the server asks of Temporal for webhooks: to start a delivery's workflow, or to wake it. */
import { type Client, type Connection, WorkflowExecutionAlreadyStartedError } from '@temporalio/client';
import { DELIVER_NOW_SIGNAL, WEBHOOK_WORKFLOW, webhookWorkflowOptions } from '../../worker/contract.js';

/** The delivery workflows, as far as the server has to do with them. */
export interface WebhookWorkflows {
  /** Starts the workflow of a delivery that never had one; one that is there already is left alone. */
  start(deliveryId: string): Promise<void>;
  /** Has the delivery tried now, by its workflow or by a new one. */
  wake(deliveryId: string): Promise<void>;
}

/** Temporal that does not answer in this time is taken for down; without it, a call waits for minutes. */
const CALL_MS = 5000;

/** The delivery workflows of one Temporal namespace. */
export function connectWebhookWorkflows(
  connection: Connection,
  client: Client,
  taskQueuePrefix: string,
): WebhookWorkflows {
  const call = <T>(work: () => Promise<T>) => connection.withDeadline(Date.now() + CALL_MS, work);
  return {
    async start(deliveryId) {
      const options = webhookWorkflowOptions(deliveryId, taskQueuePrefix);
      try {
        await call(() => client.workflow.start(WEBHOOK_WORKFLOW, options));
      } catch (error) {
        if (!(error instanceof WorkflowExecutionAlreadyStartedError)) throw error;
      }
    },
    async wake(deliveryId) {
      const options = webhookWorkflowOptions(deliveryId, taskQueuePrefix);
      await call(() =>
        client.workflow.signalWithStart(WEBHOOK_WORKFLOW, { ...options, signal: DELIVER_NOW_SIGNAL }),
      );
    },
  };
}
