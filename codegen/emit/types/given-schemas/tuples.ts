/** Lists. */
import type { JsonObject, JsonValue } from '../../../model/contract.js';

/** Longer tuples of several lengths are lists of what may stand in them. */
const MAX_LENGTHS = 5;

/**
 * `prefixItems` says what stands where, not how many items there are: openapi-typescript takes it for a tuple of just that
 * length. Here each length that is allowed is a tuple; with items of any number behind it is a list of all of them.
 */
export function withTupleLengths(schema: JsonObject): JsonObject {
  if (schema.type === undefined && isListOf(schema)) return withTupleLengths({ ...schema, type: 'array' });
  const { prefixItems, items, minItems = 0, maxItems, type, ...rest } = schema;
  if (!Array.isArray(prefixItems)) return withoutSizes(schema);
  const types = Array.isArray(type) ? (type as readonly JsonValue[]) : [type];
  if (!types.includes('array')) return schema;
  const others = types.filter((one) => one !== 'array').map((one): JsonObject => ({ type: one ?? 'null' }));
  const lists = listsOf(prefixItems as readonly JsonValue[], items, [Number(minItems), Number(maxItems)]);
  const choices = [...lists, ...others];
  const [only = {}] = choices;
  return choices.length === 1 ? { ...rest, ...only } : { ...rest, anyOf: choices };
}

/** Without a type, what is said of items is meant for a list. */
function isListOf(schema: JsonObject): boolean {
  const others = ['$ref', 'enum', 'const', 'allOf', 'anyOf', 'oneOf', 'properties', 'additionalProperties'];
  const isList = schema.items !== undefined || schema.prefixItems !== undefined;
  return isList && others.every((keyword) => schema[keyword] === undefined);
}

function withoutSizes(schema: JsonObject): JsonObject {
  const { minItems: _, maxItems: __, ...rest } = schema;
  return rest;
}

function listsOf(
  prefix: readonly JsonValue[],
  items: JsonValue | undefined,
  [min, max]: readonly [number, number],
): readonly JsonObject[] {
  const isClosed = items === undefined || items === false;
  const least = Math.min(min, prefix.length);
  const most = max < prefix.length ? max : prefix.length;
  if (!isClosed || most - least >= MAX_LENGTHS) {
    const all = isClosed ? prefix : [...prefix, items];
    return [{ type: 'array', items: { anyOf: all } }];
  }
  const lengths = Array.from({ length: Math.max(most - least, 0) + 1 }, (_, index) => least + index);
  return lengths.map((length) => ({ type: 'array', prefixItems: prefix.slice(0, length) }));
}
