import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { expect, test } from 'vitest';
import { runFirstJob } from './first-job.js';

test('a create whose server is started again meanwhile is sent until it is there, under one key', async () => {
  const keys: unknown[] = [];
  const server = createServer((request, response) => {
    keys.push(request.headers['idempotency-key']);
    if (keys.length < 5) return void request.socket.destroy();
    response
      .writeHead(400, { 'Content-Type': 'application/problem+json' })
      .end('{"status":400,"title":"no"}');
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const baseUrl = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const place = { baseUrl, apiKey: 'k', signal: new AbortController().signal, write: () => undefined };
  await expect(runFirstJob({ type: 't', input: {} }, place)).rejects.toMatchObject({ status: 400 });
  expect(keys).toHaveLength(5);
  expect(new Set(keys).size).toBe(1);
  await new Promise((resolve) => server.close(resolve));
});
