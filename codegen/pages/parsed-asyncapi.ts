/** An AsyncAPI document as the component in the page takes it. With a parser of its own, that would need `eval`. */
import { asObject, isArray, valueAt } from '../load/json.js';
import type { JsonObject, JsonValue } from '../model/contract.js';
import { decodeFragment } from '../model/schema-references.js';

/** A document that we can read, and AsyncAPI's parser cannot. The message says why. */
export class UnshownDocument extends Error {}

/** What @asyncapi/parser makes of a self-contained document, as it writes it. */
export async function parseAsyncapi(document: JsonObject): Promise<JsonObject> {
  const { Parser, stringify } = await import('@asyncapi/parser');
  // Mistakes are told before this; looking for them again takes most of the parser's time.
  const parser = new Parser({ ruleset: { core: false, recommended: false } });
  const { document: parsed, diagnostics } = await parser.parse(JSON.stringify(document), {
    parseSchemas: false,
    validateOptions: { allowedSeverity: { error: true } },
  });
  if (parsed !== undefined) closeCircles(parsed.json());
  const text = parsed && stringify(parsed);
  if (text === undefined) throw new UnshownDocument(diagnostics.map(({ message }) => message).join('; '));
  return JSON.parse(text) as JsonObject;
}

/**
 * The parser puts what is referred to in the place of each reference, but for those that lead back to where they stand. The
 * component takes them for schemas of anything, unless they are what they refer to.
 */
function closeCircles(root: JsonObject): void {
  const seen = new Set<object>();
  const visit = (value: JsonValue): void => {
    if (typeof value !== 'object' || value === null || seen.has(value)) return;
    seen.add(value);
    for (const [key, child] of Object.entries(value)) {
      const target = targetOf(root, child);
      if (target === undefined) visit(child);
      // The copy is the parser's, which does the same.
      else (value as Record<string, JsonValue>)[key] = target;
    }
  };
  visit(root);
}

function targetOf(root: JsonObject, value: JsonValue): JsonValue | undefined {
  const reference = isArray(value) ? undefined : asObject(value).$ref;
  if (typeof reference !== 'string' || !reference.startsWith('#/')) return undefined;
  return valueAt(root, decodeFragment(reference.slice(1)));
}
