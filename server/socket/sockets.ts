/** All open sockets of the process, with the one timer that they share. */
import type { IncomingMessage } from 'node:http';
import type { Duplex } from 'node:stream';
import { WebSocketServer } from 'ws';
import type { EventHub, Subscription } from '../events/hub.js';
import { SocketSession } from './session.js';

/** How long sockets live and how often they are asked whether they do. */
export interface SocketSettings {
  readonly maxSeconds: number;
  readonly pingSeconds: number;
}

/** A connection to be made a socket. */
export interface SocketStart {
  readonly request: IncomingMessage;
  readonly socket: Duplex;
  readonly head: Buffer;
  /** Further headers of the answer. */
  readonly headers: readonly string[];
  readonly jobId: string;
  readonly after: number;
  /** The last seq known to be in the log. */
  readonly lastSeq: number;
  readonly opening: string | undefined;
  /** The job has ended, and the client has seen all. */
  readonly isDone: boolean;
  /** Makes the reader of what the client sends. */
  readonly listen: (session: SocketSession) => FrameListener;
  /** The socket is gone. */
  readonly onClose: () => void;
}

/** Hears what a client sends. */
export interface FrameListener {
  /** Takes a frame; resolves when the next may come. */
  take(data: Buffer, isBinary: boolean): Promise<void> | undefined;
  /** Resolves when all that it has taken is answered. */
  whenAnswered(): Promise<void>;
}

const TICK_MS = 1000;
/** How long clients have to answer the goodbye when the process ends. */
const GOODBYE_MS = 2000;
/** The largest frame, in bytes; a larger one closes the socket with 1009. */
const MAX_FRAME_BYTES = 64 * 1024;

/** Opens, feeds and ends sockets. */
export class JobSockets {
  readonly #hub: EventHub;
  readonly #settings: SocketSettings;
  readonly #now: () => number;
  readonly #sessions = new Set<SocketSession>();
  readonly #headers = new WeakMap<IncomingMessage, readonly string[]>();
  readonly #handshakes: WebSocketServer;
  #timer: NodeJS.Timeout | undefined;

  constructor(hub: EventHub, settings: SocketSettings, now: () => number = () => performance.now()) {
    this.#hub = hub;
    this.#settings = settings;
    this.#now = now;
    this.#handshakes = new WebSocketServer({
      noServer: true,
      clientTracking: false,
      perMessageDeflate: false,
      maxPayload: MAX_FRAME_BYTES,
      // Pongs that nobody reads would pile up.
      autoPong: false,
    });
    this.#handshakes.on('headers', (lines, request) => lines.push(...(this.#headers.get(request) ?? [])));
    this.#timer = setInterval(() => this.#tick(), TICK_MS);
    this.#timer.unref();
  }

  /** How many are open. */
  get size(): number {
    return this.#sessions.size;
  }

  /** Makes the connection a socket and serves it. */
  open(start: SocketStart): void {
    const { request, socket, head } = start;
    // The client may have left while we looked at the job.
    if (socket.destroyed) {
      start.onClose();
      return;
    }
    this.#headers.set(request, start.headers);
    // There are no subprotocols. Of one that is malformed, `ws` would say so itself, in HTML.
    delete request.headers['sec-websocket-protocol'];
    this.#handshakes.handleUpgrade(request, socket, head, (webSocket) => {
      const now = this.#now();
      let subscription: Subscription | undefined;
      const session = new SocketSession(webSocket, socket, {
        after: start.after,
        opening: start.opening,
        now: this.#now,
        endsAt: now + this.#settings.maxSeconds * 1000,
        pingMs: this.#settings.pingSeconds * 1000,
        whenAnswered: () => listener.whenAnswered(),
        onReady: () => subscription?.resume(),
        onClose: () => {
          this.#sessions.delete(session);
          subscription?.close();
          start.onClose();
        },
      });
      this.#sessions.add(session);
      const listener = start.listen(session);
      webSocket.on('message', (data, isBinary) => {
        const busy = session.isOpen ? listener.take(data as Buffer, isBinary) : undefined;
        if (busy === undefined) return;
        webSocket.pause();
        void busy.finally(() => webSocket.resume());
      });
      // One opened while the process ends would keep it from ending.
      if (this.#timer === undefined) session.close(1012);
      else if (start.isDone) session.finish();
      else subscription = this.#hub.follow(start.jobId, start.lastSeq, session);
    });
  }

  /** Ends all sockets, now and from now on. */
  close(): void {
    clearInterval(this.#timer);
    this.#timer = undefined;
    for (const session of this.#sessions) session.close(1012);
    setTimeout(() => {
      for (const session of this.#sessions) session.terminate();
    }, GOODBYE_MS).unref();
  }

  #tick(): void {
    const now = this.#now();
    for (const session of this.#sessions) session.tick(now);
  }
}
