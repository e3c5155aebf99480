// Generated from the specs by `npm run generate`. Do not edit.

export { ApiError } from './api-error.js';
export * from './client.js';
export { NotAStreamError } from './event-stream.js';
export type * from './events.js';
export type { ClientOptions } from './transport.js';
