/** What is in a stream: events with names and data, or items one after the other. */
import { asObject, asString, isArray, isObject } from '../load/json.js';
import type { JsonObject, JsonSchema, JsonValue, MediaType, StreamEventKind } from './contract.js';
import { pascalCase } from './names.js';
import { schemaNameOf, schemaPointer } from './schema-references.js';

/** Named schemas that grow while inline ones get names. */
export interface SchemaTable {
  readonly schemas: Record<string, JsonSchema>;
}

/** The media type with its items by name. `owner` is the operation's id: what has no name is called after it. */
export function readStream(media: MediaType, owner: string, table: SchemaTable): MediaType {
  const { itemSchema } = media;
  if (itemSchema === undefined) return media;
  if (!/^text\/event-stream\b/i.test(media.contentType))
    return { ...media, itemSchema: hoist(itemSchema, `${pascalCase(owner)}Item`, table) };
  const events = readEvents(itemSchema, table);
  if (events === undefined)
    return { ...media, itemSchema: hoist(itemSchema, `${pascalCase(owner)}Event`, table) };
  const named = events.map((one) => ({
    ...one,
    data: hoist(one.data, `${pascalCase(owner)}Event${pascalCase(one.event ?? '')}`, table),
  }));
  const [only] = named;
  const data =
    named.length === 1 && only !== undefined
      ? only.data
      : { anyOf: named.map((one) => one.data as JsonValue) };
  return { ...media, itemSchema: data, events: named };
}

/**
 * The kinds of events that an item schema describes by the fields of a frame (OpenAPI 3.2, section 4.14.4); undefined if it
 * is the schema of the data itself.
 */
function readEvents(schema: JsonSchema, table: SchemaTable): readonly StreamEventKind[] | undefined {
  const item = follow(schema, table);
  const branches = ['oneOf', 'anyOf'].flatMap((key) =>
    isArray(item[key]) ? (item[key] as readonly JsonValue[]) : [],
  );
  const common = asObject(item.properties);
  if (branches.length > 0) {
    const kinds = branches.map((branch) => readEvent(follow(branch as JsonSchema, table), common, table));
    return kinds.every((one) => one !== undefined) ? kinds : undefined;
  }
  const single = readEvent(item, {}, table);
  return single === undefined ? undefined : [single];
}

function readEvent(item: JsonObject, common: JsonObject, table: SchemaTable): StreamEventKind | undefined {
  const properties = { ...common, ...asObject(item.properties) };
  const { data } = properties;
  if (data === undefined || !Object.keys(properties).every((key) => FIELDS.has(key))) return undefined;
  const name = follow(properties.event as JsonSchema | undefined, table);
  const single = isArray(name.enum) && name.enum.length === 1 ? name.enum[0] : undefined;
  const event = asString(name.const) ?? asString(single);
  const text = follow(data as JsonSchema, table);
  const isText = text.type === 'string';
  const isJson =
    !isText || text.contentSchema !== undefined || /json/i.test(asString(text.contentMediaType) ?? '');
  const content =
    isText && isJson ? ((text.contentSchema as JsonSchema | undefined) ?? true) : (data as JsonSchema);
  return { ...(event !== undefined && { event }), data: content, isJson };
}

/** The fields of a frame. */
const FIELDS = new Set(['data', 'event', 'id', 'retry', 'comment']);

function follow(schema: JsonSchema | undefined, { schemas }: SchemaTable): JsonObject {
  let found: JsonSchema | undefined = schema;
  for (let step = 0; step < 16; step += 1) {
    const name = isObject(found as JsonValue) ? schemaNameOf((found as JsonObject).$ref) : undefined;
    if (name === undefined) break;
    found = schemas[name];
  }
  return asObject(found as JsonValue | undefined);
}

/** Gives an inline schema a name, unless it is a reference or says everything in its type. */
function hoist(schema: JsonSchema, wish: string, { schemas }: SchemaTable): JsonSchema {
  if (typeof schema === 'boolean' || typeof schema.$ref === 'string') return schema;
  const keys = Object.keys(schema).filter((key) => !['description', 'title', 'format'].includes(key));
  if (keys.length === 0 || (keys.length === 1 && SIMPLE.has(asString(schema.type) ?? ''))) return schema;
  const lower = new Set(Object.keys(schemas).map((name) => name.toLowerCase()));
  let name = wish;
  for (let number = 2; lower.has(name.toLowerCase()); number += 1) name = `${wish}_${number}`;
  schemas[name] = schema;
  return { $ref: schemaPointer(name) };
}

const SIMPLE = new Set(['string', 'number', 'integer', 'boolean', 'null']);
