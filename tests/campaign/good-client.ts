/**
 * A client that behaves as the guides advise: it gives up a server that does not answer, sends a request that may be
 * repeated again, and resumes a stream where it broke off, with another server each time.
 */
import { setTimeout as sleep } from 'node:timers/promises';
import { contract } from '../support/contract.js';
import { type OpenStream, openStream, type WireEvent } from '../support/event-stream.js';
import { KEEP_ALIVE_SECONDS } from './installation.js';
import type { PlannedCut } from './plan.js';

/** How to reach the service. */
export interface GoodClientOptions {
  /** Of all servers; a request names one by its index, and its repetitions go round. */
  readonly urls: readonly string[];
  readonly apiKey: string;
  /** When it aborts, nobody goes on trying. */
  readonly signal: AbortSignal;
}

/** A request. */
export interface GoodRequest {
  readonly method: 'GET' | 'POST';
  readonly path: string;
  readonly server: number;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: unknown;
  /** Of two such, the second does nothing: it may be sent again when nobody knows what became of the first. */
  readonly isRepeatable: boolean;
}

/** The answer at last, or none. */
export type Answer =
  | { readonly kind: 'answer'; readonly status: number; readonly headers: Headers; readonly body: AnswerBody }
  /** The connection broke, or the service could not answer, and the request must not be sent again. */
  | { readonly kind: 'unknown' };

/** The parts of the answers' bodies that a campaign looks at. */
export interface AnswerBody {
  readonly job_id?: string;
  readonly status?: string | number;
  readonly code?: string;
  readonly retryable?: boolean;
  readonly retry_after?: number;
  readonly result?: unknown;
}

/** A reader's journey through a job's stream. */
export interface ReadRequest {
  readonly jobId: string;
  readonly server: number;
  readonly cuts: readonly PlannedCut[];
}

/** What a reader got. */
export interface ReaderRecord {
  readonly events: { readonly id: string | undefined; readonly type: string; readonly raw: string }[];
  /** How often it connected. */
  connections: number;
  /** Whether the stream came to its end. */
  isDone: boolean;
}

/** A frozen server is given up after this; longer than any `Prefer: wait` of a campaign. */
const REQUEST_MS = 7000;
/** Between two tries. */
const PAUSE_MS = 300;
/** A stream on which not even a comment came for so long is dead. */
const SILENCE_MS = KEEP_ALIVE_SECONDS * 1000 * 3;

const TERMINAL = new Set(['succeeded', 'failed', 'cancelled', 'timed_out', 'expired']);

export class GoodClient {
  readonly #options: GoodClientOptions;

  constructor(options: GoodClientOptions) {
    this.#options = options;
  }

  /** Sends a request until it is answered. Throws if the answer is none of the contract's, or if time is over. */
  async send(request: GoodRequest): Promise<Answer> {
    for (let server = request.server; ; server++) {
      this.#options.signal.throwIfAborted();
      const answer = await this.#sendOnce(request, server).catch(rethrowUnlessBroken);
      const isToRetry = answer === undefined || answer.body.retryable === true;
      if (!isToRetry) return answer;
      if (!request.isRepeatable) return { kind: 'unknown' };
      await this.#pause(PAUSE_MS);
    }
  }

  /** Reads a job's stream to its end, over as many connections as it takes. */
  async read(request: ReadRequest, record: ReaderRecord): Promise<void> {
    const cuts = [...request.cuts];
    for (let server = request.server; !record.isDone; server++) {
      this.#options.signal.throwIfAborted();
      const cut = cuts[0];
      const isCut = await this.#readOnce(request.jobId, server, cut?.events, record);
      if (isCut) cuts.shift();
      if (!record.isDone) await this.#pause(isCut ? (cut?.pause ?? 0) : PAUSE_MS);
    }
  }

  async #sendOnce(request: GoodRequest, server: number) {
    const { method, path } = request;
    const response = await fetch(this.#url(server, path), {
      method,
      headers: {
        ...request.headers,
        ...(request.body !== undefined && { 'content-type': 'application/json' }),
        authorization: `Bearer ${this.#options.apiKey}`,
      },
      ...(request.body !== undefined && { body: JSON.stringify(request.body) }),
      signal: AbortSignal.timeout(REQUEST_MS),
    });
    const body = (await response.json()) as AnswerBody;
    const { status, headers } = response;
    contract.checkResponse(method, path, { status, headers: Object.fromEntries(headers), body });
    return { kind: 'answer' as const, status, headers, body };
  }

  /** One connection; returns whether the reader itself cut it, after so many events. */
  async #readOnce(
    jobId: string,
    server: number,
    cutAfter = Number.POSITIVE_INFINITY,
    record: ReaderRecord,
  ): Promise<boolean> {
    const leaving = new AbortController();
    const lastEventId = record.events.at(-1)?.id;
    record.connections += 1;
    const silence = new SilenceWatch(leaving);
    try {
      const stream = await openStream(this.#url(server, `/v1/jobs/${jobId}/events`), {
        apiKey: this.#options.apiKey,
        signal: AbortSignal.any([leaving.signal, this.#options.signal]),
        ...(lastEventId !== undefined && { lastEventId }),
      });
      if (!isStream(stream, jobId)) return false;
      silence.watch(stream);
      let count = 0;
      for await (const event of stream.events) {
        silence.heard();
        record.events.push({ id: event.id, type: event.type, raw: event.raw });
        if (isEnd(event)) record.isDone = true;
        count += 1;
        if (count >= cutAfter && !record.isDone) return true;
      }
      return false;
    } catch (error) {
      rethrowUnlessBroken(error);
      return false;
    } finally {
      silence.stop();
      leaving.abort();
    }
  }

  #url(server: number, path: string): string {
    const { urls } = this.#options;
    return `${urls[server % urls.length]}${path}`;
  }

  async #pause(milliseconds: number): Promise<void> {
    await sleep(milliseconds, undefined, { signal: this.#options.signal });
  }
}

/** Gives a connection up on which nothing comes any more. */
class SilenceWatch {
  readonly #leaving: AbortController;
  #heardAt = performance.now();
  #comments = 0;
  #stream: OpenStream | undefined;
  readonly #timer: NodeJS.Timeout;

  constructor(leaving: AbortController) {
    this.#leaving = leaving;
    this.#timer = setInterval(() => this.#look(), 250);
  }

  watch(stream: OpenStream): void {
    this.#stream = stream;
    this.heard();
  }

  heard(): void {
    this.#heardAt = performance.now();
  }

  stop(): void {
    clearInterval(this.#timer);
  }

  #look(): void {
    const comments = this.#stream?.comments.length ?? 0;
    if (comments > this.#comments) this.heard();
    this.#comments = comments;
    if (performance.now() - this.#heardAt > SILENCE_MS)
      this.#leaving.abort(new DOMException('silence', 'TimeoutError'));
  }
}

/** A stream, or an answer after which one tries again. An accepted job always has a log, so nothing else may come. */
function isStream({ response }: OpenStream, jobId: string): boolean {
  if (response.status === 200) return true;
  if (response.status === 503) return false;
  throw new Error(`the stream of ${jobId} answered ${response.status} before its end`);
}

function isEnd({ type, body }: WireEvent): boolean {
  return type === 'job.status' && TERMINAL.has(String(body.data.status));
}

/** The connection broke, or was given up: everything else is somebody's fault. */
function rethrowUnlessBroken(error: unknown): undefined {
  const { name, message } = error as Error;
  if (name === 'TimeoutError' || name === 'AbortError') return undefined;
  if (error instanceof TypeError && /^(fetch failed|terminated)/.test(message)) return undefined;
  throw error;
}
