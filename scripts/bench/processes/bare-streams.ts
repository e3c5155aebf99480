/** Event streams with node:http and nothing else. */
import { once } from 'node:events';
import { createServer, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { serveCommands } from './commands.js';

const HEADERS = {
  'Content-Type': 'text/event-stream',
  'Cache-Control': 'no-cache, no-transform',
  'X-Accel-Buffering': 'no',
};

/** Who gets what is broadcast: its place in the frames, and whether its socket is full. */
interface Reader {
  readonly response: ServerResponse;
  next: number;
  isFull: boolean;
}

/** So much is written to a reader at once. */
const MAX_BYTES = 256 * 1024;

const readers = new Set<Reader>();
let frames: readonly Buffer[] = [];
/** How many frames have come due so far. */
let due = 0;
let timer: NodeJS.Timeout | undefined;

/** `/live` stays open and gets what is broadcast; `/replay` gets the frames, one write each, and ends. */
async function listen(_input: null): Promise<string> {
  const server = createServer((request, response) => {
    response.writeHead(200, HEADERS);
    response.socket?.setNoDelay(true);
    if (request.url === '/replay') void replay(response);
    else keep(response);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

function keep(response: ServerResponse): void {
  response.write('retry: 2000\n: connected\n\n');
  const reader: Reader = { response, next: due, isFull: false };
  readers.add(reader);
  response.on('drain', () => {
    reader.isFull = false;
  });
  response.once('close', () => readers.delete(reader));
}

async function replay(response: ServerResponse): Promise<void> {
  for (const frame of frames) if (!response.write(frame)) await once(response, 'drain');
  response.end();
}

/** The frames to write. */
function take({ texts }: { readonly texts: readonly string[] }): void {
  frames = texts.map((text) => Buffer.from(text, 'latin1'));
}

/**
 * Broadcasts the frames, round and round, at a pace. What has come due since the last time goes to each reader in one
 * write; a reader whose socket is full is left alone until it is not.
 */
function broadcast({ perSecond }: { readonly perSecond: number }): void {
  const started = performance.now() - (due * 1000) / perSecond;
  timer = setInterval(() => {
    due = Math.floor(((performance.now() - started) * perSecond) / 1000);
    const batches = new Map<number, { readonly bytes: Buffer; readonly end: number }>();
    for (const reader of readers) {
      if (reader.isFull || reader.next >= due) continue;
      const batch = batches.get(reader.next) ?? batchFrom(reader.next);
      batches.set(reader.next, batch);
      reader.next = batch.end;
      reader.isFull = !reader.response.write(batch.bytes);
    }
  }, 1);
}

function batchFrom(start: number): { readonly bytes: Buffer; readonly end: number } {
  const parts: Buffer[] = [];
  let bytes = 0;
  let end = start;
  for (; end < due && bytes < MAX_BYTES; end += 1) {
    const frame = frames[end % frames.length] as Buffer;
    parts.push(frame);
    bytes += frame.length;
  }
  return { bytes: Buffer.concat(parts), end };
}

function stopBroadcast(_input: null): void {
  clearInterval(timer);
}

const commands = { listen, take, broadcast, stopBroadcast };

/** What it can be told. */
export type BareStreams = typeof commands;

serveCommands(commands);
