/** Where a contract's sources say what it says, for whoever tells of it: `specs/openapi.yaml:12:7`. */
import type { DocumentSet } from '../load/documents/document-set.js';
import { DocumentReferences } from '../load/documents/references.js';
import { asObject } from '../load/json.js';
import { type FollowReference, locate, locateSchema } from '../load/locate.js';
import type { Project } from '../load/project.js';
import { resolveReference } from '../load/references.js';
import type { Origin } from '../load/source.js';

/**
 * The place in the OpenAPI document that keys lead to; with `steps`, of the part of the schema there that such a way into a
 * value leads to. The nearest place before it, if that is nowhere; undefined without an OpenAPI document.
 */
export type PlaceOf = (keys: readonly string[], steps?: readonly string[]) => string | undefined;

/** Places in a project's sources. */
export function projectPlaces(project: Project): PlaceOf {
  const { openapi } = project;
  return placesIn(openapi && { file: openapi, pointer: '' }, (from, reference) => {
    const resolution = resolveReference(project, from.file, reference);
    return resolution.kind === 'found' ? resolution.target : undefined;
  });
}

/** Places in the files of documents that stand alone. */
export function documentPlaces(set: DocumentSet): PlaceOf {
  const references = new DocumentReferences(set);
  const file = set.entries.find(({ value }) => asObject(value).openapi !== undefined);
  return placesIn(file && { file, pointer: '' }, (from, reference) => {
    const resolved = references.resolve(from, reference);
    return resolved.kind === 'found' ? resolved.target : undefined;
  });
}

function placesIn(start: Origin | undefined, follow: FollowReference): PlaceOf {
  return (keys, steps) => {
    if (start === undefined) return undefined;
    const place = locate(start, keys, follow);
    const { file, pointer } = steps === undefined ? place : locateSchema(place, steps, follow);
    const { line, column } = file.places.lineOf(file.places.rangeOf(pointer, 'key')[0]);
    return `${file.path}:${line}:${column}`;
  };
}
