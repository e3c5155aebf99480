import { HttpError, retryAfterSeconds } from '../http/http-error.js';
import type { AnyReply } from './reply.js';

export { ConnectionError } from '../http/connection.js';

/** A documented response whose status is not 2xx, where one was needed. */
export class ApiError<Reply extends AnyReply = AnyReply> extends HttpError {
  override readonly name = 'ApiError';
  readonly reply: Reply;

  constructor(reply: Reply) {
    super(`status ${reply.status}${detailOf(reply.body)}`, refusalOf(reply.raw, reply.body));
    this.reply = reply;
  }
}

/** A response that the contract does not document: its status, its content type, or a body that is not of that type. */
export class UnexpectedResponseError extends HttpError {
  override readonly name = 'UnexpectedResponseError';
  /** The response that `fetch` gave; its body has been read. */
  readonly raw: Response;
  /** The body, as far as it could be read. */
  readonly text: string;

  constructor(message: string, raw: Response, text: string, cause?: unknown) {
    super(message, refusalOf(raw, undefined));
    if (cause !== undefined) this.cause = cause;
    this.raw = raw;
    this.text = text;
  }
}

/** What is wrong with a response, or with an item of a stream. */
export interface Fault {
  readonly in: 'body' | 'headers' | 'item';
  /** JSON Pointer of what is wrong: `/pets/0/name`. */
  readonly pointer: string;
  readonly message: string;
}

/** A response that does not meet its schema. Only thrown where the client was given validators. */
export class ValidationError extends Error {
  override readonly name = 'ValidationError';
  readonly operationId: string;
  readonly faults: readonly Fault[];

  constructor(operationId: string, faults: readonly Fault[]) {
    const [first] = faults;
    const place =
      first === undefined ? '' : `: ${first.in} ${first.pointer || 'as a whole'} ${first.message}`;
    super(`${operationId} answered what its contract does not allow${place}`);
    this.operationId = operationId;
    this.faults = faults;
  }
}

/** What a problem document (RFC 9457), or what looks like one, says in words. */
function detailOf(body: unknown): string {
  if (typeof body !== 'object' || body === null) return '';
  const { detail, message, title } = body as Readonly<Record<string, unknown>>;
  const words = [detail, message, title].find((one) => typeof one === 'string' && one !== '');
  return words === undefined ? '' : `: ${words}`;
}

function refusalOf(raw: Response, body: unknown) {
  const retryable = (body as { readonly retryable?: unknown } | null | undefined)?.retryable;
  return {
    status: raw.status,
    retryAfterSeconds: retryAfterSeconds(raw.headers.get('retry-after'), Date.now()),
    retryable: typeof retryable === 'boolean' ? retryable : undefined,
  };
}
