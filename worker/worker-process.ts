/** The worker as a process of its own: settings from the environment, log to stdout, signals, exit code. */
import type { JobDefinition } from '../generated/worker/job.js';
import { describeDiscreetly, openProcessLog } from '../store/index.js';
import { readWorkerConfig } from './config.js';
import { ConfigError } from './config-error.js';
import { type RunningWorker, startWorker } from './start-worker.js';

/** A worker's handlers, and what they need before the first job. */
export interface WorkerProcessOptions {
  readonly handlers: readonly JobDefinition[];
  readonly prepare?: () => Promise<unknown>;
}

/** Whatever hangs, the process is gone by then. */
const HARD_EXIT_MS = 9500;

/** Runs a worker until it is told to stop, then ends the process: 0 after a stop, 1 after a failure. */
export async function runWorkerProcess({ handlers, prepare }: WorkerProcessOptions): Promise<never> {
  const config = readConfig();
  const { log, end } = openProcessLog('worker', config.logLevel);
  const exit = (code: number): never => {
    end();
    process.exit(code);
  };
  const stopping = new AbortController();
  let worker: RunningWorker | undefined;
  const stop = (signal: string) => {
    // One Ctrl-C may arrive twice; the second changes nothing.
    if (stopping.signal.aborted) return;
    log.info({ signal }, 'stopping');
    stopping.abort(new Error('stopped'));
    setTimeout(() => exit(0), HARD_EXIT_MS).unref();
    void worker?.stop();
  };
  // A handler's promise that nobody waited for must not cost its neighbours their attempts.
  process.on('unhandledRejection', (error) =>
    log.error({ err: describeDiscreetly(error) }, 'unhandled rejection'),
  );
  process.on('SIGTERM', stop);
  process.on('SIGINT', stop);
  try {
    worker = await startWorker({
      config,
      handlers,
      log,
      signal: stopping.signal,
      ...(prepare !== undefined && { prepare }),
    });
    if (stopping.signal.aborted) void worker.stop();
    else log.info({ job_types: handlers.map(({ spec }) => spec.name) }, 'ready');
    await worker.done;
  } catch (error) {
    if (!stopping.signal.aborted) {
      if (error instanceof ConfigError) log.fatal(error.message);
      else log.fatal({ err: error }, 'worker failed');
      exit(1);
    }
  }
  log.info('stopped');
  return exit(0);
}

function readConfig() {
  try {
    return readWorkerConfig(process.env);
  } catch (error) {
    if (!(error instanceof ConfigError)) throw error;
    process.stderr.write(`worker: ${error.message}\n`);
    process.exit(1);
  }
}
