/** What an older version has no words for: named, with its places, so that nothing is lost in silence. */

/** Something that was left out, or said more loosely. */
export interface Loss {
  /** `patternProperties`, `webhooks`. */
  readonly what: string;
  /** What was done instead. */
  readonly instead: string;
  /** Where in the document, as JSON pointers; the first ones. */
  readonly places: readonly string[];
  readonly count: number;
}

const MOST_PLACES = 3;

/** Collects losses of a conversion. */
export class Losses {
  readonly #losses = new Map<string, { what: string; instead: string; places: string[]; count: number }>();

  /** Notes one. `pointer` leads into the document that is converted. */
  add(what: string, instead: string, pointer: string): void {
    const key = `${what}\0${instead}`;
    const loss = this.#losses.get(key) ?? { what, instead, places: [], count: 0 };
    this.#losses.set(key, loss);
    loss.count += 1;
    if (loss.places.length < MOST_PLACES) loss.places.push(pointer);
  }

  /** All of them, in the order in which they were first met. */
  list(): readonly Loss[] {
    return [...this.#losses.values()];
  }
}

/** `warning: OpenAPI 3.0 has no patternProperties: left out (2 times: /components/schemas/A, …)`. */
export function lossText(version: string, { what, instead, places, count }: Loss): string {
  const more = count > places.length ? ', …' : '';
  const times = count === 1 ? '' : `${count} times: `;
  return `OpenAPI ${version} has no ${what}: ${instead} (${times}${places.join(', ')}${more})`;
}
