/**
 * Schemas as requests and as responses have them. What is `readOnly` a request need not have, what is `writeOnly` a
 * response has not: at any depth, through references too. A schema of which the two differ is there twice: under its own
 * name as responses have it, and under one more name as requests do.
 * @see https://spec.openapis.org/oas/v3.0.3.html#schema-object (`readOnly`: "the `required` will take effect on the response only")
 */
import type { JsonObject, JsonSchema, JsonValue } from '../model/contract.js';
import { typeName } from '../model/names.js';
import { schemaPointer } from '../model/schema-references.js';
import { isMarked, type Mark, markedProperties } from './marked-properties.js';
import { refName } from './schema-refs.js';
import { eachSubschema, hasKey, isObject, mapSubschemas, SAME_VALUE } from './subschemas.js';

type Schemas = Readonly<Record<string, JsonSchema>>;

/** How the views are to be. */
export interface ViewOptions {
  /** Whether a response's schema is without the `writeOnly` properties, or only does not ask for them. */
  readonly writeOnly: 'removed' | 'optional';
}

/** Both views of a contract's schemas. */
export class SchemaViews {
  /** All named schemas in the order of the contract; a schema's view for requests stands behind its own. */
  readonly schemas: Schemas;
  /** The schema of the contract that each of them is a view of. */
  readonly origins: Readonly<Record<string, string>>;
  readonly #originals: Schemas;
  readonly #options: ViewOptions;
  readonly #requestNames: ReadonlyMap<string, string>;
  /** Those that some named schema has. */
  readonly #marks: ReadonlySet<Mark>;

  constructor(originals: Schemas, options: ViewOptions) {
    this.#originals = originals;
    this.#options = options;
    this.#requestNames = requestNames(originals);
    this.#marks = new Set(MARKS.filter((mark) => hasKey(originals as JsonObject, mark)));
    const twins = [...this.#requestNames].map(([name, twin]) => [twin, name]);
    this.origins = Object.fromEntries([...Object.keys(originals).map((name) => [name, name]), ...twins]);
    this.schemas = Object.fromEntries(
      Object.entries(originals).flatMap(([name, schema]): [string, JsonSchema][] => {
        const twin = this.#requestNames.get(name);
        const response: [string, JsonSchema] = [name, this.response(schema)];
        return twin === undefined ? [response] : [response, [twin, this.request(schema)]];
      }),
    );
  }

  /** The schema of something that a client sends. */
  request(schema: JsonSchema): JsonSchema {
    return this.#has('readOnly', schema) ? this.#view(schema, 'readOnly', NONE) : schema;
  }

  /** The schema of something that the service sends. */
  response(schema: JsonSchema): JsonSchema {
    return this.#has('writeOnly', schema) ? this.#view(schema, 'writeOnly', NONE) : schema;
  }

  /** Whether the views can differ: most documents have none of the marks, and many schemas. */
  #has(mark: Mark, schema: JsonSchema): boolean {
    const hasTwins = mark === 'readOnly' && this.#requestNames.size > 0;
    return hasTwins || this.#marks.has(mark) || hasKey(schema, mark);
  }

  #view(schema: JsonSchema, mark: Mark, outer: ReadonlySet<string>): JsonSchema {
    if (typeof schema === 'boolean') return schema;
    const own = markedProperties(schema, mark, this.#originals);
    const names = own.length === 0 ? outer : new Set([...outer, ...own]);
    const inner = mapSubschemas(schema, (sub, keyword) =>
      this.#view(sub, mark, SAME_VALUE.has(keyword) ? names : NONE),
    );
    const optional = withoutRequired(inner, names);
    return mark === 'readOnly' ? this.#withTwin(optional) : this.#withoutWriteOnly(optional);
  }

  #withTwin(schema: JsonObject): JsonObject {
    const twin = this.#requestNames.get(refName(schema) ?? '');
    return twin === undefined ? schema : { ...schema, $ref: schemaPointer(twin) };
  }

  #withoutWriteOnly(schema: JsonObject): JsonObject {
    if (this.#options.writeOnly === 'optional' || !isObject(schema.properties)) return schema;
    const all = Object.entries(schema.properties);
    const kept = all.filter(([, property]) => !isMarked(property, 'writeOnly', this.#originals));
    return kept.length === all.length ? schema : { ...schema, properties: Object.fromEntries(kept) };
  }
}

const NONE: ReadonlySet<string> = new Set();
const MARKS: readonly Mark[] = ['readOnly', 'writeOnly'];

function withoutRequired(schema: JsonObject, names: ReadonlySet<string>): JsonObject {
  if (names.size === 0 || !Array.isArray(schema.required)) return schema;
  const all = schema.required as readonly string[];
  const required = all.filter((name) => !names.has(name));
  return required.length === all.length ? schema : { ...schema, required };
}

/** The names that schemas have as requests have them, by their own; only of those that differ. */
export function requestNames(schemas: Schemas): ReadonlyMap<string, string> {
  const known = KNOWN_NAMES.get(schemas) ?? findRequestNames(schemas);
  KNOWN_NAMES.set(schemas, known);
  return known;
}

/** Every printer of types asks, and thousands of schemas take their time. */
const KNOWN_NAMES = new WeakMap<Schemas, ReadonlyMap<string, string>>();

function findRequestNames(schemas: Schemas): ReadonlyMap<string, string> {
  const differing = differingSchemas(schemas);
  const taken = new Set(Object.keys(schemas).map((name) => typeName(name).toLowerCase()));
  const names = new Map<string, string>();
  for (const name of [...differing].sort()) {
    let twin = `${typeName(name)}Request`;
    while (taken.has(twin.toLowerCase())) twin += '_';
    taken.add(twin.toLowerCase());
    names.set(name, twin);
  }
  return names;
}

/** Schemas with a marked property that makes a difference, and those that lead to one. */
function differingSchemas(schemas: Schemas): ReadonlySet<string> {
  const marks = MARKS.filter((mark) => hasKey(schemas as JsonObject, mark));
  if (marks.length === 0) return NONE;
  const referrers = new Map<string, string[]>();
  const found = new Set<string>();
  for (const [name, schema] of Object.entries(schemas)) {
    const visit = (part: JsonSchema): void => {
      if (typeof part === 'boolean') return;
      const target = refName(part);
      if (target !== undefined) referrers.set(target, [...(referrers.get(target) ?? []), name]);
      if (!found.has(name) && hasDifference(part, schemas, marks)) found.add(name);
      eachSubschema(part, visit);
    };
    visit(schema);
  }
  const open = [...found];
  for (let name = open.pop(); name !== undefined; name = open.pop()) {
    for (const referrer of referrers.get(name) ?? []) {
      if (found.has(referrer)) continue;
      found.add(referrer);
      open.push(referrer);
    }
  }
  return found;
}

function hasDifference(schema: JsonObject, schemas: Schemas, marks: readonly Mark[]): boolean {
  const properties: readonly JsonValue[] = isObject(schema.properties)
    ? Object.values(schema.properties)
    : [];
  const hasWriteOnly = marks.includes('writeOnly');
  if (hasWriteOnly && properties.some((property) => isMarked(property, 'writeOnly', schemas))) return true;
  const required = Array.isArray(schema.required) ? (schema.required as readonly string[]) : [];
  const inParts = Array.isArray(schema.allOf) ? partsRequired(schema) : [];
  if (required.length + inParts.length === 0) return false;
  const readOnly = new Set(markedProperties(schema, 'readOnly', schemas));
  return [...required, ...inParts].some((name) => readOnly.has(name));
}

/** What the parts of an `allOf` ask for that stand inline. */
function partsRequired(schema: JsonObject): readonly string[] {
  return (schema.allOf as readonly JsonValue[]).flatMap((part) => {
    if (!isObject(part) || !Array.isArray(part.required)) return [];
    return part.required as readonly string[];
  });
}
