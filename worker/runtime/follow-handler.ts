/** Runs a handler's generator to its end, whichever that is. */
import type { Emission } from '../../generated/worker/job.js';
import type { AbortKind, AttemptAborted } from './abort.js';

/** How a handler came to its end. */
export type HandlerEnd =
  | { readonly kind: 'result'; readonly value: unknown }
  | { readonly kind: 'error'; readonly error: unknown }
  | { readonly kind: 'aborted'; readonly why: AbortKind };

/** A handler to run. */
export interface FollowedHandler {
  readonly start: () => AsyncGenerator<Emission, unknown, void>;
  /** Takes what the handler yields; while it waits, the handler does. */
  readonly store: (emission: Emission) => Promise<void>;
  /** Aborted with an `AttemptAborted`. */
  readonly signal: AbortSignal;
  /** A handler that has not stopped so long after the abort is left to itself. */
  readonly graceMs: number;
  readonly onCleanUpError: (error: unknown) => void;
}

/**
 * Runs the handler no faster than its emissions can be stored. Once its signal is aborted, nothing of it counts any
 * more: what it then yields, returns or throws may be half of what it should be.
 */
export async function followHandler(handler: FollowedHandler): Promise<HandlerEnd> {
  const { signal } = handler;
  const pumped = pump(handler).then(
    (value): HandlerEnd => ({ kind: 'result', value }),
    (error: unknown): HandlerEnd => ({ kind: 'error', error }),
  );
  const end = await Promise.race([pumped, abandoned(signal, handler.graceMs)]);
  return signal.aborted ? { kind: 'aborted', why: (signal.reason as AttemptAborted).kind } : end;
}

async function pump({ start, store, signal, onCleanUpError }: FollowedHandler): Promise<unknown> {
  const generator = start();
  try {
    for (;;) {
      signal.throwIfAborted();
      const next = await generator.next();
      signal.throwIfAborted();
      if (next.done) return next.value;
      await store(next.value);
    }
  } catch (error) {
    // Runs the handler's `finally`; what goes wrong in it must not hide why we are here.
    await generator.return(undefined).catch(onCleanUpError);
    throw error;
  }
}

/** Resolves some time after the abort. */
function abandoned(signal: AbortSignal, graceMs: number): Promise<HandlerEnd> {
  return new Promise((resolve) => {
    const wait = () => {
      const { kind: why } = signal.reason as AttemptAborted;
      setTimeout(() => resolve({ kind: 'aborted', why }), graceMs).unref();
    };
    if (signal.aborted) wait();
    else signal.addEventListener('abort', wait, { once: true });
  });
}
