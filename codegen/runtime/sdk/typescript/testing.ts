/** A tiny HTTP server for the tests of the client. Not copied into generated code. */
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { type ClientOptions, Transport } from './transport.js';

/** Answers one request. */
export type Answer = (response: ServerResponse, request: IncomingMessage) => void;

/** A server that gives its answers in turn, the last one from then on. */
export interface TestServer extends AsyncDisposable {
  readonly url: string;
  readonly requests: readonly IncomingMessage[];
  /** Reaches the server, with `key-N` as its key where N requests came before. */
  transport(options?: Partial<ClientOptions>): Transport;
}

/** Starts a server on a free port. */
export async function serve(...answers: readonly Answer[]): Promise<TestServer> {
  const requests: IncomingMessage[] = [];
  const server = createServer((request, response) => {
    const answer = answers[Math.min(requests.length, answers.length - 1)];
    requests.push(request);
    answer?.(response, request);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const close = () =>
    new Promise<void>((resolve) => {
      server.close(() => resolve());
      server.closeAllConnections();
    });
  return {
    url,
    requests,
    transport: (options) =>
      new Transport({ baseUrl: url, apiKey: () => `key-${requests.length}`, ...options }),
    [Symbol.asyncDispose]: close,
  };
}

/** A stream of these pieces, each its own chunk on the wire, which then ends; `retry` is short. */
export function stream(...pieces: readonly (string | Uint8Array)[]): Answer {
  return async (response) => {
    response.writeHead(200, { 'content-type': 'text/event-stream' });
    for (const piece of ['retry: 20\n', ...pieces]) {
      response.write(piece);
      await new Promise((resolve) => setTimeout(resolve, 15));
    }
    response.end();
  };
}

/** A status and nothing else. */
export function status(code: number, headers: Readonly<Record<string, string>> = {}): Answer {
  return (response) => response.writeHead(code, headers).end();
}

/** A JSON body. */
export function json(code: number, body: unknown, type = 'application/json'): Answer {
  return (response) => response.writeHead(code, { 'content-type': type }).end(JSON.stringify(body));
}
