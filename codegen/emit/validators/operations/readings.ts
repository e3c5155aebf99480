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
  const readings = variantsOf(schema, schemas, 0).map((variant) => coercionOf(variant, schemas) ?? {});
  const distinct = [...new Map(readings.map((reading) => [JSON.stringify(reading), reading])).values()];
  const isNothing = distinct.every((reading) => Object.keys(reading).length === 0);
  return isNothing ? [] : distinct;
}

/** The schema once for each choice between variants that are read differently; itself if there is none. */
function variantsOf(schema: JsonSchema, schemas: Schemas, depth: number): readonly JsonSchema[] {
  if (typeof schema !== 'object' || depth > MAX_DEPTH) return [schema];
  const inner = (part: JsonSchema | undefined) => variantsOf(part ?? true, schemas, depth + 1);
  let variants: readonly JsonObject[] = [schema];
  const choose = <T>(choices: readonly T[], chosen: (variant: JsonObject, choice: T) => JsonObject) => {
    if (choices.length * variants.length > MOST_READINGS) return;
    variants = variants.flatMap((variant) => choices.map((choice) => chosen(variant, choice)));
  };
  const target = refName(schema);
  const named = target === undefined ? [] : inner(schemas[target]);
  if (named.length > 1) choose(named, ({ $ref: _, ...others }, choice) => withPart(others, choice));
  for (const keyword of ['anyOf', 'oneOf']) {
    const choices = branches(schema, keyword);
    if (!areReadDifferently(choices, schemas)) continue;
    choose(choices.flatMap(inner), ({ [keyword]: _, ...others }, choice) => withPart(others, choice));
  }
  for (const [at, part] of branches(schema, 'allOf').entries()) {
    const choices = inner(part);
    if (choices.length === 1) continue;
    choose(choices, (variant, choice) => ({
      ...variant,
      allOf: branches(variant, 'allOf').with(at, choice) as readonly JsonValue[],
    }));
  }
  for (const [name, property] of Object.entries(isObject(schema.properties) ? schema.properties : {})) {
    const choices = inner(property as JsonSchema);
    if (choices.length === 1) continue;
    choose(choices, (variant, choice) => ({
      ...variant,
      properties: { ...(variant.properties as JsonObject), [name]: choice as JsonValue },
    }));
  }
  return variants;
}

/** Behind the other parts, whose places stay as they are. */
function withPart(schema: JsonObject, part: JsonSchema): JsonObject {
  return { ...schema, allOf: [...branches(schema, 'allOf'), part] as readonly JsonValue[] };
}

function areReadDifferently(choices: readonly JsonSchema[], schemas: Schemas): boolean {
  const known = new Map<string, string>();
  return choices.some((choice) =>
    Object.entries(propertiesOf(choice, schemas)).some(([name, property]) => {
      const reading = JSON.stringify(coercionOf(property, schemas) ?? {});
      const isOther = known.has(name) && known.get(name) !== reading;
      known.set(name, reading);
      return isOther;
    }),
  );
}
