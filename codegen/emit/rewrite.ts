/** Takes documents and schemas to the form that a library understands: schemas are rewritten, never a library's output. */
import type { JsonObject, JsonValue } from '../model/contract.js';

/** Keywords whose values map names to things: a key in them is an author's name, not a keyword. */
const MAPS = new Set([
  ...['properties', 'patternProperties', '$defs', 'definitions', 'dependentSchemas', 'dependentRequired'],
  ...[
    'schemas',
    'responses',
    'parameters',
    'requestBodies',
    'headers',
    'securitySchemes',
    'links',
    'callbacks',
  ],
  ...['pathItems', 'paths', 'webhooks', 'content', 'encoding', 'variables', 'mapping', 'scopes'],
]);
/** Keywords that hold data. */
const DATA = new Set(['const', 'default', 'enum', 'example', 'examples', 'discriminator']);

/** A copy in which `change` has replaced each object whose keys are keywords, the outer ones first. */
export function rewrite(value: JsonValue, change: (object: JsonObject) => JsonObject): JsonValue {
  return walk(value, false);

  function walk(node: JsonValue, keysAreNames: boolean): JsonValue {
    if (typeof node !== 'object' || node === null) return node;
    if (isArray(node)) return node.map((item) => walk(item, false));
    const entries = Object.entries(keysAreNames ? node : change(node)).map(([key, child]) => {
      if (keysAreNames) return [key, walk(child, false)];
      return [key, DATA.has(key) ? child : walk(child, MAPS.has(key))];
    });
    return Object.fromEntries(entries);
  }
}

function isArray(value: JsonValue): value is readonly JsonValue[] {
  return Array.isArray(value);
}
