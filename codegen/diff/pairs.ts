/** Things of two contracts that are the same thing. */

/** What stands under one key in either list, in the order of the later one. */
export function pairs<T>(
  before: readonly T[],
  after: readonly T[],
  keyOf: (one: T) => string,
): readonly (readonly [T | undefined, T | undefined])[] {
  const known = new Map(before.map((one) => [keyOf(one), one]));
  const later = new Set(after.map(keyOf));
  return [
    ...after.map((one) => [known.get(keyOf(one)), one] as const),
    ...before.filter((one) => !later.has(keyOf(one))).map((one) => [one, undefined] as const),
  ];
}
