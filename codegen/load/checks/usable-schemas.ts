/** What is left of the named schemas to hold examples against, when some of them have mistakes. */

import { bareSchema } from '../../model/bare-schema.js';
import type { BuiltContract } from '../../model/build-contract.js';
import type { JsonObject, JsonSchema, JsonValue } from '../../model/contract.js';
import { schemaNameOf } from '../../model/schema-references.js';
import { isArray, isObject } from '../json.js';
import { placeKey } from './reference-rules.js';

/** With these, a part that allows too much makes the whole refuse too much. */
const STRICTER_WHEN_LOOSE = ['oneOf', 'not', 'if'];

/** The rules of all named schemas, so that a mistake in one makes others looser, but never refuse anything. */
export class UsableSchemas {
  readonly named: Readonly<Record<string, JsonSchema>>;
  readonly #built: BuiltContract;
  readonly #unusable: ReadonlySet<string>;
  /** Names of schemas that allow more than was meant. */
  readonly #loose = new Set<string>();

  constructor(built: BuiltContract, unusable: ReadonlySet<string>) {
    this.#built = built;
    this.#unusable = unusable;
    const schemas = Object.entries(built.contract.schemas);
    if (unusable.size > 0) {
      // Looseness spreads along references; each round reaches those that refer to the last one's.
      for (let before = -1; before < this.#loose.size; ) {
        before = this.#loose.size;
        for (const [name, schema] of schemas) if (this.isLoose(schema)) this.#loose.add(name);
      }
    }
    this.named = Object.fromEntries(
      schemas.map(([name, schema]) => [
        name,
        bareSchema(this.#loose.has(name) ? (this.#loosen(schema) as JsonSchema) : schema),
      ]),
    );
  }

  /** Whether a schema, or one that it refers to, has a mistake. */
  isLoose(schema: JsonValue): boolean {
    if (this.#unusable.size === 0 || typeof schema !== 'object' || schema === null) return false;
    if (this.#isUnusable(schema)) return true;
    const name = isObject(schema) ? schemaNameOf(schema.$ref) : undefined;
    if (name !== undefined && this.#loose.has(name)) return true;
    return Object.values(schema).some((child) => this.isLoose(child));
  }

  #isUnusable(schema: object): boolean {
    const origin = this.#built.bundler.origins.get(schema);
    return origin !== undefined && this.#unusable.has(placeKey(origin));
  }

  #loosen(value: JsonValue): JsonValue {
    if (isArray(value)) return value.map((item) => this.#loosen(item));
    if (!isObject(value)) return value;
    if (this.#isUnusable(value)) return {};
    const kept = Object.entries(value).filter(
      ([key, child]) => !STRICTER_WHEN_LOOSE.includes(key) || !this.isLoose(child),
    );
    const loosened: JsonObject = Object.fromEntries(kept.map(([key, child]) => [key, this.#loosen(child)]));
    return loosened;
  }
}
