/** Lists whose items are all different, in a time that grows with their length and not with its square. */
import type { JsonObject, JsonSchema, JsonValue } from '../../model/contract.js';
import { rewrite } from '../rewrite.js';
import { refName } from '../schema-refs.js';

type Schemas = Readonly<Record<string, JsonSchema>>;

/** A list of so many items may be compared pair by pair. */
const FEW = 1000;
/** References behind references. */
const MAX_STEPS = 12;

const SCALARS: ReadonlySet<unknown> = new Set(['string', 'number', 'integer', 'boolean']);

/**
 * A copy in which long lists of texts and numbers are compared by a table: Ajv does that where the items' type stands beside
 * `uniqueItems`, and compares each item with every other where it stands behind a `$ref`.
 */
export function withQuickUniqueness(value: JsonValue, schemas: Schemas): JsonValue {
  return rewrite(value, (schema) => {
    const { uniqueItems, ...rest } = schema;
    const isShort = typeof schema.maxItems === 'number' && schema.maxItems <= FEW;
    const types = uniqueItems === true && !isShort ? typesBehind(schema.items, schemas) : [];
    if (types.length === 0) return schema;
    const items = { type: types };
    const others = Array.isArray(schema.allOf) ? (schema.allOf as readonly JsonValue[]) : [];
    // Where an item is of another type, that is told already.
    // biome-ignore lint/suspicious/noThenProperty: a keyword of JSON Schema; nobody awaits this object.
    const unique: JsonObject = { if: { items }, then: { items, uniqueItems: true } };
    return { ...rest, allOf: [...others, unique] };
  });
}

/** The types of what a reference leads to, if they are all scalar; none if the type stands there, or is not known. */
function typesBehind(items: JsonValue | undefined, schemas: Schemas): readonly string[] {
  let schema = items as JsonSchema | undefined;
  for (let step = 0; step < MAX_STEPS; step += 1) {
    const name = refName(schema);
    if (name === undefined) break;
    schema = schemas[name];
    const types = typesOf(schema);
    if (types.length > 0) return types;
  }
  return [];
}

function typesOf(schema: JsonSchema | undefined): readonly string[] {
  if (typeof schema !== 'object') return [];
  const { type, enum: values } = schema;
  const named = [type ?? []].flat() as readonly string[];
  const types =
    named.length === 0 && Array.isArray(values) ? [...new Set(values.map((value) => typeof value))] : named;
  return types.every((one) => SCALARS.has(one)) ? types : [];
}
