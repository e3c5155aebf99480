/** A client of one WebSocket: sends an input, and waits until its echo is there. */
import { setTimeout as sleep } from 'node:timers/promises';
import { WebSocket } from 'ws';
import { serveCommands } from './commands.js';
import { now } from './jobs-over-http.js';

/** A connection may send 20 frames a second. */
const PAUSE_MS = 60;
const TEXT = 'x'.repeat(100);

let webSocket: WebSocket | undefined;
let lastInput = 0;

interface Open {
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
}

/** Opens the socket; it stays. */
async function open({ url, headers }: Open): Promise<void> {
  const opened = new WebSocket(url, { headers, perMessageDeflate: false });
  await new Promise<void>((resolve, reject) => {
    opened.once('open', resolve);
    opened.once('error', reject);
  });
  opened.once('close', (code) => {
    throw new Error(`the socket was closed with ${code}`);
  });
  webSocket = opened;
}

/** So many inputs, one after the other: how long each took until its echo. */
async function echo({ count }: { readonly count: number }): Promise<readonly number[]> {
  const latencies: number[] = [];
  for (let index = 0; index < count; index += 1) {
    latencies.push(await echoOne());
    await sleep(PAUSE_MS);
  }
  return latencies;
}

function echoOne(): Promise<number> {
  return new Promise((resolve, reject) => {
    if (webSocket === undefined) throw new Error('not open');
    const socket = webSocket;
    lastInput += 1;
    const id = `input-${lastInput}`;
    const onMessage = (data: WebSocket.RawData) => {
      const receivedAt = now();
      const frame = String(data);
      if (frame.includes('"type":"error"')) reject(new Error(frame));
      // Its ack comes before: that is not the echo.
      if (!frame.includes(TEXT) || !frame.includes(`"${id}"`)) return;
      socket.off('message', onMessage);
      resolve(receivedAt - sentAt);
    };
    socket.on('message', onMessage);
    const sentAt = now();
    socket.send(JSON.stringify({ type: 'input', id, data: { type: 'say', text: TEXT } }));
  });
}

const commands = { open, echo };

/** What it can be told. */
export type EchoClient = typeof commands;

serveCommands(commands);
