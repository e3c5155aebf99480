/** How clients show who they are; which operations ask for it, is told with those. */
import type { Contract, SecurityScheme } from '../model/contract.js';
import { type Changes, changeText } from './change.js';
import { pairs } from './pairs.js';

/** Compares the security schemes of two contracts. */
export function compareSecuritySchemes(before: Contract, after: Contract, changes: Changes): void {
  for (const [one, other] of pairs(before.securitySchemes, after.securitySchemes, ({ name }) => name)) {
    const place = `security scheme ${(other ?? one)?.name}`;
    if (!one) changes.add('compatible', 'rest', place, 'it is new');
    else if (!other) changes.add('breaking', 'rest', place, 'it is gone');
    else compareSecurityScheme(one, other, place, changes);
  }
}

function compareSecurityScheme(
  before: SecurityScheme,
  after: SecurityScheme,
  place: string,
  changes: Changes,
): void {
  const wire = ({ type, scheme, key }: SecurityScheme) => ({ type, scheme, in: key?.in, name: key?.name });
  const [one, other] = [wire(before), wire(after)];
  for (const key of ['type', 'scheme', 'in', 'name'] as const)
    if (one[key] !== other[key])
      changes.add('breaking', 'rest', place, `\`${key}\` ${changeText(one[key], other[key])}`);
  if (before.description !== after.description) changes.add('docs', 'rest', place, '`description` changed');
}
