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
    if (typeof propertyName !== 'string' || !isTag(propertyName, schema, schemas)) return schema;
    // Ajv looks at the tag of an object and no longer at `oneOf`: whatever is no object would pass.
    return { type: 'object', ...schema, discriminator: { propertyName } };
  });
}

function isTag(property: string, schema: JsonObject, schemas: Readonly<Record<string, JsonSchema>>): boolean {
  const branches = (Array.isArray(schema.oneOf) ? schema.oneOf : []) as readonly JsonSchema[];
  const variants = branches.map((branch) => {
    const name = refName(branch);
    return name === undefined ? branch : schemas[name];
  });
  const values = variants.map((variant) => tagValues(property, variant));
  return (
    variants.length > 0 &&
    (requires(property, schema) || variants.every((variant) => requires(property, variant))) &&
    values.every((own) => own.length > 0) &&
    new Set(values.flat()).size === values.flat().length
  );
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
