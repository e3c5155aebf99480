/** Which named schemas belong together: those that lead to each other in circles, and every other one by itself. */
import type { JsonSchema } from '../model/contract.js';
import { refName } from './schema-refs.js';
import { eachSubschema } from './subschemas.js';

type Schemas = Readonly<Record<string, JsonSchema>>;

/** The named schemas that a schema refers to. */
export function references(schema: JsonSchema): ReadonlySet<string> {
  const names = new Set<string>();
  const visit = (part: JsonSchema): void => {
    const name = refName(part);
    if (name !== undefined) names.add(name);
    eachSubschema(part, visit);
  };
  visit(schema);
  return names;
}

/**
 * The groups of the schemas that the roots lead to; each sorted by name, so that no order of the document matters.
 * `targetsOf` says where a schema leads to: by default everywhere that it refers to.
 */
export function schemaGroups(
  schemas: Schemas,
  roots: Iterable<string>,
  targetsOf: (schema: JsonSchema) => ReadonlySet<string> = references,
): readonly (readonly string[])[] {
  const search = new Search(schemas, targetsOf);
  for (const root of [...roots].sort()) search.from(root);
  return search.groups.map((group) => [...group].sort());
}

interface Visit {
  readonly name: string;
  readonly targets: readonly string[];
  next: number;
}

/** Tarjan's search for strongly connected components, with a stack of its own: chains may be of any length. */
class Search {
  readonly groups: string[][] = [];
  readonly #schemas: Schemas;
  readonly #targetsOf: (schema: JsonSchema) => ReadonlySet<string>;
  readonly #numbers = new Map<string, number>();
  readonly #lowest = new Map<string, number>();
  readonly #open: string[] = [];
  readonly #isOpen = new Set<string>();

  constructor(schemas: Schemas, targetsOf: (schema: JsonSchema) => ReadonlySet<string>) {
    this.#schemas = schemas;
    this.#targetsOf = targetsOf;
  }

  from(root: string): void {
    if (this.#numbers.has(root)) return;
    const path = [this.#enter(root)];
    for (let visit = path.at(-1); visit !== undefined; visit = path.at(-1)) {
      const target = visit.targets[visit.next++];
      if (target === undefined) {
        path.pop();
        this.#leave(visit.name, path.at(-1)?.name);
      } else if (!this.#numbers.has(target)) {
        path.push(this.#enter(target));
      } else if (this.#isOpen.has(target)) {
        this.#lower(visit.name, this.#numbers.get(target));
      }
    }
  }

  #enter(name: string): Visit {
    this.#numbers.set(name, this.#numbers.size);
    this.#lowest.set(name, this.#numbers.size - 1);
    this.#open.push(name);
    this.#isOpen.add(name);
    const targets = [...this.#targetsOf(this.#schemas[name] ?? true)].filter((target) =>
      Object.hasOwn(this.#schemas, target),
    );
    return { name, targets: targets.sort(), next: 0 };
  }

  #lower(name: string, number = Number.POSITIVE_INFINITY): void {
    this.#lowest.set(name, Math.min(this.#lowest.get(name) ?? number, number));
  }

  #leave(name: string, parent: string | undefined): void {
    const lowest = this.#lowest.get(name);
    if (parent !== undefined) this.#lower(parent, lowest);
    if (lowest !== this.#numbers.get(name)) return;
    const group = this.#open.splice(this.#open.lastIndexOf(name));
    for (const member of group) this.#isOpen.delete(member);
    this.groups.push(group);
  }
}
