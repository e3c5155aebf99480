/** What Node's parser refuses never becomes a request; it is answered with a problem all the same. */
import { randomUUID } from 'node:crypto';
import type { Server } from 'node:http';
import type { Duplex } from 'node:stream';
import { endConnection, endWhenAnswered, isEnding, responseOn } from './connection.js';
import { kindOf, type ProblemKinds } from './problem-response.js';

const DETAILS: Readonly<Record<string, string>> = {
  HPE_HEADER_OVERFLOW: 'The headers are too large.',
  ERR_HTTP_REQUEST_TIMEOUT: 'The request did not arrive in time.',
};

/** Answers malformed requests on a connection that nothing else can be said on. */
export function answerClientErrors(server: Server, kinds: ProblemKinds): void {
  server.on('clientError', (error: NodeJS.ErrnoException, socket: Duplex) => {
    if (isEnding(socket)) return;
    if (error.code === 'ECONNRESET' || !socket.writable) {
      socket.destroy();
      return;
    }
    const pending = responseOn(socket);
    // What follows a request on its connection is no request: it gets its answer, and nothing comes after.
    if (pending?.req.complete) endWhenAnswered(socket);
    // The rest of its body will never be there. Once the connection is gone, so is whoever waits for it.
    else if (pending?.headersSent) socket.destroy();
    else refuse(socket, kinds, DETAILS[error.code ?? ''] ?? 'This is not an HTTP request.');
  });
  server.on('connect', (_request, socket: Duplex) => {
    refuse(socket, kinds, 'CONNECT is for proxies, which this is not.');
  });
}

function refuse(socket: Duplex, kinds: ProblemKinds, detail: string): void {
  const requestId = `req_${randomUUID()}`;
  const kind = kindOf(kinds, 'invalid_request');
  const body = JSON.stringify({
    type: '/problems/invalid_request',
    title: kind.title,
    status: kind.status,
    detail,
    instance: '/',
    code: 'invalid_request',
    retryable: kind.retryable,
    request_id: requestId,
    trace_id: randomUUID().replaceAll('-', ''),
  });
  endConnection(
    socket,
    [
      `HTTP/1.1 ${kind.status} Bad Request`,
      'Content-Type: application/problem+json',
      `Content-Length: ${Buffer.byteLength(body)}`,
      `X-Request-ID: ${requestId}`,
      'Connection: close',
      '',
      body,
    ].join('\r\n'),
  );
}
