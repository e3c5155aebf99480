/** One client's open socket: a cursor into the log and a connection. Events are never queued: when it is full, they wait. */
import type { Duplex } from 'node:stream';
import type { WebSocket } from 'ws';
import type { FrameBatch } from '../events/frames.js';
import type { Reader } from '../events/hub.js';

/** What a session is opened with. Times in milliseconds of one clock. */
export interface SocketSessionOptions {
  /** The seq after which to begin. */
  readonly after: number;
  /** An event before the first stored one: a `stream.reset`. */
  readonly opening: string | undefined;
  readonly endsAt: number;
  readonly pingMs: number;
  readonly now: () => number;
  /** Resolves when nothing that the client has sent waits for an answer. */
  readonly whenAnswered: () => Promise<void>;
  readonly onReady: () => void;
  readonly onClose: () => void;
}

/** Why a socket is closed (RFC 6455 section 7.4.1; 1012 is registered with IANA). */
export type CloseCode =
  /** All is said. */
  | 1000
  /** The client broke the rules too often. */
  | 1008
  /** Come back. */
  | 1012;

/**
 * A socket stays open at least this long: a client that comes back after a broken connection sends again what was not
 * answered, and may only learn now that it was stored, although the job has ended meanwhile.
 */
const LEAST_LIFE_MS = 1000;
/** Pings without an answer after which a client is given up. */
const MAX_MISSED = 2;
/** A client that takes nothing for so long will not take the rest. */
const STALLED_MS = 60_000;
/** A page of events and some answers: a client that sends, but does not read, gets no further. */
const MAX_BUFFERED_BYTES = 512 * 1024;

/** An open socket. */
export class SocketSession implements Reader {
  readonly #webSocket: WebSocket;
  readonly #socket: Duplex;
  readonly #options: SocketSessionOptions;
  #cursor: number;
  readonly #openedAt: number;
  /** There are no more events. */
  #isDone = false;
  #isEnded = false;
  #isBlocked = false;
  #pingedAt: number;
  #missed = 0;
  #progress: { readonly buffered: number; readonly at: number };

  constructor(webSocket: WebSocket, socket: Duplex, options: SocketSessionOptions) {
    this.#webSocket = webSocket;
    this.#socket = socket;
    this.#options = options;
    this.#cursor = options.after;
    this.#openedAt = options.now();
    this.#pingedAt = this.#openedAt;
    this.#progress = { buffered: 0, at: this.#pingedAt };
    socket.on('drain', () => {
      this.#isBlocked = false;
      if (!this.#isEnded) options.onReady();
    });
    webSocket.on('ping', (data) => {
      if (webSocket.bufferedAmount < MAX_BUFFERED_BYTES) webSocket.pong(data);
    });
    webSocket.on('pong', () => {
      this.#missed = 0;
    });
    webSocket.on('close', () => {
      this.#isEnded = true;
      options.onClose();
    });
    // A reset of the connection, or a frame that breaks the protocol, closes it: that is all there is to know.
    webSocket.on('error', () => undefined);
    if (options.opening !== undefined) webSocket.send(options.opening);
  }

  get cursor(): number {
    return this.#cursor;
  }

  get isReady(): boolean {
    return !this.#isBlocked && !this.#isDone && !this.#isEnded;
  }

  /** Whether what the client sends still counts; one that was shown out may go on to send. */
  get isOpen(): boolean {
    return !this.#isEnded;
  }

  deliver(batch: FrameBatch): void {
    // One write for all of them.
    this.#socket.cork();
    for (const { body } of batch.events) this.#webSocket.send(body);
    this.#socket.uncork();
    this.#isBlocked = this.#socket.writableNeedDrain;
    this.#cursor = batch.lastSeq;
    if (batch.isFinal) this.finish();
  }

  /** All is said: closes the socket when what the client has sent is answered. */
  finish(): void {
    if (this.#isDone) return;
    this.#isDone = true;
    const left = Math.max(0, this.#openedAt + LEAST_LIFE_MS - this.#options.now());
    setTimeout(() => void this.#options.whenAnswered().then(() => this.close(1000)), left).unref();
  }

  lose(): void {
    this.close(1012);
  }

  /** Sends an answer to a frame. */
  answer(frame: object): void {
    if (this.#isEnded) return;
    if (this.#webSocket.bufferedAmount > MAX_BUFFERED_BYTES) this.#webSocket.terminate();
    else this.#webSocket.send(JSON.stringify(frame));
  }

  /** Says goodbye; the client has half a minute to answer. */
  close(code: CloseCode): void {
    if (this.#isEnded) return;
    this.#isEnded = true;
    // Whoever has not read for so long may never do: nothing more is queued for it.
    if (this.#isBlocked && code === 1012) this.#webSocket.terminate();
    else this.#webSocket.close(code);
  }

  /** Gives the client up. */
  terminate(): void {
    this.#isEnded = true;
    this.#webSocket.terminate();
  }

  /** Time passes: a ping when it is due, the end of a long life, and of one that has ended already. */
  tick(now: number): void {
    if (this.#isEnded) return;
    if (now >= this.#options.endsAt) this.close(1012);
    else if (this.#isBlocked) this.#giveUpStalled(now);
    else if (now - this.#pingedAt >= this.#options.pingMs) this.#ping(now);
  }

  #giveUpStalled(now: number): void {
    const buffered = this.#webSocket.bufferedAmount;
    if (buffered !== this.#progress.buffered) this.#progress = { buffered, at: now };
    else if (now - this.#progress.at >= STALLED_MS) this.terminate();
    // What it takes of the backlog is as good as an answer.
    this.#missed = 0;
  }

  #ping(now: number): void {
    if (this.#missed >= MAX_MISSED) {
      this.terminate();
      return;
    }
    this.#pingedAt = now;
    this.#missed += 1;
    this.#webSocket.ping();
  }
}
