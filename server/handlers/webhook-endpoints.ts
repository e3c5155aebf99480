/** Webhook endpoints: where the ends of a tenant's jobs are told. */
import type { WebhooksHandlers } from '../../generated/server/handlers.js';
import {
  createWebhookEndpoint,
  createWebhookPing,
  DEFAULT_SECRET_ID,
  deleteWebhookEndpoint,
  getWebhookEndpoint,
  listWebhookEndpoints,
  MAX_ENDPOINTS,
  newEndpointId,
  parseEndpointCursor,
  rotateWebhookSecret,
  updateWebhookEndpoint,
} from '../../store/index.js';
import { newSigningSecret } from '../../webhooks/secrets/index.js';
import type { RequestContext } from '../http/context.js';
import { ProblemError } from '../http/problem-error.js';
import { unavailable } from '../http/problem-response.js';
import { invalidRequest } from '../http/request-check.js';
import type { Services } from '../services.js';
import { refuseTarget } from '../webhooks/target-refused.js';
import { toDelivery, toEndpoint } from '../webhooks/views.js';

type DeliveryOperation = 'listWebhookDeliveries' | 'getWebhookDelivery' | 'redeliverWebhook';

/** Of an answer that shows a secret. */
const NO_STORE = { 'Cache-Control': 'no-store' } as const;

/** Makes the handlers of the endpoints. */
export function createEndpointHandlers(
  services: Services,
): Omit<WebhooksHandlers<RequestContext>, DeliveryOperation> {
  const { database, targets } = services;
  const sealNew = secretMaker(services);
  return {
    async createWebhookEndpoint({ body }, context) {
      const { tenantId } = context.caller;
      await refuseTarget(targets, body.url, '#/url');
      const id = newEndpointId();
      const { secret, sealedSecret } = sealNew(tenantId, id);
      const { url, events, description = '' } = body;
      const row = await createWebhookEndpoint(database, {
        id,
        tenantId,
        url,
        events,
        description,
        sealedSecret,
      });
      if (row === undefined) throw tooMany();
      return {
        status: 201,
        headers: { ...NO_STORE, Location: `/v1/webhook-endpoints/${id}` },
        body: { ...toEndpoint(row), secret },
      };
    },

    async listWebhookEndpoints({ query }, context) {
      const after = query.cursor === undefined ? undefined : parseEndpointCursor(query.cursor);
      if (after === null) throw invalidCursor();
      const page = { limit: query.limit, after };
      const { rows, nextCursor } = await listWebhookEndpoints(database, context.caller.tenantId, page);
      return {
        status: 200,
        headers: {},
        body: { data: rows.map(toEndpoint), next_cursor: nextCursor ?? null },
      };
    },

    async getWebhookEndpoint({ path }, context) {
      const row = await getWebhookEndpoint(database, context.caller.tenantId, path.endpoint_id);
      if (row === undefined) throw endpointNotFound();
      return { status: 200, headers: {}, body: toEndpoint(row) };
    },

    async updateWebhookEndpoint({ path, body }, context) {
      const { tenantId } = context.caller;
      if (body.url !== undefined) {
        // Before the URL: that an endpoint is not there is told first.
        if ((await getWebhookEndpoint(database, tenantId, path.endpoint_id)) === undefined)
          throw endpointNotFound();
        await refuseTarget(targets, body.url, '#/url');
      }
      const row = await updateWebhookEndpoint(database, tenantId, path.endpoint_id, body);
      if (row === undefined) throw endpointNotFound();
      return { status: 200, headers: {}, body: toEndpoint(row) };
    },

    async enableWebhookEndpoint({ path }, context) {
      const { tenantId } = context.caller;
      const row = await updateWebhookEndpoint(database, tenantId, path.endpoint_id, { enabled: true });
      if (row === undefined) throw endpointNotFound();
      return { status: 200, headers: {}, body: toEndpoint(row) };
    },

    async deleteWebhookEndpoint({ path }, context) {
      const isDeleted = await deleteWebhookEndpoint(database, context.caller.tenantId, path.endpoint_id);
      if (!isDeleted) throw endpointNotFound();
      return { status: 204, headers: {} };
    },

    async rotateWebhookSecret({ path }, context) {
      const { tenantId } = context.caller;
      const ownerId = path.endpoint_id;
      const isThere =
        ownerId === DEFAULT_SECRET_ID ||
        (await getWebhookEndpoint(database, tenantId, ownerId)) !== undefined;
      if (!isThere) throw endpointNotFound();
      const { secret, sealedSecret } = sealNew(tenantId, ownerId);
      const rotated = await rotateWebhookSecret(database, { tenantId, ownerId, sealedSecret });
      if (rotated === undefined) throw endpointNotFound();
      const { previousExpiresAt } = rotated;
      return {
        status: 200,
        headers: NO_STORE,
        body: {
          secret,
          ...(previousExpiresAt && { previous_secret_expires_at: previousExpiresAt.toISOString() }),
        },
      };
    },

    async pingWebhookEndpoint({ path }, context) {
      const { tenantId } = context.caller;
      const ping = { tenantId, endpointId: path.endpoint_id, traceparent: context.trace.traceparent };
      const row = await createWebhookPing(database, ping);
      if (row === undefined) throw endpointNotFound();
      return { status: 202, headers: {}, body: toDelivery(row) };
    },
  };
}

/** Makes secrets and seals them; without a key it says so, to the client each time and to the log once. */
function secretMaker({ secrets, log }: Services) {
  let isTold = false;
  return function sealNew(tenantId: string, ownerId: string) {
    if (secrets === undefined) {
      if (!isTold) log.error('webhook secrets cannot be stored: set SPECWIRE_SECRET_KEYS');
      isTold = true;
      throw unavailable(
        'The service has no key to store secrets with; its operator has to set SPECWIRE_SECRET_KEYS.',
      );
    }
    const secret = newSigningSecret();
    return { secret, sealedSecret: secrets.seal(secret, { tenantId, ownerId }) };
  };
}

function endpointNotFound(): ProblemError {
  return new ProblemError('not_found', { detail: 'There is no webhook endpoint with this id.' });
}

/** A cursor that none of our pages gave out. */
export function invalidCursor(): ProblemError {
  return invalidRequest([
    { in: 'query', pointer: 'cursor', message: 'is not a cursor of this list', rule: 'cursor' },
  ]);
}

function tooMany(): ProblemError {
  return invalidRequest([
    {
      in: 'body',
      pointer: '#',
      message: `would be one endpoint too many; ${MAX_ENDPOINTS} are allowed`,
      rule: 'max_endpoints',
    },
  ]);
}
