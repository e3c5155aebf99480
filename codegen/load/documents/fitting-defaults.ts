/**
 * Defaults that their own schemas refuse. A server fills defaults in where a parameter or a field of a form is left out:
 * such a one would make a wrong request of every right one. What stands for another value, `"10"` beside `type: integer`,
 * is read as that, any other is left out; both are told.
 */
import type { JsonObject, JsonSchema, JsonValue } from '../../model/contract.js';
import { schemaNameOf } from '../../model/schema-references.js';
import { asList, canonicalText, isArray } from '../json.js';
import { below } from '../source.js';
import { converted, isOf } from './enum-values.js';
import { type Lowering, shortJson } from './lowering.js';
import type { NamedPlace } from './schema-names.js';

/** Makes all defaults fit, in the schemas themselves; to be called when no schema leads back to itself. */
export function fitDefaults(named: readonly NamedPlace[], lowering: Lowering): void {
  const schemas = new Map(named.map(({ name, schema }) => [name, schema]));
  for (const [schema, origin] of lowering.withDefaults) {
    const { default: given = null } = schema;
    if (takes(schema, given, schemas)) continue;
    const meant = meanings(given).find((value) => takes(schema, value, schemas));
    if (meant === undefined) delete schema.default;
    else schema.default = meant;
    const what = meant === undefined ? 'this `default` is left out' : `it is read as ${shortJson(meant)}`;
    const message = `${shortJson(given)} is not what its own schema allows; ${what}`;
    lowering.tell(below(origin, 'default'), { code: 'bad-schema', message });
  }
}

function meanings(value: JsonValue): readonly JsonValue[] {
  return ['number', 'boolean', 'string'].flatMap((type) => converted(value, type));
}

type Schemas = ReadonlyMap<string, JsonSchema>;

/** Whether a schema takes a value, as far as it can be told without looking into objects. */
function takes(schema: JsonSchema, value: JsonValue, schemas: Schemas): boolean {
  if (typeof schema === 'boolean') return schema;
  const isTaken = (part: JsonValue) => takes(part as JsonSchema, value, schemas);
  const target = schemaNameOf(schema.$ref);
  return (
    takesItself(schema, value) &&
    (target === undefined || takes(schemas.get(target) ?? true, value, schemas)) &&
    asList(schema.allOf).every(isTaken) &&
    [schema.anyOf, schema.oneOf].every((choice) => choice === undefined || asList(choice).some(isTaken)) &&
    (!isArray(value) || value.every((item) => takes((schema.items ?? true) as JsonSchema, item, schemas)))
  );
}

function takesItself(schema: JsonObject, value: JsonValue): boolean {
  const { type, enum: values, const: constant } = schema;
  const types = isArray(type) ? type : [type];
  const isOne = (other: JsonValue) => canonicalText(other) === canonicalText(value);
  if (type !== undefined && !types.some((one) => isOf(value, String(one)))) return false;
  if (isArray(values) && !values.some(isOne)) return false;
  if (constant !== undefined && !isOne(constant)) return false;
  if (typeof value === 'number') return isWithin(schema, value);
  return typeof value !== 'string' || isLikeText(schema, value);
}

function isWithin(schema: JsonObject, value: number): boolean {
  const { minimum, maximum, exclusiveMinimum, exclusiveMaximum } = schema;
  return (
    value >= limit(minimum, Number.NEGATIVE_INFINITY) &&
    value <= limit(maximum, Number.POSITIVE_INFINITY) &&
    value > limit(exclusiveMinimum, Number.NEGATIVE_INFINITY) &&
    value < limit(exclusiveMaximum, Number.POSITIVE_INFINITY)
  );
}

function isLikeText({ minLength, maxLength, pattern }: JsonObject, value: string): boolean {
  // JSON Schema counts characters, not the halves of them.
  const { length } = [...value];
  return (
    length >= limit(minLength, 0) &&
    length <= limit(maxLength, Number.POSITIVE_INFINITY) &&
    (typeof pattern !== 'string' || matches(pattern, value))
  );
}

/** A pattern of another language is not checked elsewhere either. */
function matches(pattern: string, value: string): boolean {
  try {
    return new RegExp(pattern, 'u').test(value);
  } catch {
    return true;
  }
}

function limit(value: JsonValue | undefined, none: number): number {
  return typeof value === 'number' ? value : none;
}
