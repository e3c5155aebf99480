/** Signals that would end the process in the middle of something that must be done wholly or not at all. */

/** The part of `process` that this needs. */
export interface SignalTarget {
  readonly pid: number;
  on(signal: NodeJS.Signals, listener: (signal: NodeJS.Signals) => void): unknown;
  off(signal: NodeJS.Signals, listener: (signal: NodeJS.Signals) => void): unknown;
  kill(pid: number, signal: NodeJS.Signals): unknown;
}

/** Runs something in one piece. */
export type Shield = <T>(work: () => Promise<T>) => Promise<T>;

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
      for (const signal of HELD) target.off(signal, hold);
      if (held !== undefined) target.kill(target.pid, held);
    }
  };
}
