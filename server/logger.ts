/** The server's log: one JSON object a line. */
import { type DestinationStream, type Logger, pino } from 'pino';
import { describeError } from '../store/index.js';
import type { LogLevel } from './config.js';

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

/** Makes the log. Callers name each field that they log; no header, body or query is ever passed to it whole. */
export function createLogger(level: LogLevel, destination: DestinationStream): Logger {
  return pino(
    {
      level,
      base: { service: 'server', pid: process.pid },
      timestamp: pino.stdTimeFunctions.isoTime,
      formatters: { level: (label) => ({ level: label }) },
      serializers: { err: describeError },
    },
    destination,
  );
}
