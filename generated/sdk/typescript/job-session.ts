// Specwire's runtime, copied here by `npm run generate`. Do not edit.

import { ApiError, toApiError } from './api-error.js';
import { abortWith, ConnectionError, pause } from './connection.js';
import type { EventReading } from './event-stream.js';
import type { Problem } from './problem.js';
import { backoff } from './retry.js';
import { newIdempotencyKey, type Transport } from './transport.js';
import { followSocket, openGlobal, type WebSocketLike } from './web-socket.js';

/** How a session reaches its job. */
export interface SessionOptions {
  /** Events after this one; absent: from the first. */
  readonly lastEventId?: string | undefined;
  /**
   * Makes a connection that can have headers, such as `(url, headers) => new WebSocket(url, { headers })` with the package
   * `ws`. Without it the global `WebSocket` is used, with a token in the URL.
   */
  readonly webSocket?:
    | ((url: string, headers: Readonly<Record<string, string>>) => WebSocketLike)
    | undefined;
  /** A stream token with `write`, for whoever has no API key; without it one is made with the key. */
  readonly streamToken?: string | undefined;
  /** Ends the session. */
  readonly signal?: AbortSignal | undefined;
  /** A connection that says nothing for so long is asked whether it lives, and given up after twice that; 20,000. */
  readonly silenceMs?: number | undefined;
}

/** An input that the service has stored. */
export interface StoredInput {
  readonly id: string;
  /** Its number among the job's inputs. */
  readonly input_seq: number;
}

/** The service takes no larger frame. */
const MAX_FRAME_BYTES = 65_536;
/** So many events wait for a slow reader; what comes beyond is fetched again when it has caught up. */
const MAX_WAITING_EVENTS = 1000;
const SILENCE_MS = 20_000;
const PASSING_STATUS = new Set([408, 425, 429, 500, 502, 503, 504]);

/** The service cannot be reached, or cannot answer now. */
function isPassing(error: unknown): boolean {
  return error instanceof ConnectionError || (error instanceof ApiError && PASSING_STATUS.has(error.status));
}

interface Outgoing {
  readonly id: string;
  readonly text: string;
  readonly resolve: (stored: StoredInput) => void;
  readonly reject: (error: unknown) => void;
}

interface Frame {
  readonly type: string;
  readonly id?: string;
  readonly input_seq?: number;
  readonly problem?: Problem & { readonly status?: number; readonly retry_after?: number };
  readonly seq?: number;
  readonly data?: { readonly status?: string; readonly first_seq?: number };
}

/**
 * A talk with a running job, over as many connections as it takes: events are neither lost nor repeated, and what is sent
 * is stored once. Iterate it for the events, in one loop at a time; to leave the loop does not end the session, `close` does.
 */
export class JobSession<Event, Input> implements AsyncIterable<Event> {
  readonly #transport: Transport;
  readonly #path: string;
  readonly #reading: EventReading<Event>;
  readonly #options: SessionOptions;
  readonly #ending = new AbortController();
  readonly #outgoing: Outgoing[] = [];
  readonly #cancels: { resolve: () => void; reject: (error: unknown) => void }[] = [];
  #events: Event[] = [];
  #cursor: string;
  #token: string | undefined;
  /** Events were left out because nobody read them. */
  #isBehind = false;
  /** The connection is being given up for one that brings them. */
  #isCatchingUp = false;
  #caughtUp: (() => void) | undefined;
  #isOver = false;
  #failure: { readonly error: unknown } | undefined;
  #wakeReader: (() => void) | undefined;
  #socket: WebSocketLike | undefined;
  #fruitless = 0;
  /** The first of `#outgoing` is on its way. */
  #isSending = false;

  constructor(
    transport: Transport,
    path: string,
    reading: EventReading<Event>,
    options: SessionOptions = {},
  ) {
    this.#transport = transport;
    this.#path = path;
    this.#reading = reading;
    this.#options = options;
    this.#cursor = options.lastEventId ?? '';
    this.#token = options.streamToken;
    const unlink = abortWith(this.#ending, options.signal);
    void this.#run().finally(unlink);
  }

  /**
   * Tells the job something; resolves once the service has stored it. Inputs arrive in the order of the calls. Rejects with
   * ApiError if the service refuses it, with ConnectionError if the session ends before.
   */
  send(input: Input): Promise<StoredInput> {
    const id = newIdempotencyKey();
    const text = JSON.stringify({ type: 'input', id, data: input });
    if (new TextEncoder().encode(text).length > MAX_FRAME_BYTES) {
      return Promise.reject(new RangeError(`an input may have at most ${MAX_FRAME_BYTES} bytes`));
    }
    return new Promise((resolve, reject) => {
      if (this.#isOver) return reject(this.#endError());
      this.#outgoing.push({ id, text, resolve, reject });
      this.#sendNext();
    });
  }

  /** Cancels the job; resolves when that is certain. */
  cancel(): Promise<void> {
    return new Promise((resolve, reject) => {
      if (this.#isOver) return reject(this.#endError());
      this.#cancels.push({ resolve, reject });
      this.#socket?.send(CANCEL);
    });
  }

  /** Ends the session; the job goes on. */
  close(): void {
    this.#ending.abort(new ConnectionError('the session was closed'));
  }

  /** The events, until the job ends or the session is closed. Throws ApiError where trying again is in vain. */
  async *[Symbol.asyncIterator](): AsyncGenerator<Event, void, void> {
    for (;;) {
      const waiting = this.#events;
      this.#events = [];
      yield* waiting;
      if (this.#events.length > 0) continue;
      if (this.#isBehind) this.#catchUp();
      else if (this.#isOver) {
        if (this.#failure !== undefined) throw this.#failure.error;
        return;
      }
      if (this.#events.length === 0 && !this.#isOver) {
        await new Promise<void>((resolve) => {
          this.#wakeReader = resolve;
        });
      }
    }
  }

  /** Connects until all is said. */
  async #run(): Promise<void> {
    const { signal } = this.#ending;
    try {
      while (!signal.aborted && !(await this.#connection())) {
        await pause(backoff(Math.max(0, this.#fruitless - 1)), signal);
      }
    } catch (error) {
      if (!signal.aborted) this.#failure = { error };
      else if (this.#options.signal?.aborted) this.#failure = { error: signal.reason };
    }
    this.#finish();
  }

  #finish(): void {
    this.#isOver = true;
    this.#isBehind = false;
    this.#socket?.close(1000);
    this.#socket = undefined;
    const error = this.#endError();
    for (const { reject } of this.#outgoing.splice(0)) reject(error);
    for (const { reject } of this.#cancels.splice(0)) reject(error);
    this.#wakeReader?.();
  }

  #endError(): unknown {
    return this.#failure?.error ?? this.#ending.signal.reason ?? new ConnectionError('the session has ended');
  }

  /** One connection, to its end; resolves to whether nothing more is to come. */
  async #connection(): Promise<boolean> {
    this.#fruitless += 1;
    const address = await this.#address().catch((error: unknown) => {
      if (!isPassing(error)) throw error;
    });
    if (address === undefined) return false;
    const { url, headers } = address;
    this.#isSending = false;
    // It begins where the reader will go on.
    this.#isBehind = false;
    this.#isCatchingUp = false;
    const open = this.#options.webSocket ?? openGlobal;
    const socket = open(url, headers);
    const { code, wasOpen } = await followSocket(socket, {
      signal: this.#ending.signal,
      silenceMs: this.#silenceMs,
      ask: PING,
      onOpen: () => this.#begin(socket),
      // One that was given up may still have something to say.
      onMessage: (text) => this.#socket === socket && this.#take(text),
    });
    this.#socket = undefined;
    if (this.#isCatchingUp) return false;
    if (code === 1000) {
      if (!this.#isBehind) return true;
      // The service has said all, but the reader has not heard all.
      await this.#whenCaughtUp();
      return false;
    }
    if (code === 1008)
      throw new ConnectionError('the service closed the session: too many frames were refused');
    if (!wasOpen) await this.#findReason();
    return false;
  }

  #begin(socket: WebSocketLike): void {
    this.#socket = socket;
    if (this.#cancels.length > 0) socket.send(CANCEL);
    this.#sendNext();
  }

  #take(text: string): void {
    const frame = JSON.parse(text) as Frame;
    switch (frame.type) {
      case 'ack':
        this.#settle(frame, (sent) => sent.resolve({ id: sent.id, input_seq: frame.input_seq ?? 0 }));
        return;
      case 'error':
        this.#refused(frame);
        return;
      case 'pong':
        return;
      default:
        this.#takeEvent(frame, text);
    }
  }

  #takeEvent(frame: Frame, text: string): void {
    const event = this.#reading.parse(text, frame.type, '');
    if (this.#reading.isNumbered(event)) {
      if (this.#cursor !== '' && Number(frame.seq) <= Number(this.#cursor)) return;
      this.#isBehind ||= this.#events.length >= MAX_WAITING_EVENTS;
      if (this.#isBehind) return;
      this.#cursor = String(frame.seq);
    } else this.#cursor = String((frame.data?.first_seq ?? 1) - 1);
    this.#fruitless = 0;
    this.#events.push(event);
    const isCancelled = frame.type === 'job.status' && frame.data?.status === 'cancelling';
    const isLast = this.#reading.isLast(event);
    if (isCancelled || isLast) for (const { resolve } of this.#cancels.splice(0)) resolve();
    // Else it waits for its answers: the service says goodbye when it has given them.
    if (isLast && this.#outgoing.length === 0) this.#socket?.close(1000);
    this.#wakeReader?.();
  }

  /** The reader has all that was kept for it: a new connection brings what was left out. */
  #catchUp(): void {
    this.#isBehind = false;
    this.#isCatchingUp = this.#socket !== undefined;
    this.#socket?.close(1000);
    this.#socket = undefined;
    this.#caughtUp?.();
  }

  #whenCaughtUp(): Promise<void> {
    const { signal } = this.#ending;
    return new Promise((resolve) => {
      this.#caughtUp = resolve;
      if (signal.aborted) resolve();
      else signal.addEventListener('abort', () => resolve(), { once: true });
    });
  }

  #settle({ id }: Frame, settle: (sent: Outgoing) => void): void {
    const [first] = this.#outgoing;
    if (first === undefined || first.id !== id) return;
    this.#outgoing.shift();
    this.#isSending = false;
    this.#fruitless = 0;
    settle(first);
    this.#sendNext();
  }

  #refused(frame: Frame): void {
    const { problem, id } = frame;
    if (id === undefined && problem?.code === 'job_already_terminal') {
      for (const { reject } of this.#cancels.splice(0)) reject(refusalOf(problem));
      return;
    }
    if (problem?.retryable === true && id === this.#outgoing[0]?.id) {
      const afterMs = Math.max(1000, (problem.retry_after ?? 0) * 1000);
      pause(afterMs, this.#ending.signal).then(
        () => {
          this.#isSending = false;
          this.#sendNext();
        },
        () => undefined,
      );
      return;
    }
    this.#settle(frame, (sent) => sent.reject(refusalOf(problem)));
  }

  /** One at a time, so that they are stored in their order whatever happens to one of them. */
  #sendNext(): void {
    const [first] = this.#outgoing;
    if (first === undefined || this.#isSending || this.#socket === undefined) return;
    this.#isSending = true;
    this.#socket.send(first.text);
  }

  async #address(): Promise<{ url: string; headers: Readonly<Record<string, string>> }> {
    const key = await this.#transport.key();
    const isByHeader = this.#options.webSocket !== undefined && key !== undefined;
    if (!isByHeader) this.#token ??= await this.#makeToken();
    const query = {
      last_event_id: this.#cursor === '' ? undefined : this.#cursor,
      stream_token: isByHeader ? undefined : this.#token,
    };
    const url = this.#transport.address(this.#path, query).replace(/^http/, 'ws');
    return { url, headers: isByHeader ? { Authorization: `Bearer ${key}` } : {} };
  }

  /** A WebSocket of the standard's cannot set headers; a token stands in its URL. */
  async #makeToken(): Promise<string> {
    const { token } = await this.#transport.json<{ readonly token: string }>({
      method: 'POST',
      path: this.#path.replace(/[^/]+$/, 'stream-token'),
      body: { write: true },
      signal: this.#ending.signal,
    });
    return token;
  }

  /** A WebSocket does not tell why it was not opened: an ordinary request does, unless the server says nothing at all. */
  async #findReason(): Promise<void> {
    const abort = new AbortController();
    const unlink = abortWith(abort, this.#ending.signal);
    const timer = setTimeout(() => abort.abort(), this.#silenceMs);
    try {
      const error = await this.#askReason(abort.signal).catch(() => undefined);
      // That it is no WebSocket is all that is wrong with it.
      if (error === undefined || error.status === 400 || isPassing(error)) return;
      throw error;
    } finally {
      clearTimeout(timer);
      unlink();
    }
  }

  async #askReason(signal: AbortSignal): Promise<ApiError | undefined> {
    const key = await this.#transport.key();
    const query = key === undefined ? { stream_token: this.#token } : {};
    const response = await this.#transport.connect({ method: 'GET', path: this.#path, query, signal });
    return response.ok ? undefined : toApiError(response);
  }

  get #silenceMs(): number {
    return this.#options.silenceMs ?? SILENCE_MS;
  }
}

const PING = JSON.stringify({ type: 'ping' });
const CANCEL = JSON.stringify({ type: 'cancel' });

function refusalOf(problem: Frame['problem']): ApiError {
  return new ApiError({
    status: problem?.status ?? 0,
    problem,
    retryAfterSeconds: problem?.retry_after,
    requestId: problem?.request_id,
  });
}
