/**
 * Preloaded into a server process by a test (`NODE_OPTIONS=--import`). On SIGUSR2 it prints, as a log line, what the
 * process holds: bytes queued for each open response, now and at most so far, and what is left of its memory when all
 * that nobody holds has been collected.
 */
import { subscribe } from 'node:diagnostics_channel';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { isMainThread } from 'node:worker_threads';

const SAMPLE_MS = 2;
const SETTLE_MS = 100;

function watchResponses() {
  const open = new Map();
  subscribe('http.server.request.start', ({ request, response, socket }) => {
    open.set(response, { port: socket.remotePort, path: request.url.split('?')[0], most: 0 });
    response.once('close', () => open.delete(response));
  });
  const sample = () => {
    for (const [response, entry] of open) {
      entry.queued = response.writableLength;
      entry.most = Math.max(entry.most, entry.queued);
    }
  };
  setInterval(sample, SAMPLE_MS).unref();
  setFlagsFromString('--expose-gc');
  const collect = runInNewContext('gc');
  process.on('SIGUSR2', async () => {
    sample();
    // Buffers are let go by a thread of V8's own, some time after their collection.
    for (let round = 0; round < 3; round += 1) {
      collect();
      await new Promise((resolve) => setTimeout(resolve, SETTLE_MS));
    }
    const { heapUsed, external, rss } = process.memoryUsage();
    const line = { msg: 'held', held: heapUsed + external, rss, responses: [...open.values()] };
    process.stdout.write(`${JSON.stringify(line)}\n`);
  });
}

if (isMainThread) watchResponses();
