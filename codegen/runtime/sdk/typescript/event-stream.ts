import { ApiError, toApiError } from './api-error.js';
import { SseParser } from './sse-parser.js';
import { backoff, pause, type Transport } from './transport.js';

/** Where a stream is and how to understand it. */
export interface EventStreamRequest<Event> {
  readonly path: string;
  /** Events after this one; absent: from the first. */
  readonly lastEventId?: string | undefined;
  readonly signal?: AbortSignal | undefined;
  /** From the text of `data` and the name in `event:`. */
  readonly parse: (data: string, event: string) => Event;
  /** After this event the server has nothing more to say. */
  readonly isLast: (event: Event) => boolean;
  /** Whether the event is stored, and its `id` therefore a place that is passed once. */
  readonly isStored: (event: Event) => boolean;
}

/** Refused for good: asking again would not change the answer. */
const FINAL_STATUS = new Set([400, 401, 403, 404, 405, 406, 410, 501]);
const SILENCE_MS = 45_000;
const DEFAULT_RETRY_MS = 2000;

/** Somebody read a stream that is none. */
export class NotAStreamError extends Error {
  override readonly name = 'NotAStreamError';
}

interface Position {
  cursor: string;
  retryMs: number;
  failures: number;
  isDone: boolean;
}

/**
 * The events of a stream, over as many connections as it takes: each one goes on behind the last event that was read.
 * Ends after the last event or on 204. Throws ApiError where asking again is in vain, and the signal's reason on abort.
 */
export async function* readEventStream<Event>(
  transport: Transport,
  request: EventStreamRequest<Event>,
): AsyncGenerator<Event, void, void> {
  const position: Position = {
    cursor: request.lastEventId ?? '',
    retryMs: DEFAULT_RETRY_MS,
    failures: 0,
    isDone: false,
  };
  for (;;) {
    let wait: number;
    try {
      yield* readConnection(transport, request, position);
      if (position.isDone) return;
      wait = position.retryMs;
    } catch (error) {
      request.signal?.throwIfAborted();
      if (error instanceof NotAStreamError) throw error;
      if (error instanceof ApiError && FINAL_STATUS.has(error.status)) throw error;
      if (isProgramError(error)) throw error;
      wait = Math.max(
        backoff(position.failures, position.retryMs),
        error instanceof ApiError ? (error.retryAfterSeconds ?? 0) * 1000 : 0,
      );
      position.failures += 1;
    }
    await pause(wait, request.signal);
  }
}

/** `fetch` reports a broken network as TypeError; whatever else is thrown here comes from parsing. */
function isProgramError(error: unknown): boolean {
  return error instanceof SyntaxError;
}

async function* readConnection<Event>(
  transport: Transport,
  request: EventStreamRequest<Event>,
  position: Position,
): AsyncGenerator<Event, void, void> {
  const abort = new AbortController();
  const onAbort = () => abort.abort(request.signal?.reason);
  request.signal?.throwIfAborted();
  request.signal?.addEventListener('abort', onAbort, { once: true });
  try {
    const response = await transport.connect({
      method: 'GET',
      path: request.path,
      headers: {
        Accept: 'text/event-stream',
        'Last-Event-ID': position.cursor === '' ? undefined : position.cursor,
      },
      signal: abort.signal,
    });
    if (response.status === 204) {
      position.isDone = true;
      return;
    }
    if (!response.ok) throw await toApiError(response);
    const type = response.headers.get('content-type') ?? 'none';
    if (!/^text\/event-stream\s*(;|$)/i.test(type)) {
      throw new NotAStreamError(`the content type is ${type}, not text/event-stream`);
    }
    yield* readEvents(response, abort, request, position);
  } finally {
    request.signal?.removeEventListener('abort', onAbort);
    // Also when the caller leaves its loop: the connection must not stay open.
    abort.abort();
  }
}

async function* readEvents<Event>(
  response: Response,
  abort: AbortController,
  request: EventStreamRequest<Event>,
  position: Position,
): AsyncGenerator<Event, void, void> {
  const parser = new SseParser(position.cursor);
  for await (const text of readText(response, abort)) {
    for (const block of parser.feed(text)) {
      if (block.kind === 'retry') position.retryMs = block.milliseconds;
      else if (block.kind === 'cursor') position.cursor = block.id;
      else {
        const event = request.parse(block.data, block.event);
        // A proxy that plays a response again must not make an event happen twice.
        if (request.isStored(event) && isPassed(block.id, position.cursor)) continue;
        position.cursor = block.id;
        position.failures = 0;
        yield event;
        if (request.isLast(event)) {
          position.isDone = true;
          return;
        }
      }
    }
  }
}

/** Whether both are places in a log, and `id` is not behind the cursor. */
function isPassed(id: string, cursor: string): boolean {
  return /^\d+$/.test(id) && /^\d+$/.test(cursor) && Number(id) <= Number(cursor);
}

/** The text of a response; aborts a connection that is silent for longer than the server ever is. */
async function* readText(response: Response, abort: AbortController): AsyncGenerator<string, void, void> {
  const reader = response.body?.getReader();
  if (reader === undefined) return;
  const decoder = new TextDecoder('utf-8', { ignoreBOM: true });
  for (;;) {
    const { done, value } = await readOrGiveUp(reader, abort);
    if (done) return;
    yield decoder.decode(value, { stream: true });
  }
}

async function readOrGiveUp(reader: ReadableStreamDefaultReader<Uint8Array>, abort: AbortController) {
  const timer = setTimeout(() => abort.abort(new TypeError('the stream went silent')), SILENCE_MS);
  try {
    return await reader.read();
  } finally {
    clearTimeout(timer);
  }
}
