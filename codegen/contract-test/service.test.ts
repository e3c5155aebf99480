import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { Service } from './service.js';

let server: Server;
let statuses: number[];
let service: Service;
beforeEach(async () => {
  server = createServer((_request, response) => response.writeHead(statuses.shift() ?? 503).end());
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  service = new Service(new URL(`http://127.0.0.1:${port}`), { headers: [], timeoutMs: 1000 });
});
afterEach(() => {
  service[Symbol.dispose]();
  server.close();
  server.closeAllConnections();
});

test('a service is there once it answers for itself, with whatever it says', async () => {
  statuses = [502, 503, 404, 200];
  await service.waitUntilThere(10_000);
  expect(statuses).toEqual([200]);
});

test('a service that a proxy cannot reach, or that does not listen, is not there when the time is over', async () => {
  statuses = [];
  await expect(service.waitUntilThere(300)).rejects.toThrow('it still answers 503');
  server.close();
  server.closeAllConnections();
  await expect(service.waitUntilThere(300)).rejects.toThrow('the connection is refused');
});
