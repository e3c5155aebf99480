/** Writes a handler's answer. */
import type { ServerResponse } from 'node:http';

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

const readyBytes = new WeakMap<object, Buffer>();

/** A body that is the same each time: turned into bytes once. */
export function fixedBody<T extends object>(body: T, text: string = JSON.stringify(body)): T {
  readyBytes.set(body, Buffer.from(text));
  return body;
}

/** A body that exists as JSON text already, such as a stored result: sent without being parsed. */
export function preparedBody<T extends object>(text: string): T {
  const stand = {} as T;
  readyBytes.set(stand, Buffer.from(text));
  return stand;
}

function bytesOf(answer: HandlerResponse): Buffer {
  const { body } = answer;
  if (answer.contentType !== undefined) {
    return typeof body === 'string' ? Buffer.from(body) : Buffer.from(body as Uint8Array);
  }
  const ready = typeof body === 'object' && body !== null ? readyBytes.get(body) : undefined;
  return ready ?? Buffer.from(JSON.stringify(body));
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
  const bytes = bytesOf(answer);
  response.writeHead(answer.status, {
    'Content-Type': answer.contentType ?? 'application/json',
    'Content-Length': bytes.length,
  });
  response.end(bytes);
}
