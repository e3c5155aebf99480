/** What can be wrong with references beyond leading nowhere. */
import type { JsonValue } from '../../model/contract.js';
import { childPointer, isObject, own, pointerSegments } from '../json.js';
import type { Origin, SourceFile } from '../source.js';
import type { Complaint } from './values.js';

/** Tells one place from another. */
export function placeKey({ file, pointer }: Origin): string {
  return `${file.path}#${pointer}`;
}

/** Where named objects of a kind stand, so that a reference to something else can be told. */
export const SECTIONS: Readonly<Record<string, string>> = {
  SchemaObject: 'schemas',
  Response: 'responses',
  Parameter: 'parameters',
  Example: 'examples',
  RequestBody: 'requestBodies',
  Header: 'headers',
  SecurityScheme: 'securitySchemes',
  Link: 'links',
  Callback: 'callbacks',
  Message: 'messages',
};

/** What is wrong with a reference that does lead somewhere: to another kind of object, or back to itself. */
export function checkTarget(
  reference: string,
  target: Origin,
  { kind, what }: { readonly kind: string; readonly what: string },
): Complaint | undefined {
  const section = /^\/components\/([^/]+)\/[^/]+$/.exec(target.pointer)?.[1];
  if (section === undefined || SECTIONS[kind] === undefined || section === SECTIONS[kind]) return undefined;
  return { message: `\`${reference}\` leads into \`components/${section}\`, but ${what} belongs here` };
}

/**
 * Where a pointer first leads to nothing. `blocked` if that is because something on the way is no mapping, in a document
 * where that is a mistake by itself.
 */
export function firstLost(file: SourceFile, pointer: string): string | undefined {
  const inDocument = /^\/(components|channels|operations)\//.test(pointer);
  let value: JsonValue | undefined = file.value;
  let passed = '';
  for (const segment of pointerSegments(pointer)) {
    if (!isObject(value)) return inDocument ? 'blocked' : undefined;
    if (inDocument && segment !== '$ref' && typeof value.$ref === 'string') return 'blocked';
    passed = childPointer(passed, segment);
    value = own(value, segment);
    if (value === undefined) return placeKey({ file, pointer: passed });
  }
  return undefined;
}
