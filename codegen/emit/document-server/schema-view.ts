/** What the texts of a request say about schemas: which are lists, objects, files. References are followed. */
import type { JsonObject, JsonSchema, JsonValue } from '../../model/contract.js';
import { refName } from '../schema-types.js';

/** Named schemas. */
export type Schemas = Readonly<Record<string, JsonSchema>>;

/** As `Shape` of the runtime. */
export type Shape = 'value' | 'array' | 'object' | 'any';

/** A property of an object. */
export interface Property {
  readonly schema: JsonSchema;
  readonly required: boolean;
}

/** Deeper than references lead on purpose. */
const MAX_STEPS = 12;

/** A schema, and those that it is put together of: by `$ref`, by `allOf`, by the one alternative that it has to null. */
function partsOf(schema: JsonSchema | undefined, schemas: Schemas, steps = 0): readonly JsonObject[] {
  if (typeof schema !== 'object' || steps > MAX_STEPS) return [];
  const name = refName(schema);
  const target = name !== undefined && Object.hasOwn(schemas, name) ? schemas[name] : undefined;
  const [alternative, ...others] = alternativesOf(schema).filter((branch) => !isNull(branch));
  const parts = [target, ...listOf(schema.allOf), others.length === 0 ? alternative : undefined];
  return [schema, ...parts.flatMap((part) => partsOf(part, schemas, steps + 1))];
}

/** The alternatives of a schema. */
function alternativesOf(schema: JsonObject): readonly JsonSchema[] {
  return [...listOf(schema.oneOf), ...listOf(schema.anyOf)];
}

function isNull(schema: JsonSchema): boolean {
  return typeof schema === 'object' && (schema.type === 'null' || schema.const === null);
}

/** What a value of the schema is, as far as it decides how its text is taken apart. */
export function shapeOf(schema: JsonSchema | undefined, schemas: Schemas): Shape {
  const shapes = shapesOf(schema, schemas, 0);
  const [only] = shapes;
  return shapes.size === 1 && only !== undefined ? only : 'any';
}

function shapesOf(schema: JsonSchema | undefined, schemas: Schemas, steps: number): ReadonlySet<Shape> {
  if (steps > MAX_STEPS) return new Set();
  for (const part of partsOf(schema, schemas)) {
    const own = ownShapes(part);
    if (own.length > 0) return new Set(own);
    const branches = alternativesOf(part).map((branch) => shapesOf(branch, schemas, steps + 1));
    const shapes = new Set(branches.flatMap((branch) => [...branch]));
    if (shapes.size > 0) return shapes;
  }
  return new Set();
}

function ownShapes(schema: JsonObject): readonly Shape[] {
  const types = (Array.isArray(schema.type) ? schema.type : [schema.type]).filter((type) => type !== 'null');
  if (types.some((type) => typeof type === 'string')) return [...new Set(types.map(shapeOfType))];
  if (schema.properties !== undefined || schema.additionalProperties !== undefined) return ['object'];
  if (schema.items !== undefined || schema.prefixItems !== undefined) return ['array'];
  const values = schema.const !== undefined ? [schema.const] : listOf(schema.enum);
  return values.some((value) => typeof value !== 'object') ? ['value'] : [];
}

function shapeOfType(type: JsonValue | undefined): Shape {
  return type === 'array' || type === 'object' ? type : 'value';
}

/** The properties of an object, those of its alternatives too. */
export function propertiesOf(
  schema: JsonSchema | undefined,
  schemas: Schemas,
  steps = 0,
): ReadonlyMap<string, Property> {
  const found = new Map<string, Property>();
  if (steps > MAX_STEPS) return found;
  const parts = partsOf(schema, schemas);
  const required = new Set<JsonValue>(parts.flatMap((part) => listOf(part.required) as readonly JsonValue[]));
  for (const part of parts) {
    for (const [name, property] of Object.entries((part.properties ?? {}) as JsonObject)) {
      if (!found.has(name)) found.set(name, { schema: property as JsonSchema, required: required.has(name) });
    }
    for (const branch of alternativesOf(part)) {
      for (const [name, property] of propertiesOf(branch, schemas, steps + 1)) {
        if (!found.has(name)) found.set(name, { ...property, required: required.has(name) });
      }
    }
  }
  return found;
}

/** Whether an object is said to have other fields than those it names. */
export function isOpen(schema: JsonSchema | undefined, schemas: Schemas): boolean {
  const parts = partsOf(schema, schemas);
  return parts.some(
    ({ additionalProperties: more, patternProperties }) =>
      (more !== undefined && more !== false) || patternProperties !== undefined,
  );
}

/**
 * Whether the value is bytes, a file: `format: binary` (OpenAPI 3.0), or a content type that is none of text or JSON, not
 * encoded as text (3.1).
 * @see https://spec.openapis.org/oas/v3.1.1.html#considerations-for-file-uploads
 */
export function isBinary(schema: JsonSchema | undefined, schemas: Schemas): boolean {
  return partsOf(schema, schemas).some(
    ({ format, contentMediaType, contentEncoding }) =>
      format === 'binary' ||
      (typeof contentMediaType === 'string' &&
        contentEncoding === undefined &&
        !/^(text\/|application\/([\w.+-]+\+)?(json|xml)\b)/i.test(contentMediaType)),
  );
}

/** Whether the value may be a text that stands for nothing else, such as bytes in base64. */
export function isPlainText(schema: JsonSchema | undefined, schemas: Schemas): boolean {
  const parts = partsOf(schema, schemas);
  const isEncoded = parts.some(
    ({ contentEncoding, format }) => contentEncoding !== undefined || format === 'byte',
  );
  return !isEncoded && parts.some(({ type }) => [type].flat().includes('string'));
}

/** Whether bodies of any content type are meant that are neither text nor bytes: JSON, most likely, but it is not said. */
export function isUnsaidJson(contentType: string, schema: JsonSchema | undefined, schemas: Schemas): boolean {
  if (!contentType.includes('*')) return false;
  const isScalar = partsOf(schema, schemas).some(({ type }) => JSON_SCALARS.includes(String(type)));
  return isScalar || ['array', 'object'].includes(shapeOf(schema, schemas));
}

const JSON_SCALARS = ['integer', 'number', 'boolean'];

/** The schema of a list's items. */
export function itemsOf(schema: JsonSchema | undefined, schemas: Schemas): JsonSchema | undefined {
  const list = partsOf(schema, schemas).find(({ items }) => items !== undefined);
  return list?.items as JsonSchema | undefined;
}

function listOf(value: JsonValue | undefined): readonly JsonSchema[] {
  return Array.isArray(value) ? (value as readonly JsonSchema[]) : [];
}
