/** Writes a handler's answer. */
import { createHash } from 'node:crypto';
import type { ServerResponse } from 'node:http';
import { matchesTag } from './entity-tag.js';

/** What a handler returns: one of the statuses that the contract documents, problems being thrown. */
export interface HandlerResponse {
  readonly status: number;
  readonly headers?: Readonly<Record<string, string | number | undefined>>;
  /** JSON, or text and bytes with a `contentType`. */
  readonly body?: unknown;
  readonly contentType?: string;
  /** Takes the response over once its head is written. */
  readonly stream?: (response: ServerResponse) => void;
}

/** A body whose bytes are known already; one that never changes has a tag. */
interface ReadyBody {
  readonly bytes: Buffer;
  readonly tag?: string;
}

const readyBodies = new WeakMap<object, ReadyBody>();

/** A body that is the same each time: turned into bytes once. */
export function fixedBody<T extends object>(body: T): T {
  readyBodies.set(body, { bytes: Buffer.from(JSON.stringify(body)) });
  return body;
}

/** A document that is the same until the next release: clients may keep it and ask whether it still is. */
export function fixedDocument<T extends object>(body: T, text: string): T {
  const bytes = Buffer.from(text);
  const tag = `"${createHash('sha256').update(bytes).digest('base64url').slice(0, 22)}"`;
  readyBodies.set(body, { bytes, tag });
  return body;
}

/** A body that exists as JSON text already, such as a stored result: sent without being parsed. */
export function preparedBody<T extends object>(text: string): T {
  const stand = {} as T;
  readyBodies.set(stand, { bytes: Buffer.from(text) });
  return stand;
}

function toBody(answer: HandlerResponse): ReadyBody {
  const { body } = answer;
  const ready = typeof body === 'object' && body !== null ? readyBodies.get(body) : undefined;
  if (ready !== undefined) return ready;
  if (answer.contentType === undefined) return { bytes: Buffer.from(JSON.stringify(body)) };
  return { bytes: typeof body === 'string' ? Buffer.from(body) : Buffer.from(body as Uint8Array) };
}

/** Sends the answer; of a HEAD request everything but the body. */
export function respond(response: ServerResponse, answer: HandlerResponse): void {
  for (const [name, value] of Object.entries(answer.headers ?? {})) {
    if (value !== undefined) response.setHeader(name, value);
  }
  if (answer.stream !== undefined) {
    response.writeHead(answer.status, { 'Content-Type': 'text/event-stream' });
    if (response.req.method === 'HEAD') response.end();
    else answer.stream(response);
    return;
  }
  if (answer.body === undefined) {
    response.writeHead(answer.status).end();
    return;
  }
  sendBody(response, answer, toBody(answer));
}

function sendBody(response: ServerResponse, answer: HandlerResponse, { bytes, tag }: ReadyBody): void {
  if (tag !== undefined) {
    response.setHeader('ETag', tag);
    response.setHeader('Cache-Control', 'no-cache');
    if (matchesTag(response.req.headers['if-none-match'], tag)) {
      response.writeHead(304).end();
      return;
    }
  }
  response.writeHead(answer.status, {
    'Content-Type': answer.contentType ?? 'application/json',
    'Content-Length': bytes.length,
  });
  response.end(bytes);
}
