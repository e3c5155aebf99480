/** References between named schemas. */
import type { JsonSchema } from '../model/contract.js';

/** Name of the schema that a `$ref` leads to. */
export function refName(schema: JsonSchema | undefined): string | undefined {
  const ref = typeof schema === 'object' ? schema.$ref : undefined;
  const match = typeof ref === 'string' ? /^#\/components\/schemas\/([^/]+)$/.exec(ref) : null;
  if (match?.[1] === undefined) return undefined;
  return unescapePointer(decodeFragment(match[1]));
}

/** A `$ref` to a named schema: a JSON Pointer as a URI fragment (RFC 6901, section 6). */
export function refTo(name: string): string {
  return `#/components/schemas/${encodeURIComponent(name.replaceAll('~', '~0').replaceAll('/', '~1'))}`;
}

function unescapePointer(token: string): string {
  return token.replaceAll('~1', '/').replaceAll('~0', '~');
}

/** A `%` that begins no escape stands for itself. */
function decodeFragment(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}
