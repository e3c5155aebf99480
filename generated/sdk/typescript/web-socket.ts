// Specwire's runtime, copied here by `npm run generate`. Do not edit.

/** What a session needs of a WebSocket: the standard's, or that of the package `ws`. */
export interface WebSocketLike {
  send(text: string): void;
  close(code?: number, reason?: string): void;
  addEventListener(type: 'open' | 'error', listener: () => void): void;
  addEventListener(type: 'message', listener: (event: { readonly data: unknown }) => void): void;
  addEventListener(type: 'close', listener: (event: { readonly code: number }) => void): void;
}

/** How a connection ended. */
export interface SocketEnd {
  /** 1006 if nobody said goodbye. */
  readonly code: number;
  readonly wasOpen: boolean;
}

/** What is heard of a connection. */
export interface SocketFollower {
  /** Gives the connection up; its reason is thrown. */
  readonly signal: AbortSignal;
  /** A connection that says nothing for so long is sent `ask`, and given up after as long again. */
  readonly silenceMs: number;
  readonly ask: string;
  readonly onOpen: () => void;
  readonly onMessage: (text: string) => void;
}

/** Follows a connection to its end. */
export function followSocket(socket: WebSocketLike, follower: SocketFollower): Promise<SocketEnd> {
  const { signal, silenceMs, ask } = follower;
  // First of all: one that is closed before it is open says so by an error.
  socket.addEventListener('error', () => undefined);
  return new Promise((resolve, reject) => {
    let wasOpen = false;
    const end = (settle: () => void) => {
      silence.stop();
      signal.removeEventListener('abort', onAbort);
      settle();
    };
    const onAbort = () => {
      socket.close(1000);
      end(() => reject(signal.reason));
    };
    const silence = watchSilence(silenceMs, {
      ask: () => wasOpen && socket.send(ask),
      giveUp: () => {
        socket.close();
        end(() => resolve({ code: 1006, wasOpen }));
      },
    });
    if (signal.aborted) return onAbort();
    signal.addEventListener('abort', onAbort, { once: true });
    socket.addEventListener('open', () => {
      wasOpen = true;
      silence.broken();
      follower.onOpen();
    });
    socket.addEventListener('message', ({ data }) => {
      silence.broken();
      follower.onMessage(String(data));
    });
    socket.addEventListener('close', ({ code }) => end(() => resolve({ code, wasOpen })));
  });
}

/** The WebSocket of browsers, and of Node from 22 on. */
export function openGlobal(url: string): WebSocketLike {
  const { WebSocket: Standard } = globalThis as { WebSocket?: new (url: string) => WebSocketLike };
  if (Standard === undefined)
    throw new TypeError('there is no global WebSocket: give the option `webSocket`');
  return new Standard(url);
}

/** Asks a connection that has been silent for so long, and gives it up if it is for as long again. */
function watchSilence(milliseconds: number, act: { ask: () => unknown; giveUp: () => void }) {
  let isAsked = false;
  const timer = setInterval(() => {
    if (isAsked) act.giveUp();
    else act.ask();
    isAsked = true;
  }, milliseconds);
  return {
    broken: () => {
      isAsked = false;
    },
    stop: () => clearInterval(timer),
  };
}
