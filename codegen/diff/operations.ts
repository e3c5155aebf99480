/** Operations of REST, and requests that the service makes: webhooks and callbacks. */
import type { Contract, Operation, OutgoingRequest } from '../model/contract.js';
import type { Changes } from './change.js';
import { OperationDiffer } from './operation-differ.js';
import { pairs } from './pairs.js';
import type { SchemaDiffer } from './schema-differ.js';

/** Compares the operations of two contracts. */
export function compareOperations(
  before: Contract,
  after: Contract,
  schemas: SchemaDiffer,
  changes: Changes,
): void {
  const key = ({ method, path }: Operation) => `${method.toUpperCase()} ${path.replace(/\{[^}]*\}/g, '{}')}`;
  const differ = new OperationDiffer('rest', schemas, changes);
  for (const [one, other] of pairs(before.operations, after.operations, key)) {
    const { method, path } = (other ?? one) as Operation;
    differ.compare(one, other, `${method.toUpperCase()} ${path}`, 'the operation');
  }
  for (const url of before.servers.filter((one) => !after.servers.includes(one)))
    changes.add('breaking', 'rest', 'servers', `${url} is gone`);
  for (const url of after.servers.filter((one) => !before.servers.includes(one)))
    changes.add('compatible', 'rest', 'servers', `${url} is new`);
}

/** Compares webhooks and callbacks. */
export function compareOutgoing(
  before: Contract,
  after: Contract,
  schemas: SchemaDiffer,
  changes: Changes,
): void {
  const key = ({ kind, name, ownerId, expression, operation }: OutgoingRequest) =>
    [kind, ownerId, name, expression, operation.method].join('\0');
  const differ = new OperationDiffer('webhooks', schemas, changes);
  for (const [one, other] of pairs(before.outgoing, after.outgoing, key)) {
    const { kind, name, ownerId } = (other ?? one) as OutgoingRequest;
    const owner = ownerId === undefined ? '' : ` of ${ownerId}`;
    differ.compare(one?.operation, other?.operation, `${kind} ${name}${owner}`, `the ${kind}`);
  }
}
