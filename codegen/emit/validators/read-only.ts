/** Schemas as they hold for requests. */
import type { JsonObject, JsonSchema, JsonValue } from '../../model/contract.js';
import { readOnlyNames } from '../read-only-names.js';
import { rewrite } from '../rewrite.js';

/**
 * A copy in which no property that only answers have is required.
 * @see https://spec.openapis.org/oas/v3.0.3.html#schema-object (`readOnly`: "the `required` will take effect on the response only")
 */
export function forRequests(schema: JsonSchema): JsonSchema {
  return rewrite(schema as JsonValue, (object) => {
    const names = readOnlyNames(object);
    if (names.length === 0) return object;
    const required = object.required as readonly string[];
    return { ...object, required: required.filter((name) => !names.includes(name)) } as JsonObject;
  }) as JsonSchema;
}
