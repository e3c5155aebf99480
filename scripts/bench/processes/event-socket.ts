/**
 * A reader of one event stream on a bare socket: what it costs is small beside what it measures, and the same on both
 * sides. It looks for frames in the bytes; chunk sizes in between disturb nobody.
 */
import { connect, type Socket } from 'node:net';

/** What is to be read. */
export interface StreamRequest {
  readonly url: string;
  readonly apiKey?: string;
  readonly path: string;
}

const LINE_FEED = 10;
const END_OF_FRAME = '\n\n';

/** An open stream and what has come of it. */
export class EventSocket {
  frames = 0;
  bytes = 0;
  /** Reads of the socket. */
  reads = 0;
  /** Gets the bytes as they come; everything after the head of the response. */
  onBytes: ((bytes: Buffer) => void) | undefined;
  /** Resolves when the first bytes are there. */
  readonly opened: Promise<void>;
  /** Resolves with the time of the end. */
  readonly ended: Promise<number>;
  readonly #socket: Socket;
  #lastByte = 0;

  constructor({ url, apiKey, path }: StreamRequest) {
    const { hostname, port } = new URL(url);
    this.#socket = connect({ host: hostname, port: Number(port), noDelay: true });
    const key = apiKey === undefined ? '' : `Authorization: Bearer ${apiKey}\r\n`;
    this.#socket.write(
      `GET ${path} HTTP/1.1\r\nHost: ${hostname}:${port}\r\nAccept: text/event-stream\r\n${key}Connection: close\r\n\r\n`,
    );
    this.opened = new Promise((resolve, reject) => {
      this.#socket.once('data', (bytes: Buffer) => {
        const head = bytes.toString('latin1', 0, 15);
        if (head === 'HTTP/1.1 200 OK') resolve();
        else reject(new Error(bytes.toString()));
      });
      this.#socket.once('error', reject);
    });
    this.ended = new Promise((resolve) => {
      this.#socket.once('close', () => resolve(performance.timeOrigin + performance.now()));
    });
    this.#socket.on('data', (bytes: Buffer) => this.#take(bytes));
    this.#socket.on('error', () => undefined);
  }

  close(): void {
    this.#socket.destroy();
  }

  #take(bytes: Buffer): void {
    this.reads += 1;
    this.bytes += bytes.length;
    if (this.#lastByte === LINE_FEED && bytes[0] === LINE_FEED) this.frames += 1;
    for (let at = bytes.indexOf(END_OF_FRAME); at >= 0; at = bytes.indexOf(END_OF_FRAME, at + 2))
      this.frames += 1;
    this.#lastByte = bytes[bytes.length - 1] ?? 0;
    this.onBytes?.(bytes);
  }
}

/** Cuts bytes of a stream into frames. */
export function frameSplitter(onFrame: (frame: string) => void): (bytes: Buffer) => void {
  let rest = '';
  return (bytes) => {
    const parts = (rest + bytes.toString('latin1')).split(END_OF_FRAME);
    rest = parts.pop() ?? '';
    for (const part of parts) onFrame(part);
  };
}
