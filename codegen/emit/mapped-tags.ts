/** Discriminators with a mapping, said in JSON Schema: each variant gets the values of the tag that the mapping has for it. */
import type { JsonObject, JsonSchema, JsonValue } from '../model/contract.js';
import { refName } from './schema-refs.js';
import { hasKey, isObject, mapSubschemas } from './subschemas.js';

type Schemas = Readonly<Record<string, JsonSchema>>;

/** How to read a mapping. */
export interface TagOptions {
  /**
   * A variant may also be named by its schema's name, as the specification allows beside a mapping. A validator accepts
   * that; in types it would only be noise.
   * @see https://spec.openapis.org/oas/v3.1.1.html#discriminator-object
   */
  readonly namesAreTags: boolean;
}

/** A copy in which the variants of each `oneOf` and `anyOf` say their tags, as far as a mapping has any for them. */
export function withMappedTags(schema: JsonSchema, schemas: Schemas, options: TagOptions): JsonSchema {
  return hasKey(schema, 'mapping') ? mappedTags(schema, schemas, options) : schema;
}

function mappedTags(schema: JsonSchema, schemas: Schemas, options: TagOptions): JsonSchema {
  if (typeof schema === 'boolean') return schema;
  const inner = mapSubschemas(schema, (sub) => mappedTags(sub, schemas, options));
  const { discriminator } = inner;
  if (!isObject(discriminator) || !isObject(discriminator.mapping)) return inner;
  const tag = discriminator.propertyName;
  if (typeof tag !== 'string') return inner;
  const tagged = (keyword: string): readonly [string, JsonValue][] => {
    const branches = inner[keyword];
    if (!Array.isArray(branches)) return [];
    const mapping = discriminator.mapping as JsonObject;
    return [[keyword, branches.map((branch) => taggedBranch(branch, { tag, mapping, schemas, options }))]];
  };
  return { ...inner, ...Object.fromEntries([...tagged('oneOf'), ...tagged('anyOf')]) };
}

interface Mapping {
  readonly tag: string;
  readonly mapping: JsonObject;
  readonly schemas: Schemas;
  readonly options: TagOptions;
}

function taggedBranch(branch: JsonValue, { tag, mapping, schemas, options }: Mapping): JsonValue {
  if (!isObject(branch)) return branch;
  const name = refName(branch);
  if (name === undefined || branch.properties !== undefined) return branch;
  const mapped = mappedValues(mapping, name);
  if (mapped.length === 0 || tagValues(tag, branch, schemas).length > 0) return branch;
  const values = options.namesAreTags ? [...new Set([...mapped, name])] : mapped;
  return { ...branch, ...tagRule(tag, values) };
}

/**
 * Schemas that extend one with a mapping by `allOf`, without a `oneOf` that lists them: each gets its tag's values. Not
 * those that others extend in turn, whose tags are other ones.
 */
export function withInheritedTags(schemas: Schemas): Schemas {
  const bases = new Set(Object.values(schemas).flatMap(basesOf));
  const rules = Object.values(schemas).flatMap((schema) => inheritedRules(schema, schemas, bases));
  if (rules.length === 0) return schemas;
  const extended = new Map<string, JsonObject[]>();
  for (const [name, rule] of rules) extended.set(name, [...(extended.get(name) ?? []), rule]);
  const entries = Object.entries(schemas).map(([name, schema]): [string, JsonSchema] => {
    const more = extended.get(name);
    if (more === undefined || typeof schema === 'boolean') return [name, schema];
    return [name, { ...schema, allOf: [...(schema.allOf as readonly JsonValue[]), ...more] }];
  });
  return Object.fromEntries(entries);
}

function inheritedRules(
  schema: JsonSchema,
  schemas: Schemas,
  bases: ReadonlySet<string>,
): readonly (readonly [string, JsonObject])[] {
  if (typeof schema === 'boolean' || !isObject(schema.discriminator)) return [];
  const { propertyName: tag, mapping } = schema.discriminator;
  const isChoice = schema.oneOf !== undefined || schema.anyOf !== undefined;
  if (typeof tag !== 'string' || !isObject(mapping) || isChoice) return [];
  return Object.entries(schemas).flatMap(([name, extending]) => {
    const isLast = !bases.has(name) && basesOf(extending).some((base) => schemas[base] === schema);
    const values = isLast ? mappedValues(mapping, name) : [];
    const isSaid = values.length === 0 || tagValues(tag, extending, schemas).length > 0;
    return isSaid ? [] : [[name, tagRule(tag, values)] as const];
  });
}

function basesOf(schema: JsonSchema): readonly string[] {
  if (typeof schema === 'boolean' || !Array.isArray(schema.allOf)) return [];
  return (schema.allOf as readonly JsonSchema[]).flatMap((part) => refName(part) ?? []);
}

/** The schema of an object whose tag is one of these. */
function tagRule(tag: string, values: readonly string[]): JsonObject {
  return { type: 'object', required: [tag], properties: { [tag]: { type: 'string', enum: values } } };
}

/** The values of the tag that stand for a schema: a mapping names it by reference or by name. */
function mappedValues(mapping: JsonObject, name: string): readonly string[] {
  return Object.entries(mapping).flatMap(([value, target]) => {
    // Lowered mappings have references, those of a document have their texts.
    const reference = isObject(target) ? target : { $ref: target };
    return target === name || refName(reference) === name ? [value] : [];
  });
}

/** The values that a schema itself allows for a property, in whichever part of it they stand. */
function tagValues(
  property: string,
  schema: JsonSchema | undefined,
  schemas: Schemas,
  seen: ReadonlySet<string> = new Set(),
): readonly JsonValue[] {
  if (typeof schema !== 'object') return [];
  const own = isObject(schema.properties) ? schema.properties[property] : undefined;
  const resolved = isObject(own) ? (schemas[refName(own) ?? ''] ?? own) : undefined;
  if (isObject(resolved)) {
    if (resolved.const !== undefined) return [resolved.const];
    if (Array.isArray(resolved.enum)) return resolved.enum as readonly JsonValue[];
  }
  const name = refName(schema);
  const parts = [
    ...(name === undefined || seen.has(name) ? [] : [schemas[name]]),
    ...(Array.isArray(schema.allOf) ? (schema.allOf as readonly JsonSchema[]) : []),
  ];
  const passed = name === undefined ? seen : new Set([...seen, name]);
  return parts.flatMap((part) => tagValues(property, part, schemas, passed));
}
