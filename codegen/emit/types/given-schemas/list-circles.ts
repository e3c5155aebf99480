/** Lists of themselves. */
import type { JsonObject, JsonSchema } from '../../../model/contract.js';
import { schemaGroups } from '../../schema-groups.js';
import { refName } from '../../schema-refs.js';
import { eachSubschema, mapSubschemas } from '../../subschemas.js';

type Schemas = Readonly<Record<string, JsonSchema>>;

/** Keywords whose types TypeScript works out with the type around them; it puts off those of an object's properties. */
const AT_ONCE = new Set(['allOf', 'anyOf', 'oneOf', 'items', 'prefixItems']);
const OF_LISTS = new Set(['items', 'prefixItems']);

/**
 * A copy in which no type is a list of itself with no object between, as that of any JSON value is: TypeScript refuses it
 * where types are the properties of an interface. The items of such a list are anything.
 */
export function openListCircles(schemas: Schemas): Schemas {
  const opened = new Map<string, JsonSchema>();
  for (const group of schemaGroups(schemas, Object.keys(schemas), namesAtOnce)) {
    const names = new Set(group);
    for (const name of group) {
      const schema = schemas[name] ?? true;
      const isCircle = names.size > 1 || namesAtOnce(schema).has(name);
      if (isCircle) opened.set(name, withOpenLists(schema, names));
    }
  }
  if (opened.size === 0) return schemas;
  return Object.fromEntries(
    Object.entries(schemas).map(([name, schema]) => [name, opened.get(name) ?? schema]),
  );
}

/** The schemas whose types are needed for the type of this one. */
function namesAtOnce(schema: JsonSchema): ReadonlySet<string> {
  const names = new Set<string>();
  const visit = (part: JsonSchema): void => {
    const name = refName(part);
    if (name !== undefined) names.add(name);
    eachSubschema(part, (sub, keyword) => {
      if (AT_ONCE.has(keyword)) visit(sub);
    });
  };
  visit(schema);
  return names;
}

function withOpenLists(schema: JsonSchema, names: ReadonlySet<string>): JsonSchema {
  if (typeof schema === 'boolean') return schema;
  return mapSubschemas(schema as JsonObject, (sub, keyword) => {
    if (!AT_ONCE.has(keyword)) return sub;
    const leadsBack = OF_LISTS.has(keyword) && [...namesAtOnce(sub)].some((name) => names.has(name));
    return leadsBack ? true : withOpenLists(sub, names);
  });
}
