/** `oneOf` and `anyOf` beside other rules. */
import type { JsonObject, JsonValue } from '../../../model/contract.js';
import { isObject } from '../../subschemas.js';
import { apart } from './parts.js';

const CHOICES = ['oneOf', 'anyOf'] as const;
/** Rules that make a type of their own. */
const CORE = ['properties', 'additionalProperties', 'patternProperties', 'allOf', 'items', 'prefixItems'];
/** Rules that say what type a branch has. */
const TYPED = ['type', '$ref', 'const', 'enum', 'allOf', 'anyOf', 'oneOf', 'properties'];

/**
 * A value meets the rules beside a choice as well as one branch. openapi-typescript makes a union of an `anyOf` and what
 * stands beside it, and knows of one choice only: they are parts of an `allOf` here.
 */
export function withSeparateChoices(schema: JsonObject): JsonObject {
  const choices = CHOICES.filter((keyword) => Array.isArray(schema[keyword]));
  if (choices.length === 0) return schema;
  const typed = withTypeInside(schema, choices);
  const hasCore = CORE.some((keyword) => typed[keyword] !== undefined);
  if (choices.length === 1 && (choices[0] === 'oneOf' || !hasCore)) return typed;
  const [{ oneOf, anyOf, allOf, ...core }, texts] = apart(typed);
  const parts = Array.isArray(allOf) ? (allOf as readonly JsonValue[]) : [];
  return {
    ...texts,
    ...core,
    allOf: [
      ...parts,
      ...(oneOf === undefined ? [] : [{ oneOf }]),
      ...(anyOf === undefined ? [] : [{ anyOf }]),
    ],
  };
}

/** A plain type beside a choice is one of each branch that has none. */
function withTypeInside(schema: JsonObject, choices: readonly (typeof CHOICES)[number][]): JsonObject {
  const { type, ...rest } = schema;
  const isPlain = CORE.every((keyword) => schema[keyword] === undefined);
  if (type === undefined || type === 'object' || !isPlain || schema.enum !== undefined) return schema;
  const inside = choices.map((keyword): [string, JsonValue] => {
    const branches = schema[keyword] as readonly JsonValue[];
    return [keyword, branches.map((branch) => (isUntyped(branch) ? withType(branch, type) : branch))];
  });
  return { ...rest, ...Object.fromEntries(inside) };
}

function isUntyped(branch: JsonValue): branch is JsonObject | true {
  return branch === true || (isObject(branch) && TYPED.every((keyword) => branch[keyword] === undefined));
}

function withType(branch: JsonObject | true, type: JsonValue): JsonObject {
  return branch === true ? { type } : { ...branch, type };
}
