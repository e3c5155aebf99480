/** The webhook that a job asks for itself. */
import type { JobWebhook } from '../../generated/contract/schemas.js';
import {
  getWebhookEndpoint,
  hasDefaultWebhookSecret,
  isKnownKey,
  type JobWebhook as StoredJobWebhook,
} from '../../store/index.js';
import type { ProblemError } from '../http/problem-error.js';
import { invalidRequest } from '../http/request-check.js';
import { CREATE_OPERATION } from '../jobs/idempotency.js';
import type { Services } from '../services.js';
import { refuseTarget } from './target-refused.js';

/**
 * Throws unless the job's end can be told there. A request whose key is known already is not looked at again: it gets
 * the job that it made, whatever has become of the endpoint since.
 */
export async function checkJobWebhook(
  services: Services,
  tenantId: string,
  webhook: JobWebhook,
  key: string | undefined,
): Promise<void> {
  const { database, targets } = services;
  if (key !== undefined && (await isKnownKey(database, tenantId, { operation: CREATE_OPERATION, key })))
    return;
  if (webhook.url !== undefined) {
    await refuseTarget(targets, webhook.url, '#/webhook/url');
    if (!(await hasDefaultWebhookSecret(database, tenantId)))
      throw refusal('url', NO_SECRET, 'no_default_secret');
    return;
  }
  const endpoint = await getWebhookEndpoint(database, tenantId, webhook.endpoint_id ?? '');
  if (endpoint === undefined) throw refusal('endpoint_id', 'is no webhook endpoint', 'unknown_endpoint');
  if (!endpoint.enabled) throw refusal('endpoint_id', 'is disabled', 'disabled_endpoint');
}

const NO_SECRET = 'needs a default secret; make one with POST /v1/webhook-endpoints/default/rotate-secret';

/** As the store takes it; the contract's validator lets exactly one of the two through. */
export function toJobWebhook({ url, endpoint_id: endpointId }: JobWebhook): StoredJobWebhook {
  return url === undefined ? { endpointId: endpointId ?? '' } : { url };
}

function refusal(field: string, message: string, rule: string): ProblemError {
  return invalidRequest([{ in: 'body', pointer: `#/webhook/${field}`, message, rule }]);
}
