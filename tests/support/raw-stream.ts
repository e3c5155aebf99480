/**
 * Reads event streams byte by byte, each over a connection of its own that can be broken anywhere. It parses by itself
 * and keeps frames as they stood on the wire, so that streams can be compared to the letter.
 */
import { type ClientRequest, type IncomingMessage, request } from 'node:http';
import { setTimeout as sleep } from 'node:timers/promises';

/** Where a connection breaks: what came of the body beyond it never arrived. */
export type Cut =
  /** Before anything of the answer has come. */
  | { readonly kind: 'request' }
  /** After so many bytes of the body, in the middle of whatever stands there. */
  | { readonly kind: 'bytes'; readonly count: number }
  /** After so many complete frames. */
  | { readonly kind: 'frames'; readonly count: number };

/** What is read, and how far. */
export interface RawStreamOptions {
  readonly apiKey: string;
  readonly lastEventId?: string | undefined;
  readonly cut?: Cut | undefined;
  /** Gets each frame with an id when it is complete; without it they are kept in `frames`. */
  readonly onFrame?: (frame: string) => void;
}

/** A stream that is being read. */
export class RawStream {
  /** Undefined if the connection broke before it was known. */
  status: number | undefined;
  /** Frames with an id, without their blank line. */
  readonly frames: string[] = [];
  /** Resolves when the head of the answer has come, or the connection is over. */
  readonly opened: Promise<void>;
  /** Resolves when the connection is over, whoever ended it. */
  readonly closed: Promise<void>;
  /** Whether the server ended the body as HTTP has it. */
  isWhole = false;
  /** The bytes of the body that arrived. */
  bytes = 0;
  /** When each comment came, `performance.now()` milliseconds. */
  readonly commentedAt: number[] = [];
  /** This end's port. */
  localPort = 0;
  readonly #options: RawStreamOptions;
  readonly #request: ClientRequest;
  #response: IncomingMessage | undefined;
  #rest = '';
  #frameCount = 0;
  #isCut = false;

  constructor(url: string, options: RawStreamOptions) {
    this.#options = options;
    this.#request = request(url, {
      agent: false,
      headers: {
        accept: 'text/event-stream',
        authorization: `Bearer ${options.apiKey}`,
        ...(options.lastEventId !== undefined && { 'last-event-id': options.lastEventId }),
      },
    });
    this.closed = new Promise((resolve) => this.#request.once('close', resolve));
    const answered = new Promise<void>((resolve) =>
      this.#request.once('response', (response) => {
        this.#take(response);
        resolve();
      }),
    );
    this.opened = Promise.race([answered, this.closed]);
    // However it breaks, it is closed.
    this.#request.on('error', () => undefined);
    if (options.cut?.kind === 'request') this.#request.once('finish', () => this.#break());
    this.#request.end();
  }

  /** Takes nothing more off the socket. */
  pause(): void {
    this.#response?.pause();
  }

  resume(): void {
    this.#response?.resume();
  }

  #take(response: IncomingMessage): void {
    this.#response = response;
    this.status = response.statusCode;
    this.localPort = response.socket.localPort ?? 0;
    response.on('error', () => undefined);
    response.on('end', () => {
      // It may have ended right behind the cut: this reader never heard of that.
      if (!this.#isCut) this.isWhole = true;
    });
    // One character a byte: nothing is lost when a character is cut in two.
    response.on('data', (chunk: Buffer) => this.#feed(chunk.toString('latin1')));
    this.#breakIfDue();
  }

  #feed(text: string): void {
    const { cut } = this.#options;
    if (this.#isCut) return;
    const taken = cut?.kind === 'bytes' ? text.slice(0, cut.count - this.bytes) : text;
    this.bytes += taken.length;
    const blocks = (this.#rest + taken).split('\n\n');
    // What has no blank line behind it never happened (WHATWG HTML section 9.2.6).
    this.#rest = blocks.pop() ?? '';
    for (const block of blocks) {
      if (this.#isCut) return;
      this.#keep(block);
    }
    this.#breakIfDue();
  }

  #keep(block: string): void {
    if (/^:/m.test(block)) this.commentedAt.push(performance.now());
    if (!/^id:/m.test(block)) return;
    this.#frameCount += 1;
    if (this.#options.onFrame === undefined) this.frames.push(block);
    else this.#options.onFrame(block);
    this.#breakIfDue();
  }

  #breakIfDue(): void {
    const { cut } = this.#options;
    const isDue =
      (cut?.kind === 'bytes' && this.bytes >= cut.count) ||
      (cut?.kind === 'frames' && this.#frameCount >= cut.count);
    if (isDue) this.#break();
  }

  #break(): void {
    this.#isCut = true;
    this.#request.destroy();
  }
}

/** The id of a frame, as `Last-Event-ID` would carry it. */
export function idOf(frame: string | undefined): string | undefined {
  return frame === undefined ? undefined : /^id: (.*)$/m.exec(frame)?.[1];
}

/** Where a reader goes and what happens to it on the way. */
export interface Journey {
  readonly apiKey: string;
  /** Of the events, through each server or proxy; the connections take them in turn. */
  readonly urls: readonly string[];
  readonly cuts: readonly Cut[];
  /** Called when the first connection is open. */
  readonly onOpen?: () => void;
  /** Milliseconds between a break and the next connection. */
  readonly pause?: number;
}

/** How long the flood guard of nginx asks whoever comes with too many others at once to stay away. */
const FLOOD_MS = 1000;

/** Reads a stream over connections that break, going on after each with the last id, until it has ended. */
export async function readInPieces(journey: Journey): Promise<readonly string[]> {
  const { apiKey, urls, cuts, onOpen, pause = 0 } = journey;
  const frames: string[] = [];
  for (let index = 0; index <= cuts.length; ) {
    const url = urls[index % urls.length] ?? '';
    const cut = cuts[index];
    const stream = new RawStream(url, { apiKey, lastEventId: idOf(frames.at(-1)), cut });
    await stream.opened;
    if (index === 0 && stream.status !== 429) onOpen?.();
    await stream.closed;
    if (stream.status === 429) {
      await sleep(FLOOD_MS);
      continue;
    }
    if (stream.status !== undefined && stream.status !== 200 && stream.status !== 204)
      throw new Error(`${url} answered ${stream.status} after ${idOf(frames.at(-1))}`);
    frames.push(...stream.frames);
    if (stream.isWhole) return frames;
    if (cut === undefined) throw new Error(`the connection broke after ${idOf(frames.at(-1))}, uncut`);
    index += 1;
    await sleep(pause);
  }
  return frames;
}
