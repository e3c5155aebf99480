/** Keywords under which a looser schema makes a stricter one. */
import type { JsonObject, JsonSchema, JsonValue } from '../../../model/contract.js';
import { refName } from '../../schema-refs.js';
import { eachSubschema, isSchema, mapSubschemas } from '../../subschemas.js';

type Schemas = Readonly<Record<string, JsonSchema>>;

/**
 * A function that makes a schema looser where something in it was left out and that would make it stricter: a `not`, an
 * `if` and a `maxContains` go, a `oneOf` becomes an `anyOf`.
 */
export function loosener(
  schemas: Schemas,
  loosened: WeakSet<JsonObject>,
): (schema: JsonSchema) => JsonSchema {
  const loose = looseNames(schemas, loosened);
  const isLoose = (value: JsonValue | undefined): boolean => {
    if (!isSchema(value) || typeof value === 'boolean') return false;
    if (loosened.has(value) || loose.has(refName(value) ?? '')) return true;
    let found = false;
    eachSubschema(value, (sub) => {
      found ||= isLoose(sub);
    });
    return found;
  };
  const loosen = (schema: JsonSchema): JsonSchema =>
    typeof schema === 'boolean' ? schema : withoutReversals(mapSubschemas(schema, loosen), schema, isLoose);
  return (schema) => (isLoose(schema) ? loosen(schema) : schema);
}

function withoutReversals(
  schema: JsonObject,
  { not, if: condition, contains, oneOf }: JsonObject,
  isLoose: (value: JsonValue | undefined) => boolean,
): JsonObject {
  const left: Record<string, JsonValue> = { ...schema };
  if (isLoose(not)) delete left.not;
  if (isLoose(condition)) for (const keyword of ['if', 'then', 'else']) delete left[keyword];
  if (isLoose(contains)) delete left.maxContains;
  if (Array.isArray(oneOf) && oneOf.some((branch: JsonValue) => isLoose(branch))) {
    const { oneOf: choices = [], allOf = [], discriminator: _, ...rest } = left;
    return { ...rest, allOf: [...(allOf as readonly JsonValue[]), { anyOf: choices }] };
  }
  return left;
}

/** Schemas in which something was left out, and those that lead to one. */
function looseNames(schemas: Schemas, loosened: WeakSet<JsonObject>): ReadonlySet<string> {
  const referrers = new Map<string, string[]>();
  const found = new Set<string>();
  for (const [name, schema] of Object.entries(schemas)) {
    const visit = (part: JsonSchema): void => {
      if (typeof part === 'boolean') return;
      if (loosened.has(part)) found.add(name);
      const target = refName(part);
      if (target !== undefined) referrers.set(target, [...(referrers.get(target) ?? []), name]);
      eachSubschema(part, visit);
    };
    visit(schema);
  }
  const open = [...found];
  for (let name = open.pop(); name !== undefined; name = open.pop()) {
    for (const referrer of referrers.get(name) ?? []) {
      if (!found.has(referrer)) open.push(referrer);
      found.add(referrer);
    }
  }
  return found;
}
