/** A schema with its references followed and its `allOf` joined: two that say the same in other forms are alike. */
import { asList, asObject, isObject, own } from '../load/json.js';
import type { JsonObject, JsonSchema, JsonValue } from '../model/contract.js';
import { joinSchemas } from './join-schemas.js';
import { ANNOTATIONS } from './schema-rules.js';

/** Named schemas of one contract. */
export type NamedSchemas = { readonly [name: string]: JsonSchema };

/** More references one behind the other lead in a circle. */
const MOST_STEPS = 32;

/** The name in a reference to a named schema. */
export function referenceName(schema: JsonValue | undefined): string | undefined {
  if (!isObject(schema) || typeof schema.$ref !== 'string') return undefined;
  const last = /^#\/components\/schemas\/([^/]+)$/.exec(schema.$ref)?.[1];
  return last === undefined
    ? undefined
    : decodeURIComponent(last).replaceAll('~1', '/').replaceAll('~0', '~');
}

/** Follows references and joins `allOf`, but for conditions that cannot be one. `false` is `{ not: {} }`. */
export function effectiveSchema(schema: JsonSchema | undefined, named: NamedSchemas, steps = 0): JsonObject {
  if (schema === undefined || schema === true) return {};
  if (schema === false) return { not: {} };
  if (steps > MOST_STEPS) return {};
  const { $ref, allOf, ...rest } = schema;
  const name = referenceName(schema);
  const parts = [
    ...($ref === undefined || name === undefined ? [] : [own(named as JsonObject, name) ?? true]),
    ...asList(allOf),
  ];
  return parts
    .map((part) => effectiveSchema(part as JsonSchema, named, steps + 1))
    .reduceRight<JsonObject>((joined, part) => joinSchemas(part, joined), rest);
}

/** `{ allOf: [{ $ref }] }`, with nothing but words beside it, is the reference with these words. */
export function withoutWrapping(schema: JsonSchema): JsonValue {
  const { allOf, ...beside } = asObject(schema);
  const [only, ...others] = asList(allOf);
  const isWrapping = others.length === 0 && Object.keys(beside).every((key) => ANNOTATIONS.has(key));
  return isWrapping && isObject(only) && referenceName(only) !== undefined ? { ...only, ...beside } : schema;
}
