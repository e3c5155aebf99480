/** Which properties only requests or only responses have. */
import type { JsonObject, JsonSchema, JsonValue } from '../model/contract.js';
import { refName } from './schema-refs.js';
import { isObject } from './subschemas.js';

type Schemas = Readonly<Record<string, JsonSchema>>;

/** `readOnly`: only responses have it; `writeOnly`: only requests do. */
export type Mark = 'readOnly' | 'writeOnly';

/** Whether a property has the mark: its schema, the one that it refers to, or a part of either. */
export function isMarked(
  schema: JsonValue | undefined,
  mark: Mark,
  schemas: Schemas,
  seen: ReadonlySet<string> = new Set(),
): boolean {
  if (!isObject(schema)) return false;
  if (schema[mark] === true) return true;
  const name = refName(schema);
  if (name !== undefined && !seen.has(name)) {
    if (isMarked(schemas[name], mark, schemas, new Set([...seen, name]))) return true;
  }
  const parts = Array.isArray(schema.allOf) ? (schema.allOf as readonly JsonValue[]) : [];
  return parts.some((part) => isMarked(part, mark, schemas, seen));
}

/** The marked properties of an object, in whichever part of its schema they stand. */
export function markedProperties(
  schema: JsonObject,
  mark: Mark,
  schemas: Schemas,
  seen: ReadonlySet<string> = new Set(),
): readonly string[] {
  const properties = isObject(schema.properties) ? Object.entries(schema.properties) : [];
  const own = properties.filter(([, property]) => isMarked(property, mark, schemas)).map(([name]) => name);
  const name = refName(schema);
  const target: JsonSchema | undefined = name === undefined || seen.has(name) ? undefined : schemas[name];
  const passed = name === undefined ? seen : new Set([...seen, name]);
  const parts = [target, ...(Array.isArray(schema.allOf) ? (schema.allOf as readonly JsonValue[]) : [])];
  return [
    ...own,
    ...parts.flatMap((part) => (isObject(part) ? markedProperties(part, mark, schemas, passed) : [])),
  ];
}
