/** Names that code can tell apart, given once all things are known: the order in which they stand changes no name. */

/** How the things of one kind are named. */
interface Naming<T> {
  /** What a thing would best be called. */
  readonly wishOf: (thing: T) => string;
  /** What code makes of a name: two of which this is the same are one. */
  readonly inCode: (name: string) => string;
  /** The first of several keeps its name. */
  readonly compare: (a: T, b: T) => number;
}

/** The name that a thing got. */
export interface UniqueName {
  readonly name: string;
  readonly wish: string;
  /** What the one would best be called that code calls so. */
  readonly rival: string;
}

/** Gives each thing its name, or that name with a number. */
export function uniqueNames<T>(
  things: readonly T[],
  { wishOf, inCode, compare }: Naming<T>,
): ReadonlyMap<T, UniqueName> {
  const rivals = new Map<string, T[]>();
  for (const thing of things) {
    const key = inCode(wishOf(thing));
    rivals.set(key, [...(rivals.get(key) ?? []), thing]);
  }
  const taken = new Set(rivals.keys());
  const freeName = (wish: string, rank: number): string => {
    for (let number = rank + 1; ; number += 1) {
      const name = `${wish}_${number}`;
      if (taken.has(inCode(name))) continue;
      taken.add(inCode(name));
      return name;
    }
  };
  return new Map(
    things.map((thing) => {
      const wish = wishOf(thing);
      const group = (rivals.get(inCode(wish)) ?? []).toSorted(compare);
      const rank = group.indexOf(thing);
      return [
        thing,
        { name: rank === 0 ? wish : freeName(wish, rank), wish, rival: wishOf(group[0] ?? thing) },
      ];
    }),
  );
}

/** What is told of a thing that did not get the name it would best have. */
export function collisionText(kind: string, { name, wish, rival }: UniqueName): string {
  const shared =
    rival === wish
      ? `another ${kind} is called \`${wish}\` too`
      : `\`${wish}\` and \`${rival}\` are one name in code`;
  return `${shared}: this one is \`${name}\``;
}
