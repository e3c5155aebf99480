/** A document as YAML, entry by entry: after an edit only the entries that it changed are printed anew. */
import { stringify } from 'yaml';
import type { EmitCache, JsonObject, JsonValue } from '../model/contract.js';

/** How deep the entries of a top-level object lie that are printed by themselves; of all others the whole. */
const DEPTHS: Readonly<Record<string, number>> = {
  paths: 2,
  webhooks: 2,
  channels: 2,
  operations: 2,
  components: 3,
};

interface Entry {
  readonly path: readonly string[];
  readonly value: JsonValue;
}

/** The same text as the library prints of the whole document. */
export async function printYaml(document: JsonObject, cache: EmitCache): Promise<string> {
  if (Object.keys(document).length === 0) return print(document);
  const entries = Object.entries(document).flatMap(([key, value]) =>
    entriesOf({ path: [key], value }, DEPTHS[key] ?? 1),
  );
  const texts = await Promise.all(
    entries.map(({ path, value }) => {
      const nested = path.reduceRight<JsonValue>((inner, key) => ({ [key]: inner }), value);
      return cache.remember('yaml', nested, () => print(nested));
    }),
  );
  return texts.map((text, index) => withoutParents(text, entries, index)).join('');
}

function print(value: JsonValue): string {
  // No anchors: not every tool that reads these follows them.
  return stringify(value, { lineWidth: 110, aliasDuplicateObjects: false });
}

function entriesOf(entry: Entry, depth: number): readonly Entry[] {
  const { path, value } = entry;
  if (path.length === depth || typeof value !== 'object' || value === null || Array.isArray(value))
    return [entry];
  const inner = Object.entries(value as JsonObject);
  // A key that takes more than a line would not stand on the line that is left out below.
  if (inner.length === 0 || inner.some(([key]) => !ONE_LINE.test(key))) return [entry];
  return inner.flatMap(([key, one]) => entriesOf({ path: [...path, key], value: one }, depth));
}

const ONE_LINE = /^[\x20-\x7e]{1,200}$/;

/** Each parent stands on a line of its own, which the entry before has printed already. */
function withoutParents(text: string, entries: readonly Entry[], index: number): string {
  const path = entries[index]?.path ?? [];
  const before = entries[index - 1]?.path ?? [];
  let from = 0;
  for (let depth = 0; depth < path.length - 1 && path[depth] === before[depth]; depth += 1)
    from = text.indexOf('\n', from) + 1;
  return text.slice(from);
}
