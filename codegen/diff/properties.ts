/** The properties that a schema speaks of. */
import { asList, asObject, isObject } from '../load/json.js';
import type { JsonObject, JsonValue } from '../model/contract.js';

/** Written by the service only, or by clients only. */
type Mark = 'readOnly' | 'writeOnly';

/** The properties without those that are marked as the other side's. */
export function visibleProperties({ properties }: JsonObject, hidden: Mark): JsonObject {
  return Object.fromEntries(Object.entries(asObject(properties)).filter(([, one]) => !isMarked(one, hidden)));
}

/** What is required without standing among the properties. */
export function undeclaredProperties({ required, properties }: JsonObject): readonly string[] {
  return asList(required).flatMap((name) =>
    typeof name === 'string' && !Object.hasOwn(asObject(properties), name) ? [name] : [],
  );
}

/** Whether the schema, or a part of it, is marked so. */
function isMarked(schema: JsonValue, mark: Mark): boolean {
  return (
    isObject(schema) && (schema[mark] === true || asList(schema.allOf).some((part) => isMarked(part, mark)))
  );
}
