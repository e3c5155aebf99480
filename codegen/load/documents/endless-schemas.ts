/**
 * Schemas that lead back to themselves before anything of the value has been looked into, `A: { allOf: [A] }`. Nothing can
 * be checked by them; the reference that closes the circle is taken out, which allows more, and told.
 * @see https://json-schema.org/draft/2020-12/json-schema-core#section-9.4.1
 */
import type { JsonObject, JsonValue } from '../../model/contract.js';
import { schemaNameOf } from '../../model/schema-references.js';
import { isArray, isObject } from '../json.js';
import type { Lowering } from './lowering.js';
import type { NamedPlace } from './schema-names.js';

const LISTS = ['allOf', 'anyOf', 'oneOf'];
const SINGLES = ['not', 'if', 'then', 'else'];

/** Opens all circles. The references are taken out of the schemas themselves. */
export function openCircles(schemas: readonly NamedPlace[], lowering: Lowering): void {
  const byName = new Map(schemas.map((one) => [one.name, one]));
  const done = new Set<string>();
  const path = new Set<string>();
  const visit = (name: string): void => {
    const place = byName.get(name);
    if (place === undefined || done.has(name)) return;
    path.add(name);
    for (const { target, holder } of sameValue(place.schema as JsonValue)) {
      if (!path.has(target)) visit(target);
      else {
        delete holder.$ref;
        lowering.tell(place.origin, {
          code: 'bad-ref',
          message: `\`${name}\` leads back to \`${target}\` without an end; that part of it is not checked`,
          hint: 'A schema can be a part of itself only in its `properties` or `items`.',
          on: 'key',
        });
      }
    }
    path.delete(name);
    done.add(name);
  };
  for (const name of [...byName.keys()].sort()) visit(name);
}

interface Edge {
  readonly target: string;
  readonly holder: { $ref?: JsonValue };
}

/** The references that hold for the very value that the schema holds for. */
function* sameValue(schema: JsonValue | undefined): Iterable<Edge> {
  if (!isObject(schema)) return;
  const target = schemaNameOf(schema.$ref);
  if (target !== undefined) yield { target, holder: schema as { $ref?: JsonValue } };
  for (const key of LISTS) {
    const list = schema[key];
    if (isArray(list)) for (const one of list) yield* sameValue(one);
  }
  for (const key of SINGLES) yield* sameValue(schema[key]);
  const dependent = schema.dependentSchemas;
  if (isObject(dependent)) for (const one of Object.values(dependent as JsonObject)) yield* sameValue(one);
}
