// Generated from specs/ by `npm run generate`. Do not edit.

export { ApiError, ConnectionError } from './api-error.js';
export * from './client.js';
export { NotAStreamError } from './event-stream.js';
export type * from './events.js';
export type { JobSession, SessionOptions, StoredInput } from './job-session.js';
export type { Problem } from './problem.js';
export type { ClientOptions } from './transport.js';
export type { UnknownEvent } from './unknown-event.js';
export type { WebSocketLike } from './web-socket.js';
export {
  type WebhookHeaders,
  type WebhookSecrets,
  WebhookVerificationError,
  type WebhookVerificationReason,
  type WebhookVerifyOptions,
} from './webhook-verification.js';
export * from './webhooks.js';
