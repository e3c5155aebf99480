/** References to named schemas: JSON Pointers as URI fragments (RFC 6901, section 6). */
import type { JsonValue } from './contract.js';

/** Where a named schema is referred to. */
export function schemaPointer(name: string): string {
  return `#/components/schemas/${encodeURIComponent(name.replaceAll('~', '~0').replaceAll('/', '~1'))}`;
}

/** The name in a reference to a named schema; undefined if it is none. */
export function schemaNameOf(reference: JsonValue | undefined): string | undefined {
  const token = typeof reference === 'string' ? REFERENCE.exec(reference)?.[1] : undefined;
  return token === undefined ? undefined : decodeFragment(token).replaceAll('~1', '/').replaceAll('~0', '~');
}

const REFERENCE = /^#\/components\/schemas\/([^/]+)$/;

/** A `%` that begins no escape stands for itself. */
export function decodeFragment(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}
