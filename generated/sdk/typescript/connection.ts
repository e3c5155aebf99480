// Specwire's runtime, copied here by `npm run generate`. Do not edit.

/** There was no answer, or it broke off: the network, a proxy, or the time that a call may take. */
export class ConnectionError extends Error {
  override readonly name = 'ConnectionError';
}

/** Beyond this, timers fire at once. */
const MAX_TIMER_MS = 2 ** 31 - 1;

/** Runs what fails only if the connection does. */
export async function whileConnected<T>(action: () => T | Promise<T>): Promise<T> {
  try {
    return await action();
  } catch (error) {
    if (error instanceof ConnectionError) throw error;
    throw new ConnectionError(error instanceof Error ? error.message : 'no connection', { cause: error });
  }
}

/** Runs what may take so many milliseconds; then, or when `signal` aborts, the signal that it is given aborts. */
export async function withinTime<T>(
  limitMs: number,
  signal: AbortSignal | undefined,
  action: (signal: AbortSignal) => Promise<T>,
): Promise<T> {
  const abort = new AbortController();
  const tooLong = () => abort.abort(new ConnectionError(`no answer in ${limitMs} ms`));
  const timer = setTimeout(tooLong, Math.min(limitMs, MAX_TIMER_MS));
  const unlink = abortWith(abort, signal);
  try {
    return await action(abort.signal);
  } finally {
    clearTimeout(timer);
    unlink();
  }
}

/** Lets `signal` abort the controller; the function that it returns ends that. */
export function abortWith(abort: AbortController, signal: AbortSignal | undefined): () => void {
  const onAbort = () => abort.abort(signal?.reason);
  if (signal?.aborted) onAbort();
  signal?.addEventListener('abort', onAbort, { once: true });
  return () => signal?.removeEventListener('abort', onAbort);
}

/** Waits; rejects with the signal's reason when it aborts. */
export function pause(milliseconds: number, signal?: AbortSignal): Promise<void> {
  return new Promise((resolve, reject) => {
    signal?.throwIfAborted();
    const onAbort = () => {
      clearTimeout(timer);
      reject(signal?.reason);
    };
    const onTime = () => {
      signal?.removeEventListener('abort', onAbort);
      resolve();
    };
    const timer = setTimeout(onTime, Math.min(milliseconds, MAX_TIMER_MS));
    signal?.addEventListener('abort', onAbort, { once: true });
  });
}
