/** Reads an event stream as bytes come, holding each event to the contract on its way. */
import { createParser, type EventSourceMessage } from 'eventsource-parser';
import { type Contract, contract as ownContract } from './contract.js';

/** One event of a job, as it stood on the wire. */
export interface WireEvent {
  readonly id: string | undefined;
  readonly type: string;
  /** The bytes of `data:`, for comparing streams to the letter. */
  readonly raw: string;
  readonly body: {
    readonly type: string;
    readonly job_id: string;
    readonly seq?: number;
    readonly attempt?: number;
    readonly timestamp: string;
    readonly data: Record<string, unknown>;
  };
  /** When it was received, `performance.now()` milliseconds. */
  readonly receivedAt: number;
}

export interface StreamOptions {
  readonly apiKey?: string;
  readonly lastEventId?: string;
  readonly signal?: AbortSignal;
  readonly headers?: Record<string, string>;
  /** What the stream is held to, if not to this project's. */
  readonly contract?: Contract;
}

/** An open stream: its response, the comments and `retry` fields seen so far, and its events as they come. */
export interface OpenStream {
  readonly response: Response;
  readonly comments: string[];
  readonly retries: number[];
  readonly events: AsyncGenerator<WireEvent, void>;
}

function toWireEvent(message: EventSourceMessage, contract: Contract): WireEvent {
  const body = JSON.parse(message.data) as WireEvent['body'];
  if (message.event !== body.type) throw new Error(`event: ${message.event} but type ${body.type}`);
  if (body.type !== 'stream.reset' && message.id !== String(body.seq)) {
    throw new Error(`id: ${message.id} but seq ${body.seq}`);
  }
  contract.checkEvent(body);
  return { id: message.id, type: body.type, raw: message.data, body, receivedAt: performance.now() };
}

async function* readEvents(
  response: Response,
  contract: Contract,
  comments: string[],
  retries: number[],
): AsyncGenerator<WireEvent, void> {
  let queue: WireEvent[] = [];
  const parser = createParser({
    onEvent: (message) => queue.push(toWireEvent(message, contract)),
    onComment: (comment) => comments.push(comment),
    onRetry: (retry) => retries.push(retry),
    onError: (error) => {
      throw error;
    },
  });
  if (response.body === null) return;
  const decoder = new TextDecoder();
  for await (const chunk of response.body) {
    parser.feed(decoder.decode(chunk as Uint8Array, { stream: true }));
    const ready = queue;
    queue = [];
    yield* ready;
  }
}

/** Opens the stream of a job. The response is held to the contract; the caller looks at its status. */
export async function openStream(url: string, options: StreamOptions = {}): Promise<OpenStream> {
  const { contract = ownContract } = options;
  const headers: Record<string, string> = { accept: 'text/event-stream', ...options.headers };
  if (options.apiKey !== undefined) headers.authorization = `Bearer ${options.apiKey}`;
  if (options.lastEventId !== undefined) headers['last-event-id'] = options.lastEventId;
  const response = await fetch(url, { headers, ...(options.signal && { signal: options.signal }) });
  const isStream = response.headers.get('content-type')?.startsWith('text/event-stream') ?? false;
  const text = isStream ? undefined : await response.text();
  contract.checkResponse('GET', new URL(url).pathname, {
    status: response.status,
    headers: Object.fromEntries(response.headers),
    body: isStream || text === '' ? undefined : JSON.parse(text ?? ''),
  });
  const comments: string[] = [];
  const retries: number[] = [];
  return { response, comments, retries, events: readEvents(response, contract, comments, retries) };
}

/** Reads a job's stream to its end; throws when `seq` has a gap or a repeat. */
export async function readStream(url: string, options: StreamOptions = {}): Promise<readonly WireEvent[]> {
  const stream = await openStream(url, options);
  const events: WireEvent[] = [];
  for await (const event of stream.events) events.push(event);
  assertGapless(events);
  return events;
}

/** Throws unless the stored events follow each other one by one. */
export function assertGapless(events: readonly WireEvent[]): void {
  const stored = events.filter((event) => event.type !== 'stream.reset');
  stored.forEach((event, index) => {
    const previous = stored[index - 1];
    if (previous !== undefined && event.body.seq !== (previous.body.seq ?? 0) + 1) {
      throw new Error(`seq ${event.body.seq} follows ${previous.body.seq}`);
    }
  });
}
