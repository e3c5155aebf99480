/**
 * Safe targets: where a webhook may be sent. The same check stands at the creation of an endpoint or a job and before each
 * connection, where the addresses that were checked are the ones that are connected to.
 */
export { TargetCheck } from './check.js';
export { createResolver, ResolveError } from './resolver.js';
export { readTargetRules, type TargetRules } from './rules.js';
export type { TargetRefusal, TargetUrl } from './target-url.js';
