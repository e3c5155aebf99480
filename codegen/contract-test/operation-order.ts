/** The order in which operations are tested: what makes resources first, what removes them last. */
import type { Operation } from '../model/contract.js';

/** What an operation does to the resources of its path, as far as method and path tell. */
export type Phase = 'create' | 'list' | 'read' | 'update' | 'action' | 'delete';

const ORDER: readonly Phase[] = ['create', 'list', 'read', 'update', 'action', 'delete'];

/** Operations in the order of their tests; those of a phase from the shallow to the deep, removals from the deep up. */
export function inTestOrder(operations: readonly Operation[]): readonly Operation[] {
  const rank = (operation: Operation): number => {
    const phase = phaseOf(operation, operations);
    const depth = parameterCount(operation.path);
    return ORDER.indexOf(phase) * 100 + (phase === 'delete' ? 50 - depth : depth);
  };
  return operations.toSorted((one, other) => rank(one) - rank(other));
}

/** The phase of an operation among all others. */
export function phaseOf({ method, path }: Operation, operations: readonly Operation[]): Phase {
  switch (method) {
    case 'delete':
      return 'delete';
    case 'put':
    case 'patch':
      return 'update';
    case 'post': {
      const hasItems = operations.some((one) => one.path.startsWith(`${path}/{`));
      return hasItems || parameterCount(path) === 0 ? 'create' : 'action';
    }
    default:
      return path.endsWith('}') ? 'read' : parameterCount(path) === 0 ? 'list' : 'read';
  }
}

function parameterCount(path: string): number {
  return path.split('{').length - 1;
}
