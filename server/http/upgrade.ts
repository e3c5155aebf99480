/**
 * Requests that would turn their connection into a WebSocket go through the application like all others: it answers them
 * with a problem, or takes the connection over (RFC 6455 section 4.2).
 */
import { type IncomingMessage, type RequestListener, type Server, ServerResponse } from 'node:http';
import type { Duplex } from 'node:stream';
import { endConnection, endWhenAnswered, responseOn } from './connection.js';

/** A connection that Node handed over. */
interface Connection {
  readonly socket: Duplex;
  /** What the client has sent already. */
  readonly head: Buffer;
}

const connections = new WeakMap<ServerResponse, Connection>();

/** Serves requests that ask for an upgrade: Node gives them to nobody else, those too that may be served without it. */
export function serveUpgrades(server: Server, serve: RequestListener): void {
  server.on('upgrade', (request, socket, head) => {
    socket.on('error', () => socket.destroy());
    // A request before it on the connection is not answered yet. Its answer is not held up; who wants a socket comes again.
    if (responseOn(socket) !== undefined) endWhenAnswered(socket);
    else if (request.method === 'GET' && request.headers.upgrade?.toLowerCase() === 'websocket') {
      serveOn({ socket, head }, request, serve);
    } else serveWithout(server, request, { socket, head });
  });
}

/** Whether the response's connection can be taken over. */
export function canTakeOver(response: ServerResponse): boolean {
  return connections.has(response);
}

/** Takes the connection: from now on nothing is sent through the response. */
export function takeOver(response: ServerResponse): Connection {
  const connection = connections.get(response);
  if (connection === undefined) throw new Error('there is no connection to take over');
  connections.delete(response);
  response.detachSocket(connection.socket as IncomingMessage['socket']);
  return connection;
}

/** The headers that the application has set, as lines. */
export function headerLines(response: ServerResponse): readonly string[] {
  return Object.entries(response.getHeaders()).map(([name, value]) => `${name}: ${value}`);
}

function serveOn(connection: Connection, request: IncomingMessage, serve: RequestListener): void {
  const response = new ServerResponse(request);
  // What follows is of another protocol, or of a client that takes it for that.
  response.shouldKeepAlive = false;
  response.assignSocket(connection.socket as IncomingMessage['socket']);
  response.on('finish', () => endConnection(connection.socket));
  connections.set(response, connection);
  serve(request, response as Parameters<RequestListener>[1]);
}

/**
 * Upgrades to anything else (such as HTTP/2 without TLS, which curl asks for) are declined by serving the request as if
 * nothing had been asked (RFC 9110 section 7.8). Its body was not parsed, so it is given to the parser once more.
 */
function serveWithout(server: Server, request: IncomingMessage, { socket, head }: Connection): void {
  const lines = [`${request.method} ${request.url} HTTP/${request.httpVersion}`];
  for (let index = 0; index < request.rawHeaders.length; index += 2) {
    const name = request.rawHeaders[index] ?? '';
    if (['upgrade', 'connection', 'http2-settings'].includes(name.toLowerCase())) continue;
    lines.push(`${name}: ${request.rawHeaders[index + 1] ?? ''}`);
  }
  socket.unshift(Buffer.concat([Buffer.from(`${lines.join('\r\n')}\r\n\r\n`, 'latin1'), head]));
  server.emit('connection', socket);
}
