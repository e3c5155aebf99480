/** What a schema is about, behind its references. */
import type { JsonObject, JsonSchema } from '../../model/contract.js';
import { isBinary } from '../document-server/schema-view.js';
import { refName } from '../schema-types.js';

/** The schemas of a contract, by name. */
export type Schemas = Readonly<Record<string, JsonSchema>>;

/** The schema that a chain of references leads to; keywords beside a reference are not looked at. */
export function resolve(schemas: Schemas, schema: JsonSchema | undefined): JsonSchema | undefined {
  let found = schema;
  // A chain longer than this is a circle.
  for (let step = 0; step < 16; step += 1) {
    const name = refName(found);
    if (name === undefined) return found;
    found = schemas[name];
  }
  return undefined;
}

/** Whether a value of the schema is text, or bytes that were written as such. */
export function isStringSchema(schemas: Schemas, schema: JsonSchema | undefined): boolean {
  const found = resolve(schemas, schema);
  return (
    typeof found === 'object' &&
    (found.type === 'string' || found.contentMediaType !== undefined || isBinary(found, schemas))
  );
}

/** The fields of an object, those of its `allOf` too; undefined if it may be one thing or another. */
export function fieldsOf(
  schemas: Schemas,
  schema: JsonSchema | undefined,
): { readonly properties: JsonObject; readonly required: readonly string[] } | undefined {
  const found = resolve(schemas, schema);
  if (typeof found !== 'object' || found.oneOf !== undefined || found.anyOf !== undefined) return undefined;
  const parts = (Array.isArray(found.allOf) ? (found.allOf as readonly JsonSchema[]) : []).map((part) =>
    fieldsOf(schemas, part),
  );
  if (parts.some((part) => part === undefined)) return undefined;
  const own = {
    properties: (found.properties ?? {}) as JsonObject,
    required: (Array.isArray(found.required) ? found.required : []) as readonly string[],
  };
  const all = [...parts.filter((part) => part !== undefined), own];
  const properties = Object.assign({}, ...all.map((part) => part.properties)) as JsonObject;
  if (Object.keys(properties).length === 0) return undefined;
  return { properties, required: all.flatMap((part) => part.required) };
}
