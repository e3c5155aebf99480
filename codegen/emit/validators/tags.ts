/** Discriminators as Ajv takes them: a tag for which every variant says its own values. */
import type { JsonObject, JsonSchema, JsonValue } from '../../model/contract.js';
import { rewrite } from '../rewrite.js';
import { refName } from '../schema-types.js';

/**
 * A copy in which each discriminator is one that Ajv can use, or is gone: `oneOf` decides without it as well, only the
 * errors are less to the point. A `mapping` goes in any case, since the variants' own values say the same.
 */
export function withTags(value: JsonValue, schemas: Readonly<Record<string, JsonSchema>>): JsonValue {
  return rewrite(value, (object) => {
    const { discriminator, ...schema } = object;
    if (typeof discriminator !== 'object') return object;
    const { propertyName } = discriminator as JsonObject;
    const variants = variantsOf(schema, schemas);
    if (typeof propertyName !== 'string' || !isTag(propertyName, schema, variants)) return schema;
    const untagged = untaggedCheck(propertyName, variants);
    const others = Array.isArray(schema.allOf) ? (schema.allOf as readonly JsonValue[]) : [];
    return {
      // Ajv looks at the tag of an object and no longer at `oneOf`: whatever is no object would pass.
      type: 'object',
      ...schema,
      ...(untagged !== undefined && { allOf: [...others, untagged] }),
      discriminator: { propertyName },
    };
  });
}

type Variants = readonly (JsonSchema | undefined)[];

function variantsOf(schema: JsonObject, schemas: Readonly<Record<string, JsonSchema>>): Variants {
  const branches = (Array.isArray(schema.oneOf) ? schema.oneOf : []) as readonly JsonSchema[];
  return branches.map((branch) => {
    const name = refName(branch);
    return name === undefined ? branch : schemas[name];
  });
}

/**
 * What can be said of a value whose tag names no variant: the faults of the fields that all variants have alike, and the
 * fields that none has. Without it, a wrong tag would hide every other fault.
 */
function untaggedCheck(property: string, variants: Variants): JsonObject | undefined {
  const known = variants.map((variant) => asProperties(variant));
  const [first = {}] = known;
  const shared = Object.entries(first).filter(
    ([name, own]) => name !== property && known.every((other) => isSame(other[name], own)),
  );
  const names = known.flatMap((properties) => Object.keys(properties));
  const isClosed = variants.every((variant) => isObject(variant) && isClosedObject(variant));
  if (shared.length === 0 && !isClosed) return undefined;
  const tags = variants.flatMap((variant) => tagValues(property, variant));
  return {
    if: { required: [property], properties: { [property]: { enum: tags } } },
    else: {
      properties: { ...Object.fromEntries(names.map((name) => [name, true])), ...Object.fromEntries(shared) },
      ...(isClosed && { additionalProperties: false }),
    },
  };
}

function isObject(schema: JsonSchema | undefined): schema is JsonObject {
  return typeof schema === 'object';
}

function asProperties(schema: JsonSchema | undefined): JsonObject {
  return isObject(schema) ? ((schema.properties ?? {}) as JsonObject) : {};
}

function isSame(one: JsonValue | undefined, other: JsonValue): boolean {
  return one !== undefined && JSON.stringify(one) === JSON.stringify(other);
}

/** Whether its `properties` are all the properties that it may have. */
function isClosedObject(schema: JsonObject): boolean {
  const others = ['patternProperties', 'allOf', 'anyOf', 'oneOf', '$ref'];
  return schema.additionalProperties === false && others.every((keyword) => schema[keyword] === undefined);
}

function isTag(property: string, schema: JsonObject, variants: Variants): boolean {
  const values = variants.map((variant) => tagValues(property, variant));
  return (
    variants.length > 0 &&
    values.flat().every(isTagValue) &&
    (requires(property, schema) || variants.every((variant) => requires(property, variant))) &&
    values.every((own) => own.length > 0) &&
    new Set(values.flat()).size === values.flat().length
  );
}

/** Ajv keeps tags as keys of a plain object, which has `constructor` and the like from the start. */
function isTagValue(value: JsonValue): boolean {
  return typeof value === 'string' && !(value in {});
}

function requires(property: string, schema: JsonSchema | undefined): boolean {
  return typeof schema === 'object' && Array.isArray(schema.required) && schema.required.includes(property);
}

/** The values that a variant has for the tag. */
function tagValues(property: string, variant: JsonSchema | undefined): readonly JsonValue[] {
  if (typeof variant !== 'object') return [];
  const tag = (variant.properties as JsonObject | undefined)?.[property] as JsonObject | undefined;
  if (tag?.const !== undefined) return [tag.const];
  return Array.isArray(tag?.enum) ? tag.enum : [];
}
