/** Which named schemas an output needs. */
import type { JsonObject, JsonSchema, JsonValue } from '../model/contract.js';
import { refName } from './schema-types.js';

/** The named schemas that some schemas lead to, over any number of steps, in the order of all. */
export function reachableSchemas(
  schemas: Readonly<Record<string, JsonSchema>>,
  roots: readonly JsonSchema[],
): Record<string, JsonSchema> {
  const found = new Set<string>();
  const visit = (value: JsonValue | undefined): void => {
    if (typeof value !== 'object' || value === null) return;
    const name = Array.isArray(value) ? undefined : refName(value as JsonObject);
    if (name !== undefined && !found.has(name)) {
      found.add(name);
      visit(schemas[name]);
    }
    for (const child of Object.values(value)) visit(child as JsonValue);
  };
  for (const root of roots) visit(root);
  return Object.fromEntries(Object.entries(schemas).filter(([name]) => found.has(name)));
}
