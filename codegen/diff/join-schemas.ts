/** Two schemas that must both hold, as one. */
import { asList, asObject, canonicalText, isArray, isObject, own } from '../load/json.js';
import type { JsonObject, JsonValue } from '../model/contract.js';
import { LIMITS, LOWER, OPAQUE, typesOf, UPPER } from './schema-rules.js';

/** Keywords that mean something together only; the first of each says whether they are there. */
const GROUPS: readonly (readonly string[])[] = [
  ['if', 'then', 'else'],
  ['contains', 'minContains', 'maxContains'],
  ['oneOf', 'discriminator'],
  ['anyOf', 'discriminator'],
];
const GROUPED = new Set(GROUPS.flat());
/** What cannot be said once for both. */
const CONDITIONS = [
  ...GROUPS,
  ...[...LIMITS, ...OPAQUE].filter((one) => !GROUPED.has(one)).map((one) => [one]),
];

/**
 * What both say is said as strictly as by both together; of two conditions one stays in `allOf`, whichever stands first.
 * Words and what has no other rule are those of the nearer one.
 */
export function joinSchemas(part: JsonObject, nearer: JsonObject): JsonObject {
  const joined: Record<string, JsonValue> = { ...part, ...nearer };
  for (const [keyword, one] of Object.entries(part)) {
    const other = own(nearer, keyword);
    if (other !== undefined) joined[keyword] = joinValues(keyword, one, other);
  }
  const left: JsonValue[] = [...asList(part.allOf), ...asList(nearer.allOf)];
  for (const group of CONDITIONS) {
    const [first = {}, second = {}] = [part, nearer].map((schema) => pick(schema, group)).sort(byText);
    const [keyword = ''] = group;
    if (own(part, keyword) === undefined || own(nearer, keyword) === undefined) continue;
    if (canonicalText(first) === canonicalText(second)) continue;
    for (const key of group) delete joined[key];
    Object.assign(joined, first);
    left.push(second);
  }
  return left.length === 0 ? joined : { ...joined, allOf: left };
}

function joinValues(keyword: string, one: JsonValue, other: JsonValue): JsonValue {
  if (LOWER.includes(keyword)) return Math.max(Number(one), Number(other));
  if (UPPER.includes(keyword)) return Math.min(Number(one), Number(other));
  switch (keyword) {
    case 'required':
      return [...new Set([...asList(one), ...asList(other)])];
    case 'enum':
      return asList(one).filter((value) =>
        asList(other).some((two) => canonicalText(two) === canonicalText(value)),
      );
    case 'type':
      return joinTypes(one, other);
    case 'properties':
      return joinProperties(asObject(one), asObject(other));
    case 'items':
    case 'additionalProperties':
      return joinParts(one, other);
    default:
      return other;
  }
}

function joinTypes(one: JsonValue, other: JsonValue): JsonValue {
  const allowed = typesOf({ type: other });
  const types = [...typesOf({ type: one })].filter((type) => allowed.has(type));
  const [first] = types;
  if (types.length === 1 && first !== undefined) return first;
  return types.includes('number') ? types.filter((type) => type !== 'integer') : types;
}

function joinProperties(one: JsonObject, other: JsonObject): JsonObject {
  const shared = Object.keys(one).filter((name) => Object.hasOwn(other, name));
  const both = shared.map((name) => [name, joinParts(one[name] ?? true, other[name] ?? true)] as const);
  return { ...one, ...other, ...Object.fromEntries(both) };
}

/** Each part once: a schema that contains itself must not grow without end. */
function joinParts(one: JsonValue, other: JsonValue): JsonValue {
  if (one === false || other === false) return false;
  const parts = new Map([...partsOf(one), ...partsOf(other)].map((part) => [canonicalText(part), part]));
  const [first = true] = parts.values();
  return parts.size === 1 ? first : { allOf: [...parts.values()] };
}

/** The parts of a schema that is nothing but an `allOf`; of another one, itself. */
function partsOf(schema: JsonValue): readonly JsonValue[] {
  return isObject(schema) && isArray(schema.allOf) && Object.keys(schema).length === 1
    ? schema.allOf
    : [schema];
}

function pick(schema: JsonObject, keywords: readonly string[]): JsonObject {
  return Object.fromEntries(Object.entries(schema).filter(([keyword]) => keywords.includes(keyword)));
}

function byText(a: JsonObject, b: JsonObject): number {
  return canonicalText(a) < canonicalText(b) ? -1 : 1;
}
