/** The size of a list or an object before what is in it. */
import type { JsonObject, JsonValue } from '../../model/contract.js';
import { rewrite } from '../rewrite.js';

/** What is about the parts of a list, or of an object with any number of properties. */
const OF_PARTS: readonly (readonly [size: string, keywords: readonly string[]])[] = [
  [
    'maxItems',
    ['uniqueItems', 'items', 'prefixItems', 'contains', 'minContains', 'maxContains', 'unevaluatedItems'],
  ],
  ['maxProperties', ['propertyNames', 'additionalProperties', 'patternProperties']],
];

/**
 * A copy in which the parts of a list or an object are only looked at when there are not too many of them. A validator
 * that reports all faults goes on after the first: a list of 200,000 tags where 10 are allowed would be compared with
 * itself, each tag with every other, and one fault reported for each.
 */
export function withSizesFirst(value: JsonValue): JsonValue {
  return rewrite(value, (object) => OF_PARTS.reduce(sizeFirst, object));
}

function sizeFirst(
  schema: JsonObject,
  [size, keywords]: readonly [size: string, keywords: readonly string[]],
): JsonObject {
  const limit = schema[size];
  const parts = Object.entries(schema).filter(([keyword]) => keywords.includes(keyword));
  // With `properties`, `additionalProperties` means the others: the two cannot be taken apart.
  const isOneWith = size === 'maxProperties' && schema.properties !== undefined;
  if (typeof limit !== 'number' || parts.length === 0 || isOneWith) return schema;
  const rest = Object.fromEntries(Object.entries(schema).filter(([keyword]) => !keywords.includes(keyword)));
  // biome-ignore lint/suspicious/noThenProperty: a keyword of JSON Schema; nobody awaits this object.
  const guarded: JsonObject = { if: { [size]: limit }, then: Object.fromEntries(parts) };
  const others = Array.isArray(schema.allOf) ? (schema.allOf as readonly JsonValue[]) : [];
  return { ...rest, allOf: [...others, guarded] };
}
