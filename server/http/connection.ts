/** How a connection ends on which nothing else is to be said. */
import type { ServerResponse } from 'node:http';
import type { Duplex } from 'node:stream';

/** For so long the client may take to read what is left. */
const SENDING_MS = 30_000;
/** For so long after that it may go on sending, or not close its side. */
const LINGER_MS = 1000;

const ending = new WeakSet<Duplex>();
const waitedFor = new WeakSet<ServerResponse>();

/** The response that is under way on a connection; Node tells it in a field without a name in its types. */
export function responseOn(socket: Duplex): ServerResponse | undefined {
  return ('_httpMessage' in socket ? (socket._httpMessage as ServerResponse | null) : undefined) ?? undefined;
}

/**
 * Sends what is left, and closes. What comes meanwhile is read and dropped: closed at once, the connection would be
 * reset, and with it what the client has not read yet (RFC 9112 section 9.6).
 */
export function endConnection(socket: Duplex, last?: string): void {
  if (isEnding(socket)) return;
  ending.add(socket);
  const destroyAfter = (milliseconds: number) => setTimeout(() => socket.destroy(), milliseconds).unref();
  let timer = destroyAfter(SENDING_MS);
  socket.once('close', () => clearTimeout(timer));
  socket.end(last, () => {
    clearTimeout(timer);
    timer = destroyAfter(LINGER_MS);
  });
  socket.resume();
}

/** Whether `endConnection` is at work on it. */
export function isEnding(socket: Duplex): boolean {
  return ending.has(socket);
}

/** Closes it once all requests before have their answers. */
export function endWhenAnswered(socket: Duplex): void {
  const pending = responseOn(socket);
  if (pending === undefined) endConnection(socket);
  else if (!waitedFor.has(pending)) {
    waitedFor.add(pending);
    pending.once('close', () => endWhenAnswered(socket));
  }
}
