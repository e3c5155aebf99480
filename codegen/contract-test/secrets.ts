/** Keeps credentials out of everything that is shown. */

const MASK = '***';

/** Shorter values would turn up everywhere. */
const SHORTEST = 4;

/** What is not to be shown: the values of given headers, and of the query of the URL. */
export class Secrets {
  readonly #values: readonly string[];

  constructor(base: URL, headers: readonly (readonly [name: string, value: string])[]) {
    // Of `Bearer <key>`, the key: a service that says it again says it without the scheme.
    const shown = headers.flatMap(([, value]) => [value, value.slice(value.indexOf(' ') + 1)]);
    const values = [...shown, ...base.searchParams.values(), base.password];
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
