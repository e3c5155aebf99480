/** Properties that only answers have. */
import type { JsonObject, JsonSchema } from '../model/contract.js';

/** The required properties of an object that are `readOnly`: a request need not have them. */
export function readOnlyNames(schema: JsonSchema | undefined): readonly string[] {
  if (typeof schema !== 'object' || !Array.isArray(schema.required)) return [];
  const properties = Object.entries((schema.properties ?? {}) as JsonObject);
  const isReadOnly = (name: string) =>
    properties.some(([key, property]) => key === name && (property as JsonObject).readOnly === true);
  return (schema.required as readonly string[]).filter(isReadOnly);
}
