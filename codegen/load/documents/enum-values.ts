/**
 * Lists of values that a type cannot have, as authors write them all the same: numbers in a list of texts, which YAML makes
 * of `[1, 2]`, texts in one of numbers, and what the items of an array may be beside the array.
 */
import type { JsonObject, JsonValue } from '../../model/contract.js';
import { isArray, isObject } from '../json.js';
import { shortJson } from './lowering.js';

/** The keywords that take the place of `enum`, and what is to be told; undefined if all is well. */
export interface FittingEnum {
  readonly keywords: JsonObject;
  readonly message: string;
}

/** Makes the values of an `enum` such that the one type of its schema can have. */
export function fittingEnum(schema: JsonObject): FittingEnum | undefined {
  const { type, enum: values } = schema;
  const types = (isArray(type) ? type : [type]).filter((one) => one !== 'null');
  const [only] = types;
  if (!isArray(values) || types.length !== 1 || typeof only !== 'string') return undefined;
  const odd = values.find((value) => value !== null && !isOf(value, only));
  if (odd === undefined) return undefined;
  if (only === 'array' && !values.some(isArray)) return ofItems(schema, values);
  const fitting = values.flatMap((value) =>
    value === null || isOf(value, only) ? value : converted(value, only),
  );
  const what = `${shortJson(odd)} is of no type \`${only}\``;
  if (fitting.every((value) => value === null))
    return { keywords: {}, message: `${what}, nor is any other value of this \`enum\`; it is left out` };
  return {
    keywords: { enum: [...new Set(fitting)] },
    message: `${what}; what can be made one is taken for it`,
  };
}

/** Beside an array stands what its items may be. */
function ofItems({ items }: JsonObject, values: readonly JsonValue[]): FittingEnum {
  const message = 'no list is in this `enum`; it is taken for that of the items';
  const own = isObject(items) ? items : {};
  // A list of their own says it already; what is a reference has its own list elsewhere.
  if (own.enum !== undefined || own.$ref !== undefined) return { keywords: {}, message };
  return { keywords: { items: { ...own, enum: values } }, message };
}

/** Whether a value is of a type. */
export function isOf(value: JsonValue, type: string): boolean {
  switch (type) {
    case 'null':
      return value === null;
    case 'integer':
      return Number.isInteger(value);
    case 'array':
      return isArray(value);
    case 'object':
      return isObject(value);
    default:
      return typeof value === type;
  }
}

/** The one value of a type that is meant by another one. */
export function converted(value: JsonValue, type: string): readonly JsonValue[] {
  if (type === 'string')
    return typeof value === 'number' || typeof value === 'boolean' ? [String(value)] : [];
  if (typeof value !== 'string') return [];
  if (type === 'boolean') return value === 'true' || value === 'false' ? [value === 'true'] : [];
  const number = /^-?\d+(\.\d+)?$/.test(value) ? Number(value) : Number.NaN;
  return (type === 'number' && Number.isFinite(number)) || Number.isInteger(number) ? [number] : [];
}
