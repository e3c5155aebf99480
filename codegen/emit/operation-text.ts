/** What the server's and the client's side say of an operation alike. */
import type { Operation } from '../model/contract.js';
import { sentMethod } from '../model/methods.js';
import { docComment } from './doc-comment.js';

/** The doc comment of an operation's method. */
export function operationDoc(operation: Operation, indent: string): string {
  const { summary, description, path, deprecated } = operation;
  const paragraphs = [
    summary,
    description,
    `${sentMethod(operation)} ${path}`,
    deprecated ? '@deprecated' : undefined,
  ];
  return docComment(paragraphs.filter(Boolean).join('\n\n'), indent);
}

/** The doc comment of a field, parameter or option. */
export function fieldDoc(field: { description?: string; deprecated?: boolean }, indent: string): string {
  const paragraphs = [field.description, field.deprecated ? '@deprecated' : undefined];
  return docComment(paragraphs.filter(Boolean).join('\n\n'), indent);
}

/** Operations by the name that `groupOf` gives, in the order of the spec. */
export function groupOperations(
  operations: readonly Operation[],
  groupOf: (operation: Operation) => string,
): ReadonlyMap<string, readonly Operation[]> {
  const groups = new Map<string, Operation[]>();
  for (const operation of operations) {
    const group = groups.get(groupOf(operation)) ?? [];
    groups.set(groupOf(operation), group);
    group.push(operation);
  }
  return groups;
}
