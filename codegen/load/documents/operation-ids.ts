/** Every operation gets an id that code can be named by: its own, or one made of its method and path. */
import type { JsonObject, JsonValue } from '../../model/contract.js';
import { operationEntries } from '../../model/methods.js';
import { camelCase, pascalCase } from '../../model/names.js';
import { asObject, asString } from '../json.js';
import { below, type Origin } from '../source.js';
import type { Lowering } from './lowering.js';
import { collisionText, uniqueNames } from './unique-names.js';

interface Located {
  readonly object: Record<string, JsonValue>;
  readonly origin: Origin;
  /** `get /pets/{id}`. */
  readonly place: string;
  readonly written: string | undefined;
}

/** Fills in ids in a lowered document, and makes those unique that would be one name in code. */
export function nameOperations(document: JsonObject, lowering: Lowering): void {
  const operations = collect(document, { file: lowering.main, pointer: '' });
  const duplicates = tellDuplicates(operations, lowering);
  const unnamed = operations.filter(({ written }) => written === undefined);
  const [first] = unnamed;
  if (first !== undefined) {
    const many = unnamed.length > 1 ? ` and ${unnamed.length - 1} others have` : ' has';
    const message = `this operation${many} no \`operationId\`: it is named by method and path`;
    lowering.tell(first.origin, { code: 'missing-operation-id', message, on: 'key' });
  }
  const names = uniqueNames(operations, {
    wishOf: idOf,
    inCode: (id) => pascalCase(id).toLowerCase(),
    compare: (a, b) => (rankOf(a) < rankOf(b) ? -1 : 1),
  });
  for (const [{ object, origin, written }, unique] of names) {
    object.operationId = unique.name;
    if (unique.name === unique.wish || written === undefined || duplicates.has(written)) continue;
    const message = collisionText('operation', unique);
    lowering.tell(below(origin, 'operationId'), { code: 'name-collision', message });
  }
}

/** What the author wrote goes before what was made; then by the text. */
function rankOf(operation: Located): string {
  return `${operation.written === undefined ? 1 : 0}${idOf(operation)}\0${operation.place}`;
}

/** `#` would be read as the beginning of a fragment by whoever refers to the operation. */
function idOf({ written, place }: Located): string {
  return (
    written?.replaceAll('#', '_') ?? (camelCase(place.replaceAll(/\{([^}]*)\}/g, ' by $1 ')) || 'operation')
  );
}

/** Gives back the ids that are told. */
function tellDuplicates(operations: readonly Located[], lowering: Lowering): ReadonlySet<string> {
  const duplicates = new Set<string>();
  const seen = new Map<string, Located>();
  for (const operation of operations) {
    if (operation.written === undefined) continue;
    const before = seen.get(operation.written);
    seen.set(operation.written, before ?? operation);
    if (before === undefined) continue;
    duplicates.add(operation.written);
    const message = `\`${operation.written}\` is the id of ${before.place} already`;
    lowering.tell(below(operation.origin, 'operationId'), {
      code: 'duplicate-operation-id',
      severity: 'error',
      message,
      hint: 'Give each operation an id of its own.',
    });
  }
  return duplicates;
}

function collect(document: JsonObject, root: Origin): readonly Located[] {
  const found: Located[] = [];
  const visitItems = (items: JsonValue | undefined, origin: Origin, prefix: string): void => {
    for (const [path, item] of Object.entries(asObject(items))) {
      for (const { method, operation: value, keys } of operationEntries(asObject(item))) {
        const at = keys.reduce(below, below(origin, path));
        const written = asString(value.operationId);
        const place = `${prefix}${method} ${path}`;
        const usable = written !== undefined && pascalCase(written) !== '' ? written : undefined;
        found.push({ object: value as Record<string, JsonValue>, origin: at, place, written: usable });
        for (const [name, callback] of Object.entries(asObject(value.callbacks)))
          visitItems(callback, below(below(at, 'callbacks'), name), `${name} `);
      }
    }
  };
  visitItems(document.paths, below(root, 'paths'), '');
  visitItems(document.webhooks, below(root, 'webhooks'), 'webhook ');
  const callbacks = asObject(asObject(document.components).callbacks);
  const at = below(below(root, 'components'), 'callbacks');
  for (const [name, callback] of Object.entries(callbacks)) visitItems(callback, below(at, name), `${name} `);
  return found;
}
