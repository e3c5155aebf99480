import { createServer } from 'node:net';
import { EngineError } from '../engines/engine-error.js';

/** Throws unless the server will be able to listen there. */
export async function assertPortFree(host: string, port: number): Promise<void> {
  const server = createServer();
  await new Promise<void>((resolve, reject) => {
    server.once('error', ({ code }: NodeJS.ErrnoException) => {
      const line =
        code === 'EADDRINUSE'
          ? `port ${port} is already in use; stop what listens there, or set PORT to another one`
          : `cannot listen on ${host}:${port} (${code}); look at HOST and PORT`;
      reject(new EngineError(line));
    });
    server.listen(port, host, resolve);
  });
  await new Promise((resolve) => server.close(resolve));
}
