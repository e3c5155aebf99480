/** Discriminators with a mapping, said in JSON Schema: each variant gets the values of the tag that the mapping has for it. */
import type { JsonObject, JsonSchema, JsonValue } from '../model/contract.js';
import { refName } from './schema-refs.js';
import { isObject, mapSubschemas } from './subschemas.js';

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
  if (typeof schema === 'boolean') return schema;
  const inner = mapSubschemas(schema, (sub) => withMappedTags(sub, schemas, options));
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

/** The schema of an object whose tag is one of these. */
export function tagRule(tag: string, values: readonly string[]): JsonObject {
  return { type: 'object', required: [tag], properties: { [tag]: { type: 'string', enum: values } } };
}

/** The values of the tag that stand for a schema: a mapping names it by reference or by name. */
export function mappedValues(mapping: JsonObject, name: string): readonly string[] {
  return Object.entries(mapping).flatMap(([value, target]) => {
    // Lowered mappings have references, those of a document have their texts.
    const reference = isObject(target) ? target : { $ref: target };
    return target === name || refName(reference) === name ? [value] : [];
  });
}

/** The values that a schema itself allows for a property, in whichever part of it they stand. */
export function tagValues(
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
