/**
 * Schemas as Ajv can compile them. What it cannot use is left out and told: the validator is looser then, never wrong,
 * and never missing.
 */
import type { JsonObject, JsonSchema, JsonValue } from '../../../model/contract.js';
import { refName } from '../../schema-refs.js';
import { isObject, isSchema, mapSubschemas } from '../../subschemas.js';
import { regularExpression } from './patterns.js';

/** What is known about the document, and where to say what is left out. */
export interface UsableContext {
  readonly isNamed: (name: string) => boolean;
  readonly isFormat: (format: string) => boolean;
  /** The format that is meant by another spelling of its name. */
  readonly nearFormat: (format: string) => string | undefined;
  /** Tells that something at a path of the schema is not checked. */
  readonly report: (path: readonly string[], reason: string) => void;
  /** Every schema of which something was left out, as it is then. */
  readonly loosened: WeakSet<JsonObject>;
}

type Check = (value: JsonValue) => boolean;

const isCount: Check = (value) => typeof value === 'number' && Number.isInteger(value) && value >= 0;
const isNumber: Check = (value) => typeof value === 'number' && Number.isFinite(value);
const isList: Check = (value) => Array.isArray(value) && value.length > 0;
const isStrings: Check = (value) => Array.isArray(value) && value.every((item) => typeof item === 'string');
const isFlag: Check = (value) => typeof value === 'boolean';
const isAny: Check = () => true;

/** The keywords that validators look at, with the values that they can have. */
const KEYWORDS: Readonly<Record<string, Check>> = {
  $ref: (value) => typeof value === 'string',
  type: (value) => isType(value) || (isList(value) && (value as readonly JsonValue[]).every(isType)),
  enum: isList,
  const: isAny,
  multipleOf: (value) => isNumber(value) && Number(value) > 0,
  maximum: isNumber,
  minimum: isNumber,
  exclusiveMaximum: isNumber,
  exclusiveMinimum: isNumber,
  maxLength: isCount,
  minLength: isCount,
  pattern: (value) => typeof value === 'string',
  format: (value) => typeof value === 'string',
  maxItems: isCount,
  minItems: isCount,
  uniqueItems: isFlag,
  maxContains: isCount,
  minContains: isCount,
  maxProperties: isCount,
  minProperties: isCount,
  required: isStrings,
  dependentRequired: (value) => isObject(value) && Object.values(value).every(isStrings),
  properties: isObject,
  patternProperties: isObject,
  dependentSchemas: isObject,
  additionalProperties: isSchema,
  unevaluatedProperties: isSchema,
  propertyNames: isSchema,
  items: isSchema,
  unevaluatedItems: isSchema,
  contains: isSchema,
  prefixItems: isList,
  allOf: isList,
  anyOf: isList,
  oneOf: isList,
  not: isSchema,
  if: isSchema,
  // biome-ignore lint/suspicious/noThenProperty: a keyword of JSON Schema; nobody awaits this object.
  then: isSchema,
  else: isSchema,
  discriminator: isObject,
};

function isType(value: JsonValue): boolean {
  return ['string', 'number', 'integer', 'boolean', 'null', 'array', 'object'].includes(String(value));
}

/** Keywords that would be checked, had they a place in generated code. */
const UNREAD = new Set(['$dynamicRef', '$recursiveRef']);

/** A copy that Ajv takes. */
export function usableSchema(
  schema: JsonSchema,
  context: UsableContext,
  path: readonly string[] = [],
): JsonSchema {
  if (typeof schema === 'boolean') return schema;
  if (path.length > MAX_PATH) return openSchema(path, context);
  let isLoosened = false;
  const report: Report = (at, reason) => {
    isLoosened = true;
    context.report(at, reason);
  };
  const entries = Object.entries(withoutOldForms(withoutTypeAsFormat(schema))).flatMap(([keyword, value]) =>
    usableKeyword([keyword, value], [...path, keyword], { ...context, report }),
  );
  const usable = mapSubschemas(withoutRest(Object.fromEntries(entries), schema), (sub, _keyword, below) =>
    usableSchema(sub, context, [...path, ...below]),
  );
  if (isLoosened) context.loosened.add(usable);
  return usable;
}

/** Formats that say no more than a type does. */
const SAME: Readonly<Record<string, readonly string[]>> = {
  string: ['string', 'text'],
  integer: ['integer', 'int'],
  number: ['number', 'decimal'],
  boolean: ['boolean', 'bool'],
};

/** `{ type: string, format: string }`: there is nothing to check, and so nothing that is not. */
function withoutTypeAsFormat(schema: JsonObject): JsonObject {
  const { format, ...others } = schema;
  const { type } = others;
  const types = (Array.isArray(type) ? type : [type]).filter((one) => one !== 'null');
  const isSaid = types.length === 1 && SAME[String(types[0])]?.includes(String(format)) === true;
  return isSaid ? others : schema;
}

type Report = UsableContext['report'];

/** Keys from a schema to the innermost that is checked. Code that is nested deeper cannot be loaded. */
const MAX_PATH = 128;

function openSchema(path: readonly string[], { report, loosened }: UsableContext): JsonSchema {
  const open = {};
  report(path, 'this is nested too deep: any value is accepted here');
  loosened.add(open);
  return open;
}

/** With one of its patterns left out, the properties that no pattern is about would be too many. */
function withoutRest(usable: JsonObject, { patternProperties }: JsonObject): JsonObject {
  const count = (patterns: JsonValue | undefined) => (isObject(patterns) ? Object.keys(patterns).length : 0);
  if (count(usable.patternProperties) === count(patternProperties)) return usable;
  const { additionalProperties: _, unevaluatedProperties: __, ...rest } = usable;
  return rest;
}

type Entry = readonly [string, JsonValue];

function usableKeyword([keyword, value]: Entry, path: readonly string[], context: UsableContext): Entry[] {
  const isUsable = Object.hasOwn(KEYWORDS, keyword) ? KEYWORDS[keyword] : undefined;
  if (isUsable === undefined) {
    if (UNREAD.has(keyword))
      context.report(path, `\`${keyword}\` is not followed: any value is accepted here`);
    return [];
  }
  if (!isUsable(value)) {
    context.report(path, `\`${keyword}\` cannot have this value: it is not checked`);
    return [];
  }
  switch (keyword) {
    case '$ref': {
      const name = refName({ $ref: value });
      if (name !== undefined && context.isNamed(name)) return [[keyword, value]];
      context.report(path, `\`$ref\` leads to no schema: any value is accepted here`);
      return [];
    }
    case 'format':
      if (context.isFormat(String(value))) return [[keyword, value]];
      context.report(path, uncheckedFormat(String(value), context));
      return [];
    case 'pattern':
      if (regularExpression(String(value)) !== undefined) return [[keyword, value]];
      context.report(path, `JavaScript has no such pattern as ${JSON.stringify(value)}: it is not checked`);
      return [];
    case 'patternProperties':
      return [[keyword, usablePatterns(value as JsonObject, path, context)]];
    default:
      return [[keyword, withSchemas(keyword, value, path, context)]];
  }
}

function uncheckedFormat(format: string, { nearFormat }: UsableContext): string {
  const near = nearFormat(format);
  return `the format \`${format}\` is not checked${near === undefined ? '' : `: is it \`${near}\`?`}`;
}

function usablePatterns(
  patterns: JsonObject,
  path: readonly string[],
  { report }: UsableContext,
): JsonObject {
  const entries = Object.entries(patterns).filter(([pattern, schema]) => {
    const isUsable = regularExpression(pattern) !== undefined && isSchema(schema);
    if (!isUsable)
      report([...path, pattern], 'JavaScript has no such pattern: these properties are not checked');
    return isUsable;
  });
  return Object.fromEntries(entries);
}

const LISTS = new Set(['prefixItems', 'allOf', 'anyOf', 'oneOf']);
const MAPS = new Set(['properties', 'dependentSchemas']);

/** What is no schema where one belongs accepts any value. */
function withSchemas(
  keyword: string,
  value: JsonValue,
  path: readonly string[],
  { report }: UsableContext,
): JsonValue {
  const usable = (item: JsonValue, key: string): JsonValue => {
    if (isSchema(item)) return item;
    report([...path, key], 'this is no schema: any value is accepted here');
    return true;
  };
  if (LISTS.has(keyword)) return (value as readonly JsonValue[]).map((item, at) => usable(item, String(at)));
  if (!MAPS.has(keyword)) return value;
  const entries = Object.entries(value as JsonObject).map(([name, item]) => [name, usable(item, name)]);
  return Object.fromEntries(entries) as JsonObject;
}

/** Forms of earlier dialects that the way here has left in. */
function withoutOldForms(schema: JsonObject): JsonObject {
  const { nullable, items, additionalItems, ...rest } = schema;
  const isTuple = Array.isArray(items);
  const parts: JsonObject = {
    ...rest,
    ...(isTuple && items.length > 0 && { prefixItems: items }),
    ...(isTuple && isSchema(additionalItems) && { items: additionalItems }),
    ...(!isTuple && items !== undefined && { items }),
  };
  return nullable === true ? withNull(parts) : parts;
}

function withNull(schema: JsonObject): JsonObject {
  const { type, enum: values } = schema;
  if (type === undefined) return schema;
  const types = Array.isArray(type) ? type : [type];
  return {
    ...schema,
    type: types.includes('null') ? types : [...types, 'null'],
    ...(Array.isArray(values) && !values.includes(null) && { enum: [...values, null] }),
  };
}
