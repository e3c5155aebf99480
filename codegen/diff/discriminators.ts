/** By which property clients tell what an object is, and which of its values says what. */
import { asObject, isObject } from '../load/json.js';
import type { JsonObject } from '../model/contract.js';
import { alternativesOf } from './alternatives.js';
import { changeText } from './change.js';
import { referenceName } from './effective-schema.js';
import type { Effect } from './schema-rules.js';

/** What changed, and whether less is allowed now. */
export interface DiscriminatorChange {
  readonly effect: Effect;
  readonly message: string;
}

/** The differences of two discriminators, but for what a mapping says of alternatives: these have its values themselves. */
export function discriminatorChanges(before: JsonObject, after: JsonObject): readonly DiscriminatorChange[] {
  const [one, other] = [asObject(before.discriminator), asObject(after.discriminator)];
  if (one.propertyName === undefined || other.propertyName === undefined) return [];
  const renamed = `\`discriminator\` ${changeText(one.propertyName, other.propertyName)}`;
  const property: readonly DiscriminatorChange[] =
    one.propertyName === other.propertyName ? [] : [{ effect: 'other', message: renamed }];
  if (!isObject(one.mapping) || !isObject(other.mapping) || alternativesOf(after).length > 0) return property;
  const [tags, later] = [tagsOf(one.mapping), tagsOf(other.mapping)];
  const gone = tags.filter((tag) => !later.includes(tag));
  const come = later.filter((tag) => !tags.includes(tag));
  return [
    ...property,
    ...gone.map((tag) => ({ effect: 'narrower', message: `the tag ${tag} is gone` }) as const),
    ...come.map((tag) => ({ effect: 'wider', message: `the tag ${tag} is new` }) as const),
  ];
}

/** `"cat" of Cat`, for each tag of a mapping. */
function tagsOf(mapping: JsonObject): readonly string[] {
  return Object.entries(mapping).map(([tag, target]) => {
    const name = referenceName(isObject(target) ? target : { $ref: target }) ?? target;
    return `${JSON.stringify(tag)} of ${name}`;
  });
}
