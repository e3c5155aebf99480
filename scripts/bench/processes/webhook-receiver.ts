/** A receiver of webhooks on plain node:http: answers 204 and notes when each delivery came. */
import { createServer, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import { serveCommands } from './commands.js';
import { now } from './jobs-over-http.js';

/** A delivery, when it came for the first time. */
export interface Arrival {
  readonly at: number;
  readonly body: string;
}

/** Ids of all that ever came: what comes again counts once. */
const seen = new Set<string>();
let arrivals: Arrival[] = [];
let onArrival: (() => void) | undefined;

async function take(request: IncomingMessage): Promise<void> {
  let body = '';
  for await (const chunk of request.setEncoding('utf8')) body += chunk;
  const id = String(request.headers['webhook-id']);
  if (seen.has(id)) return;
  seen.add(id);
  arrivals.push({ at: now(), body });
  onArrival?.();
}

async function listen(_input: null): Promise<string> {
  const server = createServer((request, response) => {
    void take(request).then(() => response.writeHead(204).end());
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}/`;
}

/** Waits until so many have come since it was last asked, and returns them. */
async function collect({ count }: { readonly count: number }): Promise<readonly Arrival[]> {
  while (arrivals.length < count) {
    await new Promise<void>((resolve) => {
      onArrival = resolve;
    });
  }
  const collected = arrivals;
  arrivals = [];
  return collected;
}

const commands = { listen, collect };

/** What it can be told. */
export type WebhookReceiver = typeof commands;

serveCommands(commands);
