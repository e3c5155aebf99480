/** The RateLimit fields (IETF draft "RateLimit header fields for HTTP") that every authenticated response carries. */
import type { Decision } from './allowance.js';

/** The policies of the contract; each operation counts against one. */
export type PolicyName = 'jobs' | 'reads';

/** All policies count over this window. */
export const WINDOW_SECONDS = 60;

const policies = new Map<string, string>();

/** `"jobs";q=60;w=60`. Few distinct values exist, so each is built once. */
export function policyField(policy: PolicyName, limit: number): string {
  const key = `${policy} ${limit}`;
  let field = policies.get(key);
  if (field === undefined) {
    field = `"${policy}";q=${limit};w=${WINDOW_SECONDS}`;
    // Bounded: limits are set by operators, but nothing else holds them to a few.
    if (policies.size < 1000) policies.set(key, field);
  }
  return field;
}

/** `"jobs";r=12;t=30`. */
export function limitField(policy: PolicyName, decision: Decision): string {
  return `"${policy}";r=${decision.remaining};t=${decision.resetSeconds}`;
}
