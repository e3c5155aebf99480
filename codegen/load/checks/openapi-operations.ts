/** The operations of an OpenAPI document, where they stand, and what their references lead to. */
import type { JsonObject } from '../../model/contract.js';
import { METHODS } from '../../model/methods.js';
import { asObject, childPointer, isObject, own, valueAt } from '../json.js';
import type { Project } from '../project.js';
import { resolveReference } from '../references.js';
import { below, type Origin, type SourceFile } from '../source.js';

/** An operation, as it is written. */
export interface LocatedOperation {
  readonly method: string;
  readonly path: string;
  readonly pathItem: JsonObject;
  readonly value: JsonObject;
  readonly origin: Origin;
  /** Where the path stands, with what all its operations share. */
  readonly pathOrigin: Origin;
}

/** All operations of a document that clients may call. */
export function listOperations(file: SourceFile): readonly LocatedOperation[] {
  return operationsIn(file, 'paths');
}

/** What the service calls at its clients: `path` is the webhook's name. */
export function listWebhookOperations(file: SourceFile): readonly LocatedOperation[] {
  return operationsIn(file, 'webhooks');
}

function operationsIn(file: SourceFile, key: 'paths' | 'webhooks'): readonly LocatedOperation[] {
  return Object.entries(asObject(asObject(file.value)[key])).flatMap(([path, value]) => {
    const pathItem = asObject(value);
    const pathOrigin = { file, pointer: childPointer(`/${key}`, path) };
    return METHODS.filter((method) => isObject(pathItem[method])).map((method) => ({
      method,
      path,
      pathItem,
      pathOrigin,
      value: asObject(pathItem[method]),
      origin: at(pathOrigin, method),
    }));
  });
}

/** A place below another one. */
export function at(origin: Origin, ...keys: readonly (string | number)[]): Origin {
  return keys.reduce(below, origin);
}

/** Where the object stands that is meant at a place; undefined if references lead nowhere. */
export function resolveOrigin(project: Project, origin: Origin, depth = 0): Origin | undefined {
  const value = valueAt(origin.file.value, origin.pointer);
  if (!isObject(value) || depth > 20) return undefined;
  const reference = own(value, '$ref');
  if (typeof reference !== 'string') return origin;
  const resolution = resolveReference(project, origin.file, reference);
  return resolution.kind === 'found' ? resolveOrigin(project, resolution.target, depth + 1) : undefined;
}
