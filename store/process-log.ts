/** A process's log: one JSON object a line on standard output, without ever standing in the process's way. */
import { type Logger, pino } from 'pino';
import { describeError } from './logged-error.js';

/** A log, and how to leave it. */
export interface ProcessLog {
  readonly log: Logger;
  /** Writes what is left, if it can be written at all; to be called last. */
  end(): void;
}

/** Bytes that wait for a reader that does not read, or for room on a full disk; more is lost. */
const MAX_WAITING = 1_000_000;

/**
 * Opens it. Callers name each field that they log; no header, body or query is ever passed to it whole. Lines are written
 * together, a tenth of a second late at most: there may be one for each of a thousand requests a second. A log that cannot
 * be written (a full disk under it) costs lines, never the process: it goes on, and it can end.
 */
export function openProcessLog(service: string, level: string): ProcessLog {
  const destination = pino.destination({
    dest: 1,
    sync: false,
    minLength: 8192,
    periodicFlush: 100,
    maxLength: MAX_WAITING,
  });
  let hasFailed = false;
  destination.on('error', () => {
    hasFailed = true;
  });
  destination.on('drain', () => {
    hasFailed = false;
  });
  const log = pino(
    {
      level,
      base: { service, pid: process.pid },
      timestamp: pino.stdTimeFunctions.isoTime,
      formatters: { level: (label) => ({ level: label }) },
      serializers: { err: describeError },
    },
    destination,
  );
  return {
    log,
    end() {
      try {
        // After a failure it would try again for ever, and nothing else could happen meanwhile.
        if (hasFailed) destination.destroy();
        else destination.flushSync();
      } catch {
        // Nothing was to be written, or nobody reads it any more.
      }
    },
  };
}
