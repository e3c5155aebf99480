/** Where schemas stand in schemas. */
import type { JsonObject, JsonSchema, JsonValue } from '../model/contract.js';

const MAPS = new Set(['properties', 'patternProperties', '$defs', 'definitions', 'dependentSchemas']);
const LISTS = new Set(['allOf', 'anyOf', 'oneOf', 'prefixItems']);
const SINGLE = new Set([
  ...['items', 'contains', 'unevaluatedItems', 'additionalProperties', 'unevaluatedProperties'],
  ...['propertyNames', 'contentSchema', 'not', 'if', 'then', 'else'],
]);

/** Keywords whose schemas are about the same value as the schema that they stand in. */
export const SAME_VALUE: ReadonlySet<string> = new Set([
  ...['allOf', 'anyOf', 'oneOf', 'not', 'if', 'then', 'else', 'dependentSchemas'],
]);

/** What becomes of a schema that stands under a keyword; `path` are the keys that lead to it. */
export type Change = (schema: JsonSchema, keyword: string, path: readonly string[]) => JsonSchema;

/** The schema with each schema that stands directly in it replaced; the very same one if none is. */
export function mapSubschemas(schema: JsonObject, change: Change): JsonObject {
  let result: Record<string, JsonValue> | undefined;
  for (const [keyword, value] of Object.entries(schema)) {
    const mapped = mapKeyword(keyword, value, change);
    if (mapped === value) continue;
    result ??= { ...schema };
    result[keyword] = mapped;
  }
  return result ?? schema;
}

function mapKeyword(keyword: string, value: JsonValue, change: Change): JsonValue {
  if (SINGLE.has(keyword)) return isSchema(value) ? change(value, keyword, [keyword]) : value;
  if (LISTS.has(keyword) && Array.isArray(value)) {
    const items = value as readonly JsonValue[];
    const mapped = items.map((item, index) =>
      isSchema(item) ? change(item, keyword, [keyword, String(index)]) : item,
    );
    return mapped.some((item, index) => item !== items[index]) ? mapped : value;
  }
  if (MAPS.has(keyword) && isObject(value)) {
    const entries = Object.entries(value).map(([name, item]): [string, JsonValue] => [
      name,
      isSchema(item) ? change(item, keyword, [keyword, name]) : item,
    ]);
    return entries.some(([name, item]) => item !== value[name]) ? Object.fromEntries(entries) : value;
  }
  return value;
}

/** Calls `visit` for each schema that stands directly in a schema. */
export function eachSubschema(
  schema: JsonSchema,
  visit: (schema: JsonSchema, keyword: string) => void,
): void {
  if (typeof schema === 'boolean') return;
  mapSubschemas(schema, (sub, keyword) => {
    visit(sub, keyword);
    return sub;
  });
}

/** Whether a key stands anywhere in a value: soon known, where a copy of all would be in vain. */
export function hasKey(value: JsonValue, key: string): boolean {
  if (typeof value !== 'object' || value === null) return false;
  if (Object.hasOwn(value, key)) return true;
  for (const child of Object.values(value)) if (hasKey(child as JsonValue, key)) return true;
  return false;
}

export function isObject(value: JsonValue | undefined): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

export function isSchema(value: JsonValue | undefined): value is JsonSchema {
  return typeof value === 'boolean' || isObject(value);
}
