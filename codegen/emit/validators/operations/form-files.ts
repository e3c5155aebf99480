/** Files in bodies: bytes, which JSON Schema cannot look into. */
import type { JsonObject, JsonSchema, JsonValue } from '../../../model/contract.js';
import { refName } from '../../schema-refs.js';
import { isObject, mapSubschemas } from '../../subschemas.js';

type Schemas = Readonly<Record<string, JsonSchema>>;

/**
 * Whether a schema is one of bytes, as OpenAPI 3.0 (`format: binary`) and 3.1 (`contentMediaType`) write it.
 * @see https://spec.openapis.org/oas/v3.1.1.html#considerations-for-file-uploads
 */
export function isFile(schema: JsonValue | undefined, schemas: Schemas, depth = 0): boolean {
  if (!isObject(schema) || depth > MAX_DEPTH) return false;
  if (schema.format === 'binary') return true;
  if (schema.contentMediaType !== undefined && schema.contentEncoding === undefined) return true;
  const name = refName(schema);
  const parts: readonly (JsonValue | undefined)[] = [
    ...(name === undefined ? [] : [schemas[name]]),
    ...(Array.isArray(schema.allOf) ? (schema.allOf as readonly JsonValue[]) : []),
  ];
  return parts.some((part) => isFile(part, schemas, depth + 1));
}

const MAX_DEPTH = 8;

/** Where the fields of a form stand beside its `properties`. */
const FORM_PARTS = ['allOf', 'anyOf', 'oneOf'];

/** A form's schema in which fields that are files, or lists of files, may be anything. */
export function withoutFiles(schema: JsonSchema, schemas: Schemas, depth = 0): JsonSchema {
  if (typeof schema === 'boolean' || depth > MAX_DEPTH || !leadsToFile(schema, schemas, 0)) return schema;
  const name = refName(schema);
  if (name !== undefined) {
    const { $ref: _, ...others } = schema;
    const target = withoutFiles(schemas[name] ?? true, schemas, depth + 1);
    return Object.keys(others).length === 0 ? target : { ...others, allOf: [target] };
  }
  const open = mapSubschemas(schema, (part, keyword) =>
    FORM_PARTS.includes(keyword) ? withoutFiles(part, schemas, depth + 1) : part,
  );
  const { properties } = open;
  return isObject(properties) ? { ...open, properties: openFiles(properties, schemas) } : open;
}

function openFiles(properties: JsonObject, schemas: Schemas): JsonObject {
  const entries = Object.entries(properties).map(([name, property]): [string, JsonValue] => {
    if (isFile(property, schemas)) return [name, true];
    const { items } = isObject(property) ? property : { items: undefined };
    return isObject(property) && isFile(items, schemas)
      ? [name, { ...property, items: true }]
      : [name, property];
  });
  return Object.fromEntries(entries);
}

function leadsToFile(schema: JsonValue | undefined, schemas: Schemas, depth: number): boolean {
  if (!isObject(schema) || depth > MAX_DEPTH) return false;
  const name = refName(schema);
  const properties: readonly JsonValue[] = isObject(schema.properties)
    ? Object.values(schema.properties)
    : [];
  const isOpen = (property: JsonValue) =>
    isFile(property, schemas) || (isObject(property) && isFile(property.items, schemas));
  const parts: readonly (JsonValue | undefined)[] = [
    ...(name === undefined ? [] : [schemas[name]]),
    ...FORM_PARTS.flatMap((keyword) => (schema[keyword] ?? []) as readonly JsonValue[]),
  ];
  return properties.some(isOpen) || parts.some((part) => leadsToFile(part, schemas, depth + 1));
}
