/** The names of what an application does on its channels: each is a method, and an entry of one table. */
import type { ChannelOperation } from '../../model/contract.js';
import { variableName } from '../../model/names.js';
import type { Origin } from '../source.js';
import type { Lowering } from './lowering.js';
import { collisionText, uniqueNames } from './unique-names.js';

/** An operation, and where it stands. */
export interface PlacedOperation {
  readonly operation: ChannelOperation;
  readonly origin: Origin;
}

/** Makes those unique that would be one name in code. */
export function nameChannelOperations(
  placed: readonly PlacedOperation[],
  lowering: Lowering,
): readonly ChannelOperation[] {
  const names = uniqueNames(placed, {
    wishOf: ({ operation }) => operation.name,
    inCode: (name) => variableName(name),
    compare: (a, b) => (rankOf(a) < rankOf(b) ? -1 : 1),
  });
  return [...names].map(([{ operation, origin }, unique]) => {
    if (unique.name !== unique.wish)
      lowering.tell(origin, {
        code: 'name-collision',
        message: collisionText('operation', unique),
        on: 'key',
      });
    return { ...operation, name: unique.name };
  });
}

function rankOf({ operation, origin }: PlacedOperation): string {
  return `${operation.name}\0${origin.pointer}`;
}
