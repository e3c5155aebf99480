/** Files in forms: bytes, which JSON Schema cannot look into. */
import type { JsonObject, JsonSchema, JsonValue, MediaType } from '../../../model/contract.js';
import { type FileField, fileFields } from '../../document-server/form-files.js';
import { refName } from '../../schema-refs.js';
import { isObject, isSchema, mapSubschemas } from '../../subschemas.js';

type Schemas = Readonly<Record<string, JsonSchema>>;
type Files = ReadonlyMap<string, FileField>;

const MAX_DEPTH = 8;

/** Where more is said of a form or a list than in the schema itself. */
const FORM_PARTS = ['allOf', 'anyOf', 'oneOf'];

/** A form's schema in which fields that are files, or lists of files, may be anything. */
export function withoutFiles(media: MediaType, schemas: Schemas): JsonSchema {
  const files = new Map(fileFields(media, schemas).map((file) => [file.name, file]));
  return openFiles(media.schema ?? true, files, schemas);
}

function openFiles(schema: JsonSchema, files: Files, schemas: Schemas, depth = 0): JsonSchema {
  if (typeof schema === 'boolean' || depth > MAX_DEPTH || !leadsToFile(schema, files, schemas, 0))
    return schema;
  const openPart = (part: JsonSchema) => openFiles(part, files, schemas, depth + 1);
  if (refName(schema) !== undefined) return inPlace(schema, schemas, openPart);
  const open = mapSubschemas(schema, (part, keyword) =>
    FORM_PARTS.includes(keyword) ? openPart(part) : part,
  );
  const { properties } = open;
  return isObject(properties) ? { ...open, properties: openFields(properties, files, schemas) } : open;
}

function openFields(properties: JsonObject, files: Files, schemas: Schemas): JsonObject {
  const entries = Object.entries(properties).map(([name, property]): [string, JsonValue] => {
    const file = files.get(name);
    if (file === undefined || !isSchema(property)) return [name, property];
    return [name, file.isList ? openItems(property, schemas) : true];
  });
  return Object.fromEntries(entries);
}

/** A list's schema, wherever it says what its items are: they may be anything. */
function openItems(list: JsonSchema, schemas: Schemas, depth = 0): JsonSchema {
  if (typeof list === 'boolean' || depth > MAX_DEPTH) return true;
  const open = (part: JsonSchema) => openItems(part, schemas, depth + 1);
  if (refName(list) !== undefined) return inPlace(list, schemas, open);
  return mapSubschemas(list, (part, keyword) => {
    if (keyword === 'items') return true;
    return FORM_PARTS.includes(keyword) ? open(part) : part;
  });
}

/** What a reference leads to, changed, in its place. */
function inPlace(
  schema: JsonObject,
  schemas: Schemas,
  change: (target: JsonSchema) => JsonSchema,
): JsonSchema {
  const { $ref: _, ...others } = schema;
  const target = change(schemas[refName(schema) ?? ''] ?? true);
  return Object.keys(others).length === 0 ? target : { ...others, allOf: [target] };
}

function leadsToFile(schema: JsonValue | undefined, files: Files, schemas: Schemas, depth: number): boolean {
  if (!isObject(schema) || depth > MAX_DEPTH) return false;
  const name = refName(schema);
  const properties = isObject(schema.properties) ? Object.keys(schema.properties) : [];
  const parts: readonly (JsonValue | undefined)[] = [
    ...(name === undefined ? [] : [schemas[name]]),
    ...FORM_PARTS.flatMap((keyword) => (schema[keyword] ?? []) as readonly JsonValue[]),
  ];
  return (
    properties.some((property) => files.has(property)) ||
    parts.some((part) => leadsToFile(part, files, schemas, depth + 1))
  );
}
