/** The tests' WebSocket client: every frame that comes is held to the contract, and all are kept. */
import { once } from 'node:events';
import type { IncomingMessage } from 'node:http';
import { WebSocket } from 'ws';
import { type Contract, contract as ownContract } from './contract.js';
import type { WireEvent } from './event-stream.js';

type EventBody = WireEvent['body'];

/** A frame of the server's that is no event. */
export interface Answer {
  readonly type: 'ack' | 'pong' | 'error';
  readonly id?: string;
  readonly input_seq?: number;
  readonly problem?: {
    readonly status: number;
    readonly code: string;
    readonly retryable: boolean;
    readonly errors?: readonly { readonly pointer: string; readonly rule: string }[];
  };
}

/** How a socket is opened. */
export interface SocketOptions {
  /** `null` sends no key. */
  readonly apiKey?: string | null;
  readonly query?: Readonly<Record<string, string>>;
  readonly headers?: Readonly<Record<string, string>>;
  readonly contract?: Contract;
  /** Of the protocol, where it is not to be 13. */
  readonly version?: number;
}

/** The server did not open the socket; what it said instead. */
export class SocketRefused extends Error {
  override readonly name = 'SocketRefused';
  readonly status: number;
  readonly problem: { readonly code: string; readonly errors?: readonly { readonly pointer: string }[] };

  constructor(status: number, text: string) {
    super(`${status} ${text}`);
    this.status = status;
    this.problem = JSON.parse(text);
  }
}

const ANSWERS = new Set(['ack', 'pong', 'error']);

/** A socket that a test opened. */
export class TestSocket {
  /** The texts of the events, as they came. */
  readonly raw: string[] = [];
  readonly events: EventBody[] = [];
  readonly answers: Answer[] = [];
  /** The code it was closed with. */
  readonly closed: Promise<number>;
  readonly webSocket: WebSocket;
  readonly #contract: Contract;
  #fault: Error | undefined;
  readonly #waiting = new Set<() => void>();

  constructor(webSocket: WebSocket, contract: Contract) {
    this.webSocket = webSocket;
    this.#contract = contract;
    webSocket.on('message', (data) => this.#take(String(data)));
    webSocket.on('error', () => undefined);
    this.closed = once(webSocket, 'close').then(([code]) => {
      this.#changed();
      return Number(code);
    });
  }

  /** The seq of the last event that it has. */
  get cursor(): string {
    return String(this.events.findLast((event) => event.seq !== undefined)?.seq ?? '');
  }

  send(frame: unknown): void {
    this.webSocket.send(typeof frame === 'string' ? frame : JSON.stringify(frame));
  }

  input(id: string, data: object): void {
    this.send({ type: 'input', id, data });
  }

  /** The first answer for which this holds, now or later. */
  answer(isIt: (answer: Answer) => boolean, seconds = 10): Promise<Answer> {
    return this.#find('an answer', () => this.answers.find(isIt), seconds);
  }

  /** The first event for which this holds, now or later. */
  event(isIt: (event: EventBody) => boolean, seconds = 30): Promise<EventBody> {
    return this.#find('an event', () => this.events.find(isIt), seconds);
  }

  /** Breaks the connection without a word. */
  cut(): void {
    this.webSocket.terminate();
  }

  async #find<T>(what: string, look: () => T | undefined, seconds: number): Promise<T> {
    const end = Date.now() + seconds * 1000;
    for (;;) {
      if (this.#fault !== undefined) throw this.#fault;
      const found = look();
      if (found !== undefined) return found;
      const left = end - Date.now();
      const isOver = this.webSocket.readyState === WebSocket.CLOSED;
      if (left <= 0 || isOver) {
        const had = JSON.stringify({ answers: this.answers, last: this.raw.slice(-3) });
        throw new Error(`no such ${what} ${isOver ? 'before the end' : `in ${seconds} s`}: ${had}`);
      }
      await new Promise<void>((resolve) => {
        const go = () => {
          clearTimeout(timer);
          this.#waiting.delete(go);
          resolve();
        };
        const timer = setTimeout(go, left);
        this.#waiting.add(go);
      });
    }
  }

  #changed(): void {
    for (const go of this.#waiting) go();
  }

  #take(text: string): void {
    const frame = JSON.parse(text) as EventBody & Answer;
    try {
      this.#contract.checkEvent(frame);
    } catch (error) {
      this.#fault ??= error as Error;
    }
    if (ANSWERS.has(frame.type)) this.answers.push(frame);
    else {
      this.raw.push(text);
      this.events.push(frame);
    }
    this.#changed();
  }
}

/** Opens the socket of a job; rejects with SocketRefused if the server answers otherwise. */
export async function openSocket(
  baseUrl: string,
  jobId: string,
  options: SocketOptions = {},
): Promise<TestSocket> {
  const { apiKey, query = {}, headers = {}, contract = ownContract } = options;
  const url = new URL(`/v1/jobs/${jobId}/socket?${new URLSearchParams(query)}`, baseUrl);
  url.protocol = 'ws:';
  const authorization = apiKey === undefined || apiKey === null ? {} : { Authorization: `Bearer ${apiKey}` };
  const webSocket = new WebSocket(url, {
    headers: { ...authorization, ...headers },
    ...(options.version !== undefined && { protocolVersion: options.version }),
  });
  const socket = new TestSocket(webSocket, contract);
  await new Promise<void>((resolve, reject) => {
    webSocket.once('open', resolve);
    webSocket.once('error', reject);
    webSocket.once('unexpected-response', (_, response: IncomingMessage) => {
      void readText(response)
        .then((text) => {
          contract.checkResponse('GET', url.pathname, {
            status: response.statusCode ?? 0,
            headers: response.headers as Record<string, string>,
            body: JSON.parse(text),
          });
          return new SocketRefused(response.statusCode ?? 0, text);
        })
        .then(reject, reject);
    });
  });
  return socket;
}

async function readText(response: IncomingMessage): Promise<string> {
  return (await response.toArray()).join('');
}
