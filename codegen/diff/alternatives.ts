/** Which alternative of a choice became which. */
import { withMappedTags } from '../emit/mapped-tags.js';
import { asList, asObject, canonicalText } from '../load/json.js';
import type { JsonObject, JsonValue } from '../model/contract.js';
import { type NamedSchemas, referenceName } from './effective-schema.js';

/** The alternatives of a schema. */
export function alternativesOf({ oneOf, anyOf }: JsonObject): readonly JsonValue[] {
  return [...asList(oneOf), ...asList(anyOf)];
}

/** The alternatives, with the values that a mapping has for each: validators ask for them. */
export function taggedAlternatives(schema: JsonObject, named: NamedSchemas): readonly JsonValue[] {
  return alternativesOf(asObject(withMappedTags(schema, named, { namesAreTags: true })));
}

/** Alternatives that belong together, and those without a counterpart. */
export interface PairedAlternatives {
  readonly pairs: readonly (readonly [JsonValue, JsonValue])[];
  readonly gone: readonly JsonValue[];
  readonly come: readonly JsonValue[];
}

/** Pairs by name, then by what they say, by tag and by type; one that is left on either side is the same, changed. */
export function pairAlternatives(
  before: readonly JsonValue[],
  after: readonly JsonValue[],
): PairedAlternatives {
  const pairs: (readonly [JsonValue, JsonValue])[] = [];
  let [gone, come] = [before, after];
  for (const keyOf of [referenceName, canonicalText, tagOf, typeOf]) {
    for (const one of gone) {
      const key = keyOf(one);
      const match = key === undefined ? undefined : come.find((other) => keyOf(other) === key);
      if (match === undefined) continue;
      pairs.push([one, match]);
      gone = gone.filter((other) => other !== one);
      come = come.filter((other) => other !== match);
    }
  }
  const [lastGone] = gone;
  const [lastCome] = come;
  const isSame = gone.length === 1 && come.length === 1 && before.length === after.length;
  if (!isSame || lastGone === undefined || lastCome === undefined) return { pairs, gone, come };
  // Two names are two things.
  if (referenceName(lastGone) !== undefined && referenceName(lastCome) !== undefined)
    return { pairs, gone, come };
  return { pairs: [...pairs, [lastGone, lastCome]], gone: [], come: [] };
}

/** The constants among its properties, or its title. */
function tagOf(branch: JsonValue): string | undefined {
  const { properties, title } = asObject(branch);
  const tags = Object.entries(asObject(properties)).flatMap(([name, one]) => {
    const { const: only } = asObject(one);
    return only === undefined ? [] : [`${name}=${JSON.stringify(only)}`];
  });
  return tags.length > 0 ? tags.join() : typeof title === 'string' ? title : undefined;
}

function typeOf(branch: JsonValue): string | undefined {
  const { type } = asObject(branch);
  return typeof type === 'string' ? type : undefined;
}
