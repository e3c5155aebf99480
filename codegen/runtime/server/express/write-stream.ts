import type { ServerResponse } from 'node:http';
import { Readable } from 'node:stream';

/** How the items of a stream are written. */
export interface StreamWriting<Item> {
  readonly print: (item: Item) => string | Uint8Array;
  /** Written whenever so many milliseconds have passed, lest something on the way takes the connection for dead. */
  readonly beat?: { readonly text: string; readonly everyMs: number };
}

/**
 * Writes what a handler yields, as fast as the client takes it. When the client leaves, the handler's iterator is
 * returned, so that its `finally` runs. What the iterator throws is thrown.
 */
export async function writeStream<Item>(
  response: ServerResponse,
  items: AsyncIterable<Item> | Iterable<Item>,
  { print, beat }: StreamWriting<Item>,
): Promise<void> {
  const iterator = iteratorOf(items);
  const client = new Client(response);
  const timer =
    beat && setInterval(() => response.writableNeedDrain || response.write(beat.text), beat.everyMs);
  response.flushHeaders();
  try {
    while (!client.hasLeft) {
      const next = await client.whileHere(iterator.next());
      if (next === undefined || next.done === true) break;
      if (!response.write(print(next.value))) await client.whileHere(drained(response));
    }
    if (!client.hasLeft) response.end();
  } finally {
    clearInterval(timer);
    // The iterator of a stream waits for its next piece, which may never come.
    if (client.hasLeft && items instanceof Readable) items.destroy();
    const returned = Promise.resolve(iterator.return?.());
    // One that waits for something of its own ends when that has come; nobody waits for it.
    if (client.hasLeft) returned.catch(() => undefined);
    else await returned;
  }
}

function iteratorOf<Item>(items: AsyncIterable<Item> | Iterable<Item>): AsyncIterator<Item> | Iterator<Item> {
  return Symbol.asyncIterator in items ? items[Symbol.asyncIterator]() : items[Symbol.iterator]();
}

function drained(response: ServerResponse): Promise<void> {
  return new Promise((resolve) => response.once('drain', resolve));
}

/** The one who reads the answer. */
class Client {
  hasLeft = false;
  #leave: (() => void) | undefined;

  constructor(response: ServerResponse) {
    this.hasLeft = response.destroyed;
    response.once('close', () => {
      this.hasLeft = true;
      this.#leave?.();
    });
  }

  /** What is awaited; undefined as soon as the client has left. A long stream must not pile up waiters, as a race would. */
  whileHere<T>(awaited: T | Promise<T>): Promise<T | undefined> {
    return new Promise((resolve, reject) => {
      this.#leave = () => resolve(undefined);
      if (this.hasLeft) this.#leave();
      Promise.resolve(awaited).then(resolve, reject);
    });
  }
}
