/** What JSON Schema 2020-12 and OpenAPI 3.0 say in different words. */
import { asObject, isArray, isObject } from '../load/json.js';
import type { JsonObject, JsonValue } from '../model/contract.js';

/** Said in the same words, with plain values. */
export const SAME = new Set([
  ...['title', 'description', 'format', 'pattern', 'default', 'deprecated', 'readOnly', 'writeOnly'],
  ...['minLength', 'maxLength', 'minItems', 'maxItems', 'uniqueItems', 'minProperties', 'maxProperties'],
  ...['multipleOf', 'required', 'externalDocs', 'xml', 'discriminator'],
]);

/** Read together with others, below. */
export const READ_ELSEWHERE = new Set([
  ...['$ref', 'type', 'enum', 'const', 'minimum', 'maximum', 'exclusiveMinimum', 'exclusiveMaximum'],
  ...['items', 'prefixItems', 'additionalProperties', 'patternProperties', 'unevaluatedProperties'],
  ...['allOf', 'anyOf', 'oneOf', 'not', 'properties', 'examples', 'example'],
  ...['contentEncoding', 'contentMediaType'],
]);

/** They limit values: without them more is allowed. `then` and `else` go with `if`. */
export const LIMITING = new Set([
  ...['if', 'then', 'else', 'dependentSchemas', 'dependentRequired', 'propertyNames', 'contains'],
  ...['unevaluatedItems', 'minContains', 'maxContains'],
]);

/** Of no meaning in a document whose references all lead to named schemas. */
export const IDLE = new Set([
  '$id',
  '$schema',
  '$anchor',
  '$dynamicAnchor',
  '$vocabulary',
  '$comment',
  '$defs',
]);

/** The types of a schema, `null` apart. */
export function typesOf({ type }: JsonObject): {
  readonly types: readonly string[];
  readonly isNullable: boolean;
} {
  const all = (isArray(type) ? type : [type]).filter((one) => typeof one === 'string');
  return { types: all.filter((one) => one !== 'null'), isNullable: all.includes('null') };
}

/** In 3.0 a bound is exclusive by a flag beside it. Of two bounds on one side the narrower counts. */
export function boundsOf(schema: JsonObject): JsonObject {
  return {
    ...bound(schema.minimum, schema.exclusiveMinimum, 'Minimum', (a, b) => a > b),
    ...bound(schema.maximum, schema.exclusiveMaximum, 'Maximum', (a, b) => a < b),
  };
}

function bound(
  limit: JsonValue | undefined,
  exclusive: JsonValue | undefined,
  name: 'Minimum' | 'Maximum',
  isNarrower: (a: number, b: number) => boolean,
): JsonObject {
  const key = name.toLowerCase();
  if (typeof exclusive !== 'number') return limit === undefined ? {} : { [key]: limit };
  if (typeof limit === 'number' && isNarrower(limit, exclusive)) return { [key]: limit };
  return { [key]: exclusive, [`exclusive${name}`]: true };
}

/** Whether an alternative is `null` and nothing else. */
export function nullBranch(branch: JsonValue): boolean {
  if (!isObject(branch)) return false;
  const keys = Object.keys(branch).filter((key) => key !== 'description' && key !== 'title');
  return keys.length === 1 && (branch.type === 'null' || branch.const === null);
}

/** Binary text is a `format` in 3.0; `lost` has no word there. */
export function textFormOf(schema: JsonObject): {
  readonly format?: string;
  readonly lost: readonly string[];
} {
  const { contentEncoding, contentMediaType, format } = schema;
  const lost = ['contentEncoding', 'contentMediaType'].filter((key) => schema[key] !== undefined);
  if (format !== undefined) return { lost };
  if (contentEncoding === 'base64')
    return { format: 'byte', lost: lost.filter((key) => key !== 'contentEncoding') };
  if (contentEncoding === undefined && contentMediaType === 'application/octet-stream')
    return { format: 'binary', lost: [] };
  return { lost };
}

/** `null` is let in by the first alternative that has a type; without one it is an alternative of its own. */
export function allowNull(branches: JsonObject[]): void {
  const index = branches.findIndex(({ type, enum: list }) => type !== undefined && list === undefined);
  const branch = branches[index];
  if (branch === undefined) branches.push({ nullable: true, enum: [null] });
  else branches[index] = { ...branch, nullable: true };
}

/** In a document, a mapping leads to schemas by text. */
export function plainMapping(value: JsonValue): JsonValue {
  const { mapping, ...rest } = asObject(value);
  if (!isObject(mapping)) return value;
  const entries = Object.entries(mapping).map(
    ([tag, target]) => [tag, asObject(target).$ref ?? target] as const,
  );
  return { ...rest, mapping: Object.fromEntries(entries) };
}
