/** The server as a process of its own: settings from the environment, log to stdout, signals, exit code. */
import type { ServiceContract } from '../generated/server/contract.js';
import { openProcessLog, type ProcessLog } from '../store/index.js';
import { ConfigError, parseConfig } from './config.js';
import { HandlerError } from './http/mount.js';
import type { OperationHandlers } from './own-operations.js';
import { type RunningServer, startServer } from './server.js';

/** What a server is given beside its contract. */
export interface ServerProcessOptions {
  /** One handler for each operation that the project's own `specs/openapi.yaml` adds to the platform's. */
  readonly handlers?: OperationHandlers;
}

/** Whatever still hangs by then is not waited for. */
const LAST_MS = 9500;

/** What an operator can mend, in one line; undefined for a fault of ours, which deserves its stack. */
function explain(error: unknown): string | undefined {
  if (error instanceof ConfigError || error instanceof HandlerError) return error.message;
  const { code, message } = error as NodeJS.ErrnoException;
  if (code === 'EADDRINUSE') return `the port is in use: ${message}; set PORT to another one`;
  if (code === 'EACCES' || code === 'EADDRNOTAVAIL')
    return `cannot listen: ${message}; look at HOST and PORT`;
  return undefined;
}

/** Serves a contract until it is told to stop, then ends the process: 0 after a stop, 1 after a failure. */
export async function runServerProcess(
  contract: ServiceContract,
  { handlers = {} }: ServerProcessOptions = {},
): Promise<void> {
  let server: Promise<RunningServer> | undefined;
  let processLog: ProcessLog | undefined;
  const exit = (code: number) => {
    processLog?.end();
    process.exit(code);
  };
  try {
    const config = parseConfig(process.env);
    processLog = openProcessLog('server', config.logLevel);
    const { log } = processLog;
    let isStopping = false;
    const stop = async (signal: string) => {
      // A signal may come twice, from the terminal and from a parent; the second changes nothing.
      if (isStopping) return;
      isStopping = true;
      log.info({ signal }, 'stopping');
      setTimeout(() => exit(1), LAST_MS).unref();
      await server?.then((running) => running.close()).catch(() => undefined);
      log.info('stopped');
      exit(0);
    };
    process.on('SIGTERM', stop);
    process.on('SIGINT', stop);
    process.on('uncaughtException', (error) => {
      log.fatal({ err: error }, 'uncaught');
      exit(1);
    });
    process.on('unhandledRejection', (error) => {
      // Of something that nobody waits for; what everybody waits for goes on.
      log.error({ err: error }, 'unhandled rejection');
    });
    server = startServer({ config, contract, handlers, log });
    const { url, port, failed } = await server;
    log.info({ url, port }, 'listening');
    void failed.then((reason) => {
      log.fatal({ err: reason }, 'the database cannot be prepared');
      exit(1);
    });
  } catch (error) {
    const line = explain(error);
    process.stderr.write(
      line === undefined ? `${error instanceof Error ? error.stack : error}\n` : `server: ${line}\n`,
    );
    exit(1);
  }
}
