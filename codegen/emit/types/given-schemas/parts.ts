/** Objects put together of parts. */
import type { JsonObject, JsonSchema, JsonValue } from '../../../model/contract.js';
import { refName } from '../../schema-refs.js';
import { isObject } from '../../subschemas.js';

type Schemas = Readonly<Record<string, JsonSchema>>;

/** Keywords that say nothing about a value. */
const TEXTS = new Set([
  ...['title', 'description', 'summary', 'example', 'examples', 'default', 'deprecated', 'readOnly'],
  ...['writeOnly', 'externalDocs', 'xml'],
]);

/** The keywords that say something about a value, apart from those that describe it. */
export function apart(schema: JsonObject): readonly [rules: JsonObject, texts: JsonObject] {
  const entries = Object.entries(schema);
  return [
    Object.fromEntries(entries.filter(([keyword]) => !TEXTS.has(keyword))),
    Object.fromEntries(entries.filter(([keyword]) => TEXTS.has(keyword))),
  ];
}

/** A `$ref` beside other rules, which openapi-typescript does not look at, is one part of an `allOf`. */
export function withRefAlone(schema: JsonObject): JsonObject {
  if (schema.$ref === undefined) return schema;
  const [{ $ref, ...rules }, texts] = apart(schema);
  if (Object.keys(rules).length === 0) return schema;
  const { allOf, ...others } = rules;
  const parts = Array.isArray(allOf) ? (allOf as readonly JsonValue[]) : [];
  return { ...texts, ...others, allOf: [{ $ref: $ref ?? '' }, ...parts] };
}

/**
 * A choice between properties, `oneOf: [{ required: [a] }, { required: [b] }]`, says nothing to openapi-typescript, which
 * knows no required property without its schema: each branch is given those of the object around it.
 */
export function withTypedBranches(schema: JsonObject): JsonObject {
  const { properties } = schema;
  if (!isObject(properties)) return schema;
  const choices = ['oneOf', 'anyOf'].filter((keyword) => Array.isArray(schema[keyword]));
  const rewritten = choices.map((keyword): [string, JsonValue] => {
    const branches = schema[keyword] as readonly JsonValue[];
    return [keyword, branches.map((branch) => withProperties(branch, properties))];
  });
  return { ...schema, ...Object.fromEntries(rewritten) };
}

function withProperties(branch: JsonValue, properties: JsonObject): JsonValue {
  if (!isObject(branch)) return branch;
  const { required, type, ...others } = branch;
  const hasRules = Object.keys(others).some((keyword) => keyword !== 'title' && keyword !== 'description');
  if (!Array.isArray(required) || hasRules || (type !== undefined && type !== 'object')) return branch;
  return { ...others, ...requiring(required as readonly string[], properties) };
}

/** The schema of an object that has these properties. */
function requiring(names: readonly string[], properties: JsonObject): JsonObject {
  const needed = names.map((name): [string, JsonValue] => [
    name,
    withoutTexts(Object.hasOwn(properties, name) ? properties[name] : undefined),
  ]);
  return { type: 'object', required: names, properties: Object.fromEntries(needed) };
}

/** The property is described where it stands. */
function withoutTexts(schema: JsonValue | undefined): JsonValue {
  if (!isObject(schema)) return schema ?? {};
  const { title: _, description: __, examples: ___, ...rest } = schema;
  return rest;
}

/**
 * What is required of an object by another of its parts than the one that has the property: `allOf: [{ $ref }, { required:
 * [a] }]`. openapi-typescript sees it where a part has the property itself; elsewhere a part is added that has it.
 */
export function withRequiredParts(schema: JsonObject, schemas: Schemas): JsonObject {
  if (!Array.isArray(schema.allOf)) return schema;
  const lifted = (schema.allOf as readonly JsonValue[]).map(liftRequired);
  const parts = lifted.flatMap(({ part }) => (part === undefined ? [] : [part]));
  const own = Array.isArray(schema.required) ? (schema.required as readonly string[]) : [];
  const required = [...new Set([...own, ...lifted.flatMap(({ names }) => names)])];
  const all = propertiesOf({ ...schema, allOf: parts }, schemas);
  const unseen = required.filter(
    (name) => all.has(name) && (!isSeen(name, schema, parts, schemas) || isInUnion(name, parts, schemas)),
  );
  const more = unseen.length === 0 ? [] : [requiring(unseen, Object.fromEntries(all))];
  return {
    ...schema,
    ...(required.length > 0 && { required: required.filter((name) => !unseen.includes(name)) }),
    allOf: [...parts, ...more],
  };
}

/** The names that a part requires without having the properties, and what is left of it. */
function liftRequired(part: JsonValue): { readonly part?: JsonValue; readonly names: readonly string[] } {
  if (!isObject(part) || !Array.isArray(part.required)) return { part, names: [] };
  const own = isObject(part.properties) ? part.properties : {};
  const all = part.required as readonly string[];
  const names = all.filter((name) => !Object.hasOwn(own, name));
  if (names.length === 0) return { part, names };
  const { required: _, ...rest } = part;
  const kept = all.filter((name) => !names.includes(name));
  const [rules] = apart(rest);
  const isEmpty = kept.length === 0 && Object.keys(rules).every((keyword) => keyword === 'type');
  return isEmpty ? { names } : { part: { ...rest, ...(kept.length > 0 && { required: kept }) }, names };
}

/** Whether openapi-typescript finds the property where it looks for it. */
function isSeen(
  name: string,
  { properties }: JsonObject,
  parts: readonly JsonValue[],
  schemas: Schemas,
): boolean {
  const hasOwn = (object: JsonValue | undefined) => isObject(object) && Object.hasOwn(object, name);
  return (
    hasOwn(properties) ||
    parts.some((part) => {
      if (!isObject(part)) return false;
      const target = schemas[refName(part) ?? ''] ?? part;
      return isObject(target) && hasOwn(target.properties);
    })
  );
}

/** Whether openapi-typescript would look for the property in a type that is not that of an object alone: null has none. */
function isInUnion(name: string, parts: readonly JsonValue[], schemas: Schemas): boolean {
  return parts.some((part) => {
    const target = isObject(part) ? schemas[refName(part) ?? ''] : undefined;
    if (!isObject(target) || !isObject(target.properties)) return false;
    const isUnion = Array.isArray(target.type) || target.anyOf !== undefined || target.oneOf !== undefined;
    return isUnion && Object.hasOwn(target.properties, name);
  });
}

/** The properties of an object and of its parts, those behind references too. */
function propertiesOf(
  schema: JsonValue | undefined,
  schemas: Schemas,
  seen: ReadonlySet<string> = new Set(),
): ReadonlyMap<string, JsonValue> {
  if (!isObject(schema)) return new Map();
  const name = refName(schema);
  const target = name === undefined || seen.has(name) ? undefined : schemas[name];
  const passed = name === undefined ? seen : new Set([...seen, name]);
  const parts = [target, ...(Array.isArray(schema.allOf) ? (schema.allOf as readonly JsonValue[]) : [])];
  return new Map([
    ...parts.flatMap((part) => [...propertiesOf(part, schemas, passed)]),
    ...(isObject(schema.properties) ? Object.entries(schema.properties) : []),
  ]);
}
