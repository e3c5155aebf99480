/**
 * Schemas as openapi-typescript is given them: what it knows nothing of, or errs on, is said in words that it gets right.
 * Its output is never touched.
 */
import type { JsonObject, JsonSchema, JsonValue } from '../../../model/contract.js';
import { mapSubschemas } from '../../subschemas.js';
import { withSeparateChoices } from './choices.js';
import { withIndexOfAll } from './index-signatures.js';
import { withLiterals } from './literals.js';
import { withRefAlone, withRequiredParts, withTypedBranches } from './parts.js';
import { withTupleLengths } from './tuples.js';

type Schemas = Readonly<Record<string, JsonSchema>>;

/** Keywords that types do not show: an edit of theirs makes no types anew. */
const UNSEEN = new Set([
  ...['maxLength', 'minLength', 'pattern', 'minimum', 'maximum', 'exclusiveMinimum', 'exclusiveMaximum'],
  ...['multipleOf', 'uniqueItems', 'maxProperties', 'minProperties', 'propertyNames', 'contains'],
  ...['minContains', 'maxContains', 'not', 'if', 'then', 'else', 'dependentRequired', 'dependentSchemas'],
  ...['unevaluatedProperties', 'unevaluatedItems', '$defs', 'definitions', '$comment', 'discriminator'],
]);

/** The schema for openapi-typescript; `schemas` are those that it refers to. */
export function typedSchema(schema: JsonSchema, schemas: Schemas): JsonSchema {
  if (typeof schema === 'boolean') return schema;
  const inner = mapSubschemas(seen(schema), (sub) => typedSchema(sub, schemas));
  if (Array.isArray(inner.allOf) && inner.allOf.includes(false)) return false;
  const steps: readonly ((object: JsonObject) => JsonObject)[] = [
    withRefAlone,
    withLiterals,
    withTupleLengths,
    withIndexOfAll,
    withTypedBranches,
    (object) => withRequiredParts(object, schemas),
    withSeparateChoices,
  ];
  return steps.reduce((object, step) => step(object), inner);
}

/** Without what types do not show. Whole objects as examples are for the documents. */
function seen(schema: JsonObject): JsonObject {
  const entries = Object.entries(schema).flatMap(([key, value]): [string, JsonValue][] => {
    if (UNSEEN.has(key) || (key.startsWith('x-') && !key.startsWith('x-enum'))) return [];
    if (key === 'example') return isScalar(value) ? [[key, value]] : [];
    // openapi-typescript looks for a `$ref` in it.
    if (key === 'allOf') return [[key, asList(value).filter((part) => part !== true)]];
    if (key !== 'examples') return [[key, value]];
    const scalars = asList(value).filter(isScalar);
    return scalars.length === 0 ? [] : [[key, scalars]];
  });
  return Object.fromEntries(entries);
}

function asList(value: JsonValue): readonly JsonValue[] {
  return Array.isArray(value) ? value : [];
}

function isScalar(value: JsonValue): boolean {
  return value !== null && typeof value !== 'object';
}
