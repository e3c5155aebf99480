/** Writes a handler's answer. */
import type { ServerResponse } from 'node:http';
import type { TakeOver } from '../../generated/server/contract.js';
import { headerLines, takeOver } from './upgrade.js';

/** What a handler returns: one of the statuses that the contract documents, problems being thrown. */
export interface HandlerResponse {
  readonly status: number;
  readonly headers?: Readonly<Record<string, string | number | undefined>>;
  /** JSON, or text and bytes with a `contentType`. */
  readonly body?: unknown;
  readonly contentType?: string;
  /** Takes the response over once its head is written. */
  readonly stream?: (response: ServerResponse) => void;
  readonly upgrade?: TakeOver;
}

/** A body as it is sent. Node joins a string with the head to one write, which for small bodies is far cheaper. */
type Content = string | Buffer;

/** The content of bodies that is known already. */
const readyBodies = new WeakMap<object, Content>();

/** A body that is the same each time: turned into text once. */
export function fixedBody<T extends object>(body: T): T {
  readyBodies.set(body, JSON.stringify(body));
  return body;
}

/** A body that exists as JSON text already, such as a stored result or a document: sent without being parsed. */
export function preparedBody<T extends object>(text: string): T {
  const stand = {} as T;
  readyBodies.set(stand, text);
  return stand;
}

function contentOf(answer: HandlerResponse): Content {
  const { body } = answer;
  const ready = typeof body === 'object' && body !== null ? readyBodies.get(body) : undefined;
  if (ready !== undefined) return ready;
  if (answer.contentType === undefined) return JSON.stringify(body);
  return typeof body === 'string' ? body : Buffer.from(body as Uint8Array);
}

/** Sends the answer; of a HEAD request everything but the body. */
export function respond(response: ServerResponse, answer: HandlerResponse): void {
  const { headers } = answer;
  for (const name in headers) {
    const value = headers[name];
    if (value !== undefined) response.setHeader(name, value);
  }
  if (answer.stream !== undefined) {
    response.writeHead(answer.status, { 'Content-Type': 'text/event-stream' });
    // Express keeps its way through the router here; thousands of streams live long and have no use for it.
    Object.assign(response.req, { next: undefined });
    if (response.req.method === 'HEAD') response.end();
    else answer.stream(response);
    return;
  }
  if (answer.upgrade !== undefined) {
    const { socket, head } = takeOver(response);
    response.statusCode = answer.status;
    Object.assign(response.req, { next: undefined });
    answer.upgrade(response.req, socket, head, headerLines(response));
    return;
  }
  if (answer.body === undefined) {
    response.writeHead(answer.status).end();
    return;
  }
  const content = contentOf(answer);
  response.writeHead(answer.status, {
    'Content-Type': answer.contentType ?? 'application/json',
    'Content-Length': Buffer.byteLength(content),
  });
  response.end(content);
}
