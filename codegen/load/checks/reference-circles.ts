/** References that lead back to where they stand before anything of the value has been looked into. */
import type { JsonObject } from '../../model/contract.js';
import { childPointer, isArray, isObject, own, valueAt } from '../json.js';
import type { Project } from '../project.js';
import { resolveReference } from '../references.js';
import type { Origin } from '../source.js';
import { placeKey } from './reference-rules.js';
import type { Complaint } from './values.js';

/**
 * Keywords whose schemas hold for the very value that the schema itself holds for. A circle through `properties` or
 * `items` ends with the value; one through these does not.
 * @see https://json-schema.org/draft/2020-12/json-schema-core#section-9.4.1
 */
const SAME_VALUE = ['allOf', 'anyOf', 'oneOf', 'not', 'if', 'then', 'else', 'dependentSchemas'];

/** Finds circles, each once. */
export class ReferenceCircles {
  readonly #project: Project;
  /** Places of references that are reported: what is left without them has no circle through them. */
  readonly #reported = new Set<string>();

  constructor(project: Project) {
    this.#project = project;
  }

  /** What is wrong with the reference of the object at `from` if `target`, where it leads, leads back there. */
  check(reference: string, from: Origin, target: Origin, kind: string): Complaint | undefined {
    const holder = placeKey(from);
    if (!this.#reaches(target, holder, new Set())) return undefined;
    this.#reported.add(holder);
    const hint = 'A schema can be a part of itself only in its `properties` or `items`.';
    return {
      message: `\`${reference}\` leads back to itself, without an end`,
      ...(kind === 'SchemaObject' && { hint }),
    };
  }

  #reaches(at: Origin, goal: string, passed: Set<string>): boolean {
    const place = placeKey(at);
    if (place === goal) return true;
    if (passed.has(place)) return false;
    passed.add(place);
    return this.#next(at).some((next) => this.#reaches(next, goal, passed));
  }

  #next(at: Origin): readonly Origin[] {
    const value = valueAt(at.file.value, at.pointer);
    if (!isObject(value)) return [];
    const inside = SAME_VALUE.flatMap((key) => partsOf(value, key).map((pointer) => at.pointer + pointer));
    const parts = inside.map((pointer) => ({ file: at.file, pointer }));
    const reference = own(value, '$ref');
    if (typeof reference !== 'string' || this.#reported.has(placeKey(at))) return parts;
    const resolution = resolveReference(this.#project, at.file, reference);
    return resolution.kind === 'found' ? [...parts, resolution.target] : parts;
  }
}

/** Where the schemas under a keyword stand. */
function partsOf(schema: JsonObject, keyword: string): readonly string[] {
  const value = own(schema, keyword);
  const pointer = childPointer('', keyword);
  if (isArray(value)) return value.map((_, index) => childPointer(pointer, index));
  if (!isObject(value)) return [];
  return keyword === 'dependentSchemas'
    ? Object.keys(value).map((key) => childPointer(pointer, key))
    : [pointer];
}
