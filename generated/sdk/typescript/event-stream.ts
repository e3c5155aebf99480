// Specwire's runtime, copied here by `npm run generate`. Do not edit.

import { abortWith, ConnectionError, pause, whileConnected } from './connection.js';
import { HttpError } from './http-error.js';
import { backoff } from './retry.js';
import { SseParser } from './sse-parser.js';

/** Which stream, and from where. */
export interface StreamRequest {
  readonly method: string;
  readonly headers?: Readonly<Record<string, unknown>> | undefined;
  /** Events after this one; absent: from the first. */
  readonly lastEventId?: string | undefined;
  /** A connection that says nothing for so long is given up; 45,000 unless given. */
  readonly silenceMs?: number | undefined;
  /** Whether the request may be sent again, to go on behind the last event; absent: a GET may, and a QUERY. */
  readonly resumes?: boolean | undefined;
  readonly signal?: AbortSignal | undefined;
}

/** What opens the connections of a stream. */
export interface StreamTransport<Request> {
  /** The response, whatever its status. Throws ConnectionError when there is none. */
  connect(request: Request & { readonly accept: string }): Promise<Response>;
  /** The error of a response that is not a success. */
  toError(response: Response): Promise<Error>;
}

/** What the events of a stream mean. */
export interface EventReading<Event> {
  /** What to do with the text of `data` and the name in `event:` before they are parsed; absent: all are read. */
  judge?(data: string, event: string, id: string): 'read' | 'skip' | 'end';
  /** From the text of `data` and the name in `event:`. */
  parse(data: string, event: string, id: string): Event;
  /** Whether the server has nothing more to say after this event. */
  isLast(event: Event): boolean;
  /** Whether the event's `id` is its number in a log, which a stream passes once. */
  isNumbered(event: Event): boolean;
}

/** Somebody read a stream that is none, or one that says what it must not. */
export class NotAStreamError extends Error {
  override readonly name = 'NotAStreamError';
}

const DEFAULT_RETRY_MS = 2000;
/** A server that keeps the rule of a comment every 15 s is never silent for this long. */
const SILENCE_MS = 45_000;
/** Refusals that pass by themselves; asking again after any other would not change the answer. */
const PASSING_STATUS = new Set([408, 425, 429, 500, 502, 503, 504]);

interface Position {
  /** The `Last-Event-ID` of the next connection. */
  cursor: string;
  retryMs: number;
  /** Connections in a row that brought no event. */
  fruitless: number;
}

/** How a connection ended: for good, or to be followed by another one after a while. */
type End = { readonly kind: 'done' } | { readonly kind: 'again'; readonly afterMs: number };

const DONE: End = { kind: 'done' };

/**
 * The events of a stream, over as many connections as it takes: each one goes on behind the last event that was read.
 * Ends after the last event or on 204. Throws what the transport makes
 * of a refusal where asking again is in vain, and the signal's reason on abort.
 *
 * A stream that is asked for by another method than GET and QUERY has one connection, unless the request says that it resumes.
 * @see https://html.spec.whatwg.org/multipage/server-sent-events.html#sse-processing-model
 */
export async function* readEventStream<Event, Request extends StreamRequest>(
  transport: StreamTransport<Request>,
  request: Request,
  reading: EventReading<Event>,
): AsyncGenerator<Event, void, void> {
  const position = { cursor: request.lastEventId ?? '', retryMs: DEFAULT_RETRY_MS, fruitless: 0 };
  for (;;) {
    const end = yield* readConnection(transport, request, reading, position);
    if (end.kind === 'done' || !resumes(request)) return;
    await pause(end.afterMs, request.signal);
  }
}

async function* readConnection<Event, Request extends StreamRequest>(
  transport: StreamTransport<Request>,
  request: Request,
  reading: EventReading<Event>,
  position: Position,
): AsyncGenerator<Event, End, void> {
  request.signal?.throwIfAborted();
  const abort = new AbortController();
  const unlink = abortWith(abort, request.signal);
  position.fruitless += 1;
  try {
    const response = await connect(transport, request, position.cursor, abort);
    if (response.status === 204) return DONE;
    if (!response.ok) throw await orGiveUp(abort, request, () => transport.toError(response));
    checkContentType(response);
    const isDone = yield* readEvents(readText(response, request, abort), reading, position);
    return isDone ? DONE : { kind: 'again', afterMs: afterClose(position) };
  } catch (error) {
    request.signal?.throwIfAborted();
    if (!passes(error) || !resumes(request)) throw error;
    return { kind: 'again', afterMs: afterFailure(error, position) };
  } finally {
    unlink();
    // Also when the caller leaves its loop: the connection must not stay open.
    abort.abort();
  }
}

function connect<Request extends StreamRequest>(
  transport: StreamTransport<Request>,
  request: Request,
  cursor: string,
  abort: AbortController,
): Promise<Response> {
  const lastEventId = cursor === '' ? undefined : cursor;
  return orGiveUp(abort, request, () =>
    transport.connect({
      ...request,
      accept: 'text/event-stream',
      headers: { ...request.headers, 'Last-Event-ID': lastEventId },
      signal: abort.signal,
    }),
  );
}

function checkContentType(response: Response): void {
  const type = response.headers.get('content-type') ?? 'none';
  if (/^text\/event-stream\s*(;|$)/i.test(type)) return;
  throw new NotAStreamError(`the content type is ${type}, not text/event-stream`);
}

/** The events of one connection; returns whether the last one of the stream was among them. */
async function* readEvents<Event>(
  texts: AsyncIterable<string>,
  reading: EventReading<Event>,
  position: Position,
): AsyncGenerator<Event, boolean, void> {
  const parser = new SseParser(position.cursor);
  for await (const text of texts) {
    for (const block of parser.feed(text)) {
      if (block.kind === 'retry') position.retryMs = block.milliseconds;
      else if (block.kind === 'cursor') position.cursor = block.id;
      else {
        const verdict = reading.judge?.(block.data, block.event, block.id) ?? 'read';
        if (verdict === 'end') return true;
        if (verdict === 'skip') {
          moveTo(block.id, position);
          continue;
        }
        const event = reading.parse(block.data, block.event, block.id);
        // A proxy that plays a response again must not make an event happen twice.
        const isNumbered = block.hasOwnId && reading.isNumbered(event);
        if (isNumbered && isPassed(block.id, position.cursor)) continue;
        moveTo(block.id, position);
        yield event;
        if (reading.isLast(event)) return true;
      }
    }
  }
  return false;
}

function moveTo(id: string, position: Position): void {
  position.cursor = id;
  position.fruitless = 0;
}

/** Whether both are numbers in a log, and `id` is not behind the cursor. */
function isPassed(id: string, cursor: string): boolean {
  return /^\d+$/.test(id) && /^\d+$/.test(cursor) && Number(id) <= Number(cursor);
}

/** The text of a response as it comes in. */
async function* readText(
  response: Response,
  request: StreamRequest,
  abort: AbortController,
): AsyncGenerator<string, void, void> {
  const reader = response.body?.getReader();
  if (reader === undefined) return;
  // The parser takes the byte order mark away.
  const decoder = new TextDecoder('utf-8', { ignoreBOM: true });
  for (;;) {
    const { done, value } = await orGiveUp(abort, request, () => whileConnected(() => reader.read()));
    if (done) return;
    yield decoder.decode(value, { stream: true });
  }
}

/** What the action gives; ConnectionError if that takes longer than a server is ever silent, or on abort. */
async function orGiveUp<T>(
  abort: AbortController,
  request: StreamRequest,
  action: () => Promise<T>,
): Promise<T> {
  const limit = request.silenceMs ?? SILENCE_MS;
  const { signal } = abort;
  let onAbort = () => {};
  // Not every replacement of `fetch` listens to its signal.
  const aborted = new Promise<never>((_, reject) => {
    onAbort = () => reject(signal.reason);
    if (signal.aborted) onAbort();
    signal.addEventListener('abort', onAbort, { once: true });
  });
  const silent = new ConnectionError(`the stream was silent for ${limit} ms`);
  const timer = setTimeout(() => abort.abort(silent), limit);
  try {
    return await Promise.race([action(), aborted]);
  } finally {
    clearTimeout(timer);
    signal.removeEventListener('abort', onAbort);
  }
}

function resumes({ method, resumes }: StreamRequest): boolean {
  return resumes ?? (method === 'GET' || method === 'QUERY');
}

function passes(error: unknown): boolean {
  if (error instanceof ConnectionError) return true;
  return error instanceof HttpError && PASSING_STATUS.has(error.status) && error.retryable !== false;
}

/** A server that closes says itself when to come back, unless it does nothing but close. */
function afterClose({ retryMs, fruitless }: Position): number {
  return fruitless < 2 ? retryMs : Math.max(retryMs, backoff(fruitless - 2));
}

function afterFailure(error: unknown, { retryMs, fruitless }: Position): number {
  const asked = error instanceof HttpError ? (error.retryAfterSeconds ?? 0) * 1000 : 0;
  return Math.max(asked, backoff(Math.max(0, fruitless - 1), retryMs));
}
