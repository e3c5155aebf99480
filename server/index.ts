/** What another project runs its own contract with: `specwire/server`. */
export { type ProblemDetails, ProblemError } from './http/problem-error.js';
export type { OperationContext, OperationHandlers } from './own-operations.js';
export { runServerProcess, type ServerProcessOptions } from './server-process.js';
