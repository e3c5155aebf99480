/** What single keywords allow, and whether a change of one allows more or less. */
import { isArray, isObject } from '../load/json.js';
import type { JsonObject, JsonValue } from '../model/contract.js';

/** Whether values that were allowed are refused now, and the other way round. */
export type Effect = 'narrower' | 'wider' | 'other';

const TYPES = ['null', 'boolean', 'object', 'array', 'string', 'number', 'integer'] as const;

/** The types that a schema allows. `number` allows `integer` as well. */
export function typesOf({ type }: JsonObject): ReadonlySet<string> {
  const written = (isArray(type) ? type : [type]).filter((one) => typeof one === 'string');
  const types = new Set<string>(type === undefined ? TYPES : written);
  if (types.has('number')) types.add('integer');
  return types;
}

/** The values that a schema lists, as JSON; undefined if it lists none. */
export function valuesOf(schema: JsonObject): ReadonlySet<string> | undefined {
  if (schema.const !== undefined) return new Set([JSON.stringify(schema.const)]);
  if (isArray(schema.enum)) return new Set(schema.enum.map((one) => JSON.stringify(one)));
  const branches = isArray(schema.oneOf) ? schema.oneOf : isArray(schema.anyOf) ? schema.anyOf : [];
  const listed = branches.filter((one) => isObject(one) && one.const !== undefined);
  // A choice of constants, each with its words.
  return branches.length > 0 && listed.length === branches.length
    ? new Set(listed.map((one) => JSON.stringify((one as JsonObject).const)))
    : undefined;
}

/** Keywords by which a larger value allows less, or more. */
export const LOWER = ['minLength', 'minimum', 'exclusiveMinimum', 'minItems', 'minProperties', 'minContains'];
export const UPPER = ['maxLength', 'maximum', 'exclusiveMaximum', 'maxItems', 'maxProperties', 'maxContains'];
/** Keywords that limit by being there. */
export const LIMITS = [
  'pattern',
  'format',
  'multipleOf',
  'uniqueItems',
  'contentEncoding',
  'contentMediaType',
];
/** Compared as a whole: which values they allow cannot be told from their text. */
export const OPAQUE = [
  ...['not', 'if', 'then', 'else', 'dependentSchemas', 'dependentRequired', 'propertyNames', 'contains'],
  ...['patternProperties', 'unevaluatedProperties', 'unevaluatedItems'],
];

/** A keyword whose value differs. */
export interface KeywordChange {
  readonly keyword: string;
  readonly effect: Effect;
  readonly before: JsonValue | undefined;
  readonly after: JsonValue | undefined;
}

/** All differences in keywords that stand by themselves. */
export function keywordChanges(before: JsonObject, after: JsonObject): readonly KeywordChange[] {
  return [...LOWER, ...UPPER, ...LIMITS, ...OPAQUE].flatMap((keyword) => {
    const [one, other] = [limitOf(keyword, before[keyword]), limitOf(keyword, after[keyword])];
    if (JSON.stringify(one) === JSON.stringify(other)) return [];
    return [{ keyword, effect: effectOf(keyword, one, other), before: one, after: other }];
  });
}

/** `uniqueItems: false` says nothing. */
function limitOf(keyword: string, value: JsonValue | undefined): JsonValue | undefined {
  return keyword === 'uniqueItems' && value === false ? undefined : value;
}

function effectOf(keyword: string, before: JsonValue | undefined, after: JsonValue | undefined): Effect {
  if (OPAQUE.includes(keyword)) return 'other';
  if (before === undefined) return 'narrower';
  if (after === undefined) return 'wider';
  if (typeof before !== 'number' || typeof after !== 'number' || LIMITS.includes(keyword)) return 'other';
  return after > before === LOWER.includes(keyword) ? 'narrower' : 'wider';
}

/** Keywords that say nothing of which values are allowed. */
export const WORDS = ['title', 'description', 'examples', 'example', 'externalDocs'] as const;
/** Keywords that say nothing of the value itself, in any way. */
export const ANNOTATIONS: ReadonlySet<string> = new Set([
  ...WORDS,
  'default',
  'deprecated',
  'readOnly',
  'writeOnly',
]);
