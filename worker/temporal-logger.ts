/** Temporal's log lines in the process's own log. */
import type { LogLevel, LogMetadata, Logger as TemporalLogger } from '@temporalio/common';
import type { Logger } from 'pino';

const LEVELS = { TRACE: 'trace', DEBUG: 'debug', INFO: 'info', WARN: 'warn', ERROR: 'error' } as const;

/** Our Workers poll for one kind of task each, which the SDK finds worth a warning; a failed attempt is told by itself. */
const EXPECTED = /^No \w+ (services )?registered, not polling for |^Activity failed$/;

/** Adapts a pino logger to what the Temporal SDK expects. */
export function temporalLogger(log: Logger): TemporalLogger {
  const write = (level: LogLevel, message: string, meta?: LogMetadata) => {
    const { error, ...fields } = meta ?? {};
    // What the SDK tells at `info` is of use only when it misbehaves.
    const shown = level === 'INFO' || EXPECTED.test(message) ? 'DEBUG' : level;
    log[LEVELS[shown]]({ ...fields, ...(error !== undefined && { err: error }) }, message);
  };
  return {
    log: write,
    trace: (message, meta) => write('TRACE', message, meta),
    debug: (message, meta) => write('DEBUG', message, meta),
    info: (message, meta) => write('INFO', message, meta),
    warn: (message, meta) => write('WARN', message, meta),
    error: (message, meta) => write('ERROR', message, meta),
  };
}
