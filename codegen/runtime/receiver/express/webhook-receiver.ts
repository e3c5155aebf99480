import type { IncomingMessage, ServerResponse } from 'node:http';
import {
  readSecrets,
  type VerifiedWebhook,
  verifyWebhook,
  type WebhookSecrets,
  WebhookVerificationError,
} from '../../sdk/typescript/webhook-verification.js';
import { BodyTooLargeError, readRawBody } from './raw-body.js';

/** Which delivery an event came with. */
export interface WebhookDeliveryInfo {
  /** `webhook-id`: the same at every attempt. */
  readonly id: string;
  /** When this attempt was sent. */
  readonly sentAt: Date;
}

/** Remembers which deliveries were handled: a `Set`, or a table that survives a restart and is shared by all processes. */
export interface SeenDeliveries {
  /** Whether the delivery was handled. */
  has(id: string): boolean | Promise<boolean>;
  /** Called once a delivery was handled. */
  add(id: string): unknown;
}

/** What a receiver does with the events of one contract. */
export interface ReceiverOptions<Events> {
  /** The endpoint's secret; two while it is being replaced. */
  readonly secrets: WebhookSecrets;
  /** What to do with each type of event. One that throws is called again, with the next attempt. */
  readonly on: {
    readonly [Type in keyof Events]?: (event: Events[Type], delivery: WebhookDeliveryInfo) => unknown;
  };
  /** What to do with all other events, those of a newer service among them; nothing unless given. */
  readonly otherwise?: (event: { readonly type: string }, delivery: WebhookDeliveryInfo) => unknown;
  /** By what duplicates are known. Without it, every attempt that arrives is handled. */
  readonly seen?: SeenDeliveries;
  /** By how many seconds `webhook-timestamp` may be off; 300 unless given. */
  readonly toleranceSeconds?: number;
  /** Bytes that a body may have; 65,536 unless given. */
  readonly bodyLimitBytes?: number;
}

/** A request handler as Express takes it; it asks for nothing that plain `node:http` has not. */
export type WebhookRequestHandler = (
  request: IncomingMessage,
  response: ServerResponse,
  next: (error?: unknown) => void,
) => Promise<void>;

/** A handler failed, which is its `cause`; the service tries again later. Its status is 500 whatever that of the cause. */
export class WebhookHandlerError extends Error {
  override readonly name = 'WebhookHandlerError';
  readonly status = 500;
}

const BODY_LIMIT_BYTES = 65_536;

/**
 * Makes the request handler: it verifies, drops duplicates, calls the handler of the event's type, and answers 204. A bad
 * signature is answered with 400; whatever a handler throws goes to Express's error handling, as 500.
 *
 * @throws WebhookVerificationError at once, if a secret is malformed.
 */
export function webhookReceiver<Events>(options: ReceiverOptions<Events>): WebhookRequestHandler {
  readSecrets(options.secrets);
  const inFlight = new Map<string, Promise<void>>();
  return async (request, response, next) => {
    if (request.method !== 'POST') {
      response.setHeader('Allow', 'POST');
      refuse(response, 405, 'method_not_allowed', 'Webhooks are posted.');
      return;
    }
    try {
      const body = await readRawBody(request, options.bodyLimitBytes ?? BODY_LIMIT_BYTES);
      const { secrets, toleranceSeconds } = options;
      const webhook = await verifyWebhook(body, request.headers, secrets, { toleranceSeconds });
      await handleOnce(webhook, options, inFlight);
      response.writeHead(204).end();
    } catch (error) {
      if (error instanceof WebhookVerificationError) refuse(response, 400, error.reason, error.message);
      else if (error instanceof BodyTooLargeError) {
        // What is left of it is not read.
        response.setHeader('Connection', 'close');
        refuse(response, 413, 'payload_too_large', 'The body is larger than this receiver takes.');
      } else next(error);
    }
  };
}

/** Two attempts at once are one: the second takes the outcome of the first. */
async function handleOnce<Events>(
  webhook: VerifiedWebhook,
  options: ReceiverOptions<Events>,
  inFlight: Map<string, Promise<void>>,
): Promise<void> {
  const { seen } = options;
  if (!seen) {
    await handle(webhook, options);
    return;
  }
  let running = inFlight.get(webhook.id);
  if (!running) {
    running = handleUnseen(webhook, options, seen).finally(() => inFlight.delete(webhook.id));
    inFlight.set(webhook.id, running);
  }
  await running;
}

/** Marked only afterwards: what fails, or dies on the way, comes again. */
async function handleUnseen<Events>(
  webhook: VerifiedWebhook,
  options: ReceiverOptions<Events>,
  seen: SeenDeliveries,
): Promise<void> {
  if (await seen.has(webhook.id)) return;
  await handle(webhook, options);
  await seen.add(webhook.id);
}

async function handle<Events>(webhook: VerifiedWebhook, options: ReceiverOptions<Events>): Promise<void> {
  const { id, sentAt, payload } = webhook;
  const event = readEvent(payload);
  // The signature vouches for the type of what the handler gets.
  const handlers = options.on as Readonly<Record<string, ReceiverOptions<Events>['otherwise']>>;
  const handler = Object.hasOwn(handlers, event.type) ? handlers[event.type] : options.otherwise;
  try {
    await handler?.(event, { id, sentAt });
  } catch (cause) {
    throw new WebhookHandlerError(`the handler of \`${event.type}\` failed for ${id}`, { cause });
  }
}

function readEvent(payload: unknown): { readonly type: string } {
  if (typeof payload === 'object' && payload !== null && 'type' in payload) {
    const { type } = payload;
    if (typeof type === 'string') return payload as { readonly type: string };
  }
  throw new WebhookVerificationError('malformed_body', 'the body says no type');
}

/** A problem document (RFC 9457). */
function refuse(response: ServerResponse, status: number, code: string, detail: string): void {
  const title = status === 400 ? 'Webhook not verified' : 'Webhook refused';
  response.writeHead(status, { 'Content-Type': 'application/problem+json' });
  response.end(JSON.stringify({ type: 'about:blank', title, status, detail, code }));
}
