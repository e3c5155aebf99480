/** Warnings that repeat. */
import type { Logger } from 'pino';

/** How long the same warning is not repeated: what fails while an engine is away fails many times a second. */
const REPEAT_MS = 10_000;

/** Makes a function that warns of errors of one kind, now and then. */
export function warnOf(log: Logger, message: string, now: () => number = Date.now): (error: unknown) => void {
  let next = 0;
  return (error) => {
    if (now() < next) return;
    next = now() + REPEAT_MS;
    log.warn({ reason: error instanceof Error ? error.message : error }, message);
  };
}
