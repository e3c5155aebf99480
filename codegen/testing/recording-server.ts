/** For tests: an HTTP server that notes what came over the wire. */
import { createServer, type IncomingHttpHeaders, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

/** A request as it came. */
export interface Recorded {
  /** `GET /pets?limit=1`. */
  readonly line: string;
  readonly headers: IncomingHttpHeaders;
  readonly body: Buffer;
}

/** Answers one request. */
export type Answer = (response: ServerResponse, request: Recorded) => void;

/** The server. */
export interface RecordingServer extends AsyncDisposable {
  readonly url: string;
  readonly requests: readonly Recorded[];
  /** The request that came last. */
  last(): Recorded;
}

/** Starts a server on a free port. It gives its answers in turn, the last one from then on. */
export async function record(...answers: readonly Answer[]): Promise<RecordingServer> {
  const requests: Recorded[] = [];
  const server = createServer(async (request, response) => {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk as Buffer);
    const recorded = {
      line: `${request.method} ${request.url}`,
      headers: request.headers,
      body: Buffer.concat(chunks),
    };
    const answer = answers[Math.min(requests.length, answers.length - 1)];
    requests.push(recorded);
    answer?.(response, recorded);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    requests,
    last: () => {
      const last = requests.at(-1);
      if (last === undefined) throw new Error('no request came');
      return last;
    },
    [Symbol.asyncDispose]: () =>
      new Promise<void>((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

/** An answer with a body as it is. */
export function answer(
  status: number,
  body: string | Uint8Array = '',
  headers: Readonly<Record<string, string>> = {},
): Answer {
  return (response) => response.writeHead(status, headers).end(body);
}

/** An answer in JSON. */
export function answerJson(
  status: number,
  body: unknown,
  headers: Readonly<Record<string, string>> = {},
): Answer {
  return answer(status, JSON.stringify(body), { 'content-type': 'application/json', ...headers });
}
