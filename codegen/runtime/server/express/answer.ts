import { Readable } from 'node:stream';
import type { ReadableStream as WebStream } from 'node:stream/web';
import type { Request, Response } from 'express';
import { bodyKind, mediaType } from './content-type.js';
import type { HttpProblem } from './http-problem.js';
import type { HeaderForm, Route } from './route.js';
import { frameEvent, type StreamEvent } from './stream-event.js';
import { writeStream } from './write-stream.js';

/** A value of a header: a list is written with commas, fields of an object as `R,100,G,200`, unless the contract has it otherwise. */
export type HeaderValue = string | number | boolean | null | readonly unknown[] | object;

/** What a handler answers. */
export interface Answer {
  readonly status: number;
  readonly headers?: Readonly<Record<string, HeaderValue | undefined>>;
  /** Needed where the contract has several for the status. */
  readonly contentType?: string;
  readonly body?: unknown;
}

/** A file, or anything else that is sent as it is. */
export type Binary = Uint8Array | ArrayBuffer | Blob | Readable | ReadableStream;

/** The entry of a status among those of an operation: itself, its range or `default`. */
export function findStatus<T>(
  byStatus: Readonly<Record<string, T>>,
  status: number,
): [string, T] | undefined {
  for (const key of [
    String(status),
    `${Math.floor(status / 100)}XX`,
    `${Math.floor(status / 100)}xx`,
    'default',
  ]) {
    const found = Object.hasOwn(byStatus, key) ? byStatus[key] : undefined;
    if (found !== undefined) return [key, found];
  }
  return undefined;
}

/** The content type of an answer; undefined if it has no body. */
export function contentTypeOf(route: Route, { status, contentType, body }: Answer): string | undefined {
  if (contentType !== undefined || body === undefined) return contentType;
  const [, types = []] = findStatus(route.responses, status) ?? [];
  // JSON is what most have, and the one that handlers need not name.
  const type = types.find((one) => mediaType(one) === 'application/json') ?? types[0];
  return type?.includes('*') === true ? typeOfBody(body) : type;
}

/** What a body is where the contract has but a range. */
function typeOfBody(body: unknown): string {
  if (typeof body === 'string') return 'text/plain';
  const isBytes = body instanceof Uint8Array || body instanceof ArrayBuffer || body instanceof Blob;
  return isBytes || (isIterable(body) && !Array.isArray(body))
    ? 'application/octet-stream'
    : 'application/json';
}

/** How answers are sent. */
export interface SendOptions {
  /** Pause between the comments of an event stream, in milliseconds. */
  readonly heartbeatMs: number;
}

/** Sends an answer; resolves when a stream has ended. */
export async function sendAnswer(
  route: Route,
  answer: Answer,
  request: Request,
  response: Response,
  options: SendOptions,
): Promise<void> {
  const contentType = contentTypeOf(route, answer);
  response.statusCode = answer.status;
  if (answer.headers !== undefined) setHeaders(answer.headers, formsOf(route, answer), response);
  if (answer.body === undefined || contentType === undefined || hasNoBody(answer.status)) {
    if (answer.body !== undefined && contentType === undefined)
      throw new Error(
        `${route.operationId} answers ${answer.status} with a body, which the contract has not`,
      );
    response.end();
    return;
  }
  if (request.method === 'HEAD') return sendHead(answer, contentType, response);
  await sendBody(route, answer, contentType, response, options);
}

/** How headers are written, by their names in lower case. */
type HeaderForms = Readonly<Record<string, HeaderForm>>;

function formsOf({ responses, responseHeaders }: Route, { status }: Answer): HeaderForms {
  const [key = ''] = findStatus(responses, status) ?? [];
  return responseHeaders?.[key] ?? {};
}

function setHeaders(headers: NonNullable<Answer['headers']>, forms: HeaderForms, response: Response): void {
  for (const [name, value] of Object.entries(headers)) {
    const key = name.toLowerCase();
    const form = Object.hasOwn(forms, key) ? forms[key] : undefined;
    if (value !== undefined && value !== null) response.setHeader(name, headerText(value, form));
  }
}

/** Statuses whose answers end with their head (RFC 9110, section 6.4.1). */
function hasNoBody(status: number): boolean {
  return status < 200 || status === 204 || status === 205 || status === 304;
}

/** The head of the answer, and nothing of its body. */
function sendHead({ body }: Answer, contentType: string, response: Response): void {
  response.setHeader('Content-Type', withCharset(contentType));
  if (bodyKind(contentType) === 'json')
    response.setHeader('Content-Length', Buffer.byteLength(JSON.stringify(body)));
  else if (body instanceof Readable) body.destroy();
  else if (isIterator(body)) void body.return(undefined);
  response.end();
}

function isIterator(body: unknown): body is AsyncGenerator {
  return typeof body === 'object' && body !== null && 'return' in body && typeof body.return === 'function';
}

async function sendBody(
  route: Route,
  { body }: Answer,
  contentType: string,
  response: Response,
  { heartbeatMs }: SendOptions,
): Promise<void> {
  const kind = bodyKind(contentType);
  response.setHeader('Content-Type', withCharset(contentType));
  if (kind === 'json') {
    sendWhole(JSON.stringify(body), response);
  } else if (kind === 'events' && isIterable(body)) {
    response.setHeader('Cache-Control', response.getHeader('Cache-Control') ?? 'no-cache');
    // Proxies would hold the events back.
    response.setHeader('X-Accel-Buffering', 'no');
    await writeStream(response, body as AsyncIterable<StreamEvent<unknown, string | undefined>>, {
      print: (event) => frameEvent(event, isTextEvent(route, event.event)),
      beat: { text: ':\n\n', everyMs: heartbeatMs },
    });
  } else if (kind === 'lines' && isIterable(body)) {
    const start = /json-seq$/.test(mediaType(contentType)) ? '\x1e' : '';
    await writeStream(response, body, { print: (item) => `${start}${JSON.stringify(item)}\n` });
  } else {
    await sendBytes(body, response);
  }
}

function sendWhole(body: string | Uint8Array, response: Response): void {
  const bytes = Buffer.from(body);
  response.setHeader('Content-Length', bytes.length);
  response.end(bytes);
}

function isTextEvent({ textEvents = [] }: Route, name = ''): boolean {
  return textEvents === true || textEvents.includes(name);
}

function isIterable(body: unknown): body is AsyncIterable<unknown> | Iterable<unknown> {
  return (
    typeof body === 'object' && body !== null && (Symbol.asyncIterator in body || Symbol.iterator in body)
  );
}

async function sendBytes(body: unknown, response: Response): Promise<void> {
  if (typeof body === 'string' || body instanceof Uint8Array) {
    sendWhole(body, response);
  } else if (body instanceof ArrayBuffer) {
    sendWhole(new Uint8Array(body), response);
  } else if (body instanceof Blob) {
    response.setHeader('Content-Length', body.size);
    await sendStream(body.stream(), response);
  } else if (body instanceof ReadableStream) {
    await sendStream(body, response);
  } else if (isIterable(body)) {
    await writeStream(response, body as AsyncIterable<Uint8Array | string>, { print: asIs });
  } else {
    throw new TypeError('The body is neither text nor bytes nor a stream of them');
  }
}

async function sendStream(stream: ReadableStream, response: Response): Promise<void> {
  await writeStream<Uint8Array>(response, Readable.fromWeb(stream as WebStream), { print: asIs });
}

function asIs<T>(chunk: T): T {
  return chunk;
}

function withCharset(contentType: string): string {
  const isBareText = /^text\//i.test(contentType) && !/charset=/i.test(contentType);
  return isBareText && bodyKind(contentType) !== 'events' ? `${contentType}; charset=utf-8` : contentType;
}

/** A header's value as `simple` has it, or as JSON; several `Set-Cookie` stay several. */
function headerText(
  value: HeaderValue,
  { json = false, explode = false }: HeaderForm = {},
): string | string[] {
  if (json) return asciiJson(value);
  if (Array.isArray(value)) return value.map(String);
  if (typeof value !== 'object' || value === null) return String(value);
  return Object.entries(value)
    .map(([field, one]) => `${field}${explode ? '=' : ','}${String(one)}`)
    .join(',');
}

/** Headers have no encoding that all clients know. */
function asciiJson(value: HeaderValue): string {
  return JSON.stringify(value).replaceAll(
    /[^ -~]/g,
    (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );
}

/** Sends a problem (RFC 9457). */
export function sendProblem(problem: HttpProblem, response: Response): void {
  for (const [name, value] of Object.entries(problem.headers)) response.setHeader(name, value);
  response.statusCode = problem.status;
  response.setHeader('Content-Type', 'application/problem+json');
  sendWhole(JSON.stringify(problem.toBody()), response);
}
