/** `GET /v1/jobs`. */
import type { ValidationError } from '../../generated/contract/validation.js';
import type { JobsHandlers } from '../../generated/server/handlers.js';
import { BadCursor, listJobs } from '../../store/index.js';
import type { RequestContext } from '../http/context.js';
import { invalidRequest } from '../http/request-check.js';
import { toJob } from '../jobs/job-view.js';
import type { Services } from '../services.js';

type ListJobs = JobsHandlers<RequestContext>['listJobs'];

/** The contract's default, for a contract that says nothing. */
const DEFAULT_LIMIT = 20;

/** Makes the handler. */
export function listJobsHandler(services: Services): ListJobs {
  return async function listJobsOperation({ query }, context) {
    const filter = {
      status: query.status,
      type: query.type,
      tag: query.tag,
      createdAfter: readTime('created_after', query.created_after),
      createdBefore: readTime('created_before', query.created_before),
    };
    const page = { limit: query.limit ?? DEFAULT_LIMIT, cursor: query.cursor };
    try {
      const { rows, nextCursor } = await listJobs(services.database, context.caller.tenantId, filter, page);
      return { status: 200, headers: {}, body: { data: rows.map(toJob), next_cursor: nextCursor ?? null } };
    } catch (error) {
      if (error instanceof BadCursor) throw badParameter('cursor', 'is not a cursor of this list', 'cursor');
      throw error;
    }
  };
}

function badParameter(name: string, message: string, rule: string) {
  const error: ValidationError = { in: 'query', pointer: name, message, rule };
  return invalidRequest([error]);
}

/** RFC 3339 knows times that a Date does not, such as leap seconds. */
function readTime(name: string, text: string | undefined): Date | undefined {
  if (text === undefined) return undefined;
  const time = new Date(text);
  if (Number.isNaN(time.getTime())) throw badParameter(name, 'is not a time that exists', 'format');
  return time;
}
