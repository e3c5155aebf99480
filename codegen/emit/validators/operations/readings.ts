/**
 * The ways in which the text of parameters and forms can be read. There are several where a value is one of some variants, and
 * a field has another type in the next: which one is meant is known when the whole is checked.
 */
import type { JsonObject, JsonSchema, JsonValue } from '../../../model/contract.js';
import { refName } from '../../schema-refs.js';
import { isObject } from '../../subschemas.js';
import { branches, type Coercion, coercionOf, propertiesOf } from './coercions.js';

type Schemas = Readonly<Record<string, JsonSchema>>;

/** Values deeper than this are read in one way, and so are those that could be read in more. */
const MAX_DEPTH = 8;
const MOST_READINGS = 32;

/** The coercions of values of a schema, to be tried in turn; none if nothing is to be done. */
export function readingsOf(schema: JsonSchema, schemas: Schemas): readonly Coercion[] {
  const readings = distinct(variantsOf(schema, schemas), schemas).map(([, reading]) => reading);
  const isNothing = readings.every((reading) => Object.keys(reading).length === 0);
  return isNothing ? [] : readings;
}

/** The schemas that are read differently, each with its reading: of those that are read alike, the first. */
function distinct(
  all: readonly JsonSchema[],
  schemas: Schemas,
): readonly (readonly [schema: JsonSchema, reading: Coercion])[] {
  const found = new Map<string, readonly [JsonSchema, Coercion]>();
  for (const schema of all) {
    const reading = coercionOf(schema, schemas) ?? {};
    const key = JSON.stringify(reading);
    if (!found.has(key)) found.set(key, [schema, reading]);
  }
  return [...found.values()];
}

/** The schema once for each choice between variants that are read differently; itself if there is none. */
function variantsOf(schema: JsonSchema, schemas: Schemas, depth = 0): readonly JsonSchema[] {
  if (typeof schema !== 'object' || depth > MAX_DEPTH) return [schema];
  const choices = choicesIn(schema, schemas, (part) => variantsOf(part, schemas, depth + 1));
  return choices.reduce<readonly JsonObject[]>(
    (variants, { options, choose }) =>
      options.length * variants.length > MOST_READINGS
        ? variants
        : variants.flatMap((variant) => options.map((option) => choose(variant, option))),
    [schema],
  );
}

/** A part of a schema that is one of several; `choose` puts one of them in its place. */
interface Choice {
  readonly options: readonly JsonSchema[];
  readonly choose: (schema: JsonObject, option: JsonSchema) => JsonObject;
}

function choicesIn(
  schema: JsonObject,
  schemas: Schemas,
  variants: (part: JsonSchema) => readonly JsonSchema[],
): readonly Choice[] {
  const target = refName(schema);
  const named: Choice = {
    options: target === undefined ? [] : variants(schemas[target] ?? true),
    choose: ({ $ref: _, ...others }, option) => withPart(others, option),
  };
  const unions = ['anyOf', 'oneOf'].map((keyword): Choice => {
    const all = branches(schema, keyword);
    const options = areReadDifferently(all, schemas) ? distinct(all.flatMap(variants), schemas) : [];
    return {
      options: options.map(([option]) => option),
      choose: ({ [keyword]: _, ...others }, option) => withPart(others, option),
    };
  });
  const parts = branches(schema, 'allOf').map(
    (part, at): Choice => ({
      options: variants(part),
      choose: (one, option) => ({
        ...one,
        allOf: branches(one, 'allOf').with(at, option) as readonly JsonValue[],
      }),
    }),
  );
  const fields = Object.entries(isObject(schema.properties) ? schema.properties : {});
  const properties = fields.map(
    ([name, field]): Choice => ({
      options: variants(field as JsonSchema),
      choose: (one, option) => ({
        ...one,
        properties: { ...(one.properties as JsonObject), [name]: option as JsonValue },
      }),
    }),
  );
  return [named, ...unions, ...parts, ...properties].filter(({ options }) => options.length > 1);
}

/** Behind the other parts, whose places stay as they are. */
function withPart(schema: JsonObject, part: JsonSchema): JsonObject {
  return { ...schema, allOf: [...branches(schema, 'allOf'), part] as readonly JsonValue[] };
}

function areReadDifferently(choices: readonly JsonSchema[], schemas: Schemas): boolean {
  const fields = new Map<string, JsonSchema[]>();
  for (const [name, field] of choices.flatMap((choice) => Object.entries(propertiesOf(choice, schemas))))
    fields.set(name, [...(fields.get(name) ?? []), field]);
  return [...fields.values()].some((alike) => alike.length > 1 && distinct(alike, schemas).length > 1);
}
