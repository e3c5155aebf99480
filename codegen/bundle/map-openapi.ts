/** Makes a changed copy of an OpenAPI document, each object by its kind. */
import { OPENAPI_OBJECTS } from '../load/documents/openapi-objects.js';
import { childPointer, isArray, isObject, own } from '../load/json.js';
import type { JsonObject, JsonSchema, JsonValue } from '../model/contract.js';

/** How the copy differs. */
export interface OpenapiChange {
  /** An object of a kind, before its children are changed; undefined leaves it out. */
  object(kind: string, object: JsonObject, pointer: string): JsonObject | undefined;
  /** A schema, with all that is in it. */
  schema(schema: JsonSchema, pointer: string): JsonSchema;
}

/** The changed copy of a whole document. */
export function mapOpenapi(document: JsonObject, change: OpenapiChange): JsonObject {
  const mapped = mapObject('OpenApi', document, '', change);
  if (mapped === undefined) throw new Error('A document cannot be left out.');
  return mapped;
}

function mapObject(
  kind: string,
  object: JsonObject,
  pointer: string,
  change: OpenapiChange,
): JsonObject | undefined {
  const rule = OPENAPI_OBJECTS[kind];
  if (rule === undefined) throw new Error(`There is no rule for ${kind}`);
  if (rule.isReferable && kind !== 'PathItem' && typeof own(object, '$ref') === 'string')
    return { $ref: object.$ref ?? null };
  const changed = change.object(kind, object, pointer);
  if (changed === undefined) return undefined;
  const entries = Object.entries(changed).flatMap(([key, value]): [string, JsonValue][] => {
    const field = Object.hasOwn(rule.fields, key) ? rule.fields[key] : rule.fields['*'];
    const isExtension = key.startsWith('x-') && !Object.hasOwn(rule.fields, key);
    const isSchemas = kind === 'Components' && key === 'schemas';
    const inner = isSchemas ? '{Schema}' : isExtension ? 'any' : (field ?? 'any');
    const mapped = mapValue(inner, value, childPointer(pointer, key), change);
    return mapped === undefined ? [] : [[key, mapped]];
  });
  return Object.fromEntries(entries);
}

function mapValue(
  rule: string,
  value: JsonValue,
  pointer: string,
  change: OpenapiChange,
): JsonValue | undefined {
  if (rule === 'Schema') return change.schema(value as JsonSchema, pointer) as JsonValue;
  const inner = rule.slice(1, -1);
  if (rule.startsWith('[') && isArray(value))
    return value.flatMap((one, index) => mapValue(inner, one, childPointer(pointer, index), change) ?? []);
  if (!isObject(value) || Object.hasOwn(PLAIN, rule)) return value;
  if (!rule.startsWith('{')) return mapObject(rule, value, pointer, change);
  const entries = Object.entries(value).flatMap(([key, one]): [string, JsonValue][] => {
    const mapped = mapValue(inner, one, childPointer(pointer, key), change);
    return mapped === undefined ? [] : [[key, mapped]];
  });
  return Object.fromEntries(entries);
}

const PLAIN = { any: true, text: true, flag: true };
