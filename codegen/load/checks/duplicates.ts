import type { Diagnostic } from '../../diagnostics.js';

/** Reports every second and later holder of a key. */
export function* duplicates<T>(
  items: readonly T[],
  keyOf: (item: T) => string | undefined,
  report: (item: T, first: T, key: string) => Diagnostic,
): Iterable<Diagnostic> {
  const holders = new Map<string, T>();
  for (const item of items) {
    const key = keyOf(item);
    if (key === undefined) continue;
    const first = holders.get(key);
    if (first === undefined) holders.set(key, item);
    else yield report(item, first, key);
  }
}
