/** Where the sources say something: a way of keys through the documents, over references into other files. */
import type { JsonValue } from '../model/contract.js';
import { asObject, isArray, isObject, own, valueAt } from './json.js';
import { below, type Origin } from './source.js';

/** What a reference leads to; undefined if nothing. */
export type FollowReference = (from: Origin, reference: string) => Origin | undefined;

/** Longer chains are circles. */
const MOST_STEPS = 32;

/**
 * The place that keys lead to, or the last on the way that is there. Statuses and headers are found in any case, items of
 * a list by their index or their `name`.
 */
export function locate(start: Origin, keys: readonly string[], follow: FollowReference): Origin {
  let place = start;
  for (const key of keys) {
    const next = child(place, key, follow);
    if (next === undefined) return place;
    place = next;
  }
  return place;
}

/** The place of the schema of a part of a value, as deep as it is said in one place. */
export function locateSchema(start: Origin, steps: readonly string[], follow: FollowReference): Origin {
  let place = start;
  for (const step of steps) {
    const next = propertySchema(place, step, follow, 0);
    if (next === undefined) return place;
    place = next;
  }
  return place;
}

function child(place: Origin, key: string, follow: FollowReference): Origin | undefined {
  const whole = resolve(place, follow);
  const value = valueAt(whole.file.value, whole.pointer);
  if (isArray(value)) {
    const index = value.findIndex(
      (_, at) => String(at) === key || nameAt(below(whole, String(at)), follow) === key,
    );
    return index < 0 ? undefined : below(whole, String(index));
  }
  if (!isObject(value)) return undefined;
  const known = Object.keys(value).find((one) => one === key) ?? sameInAnyCase(Object.keys(value), key);
  return known === undefined ? undefined : below(whole, known);
}

/** The name of what stands in a list, such as a parameter. */
function nameAt(place: Origin, follow: FollowReference): JsonValue | undefined {
  const { file, pointer } = resolve(place, follow);
  return asObject(valueAt(file.value, pointer)).name;
}

function sameInAnyCase(keys: readonly string[], key: string): string | undefined {
  return keys.find((one) => one.toLowerCase() === key.toLowerCase());
}

function propertySchema(
  place: Origin,
  step: string,
  follow: FollowReference,
  depth: number,
): Origin | undefined {
  if (depth > MOST_STEPS) return undefined;
  const whole = resolve(place, follow);
  const schema = asObject(valueAt(whole.file.value, whole.pointer));
  if (own(asObject(schema.properties), step) !== undefined) return below(below(whole, 'properties'), step);
  if (/^\d+$/.test(step)) {
    if (isArray(schema.prefixItems) && schema.prefixItems[Number(step)] !== undefined)
      return below(below(whole, 'prefixItems'), step);
    if (isObject(schema.items)) return below(whole, 'items');
  }
  for (const keyword of ['allOf', 'oneOf', 'anyOf']) {
    const branches = schema[keyword];
    for (const index of isArray(branches) ? branches.keys() : []) {
      const found = propertySchema(below(below(whole, keyword), String(index)), step, follow, depth + 1);
      if (found !== undefined) return found;
    }
  }
  return isObject(schema.additionalProperties) ? below(whole, 'additionalProperties') : undefined;
}

/** What stands there, behind all references. */
function resolve(place: Origin, follow: FollowReference): Origin {
  let found = place;
  for (let step = 0; step < MOST_STEPS; step += 1) {
    const reference = asObject(valueAt(found.file.value, found.pointer)).$ref;
    const next = typeof reference === 'string' ? follow(found, reference) : undefined;
    if (next === undefined) return found;
    found = next;
  }
  return found;
}
