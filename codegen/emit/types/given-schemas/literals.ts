/** Values that are listed. */
import type { JsonObject, JsonValue } from '../../../model/contract.js';

/**
 * `const: null`, which openapi-typescript does not see; and an `enum` beside a `type`: only the values of that type are
 * allowed, and null only if it is among them.
 */
export function withLiterals(schema: JsonObject): JsonObject {
  if (schema.const === null) {
    const { const: _, ...rest } = schema;
    return { ...rest, type: 'null' };
  }
  const { enum: values, type } = schema;
  if (!Array.isArray(values) || type === undefined) return schema;
  const types = Array.isArray(type) ? (type as readonly JsonValue[]) : [type];
  const allowed = (values as readonly JsonValue[]).filter((value) =>
    types.some((one) => isOfType(value, one)),
  );
  if (allowed.length === 0) return schema;
  const left = types.filter((one) => one !== 'null' || allowed.includes(null));
  const [only] = left;
  return { ...schema, enum: allowed, type: left.length === 1 && only !== undefined ? only : left };
}

function isOfType(value: JsonValue, type: JsonValue): boolean {
  switch (type) {
    case 'null':
      return value === null;
    case 'integer':
    case 'number':
      return typeof value === 'number';
    case 'array':
      return Array.isArray(value);
    case 'object':
      return typeof value === 'object' && value !== null && !Array.isArray(value);
    default:
      return typeof value === type;
  }
}
