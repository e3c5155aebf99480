/** Visits everything in a spec file together with what stands there. */
import type { JsonValue } from '../model/contract.js';
import { childPointer, isArray, isObject, own } from './json.js';
import { childPosition, type Family, type Position } from './positions.js';
import type { SourceFile } from './source.js';

/** Called for every object and array that is not plain data. */
export type Visit = (node: JsonValue, pointer: string, position: Position) => void;

/** Whose words a file uses: files of `specs/schemas/` map names to schemas. */
export function familyOf(file: SourceFile): Family {
  if (isObject(file.value)) {
    if ('openapi' in file.value) return 'openapi';
    if ('asyncapi' in file.value) return 'asyncapi';
  }
  return IN_SCHEMAS.test(file.path) ? 'schemas' : 'openapi';
}

const IN_SCHEMAS = /(^|\/)specs\/schemas\//;

/** With text or a list as their value, these words begin a schema; no schema has such a value itself. */
const OF_SCHEMAS = ['$ref', 'type', 'title', 'description', 'enum', 'required', 'allOf', 'anyOf', 'oneOf'];

/** Whether a file maps names to schemas, as files of `specs/schemas/` do unless they are one schema. */
export function mapsNamesToSchemas({ path, value }: SourceFile): boolean {
  if (!IN_SCHEMAS.test(path) || !isObject(value) || own(value, 'properties') !== undefined) return false;
  return !OF_SCHEMAS.some((word) => typeof own(value, word) === 'string' || isArray(own(value, word)));
}

/** Visits a value and all below it; plain data is left out. */
export function visitNode(
  family: Family,
  node: JsonValue,
  pointer: string,
  position: Position,
  visit: Visit,
): void {
  if (position === 'data') return;
  visit(node, pointer, position);
  if (isArray(node)) {
    const inner = position === 'schema-list' ? 'schema' : position;
    for (const [index, child] of node.entries()) {
      visitNode(family, child, childPointer(pointer, index), inner, visit);
    }
  } else if (isObject(node)) {
    for (const [key, child] of Object.entries(node)) {
      visitNode(
        family,
        child,
        childPointer(pointer, key),
        childPosition(family, position, key, child),
        visit,
      );
    }
  }
}
