/** Webhook deliveries: what became of what was to be told. */
import type { WebhooksHandlers } from '../../generated/server/handlers.js';
import {
  getDelivery,
  listDeliveries,
  listDeliveryAttempts,
  parseDeliveryCursor,
  redeliver,
} from '../../store/index.js';
import type { RequestContext } from '../http/context.js';
import { ProblemError } from '../http/problem-error.js';
import type { Services } from '../services.js';
import { toAttempt, toDelivery } from '../webhooks/views.js';
import { invalidCursor } from './webhook-endpoints.js';

type DeliveryOperation = 'listWebhookDeliveries' | 'getWebhookDelivery' | 'redeliverWebhook';

/** Makes the handlers of the deliveries. */
export function createDeliveryHandlers({
  database,
}: Services): Pick<WebhooksHandlers<RequestContext>, DeliveryOperation> {
  return {
    async listWebhookDeliveries({ query }, context) {
      const after = query.cursor === undefined ? undefined : parseDeliveryCursor(query.cursor);
      if (after === null) throw invalidCursor();
      const { endpoint_id: endpointId, job_id: jobId, status } = query;
      const { rows, nextCursor } = await listDeliveries(
        database,
        context.caller.tenantId,
        { endpointId, jobId, status },
        { limit: query.limit, after },
      );
      return {
        status: 200,
        headers: {},
        body: { data: rows.map(toDelivery), next_cursor: nextCursor ?? null },
      };
    },

    async getWebhookDelivery({ path }, context) {
      const row = await getDelivery(database, context.caller.tenantId, path.delivery_id);
      if (row === undefined) throw deliveryNotFound();
      const attempts = await listDeliveryAttempts(database, row.id);
      return { status: 200, headers: {}, body: { ...toDelivery(row), attempts: attempts.map(toAttempt) } };
    },

    async redeliverWebhook({ path }, context) {
      const row = await redeliver(database, context.caller.tenantId, path.delivery_id);
      if (row === undefined) throw deliveryNotFound();
      return { status: 202, headers: {}, body: toDelivery(row) };
    },
  };
}

function deliveryNotFound(): ProblemError {
  return new ProblemError('not_found', { detail: 'There is no webhook delivery with this id.' });
}
