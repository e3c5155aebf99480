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
  const entries: [string, JsonValue][] = [];
  for (const [key, value] of Object.entries(schema)) {
    const shown = shownValue(key, value);
    if (shown !== undefined) entries.push([key, shown]);
  }
  return Object.fromEntries(entries);
}

function shownValue(key: string, value: JsonValue): JsonValue | undefined {
  if (UNSEEN.has(key) || (key.startsWith('x-') && !key.startsWith('x-enum'))) return undefined;
  if (key === 'example') return isScalar(value) ? value : undefined;
  // openapi-typescript looks for a `$ref` in it.
  if (key === 'allOf') return asList(value).filter((part) => part !== true);
  if (key !== 'examples') return value;
  const scalars = asList(value).filter(isScalar);
  return scalars.length === 0 ? undefined : scalars;
}

function asList(value: JsonValue): readonly JsonValue[] {
  return Array.isArray(value) ? value : [];
}

function isScalar(value: JsonValue): boolean {
  return value !== null && typeof value !== 'object';
}
