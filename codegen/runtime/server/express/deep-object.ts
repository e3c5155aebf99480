import { malformed } from './http-problem.js';
import type { Shape } from './route.js';
import { bareObject, type RawValue } from './written-value.js';

/** Deeper than anybody writes by hand. */
const MAX_DEPTH = 16;

/** What stands under one name: texts, or names and list items under it. */
class Branch {
  readonly texts: string[] = [];
  readonly children = new Map<string, Branch>();
  readonly items: Branch[] = [];

  child(name: string, isLast: boolean): Branch {
    if (name === '') {
      const item = new Branch();
      // `a[]=1&a[]=2` are two items of a list.
      this.items.push(item);
      return item;
    }
    const known = this.children.get(name);
    if (known !== undefined && !isLast) return known;
    const child = known ?? new Branch();
    this.children.set(name, child);
    return child;
  }
}

/**
 * The value of a `deepObject`: `filter[a][b]=1&filter[list][]=2`. Names in brackets may be nested, which OpenAPI leaves
 * open; a list is written with empty brackets, with numbers, or by repeating its name.
 */
export function readDeepObject(
  pointer: string,
  pairs: readonly (readonly [name: string, value: string])[],
  name: string,
  shape: Shape,
  fields: Readonly<Record<string, Shape>> = {},
): RawValue | undefined {
  const root = new Branch();
  for (const [key, value] of pairs) {
    if (key !== name && !key.startsWith(`${name}[`)) continue;
    const steps = splitKey(pointer, key.slice(name.length));
    if (steps === undefined) continue;
    const branch = steps.reduce((at, step, index) => at.child(step, index === steps.length - 1), root);
    branch.texts.push(value);
  }
  if (root.texts.length + root.children.size + root.items.length === 0) return undefined;
  return branchValue(pointer, root, shape, fields);
}

/** `[a][b]` → a, b; undefined if it is something else, `[a]b`. */
function splitKey(pointer: string, rest: string): readonly string[] | undefined {
  if (!/^(\[[^[\]]*\])*$/.test(rest)) return undefined;
  const steps = rest === '' ? [] : rest.slice(1, -1).split('][');
  if (steps.length > MAX_DEPTH) throw malformed(pointer, `is nested more than ${MAX_DEPTH} times`, 'depth');
  // Whoever copies the fields into an object of his own would write to its prototype.
  if (steps.includes('__proto__')) throw malformed(pointer, 'has a field that cannot have this name', 'name');
  return steps;
}

function branchValue(
  pointer: string,
  { texts, children, items }: Branch,
  shape: Shape,
  fields: Readonly<Record<string, Shape>> = {},
): RawValue {
  if (texts.length > 0) {
    if (children.size + items.length > 0)
      throw malformed(pointer, 'is given both as a value and field by field', 'duplicate');
    const [only = ''] = texts;
    return texts.length === 1 && shape !== 'array' ? only : texts;
  }
  const isList =
    items.length > 0 || (shape !== 'object' && [...children.keys()].every((key) => /^\d+$/.test(key)));
  if (!isList) {
    const shapeOf = (field: string): Shape =>
      (Object.hasOwn(fields, field) ? fields[field] : undefined) ?? 'any';
    return bareObject(
      [...children].map(([field, child]) => [field, branchValue(pointer, child, shapeOf(field))] as const),
    );
  }
  const numbered = [...children].sort(([a], [b]) => Number(a) - Number(b)).map(([, child]) => child);
  return [...numbered, ...items].map((item) => branchValue(pointer, item, 'any'));
}
