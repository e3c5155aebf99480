/** How often it is looked whether npm is still there. */
const PARENT_INTERVAL_MS = 1000;

/**
 * Calls `stop` for whatever ends a run from outside: a signal; an output that nobody reads any more, because the terminal
 * was closed or the other end of a pipe has ended; npm gone without a word. With `fault` for a mistake of ours.
 */
export function onStopRequest(stop: (fault?: unknown) => void): void {
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => stop());
  // The listeners stay: while everything is being stopped, further lines fail in the same way.
  for (const stream of [process.stdout, process.stderr]) stream.on('error', () => stop());
  process.on('uncaughtException', (error) => stop(error));
  process.on('unhandledRejection', (reason) => stop(reason ?? new Error('a promise was rejected')));
  if (process.env.npm_lifecycle_event !== 'start') return;
  // npm dies of SIGHUP and SIGKILL without passing them on.
  const parent = process.ppid;
  setInterval(() => {
    if (process.ppid !== parent) stop();
  }, PARENT_INTERVAL_MS).unref();
}
