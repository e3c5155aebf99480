/** An OpenAPI document as Redoc shows it best. */
import { mapOpenapi } from '../bundle/map-openapi.js';
import { asObject, asString, isArray, isObject } from '../load/json.js';
import type { JsonObject, JsonSchema, JsonValue } from '../model/contract.js';
import { schemaNameOf } from '../model/schema-references.js';

/** What Redoc is given. */
export interface ShownOpenapi {
  readonly document: JsonObject;
  /** Each named schema is shown once, in a section of their own, and linked to. */
  readonly isFolded: boolean;
}

/** In characters of JSON. Redoc unfolds every schema wherever it is referred to, which takes gigabytes of a larger one. */
const LARGE = 1_000_000;
/** A schema without references is shown in place up to this size, in characters of JSON. */
const LEAF = 500;

/** The tag under which Redoc lists named schemas. */
const SCHEMAS = 'Schemas';

/** The document for Redoc; one that is `large` is folded. */
export function shownOpenapi(document: JsonObject, large = LARGE): ShownOpenapi {
  const shown = withStreamSchemas(document);
  const isFolded = JSON.stringify(shown).length > large;
  return { document: isFolded ? folded(shown) : shown, isFolded };
}

/** Redoc shows the schema of a whole body only: of a stream without one, that of its items. */
function withStreamSchemas(document: JsonObject): JsonObject {
  return mapOpenapi(document, {
    object: (kind, object) => {
      const item = object['x-itemSchema'] ?? object.itemSchema;
      if (kind !== 'MediaType' || item === undefined) return object;
      const { schema, ...rest } = object;
      const isText = schema === undefined || asObject(schema).type === 'string';
      return isText ? { schema: asItem(item, asObject(schema)), ...rest } : object;
    },
    schema: (schema) => schema,
  });
}

function asItem(item: JsonValue, { description }: JsonObject): JsonValue {
  const words = ['Each item of the stream.', ...(typeof description === 'string' ? [description] : [])];
  return isObject(item) ? { description: words.join(' '), ...item } : item;
}

function folded(document: JsonObject): JsonObject {
  const schemas = asObject(asObject(document.components).schemas);
  const folder = new SchemaFolder(schemas);
  const mapped = mapOpenapi(document, {
    object: (_, object) => object,
    schema: (schema, pointer) =>
      pointer.startsWith('/components/schemas/') ? (folder.root(schema) as JsonSchema) : schema,
  });
  const groups = mapped['x-tagGroups'];
  return isArray(groups)
    ? { ...mapped, 'x-tagGroups': [...groups, { name: SCHEMAS, tags: [SCHEMAS] }] }
    : mapped;
}

/** Puts links to named schemas into others. */
class SchemaFolder {
  readonly #schemas: JsonObject;
  readonly #leaves: ReadonlySet<string>;

  constructor(schemas: JsonObject) {
    this.#schemas = schemas;
    const leaves = Object.entries(schemas).filter(([, schema]) => {
      const text = JSON.stringify(schema);
      return text.length < LEAF && !text.includes('"$ref"');
    });
    this.#leaves = new Set(leaves.map(([name]) => name));
  }

  /** What a schema is made of stays; what is in it is linked to. */
  root(schema: JsonValue): JsonValue {
    if (!isObject(schema)) return schema;
    const entries = Object.entries(schema).map(([key, value]) => {
      const isComposed = /^(all|any|one)Of$/.test(key) && isArray(value);
      return [key, isComposed ? value.map((one) => this.root(one)) : this.#inner(key, value)];
    });
    return Object.fromEntries(entries) as JsonObject;
  }

  #inner(key: string, value: JsonValue): JsonValue {
    // A root that is a reference itself.
    if (key === '$ref' || /^(examples?|default|const|enum)$/.test(key)) return value;
    if (isArray(value)) return value.map((one) => this.#inner('', one));
    if (!isObject(value)) return value;
    const name = schemaNameOf(value.$ref);
    if (name !== undefined && !this.#leaves.has(name)) return this.#link(name, value);
    return Object.fromEntries(Object.entries(value).map(([child, one]) => [child, this.#inner(child, one)]));
  }

  /** @see https://redocly.com/docs/redoc/config, `schemaDefinitionsTagName`: its sections are called `schema/<name>`. */
  #link(name: string, { description }: JsonObject): JsonObject {
    const { type } = asObject(this.#schemas[name]);
    const link = `[${name}](#schema/${encodeURIComponent(name)})`;
    const words = asString(description);
    return {
      ...(type !== undefined && { type }),
      title: name,
      description: words === undefined ? link : `${words}\n\n${link}`,
    };
  }
}
