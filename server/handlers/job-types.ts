/** `GET /v1/job-types`. */

import type { JobTypeSpec } from '../../generated/contract/job-type-spec.js';
import type { JobType } from '../../generated/contract/schemas.js';
import type { JobTypesHandlers } from '../../generated/server/handlers.js';
import type { RequestContext } from '../http/context.js';
import { fixedBody } from '../http/respond.js';
import type { Services } from '../services.js';

function toJobType(spec: JobTypeSpec): JobType {
  return {
    type: spec.name,
    version: spec.version,
    description: spec.description,
    channels: ['sse', ...(spec.sync ? ['sync'] : []), ...(spec.inputs.length > 0 ? ['websocket'] : [])],
    events: [...spec.events],
    inputs: [...spec.inputs],
    limits: {
      timeout_seconds: spec.timeoutSeconds,
      queue_timeout_seconds: spec.queueTimeoutSeconds,
      max_attempts: spec.maxAttempts,
      body_limit_bytes: spec.bodyLimitBytes,
      result_ttl_seconds: spec.resultTtlSeconds,
    },
    examples: spec.examples.map((example) => ({ input: example.input as Record<string, unknown> })),
  };
}

/** Makes the handlers of the tag `job-types`. */
export function createJobTypesHandlers({ contract }: Services): JobTypesHandlers<RequestContext> {
  const specs = Object.values(contract.jobTypes).sort((one, other) => (one.name < other.name ? -1 : 1));
  const body = fixedBody({ data: specs.map(toJobType) });
  return {
    async listJobTypes() {
      return { status: 200, headers: {}, body };
    },
  };
}
