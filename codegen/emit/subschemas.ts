/** Where schemas stand in schemas. */
import type { JsonObject, JsonSchema, JsonValue } from '../model/contract.js';

/** How the schemas of a keyword stand in it. */
type Kind = 'map' | 'list' | 'single';

const KEYWORDS: Readonly<Record<Kind, readonly string[]>> = {
  map: ['properties', 'patternProperties', '$defs', 'definitions', 'dependentSchemas'],
  list: ['allOf', 'anyOf', 'oneOf', 'prefixItems'],
  single: [
    ...['items', 'contains', 'unevaluatedItems', 'additionalProperties', 'unevaluatedProperties'],
    ...['propertyNames', 'contentSchema', 'not', 'if', 'then', 'else'],
  ],
};
const KINDS: ReadonlyMap<string, Kind> = new Map(
  (['map', 'list', 'single'] as const).flatMap((kind) =>
    KEYWORDS[kind].map((keyword) => [keyword, kind] as const),
  ),
);

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
  switch (KINDS.get(keyword)) {
    case 'single':
      return isSchema(value) ? change(value, keyword, [keyword]) : value;
    case 'list':
      return Array.isArray(value) ? mapList(keyword, value, change) : value;
    case 'map':
      return isObject(value) ? mapMembers(keyword, value, change) : value;
    case undefined:
      return value;
  }
}

function mapList(keyword: string, items: readonly JsonValue[], change: Change): readonly JsonValue[] {
  const mapped = items.map((item, index) =>
    isSchema(item) ? change(item, keyword, [keyword, String(index)]) : item,
  );
  return mapped.some((item, index) => item !== items[index]) ? mapped : items;
}

function mapMembers(keyword: string, members: JsonObject, change: Change): JsonObject {
  let result: Record<string, JsonValue> | undefined;
  for (const name of Object.keys(members)) {
    const item = members[name];
    if (!isSchema(item)) continue;
    const mapped = change(item, keyword, [keyword, name]);
    if (mapped === item) continue;
    result ??= { ...members };
    result[name] = mapped;
  }
  return result ?? members;
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
  if (Array.isArray(value)) return value.some((item: JsonValue) => hasKey(item, key));
  if (Object.hasOwn(value, key)) return true;
  // Plain data: it has no names but its own, and without a list of them this is twice as fast.
  for (const name in value) if (hasKey((value as JsonObject)[name] ?? null, key)) return true;
  return false;
}

export function isObject(value: JsonValue | undefined): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

export function isSchema(value: JsonValue | undefined): value is JsonSchema {
  return typeof value === 'boolean' || isObject(value);
}
