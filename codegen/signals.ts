/** Signals that would end the process in the middle of something that must be done wholly or not at all. */
import { setImmediate } from 'node:timers/promises';

/** The part of `process` that this needs. */
export interface SignalTarget {
  readonly pid: number;
  on(signal: NodeJS.Signals, listener: (signal: NodeJS.Signals) => void): unknown;
  off(signal: NodeJS.Signals, listener: (signal: NodeJS.Signals) => void): unknown;
  kill(pid: number, signal: NodeJS.Signals): unknown;
}

/** Runs something in one piece. */
export type Shield = <T>(work: () => T | Promise<T>) => Promise<T>;

const HELD: readonly NodeJS.Signals[] = ['SIGINT', 'SIGTERM'];

/** A shield that holds signals back while the work lasts, and sends the first of them again after it. */
export function signalShield(target: SignalTarget): Shield {
  return async (work) => {
    let held: NodeJS.Signals | undefined;
    const hold = (signal: NodeJS.Signals): void => {
      held ??= signal;
    };
    for (const signal of HELD) target.on(signal, hold);
    try {
      return await work();
    } finally {
      // What came while work kept the event loop waiting is only heard of when that has gone round once, wherever it was.
      await setImmediate();
      await setImmediate();
      for (const signal of HELD) target.off(signal, hold);
      if (held !== undefined) target.kill(target.pid, held);
    }
  };
}
