/** sdk/typescript: the typed client. Behaviour is in the runtime files beside it; here are types and one-line methods. */
import type { Contract, GeneratedFile } from '../../model/contract.js';
import { allSources, header } from '../headers.js';
import { clientFile } from './client.js';
import { eventsFile } from './events.js';
import { hasInputs, streamKinds } from './job-api.js';
import { webhooksFile } from './webhooks.js';

const WEBHOOK_EXPORTS = [
  `export {
  type WebhookHeaders,
  type WebhookSecrets,
  WebhookVerificationError,
  type WebhookVerificationReason,
  type WebhookVerifyOptions,
} from './webhook-verification.js';`,
  "export * from './webhooks.js';",
];

function indexFile(contract: Contract): string {
  const streams = streamKinds(contract);
  const hasJobs = contract.jobTypes.length > 0;
  const hasWebhooks = contract.webhooks.length > 0;
  const exports = [
    "export { ApiError, ConnectionError } from './api-error.js';",
    "export * from './client.js';",
    streams.ofJobs || streams.others || hasJobs
      ? "export { NotAStreamError } from './event-stream.js';"
      : undefined,
    hasJobs ? "export type * from './events.js';" : undefined,
    hasInputs(contract)
      ? "export type { JobSession, SessionOptions, StoredInput } from './job-session.js';"
      : undefined,
    streams.others ? "export type { StreamEvent } from './plain-stream.js';" : undefined,
    "export type { Problem } from './problem.js';",
    "export type { ClientOptions } from './transport.js';",
    hasJobs || hasWebhooks ? "export type { UnknownEvent } from './unknown-event.js';" : undefined,
    hasInputs(contract) ? "export type { WebSocketLike } from './web-socket.js';" : undefined,
    ...(hasWebhooks ? WEBHOOK_EXPORTS : []),
  ];
  return `${header(allSources(contract))}\n${exports.filter(Boolean).join('\n')}\n`;
}

/** The API's own problem schema, or the fields of RFC 9457. */
function problemFile(contract: Contract): string {
  if (contract.schemas.Problem !== undefined) {
    return `${header(allSources(contract))}\nexport type { Problem } from '../../contract/schemas.js';\n`;
  }
  return `${header(allSources(contract))}
/** A problem document (RFC 9457), with the fields that this client knows. */
export interface Problem {
  readonly type?: string;
  readonly title?: string;
  readonly status?: number;
  readonly detail?: string;
  readonly instance?: string;
  readonly code?: string;
  readonly retryable?: boolean;
  readonly request_id?: string;
}
`;
}

/** Emits the client. */
export function emitTypescriptSdk(contract: Contract): readonly GeneratedFile[] {
  const file = (name: string, content: string): GeneratedFile => ({
    path: `sdk/typescript/${name}.ts`,
    content,
    ownership: 'generated',
  });
  return [
    file('client', clientFile(contract)),
    ...(contract.jobTypes.length > 0 ? [file('events', eventsFile(contract))] : []),
    file('index', indexFile(contract)),
    ...(contract.webhooks.length > 0 ? [file('webhooks', webhooksFile(contract))] : []),
    file('problem', problemFile(contract)),
  ];
}
