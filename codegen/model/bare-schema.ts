/** Schemas without what says nothing about values, so that a validator is compiled anew only if its rules change. */
import type { JsonObject, JsonSchema, JsonValue } from './contract.js';

/** `default` is not among them: validators of inputs fill it in. */
const ANNOTATIONS = new Set([
  'title',
  'description',
  'example',
  'examples',
  'deprecated',
  'externalDocs',
  '$comment',
]);

const MAPS = new Set(['properties', 'patternProperties', '$defs', 'definitions', 'dependentSchemas']);
const LISTS = new Set(['allOf', 'anyOf', 'oneOf', 'prefixItems']);
const SINGLE = new Set([
  'items',
  'additionalProperties',
  'unevaluatedProperties',
  'unevaluatedItems',
  'propertyNames',
  'contains',
  'contentSchema',
  'not',
  'if',
  'then',
  'else',
]);

/** A copy without annotations and extensions, at any depth. */
export function bareSchema(schema: JsonSchema): JsonSchema {
  if (typeof schema === 'boolean') return schema;
  const kept = Object.entries(schema).filter(([key]) => !ANNOTATIONS.has(key) && !key.startsWith('x-'));
  return Object.fromEntries(kept.map(([key, value]) => [key, bareKeyword(key, value)]));
}

function bareKeyword(key: string, value: JsonValue): JsonValue {
  if (SINGLE.has(key) && isSchema(value)) return bareSchema(value);
  if (LISTS.has(key) && Array.isArray(value))
    return value.map((item) => (isSchema(item) ? bareSchema(item) : item));
  if (MAPS.has(key) && isObject(value)) {
    return Object.fromEntries(
      Object.entries(value).map(([name, item]) => [name, isSchema(item) ? bareSchema(item) : item]),
    );
  }
  return value;
}

function isObject(value: JsonValue): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function isSchema(value: JsonValue): value is JsonObject | boolean {
  return typeof value === 'boolean' || isObject(value);
}
