/** A schema with its references followed and its `allOf` joined: two that say the same in other forms are alike. */
import { asObject, isArray, isObject, own } from '../load/json.js';
import type { JsonObject, JsonSchema, JsonValue } from '../model/contract.js';

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

/** Follows references and joins `allOf`. `false` is `{ not: {} }`. */
export function effectiveSchema(schema: JsonSchema | undefined, named: NamedSchemas, steps = 0): JsonObject {
  if (schema === undefined || schema === true) return {};
  if (schema === false) return { not: {} };
  if (steps > MOST_STEPS) return {};
  const { $ref, allOf, ...rest } = schema;
  const name = referenceName(schema);
  const parts = [
    ...($ref === undefined || name === undefined ? [] : [own(named as JsonObject, name) ?? true]),
    ...(isArray(allOf) ? allOf : []),
  ];
  return parts
    .map((part) => effectiveSchema(part as JsonSchema, named, steps + 1))
    .reduceRight<JsonObject>((joined, part) => join(part, joined), rest);
}

/** Both must hold. What is said twice is taken from the one that stands nearer. */
function join(part: JsonObject, nearer: JsonObject): JsonObject {
  const properties = { ...asObject(part.properties), ...asObject(nearer.properties) };
  const required = [...list(part.required), ...list(nearer.required)];
  return {
    ...part,
    ...nearer,
    ...(Object.keys(properties).length > 0 && { properties }),
    ...(required.length > 0 && { required: [...new Set(required)] }),
  };
}

function list(value: JsonValue | undefined): readonly JsonValue[] {
  return isArray(value) ? value : [];
}
