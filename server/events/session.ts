/** One client's open stream: a cursor into the log and a socket. It never queues: when the socket is full, it waits. */
import type { ServerResponse } from 'node:http';
import { type FrameBatch, KEEP_ALIVE, PREFACE, retryFrame } from './frames.js';
import type { Reader } from './hub.js';

/** What a session is opened with. Times in milliseconds of one clock. */
export interface SessionOptions {
  /** The seq after which to begin. */
  readonly after: number;
  /** Frames before the first stored event: a `stream.reset`, or nothing. */
  readonly opening: string;
  readonly endsAt: number;
  readonly keepAliveMs: number;
  readonly now: number;
  /** From 0 to 1; spreads reconnects. */
  readonly random: () => number;
  readonly onReady: () => void;
  readonly onClose: () => void;
}

/** Reconnects of streams that ended before their job are spread over these milliseconds. */
const RETRY_LEAST_MS = 500;
const RETRY_SPREAD_MS = 3000;
/** How long after the stream's time a client may still be taking its last words. */
const LAST_WORDS_MS = 30_000;

/** An open event stream. */
export class StreamSession implements Reader {
  readonly #response: ServerResponse;
  readonly #options: SessionOptions;
  #cursor: number;
  #isBlocked = false;
  #isEnded = false;
  #lastWrite: number;

  constructor(response: ServerResponse, options: SessionOptions) {
    this.#response = response;
    this.#options = options;
    this.#cursor = options.after;
    this.#lastWrite = options.now;
    response.on('drain', () => {
      this.#isBlocked = false;
      if (!this.#isEnded) options.onReady();
    });
    response.on('close', () => {
      this.#isEnded = true;
      options.onClose();
    });
    // A reset of the connection closes it, which is all that there is to know.
    response.on('error', () => undefined);
    response.socket?.setNoDelay(true);
    this.#write(options.opening === '' ? PREFACE : Buffer.concat([PREFACE, Buffer.from(options.opening)]));
  }

  get cursor(): number {
    return this.#cursor;
  }

  get isReady(): boolean {
    return !this.#isBlocked && !this.#isEnded;
  }

  deliver(batch: FrameBatch): void {
    // It may have been stopped while this was being read.
    if (this.#isEnded) return;
    this.#write(batch.bytes);
    this.#cursor = batch.lastSeq;
    if (batch.isFinal) this.#end();
  }

  lose(): void {
    this.#end();
  }

  /** Time passes, until the connection is closed: a comment when it is due, and the end of a long life. */
  tick(now: number): void {
    const { endsAt } = this.#options;
    if (this.#isEnded) {
      // A client that does not take the end would keep the connection, and what is queued for it, for ever.
      if (now >= endsAt + LAST_WORDS_MS) this.#response.destroy();
    } else if (now >= endsAt) this.stop();
    else if (now - this.#lastWrite >= this.#options.keepAliveMs && !this.#isBlocked) {
      this.#lastWrite = now;
      this.#write(KEEP_ALIVE);
    }
  }

  /** Ends the stream before its job; the client comes back after a while that differs from client to client. */
  stop(): void {
    if (this.#isEnded) return;
    // Whoever has not read for so long may never do: nothing more is queued for it.
    if (this.#isBlocked) {
      this.#response.destroy();
      return;
    }
    this.#write(Buffer.from(retryFrame(RETRY_LEAST_MS + this.#options.random() * RETRY_SPREAD_MS)));
    this.#end();
  }

  #write(bytes: Buffer): void {
    if (!this.#response.write(bytes)) this.#isBlocked = true;
  }

  #end(): void {
    if (this.#isEnded) return;
    this.#isEnded = true;
    this.#response.end();
  }
}
