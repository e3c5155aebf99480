/** Keeps credentials out of everything that is shown. */

const MASK = '***';

/** Shorter values would turn up everywhere. */
const SHORTEST = 4;

/** What is not to be shown: the values of given headers, and of the query of the URL. */
export class Secrets {
  readonly #values: readonly string[];

  constructor(base: URL, headers: readonly (readonly [name: string, value: string])[]) {
    const values = [...headers.flatMap(([, value]) => secretsIn(value)), ...base.searchParams.values()];
    this.#values = [...new Set(values)]
      .filter((value) => value.length >= SHORTEST)
      .sort((one, other) => other.length - one.length);
  }

  /** The text without any of them. */
  mask(text: string): string {
    return this.#values.reduce(
      (masked, value) => masked.replaceAll(value, MASK).replaceAll(encodeURIComponent(value), MASK),
      text,
    );
  }
}

/** Of `Bearer <key>` the key alone: it may come back without its scheme. Of cookies, the value of each. */
function secretsIn(value: string): readonly string[] {
  const [, token] = /^[\w-]+ +(\S+)$/.exec(value) ?? [];
  if (token !== undefined) return [token];
  return [value, ...value.split(/; */).map((pair) => pair.slice(pair.indexOf('=') + 1))];
}
