/** Properties that have no name of their own. */
import type { JsonObject, JsonValue } from '../../../model/contract.js';
import { isObject } from '../../subschemas.js';

/** A union of more types says no more than `unknown`. */
const MAX_TYPES = 6;

/**
 * An index signature is about all properties, those with a name of their own too: beside `properties`, what may stand
 * under any key is the union of all, or no object could be of the type.
 */
export function withIndexOfAll(schema: JsonObject): JsonObject {
  const { patternProperties, additionalProperties, ...rest } = schema;
  const patterns = isObject(patternProperties) ? Object.values(patternProperties) : [];
  const more =
    additionalProperties === undefined || additionalProperties === false ? [] : [additionalProperties];
  const properties = isObject(schema.properties) ? Object.values(schema.properties) : [];
  const indexed = [...patterns, ...more];
  if (indexed.length === 0 || properties.length === 0) return schema;
  const types = new Map([...indexed, ...properties].map((one) => [JSON.stringify(bare(one)), bare(one)]));
  const isOpen = indexed.some((one) => one === true || (isObject(one) && Object.keys(one).length === 0));
  const [only = true] = types.values();
  if (isOpen || types.size > MAX_TYPES) return { ...rest, additionalProperties: true };
  return { ...rest, additionalProperties: types.size === 1 ? only : { anyOf: [...types.values()] } };
}

/** Described where it stands. */
function bare(schema: JsonValue): JsonValue {
  if (!isObject(schema)) return schema;
  const { title: _, description: __, examples: ___, example: ____, default: _____, ...rest } = schema;
  return rest;
}
