/** `GET /v1/jobs`. */
import type { ValidationError } from '../../generated/contract/validation.js';
import type { JobsHandlers } from '../../generated/server/handlers.js';
import { listJobs, parseCursor } from '../../store/index.js';
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
    const createdAfter = readTime(query.created_after);
    const createdBefore = readTime(query.created_before, 'up');
    const after = query.cursor === undefined ? undefined : parseCursor(query.cursor);
    refuseFaults({
      created_after: createdAfter === null && NO_TIME,
      created_before: createdBefore === null && NO_TIME,
      cursor: after === null && { message: 'is not a cursor of this list', rule: 'cursor' },
    });
    const { status, type, tag, limit = DEFAULT_LIMIT } = query;
    const filter = {
      ...{ status, type, tag },
      createdAfter: createdAfter ?? undefined,
      createdBefore: createdBefore ?? undefined,
    };
    const page = { limit, after: after ?? undefined };
    const { rows, nextCursor } = await listJobs(services.database, context.caller.tenantId, filter, page);
    const data = rows.map((row) => toJob(row, services.contract.jobTypes));
    return { status: 200, headers: {}, body: { data, next_cursor: nextCursor ?? null } };
  };
}

const NO_TIME = { message: 'is not a time that exists, as RFC 3339 writes it', rule: 'format' };

/** Refuses what the schemas have no words for, all of it at once. */
function refuseFaults(
  faults: Readonly<Record<string, false | Pick<ValidationError, 'message' | 'rule'>>>,
): void {
  const errors = Object.entries(faults).flatMap(([pointer, fault]): ValidationError[] =>
    fault === false ? [] : [{ in: 'query', pointer, ...fault }],
  );
  if (errors.length > 0) throw invalidRequest(errors);
}

const RFC3339 = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d{1,3}(\d*))?(?:Z|[+-]\d\d:\d\d)$/i;

/**
 * Reads a time; null for one that a Date does not know, such as a leap second. A Date ends with milliseconds, as do the
 * times that it is compared with: a bound between two of them is taken down, or up.
 */
function readTime(text: string | undefined, direction: 'down' | 'up' = 'down'): Date | null | undefined {
  if (text === undefined) return undefined;
  const match = RFC3339.exec(text);
  const time = new Date(text).getTime();
  if (match === null || Number.isNaN(time)) return null;
  const isBetween = /[1-9]/.test(match[1] ?? '');
  return new Date(isBetween && direction === 'up' ? time + 1 : time);
}
