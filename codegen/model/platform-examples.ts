/** Fits the platform's documents to another project: their examples are of job types that it does not have. */
import { asObject, asString, isArray, isObject, valueAt } from '../load/json.js';
import type { JsonObject, JsonSchema, JsonValue } from './contract.js';
import { schemaNameOf } from './schema-references.js';

/** Leaves out examples of job types that are not among the variants of their schema. */
export function dropForeignExamples(
  document: JsonObject,
  schemas: Readonly<Record<string, JsonSchema>>,
): JsonObject {
  return asObject(prune(document));

  function prune(value: JsonValue): JsonValue {
    if (isArray(value)) return value.map(prune);
    if (!isObject(value)) return value;
    return Object.fromEntries(
      Object.entries(withoutForeign(value)).map(([key, child]) => [key, prune(child)]),
    );
  }

  function withoutForeign(object: JsonObject): JsonObject {
    const { examples, ...rest } = object;
    const union = isArray(object.oneOf) ? object : schemas[schemaNameOf(asObject(object.schema).$ref) ?? ''];
    const discriminator = isObject(union) ? asObject(union.discriminator) : {};
    const tag = asString(discriminator.propertyName);
    const known = Object.keys(asObject(discriminator.mapping));
    if (tag === undefined || known.length === 0) return object;
    const fits = (value: JsonValue | undefined) => known.includes(asString(asObject(value)[tag]) ?? '');
    if (isArray(examples)) return keep(rest, examples.filter(fits));
    if (!isObject(examples)) return object;
    return keep(
      rest,
      Object.fromEntries(Object.entries(examples).filter(([, named]) => fits(exampleValue(named)))),
    );
  }

  function exampleValue(named: JsonValue): JsonValue | undefined {
    const reference = asString(asObject(named).$ref);
    return asObject(reference === undefined ? named : valueAt(document, reference.slice(1))).value;
  }
}

function keep(rest: JsonObject, examples: JsonObject | readonly JsonValue[]): JsonObject {
  return Object.keys(examples).length === 0 ? rest : { ...rest, examples };
}
