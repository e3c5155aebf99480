/** What Node's parser refuses never becomes a request; it is answered with a problem all the same. */
import { randomUUID } from 'node:crypto';
import type { Server } from 'node:http';
import type { Duplex } from 'node:stream';
import { kindOf, type ProblemKinds } from './problem-response.js';

const DETAILS: Readonly<Record<string, string>> = {
  HPE_HEADER_OVERFLOW: 'The headers are too large.',
  ERR_HTTP_REQUEST_TIMEOUT: 'The request did not arrive in time.',
};

/** Answers malformed requests on a connection that nothing else can be said on. */
export function answerClientErrors(server: Server, kinds: ProblemKinds): void {
  server.on('clientError', (error: NodeJS.ErrnoException, socket: Duplex) => {
    // The response to an earlier request may be under way on the same connection.
    const isBusy =
      '_httpMessage' in socket && socket._httpMessage !== null && socket._httpMessage !== undefined;
    if (error.code === 'ECONNRESET' || !socket.writable || isBusy) {
      socket.destroy();
      return;
    }
    const requestId = `req_${randomUUID()}`;
    const kind = kindOf(kinds, 'invalid_request');
    const body = JSON.stringify({
      type: '/problems/invalid_request',
      title: kind.title,
      status: kind.status,
      detail: DETAILS[error.code ?? ''] ?? 'This is not an HTTP request.',
      instance: '/',
      code: 'invalid_request',
      retryable: kind.retryable,
      request_id: requestId,
      trace_id: randomUUID().replaceAll('-', ''),
    });
    socket.end(
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
  });
}
