/** Connections that are used in ways that no client of ours has: each is answered, closed, and harms nobody else. */
import { connect, type Socket } from 'node:net';
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import { type Line, startLine } from './support/line.js';

let line: Line;
const sockets: Socket[] = [];

beforeAll(async () => {
  line = await startLine({ workers: 0 });
});
afterEach(() => {
  for (const socket of sockets.splice(0)) socket.destroy();
});
afterAll(() => line.stop());

/** Opens a connection that never closes its side; `closed` resolves with all that came, once the server has let go of it. */
function open(): { readonly socket: Socket; readonly closed: Promise<string> } {
  const { hostname, port } = new URL(line.client.url);
  const socket = connect({ host: hostname, port: Number(port), allowHalfOpen: true });
  sockets.push(socket);
  let text = '';
  socket.on('data', (chunk) => (text += String(chunk)));
  const closed = new Promise<string>((resolve) => {
    // Whoever sends on is told so, by a reset.
    let timer: NodeJS.Timeout | undefined;
    socket.on('end', () => {
      timer = setInterval(() => socket.write('.'), 50);
    });
    socket.on('error', () => undefined);
    socket.on('close', () => {
      clearInterval(timer);
      resolve(text);
    });
  });
  return { socket, closed };
}

const post = `POST /v1/jobs HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\nAuthorization: Bearer `;
const upgrade = 'GET /v1/jobs HTTP/1.1\r\nHost: x\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n\r\n';
const statuses = (text: string) => [...text.matchAll(/HTTP\/1\.1 (\d{3})/g)].map(([, status]) => status);
const stillServes = async () => expect((await fetch(`${line.client.url}/healthz`)).status).toBe(200);

test('an upgrade behind a request that is not answered yet: the answer comes, then the connection is closed', async () => {
  const { socket, closed } = open();
  socket.write(`GET /healthz HTTP/1.1\r\nHost: x\r\n\r\n${upgrade}`);
  expect(statuses(await closed)).toEqual(['200']);
  await stillServes();
});

test('an upgrade to something else behind such a request, too', async () => {
  const { socket, closed } = open();
  const h2c = 'GET /healthz HTTP/1.1\r\nHost: x\r\nConnection: Upgrade\r\nUpgrade: h2c\r\n\r\n';
  socket.write(`GET /healthz HTTP/1.1\r\nHost: x\r\n\r\nGET /readyz HTTP/1.1\r\nHost: x\r\n\r\n${h2c}`);
  expect(statuses(await closed)).toEqual(['200', '200']);
  await stillServes();
});

test('a refused upgrade', async () => {
  const { socket, closed } = open();
  socket.write(upgrade);
  expect(statuses(await closed)).toEqual(['401']);
});

test('what is no request', async () => {
  const { socket, closed } = open();
  socket.write('NO REQUEST\r\n\r\n');
  const text = await closed;
  expect(statuses(text)).toEqual(['400']);
  expect(text).toContain('"code":"invalid_request"');
});

test('a body whose chunks are broken is answered with a problem, once, and the connection is closed', async () => {
  const { socket, closed } = open();
  socket.write(`${post}${line.apiKey}\r\nTransfer-Encoding: chunked\r\n\r\n5\r\n{"typ\r\n`);
  for (const late of ['ZZ\r\n', 'more', 'more'])
    await new Promise((resolve) => setTimeout(() => resolve(socket.write(late)), 100));
  const text = await closed;
  expect(statuses(text)).toEqual(['400']);
  expect(text).toMatch(/content-type: application\/problem\+json/i);
  await stillServes();
});

test('what follows a request and is none: the request is answered, then the connection is closed', async () => {
  const { socket, closed } = open();
  socket.write('GET /healthz HTTP/1.1\r\nHost: x\r\n\r\nNO REQUEST\r\n\r\n');
  expect(statuses(await closed)).toEqual(['200']);
});
