import type { Request } from 'express';
import { HttpProblem } from './http-problem.js';
import type { Route } from './route.js';

const offers = new WeakMap<Route, readonly string[]>();

/** The content types of an operation's successes; none where it may answer with anything. */
function offeredTypes(route: Route): readonly string[] {
  const known = offers.get(route);
  if (known !== undefined) return known;
  const statuses = Object.entries(route.responses).filter(([status]) => /^2/.test(status));
  const types = [...new Set(statuses.flatMap(([, content]) => content))];
  const offered = types.some((type) => type.includes('*')) ? [] : types;
  offers.set(route, offered);
  return offered;
}

/** The content type that the client likes best, where there is a choice; 406 if it takes none (RFC 9110, section 12.5.1). */
export function negotiate(route: Route, request: Request): string | undefined {
  const offered = offeredTypes(route);
  if (offered.length === 0) return undefined;
  const { accept } = request.headers;
  if (offered.length === 1 && (accept === undefined || accept === '*/*' || accept === offered[0]))
    return undefined;
  const best = request.accepts([...offered]);
  if (best === false)
    throw new HttpProblem(406, `The answer comes as ${offered.join(', ')}, none of which Accept takes`);
  return offered.length === 1 ? undefined : best;
}
