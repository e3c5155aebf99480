import { describe, expect, it } from 'vitest';
import { matchesTag, versionTag } from './entity-tag.js';

const table: readonly [field: string | undefined, wanted: boolean][] = [
  [undefined, false],
  ['', false],
  ['W/"7"', true],
  ['"7"', true],
  ['*', true],
  [' * ', true],
  ['"5", W/"6" ,W/"7"', true],
  ['"a,b", "7"', true],
  ['W/"8"', false],
  ['7', false],
  ['"77"', false],
];

describe('matchesTag', () => {
  it.each(table)('If-None-Match %j matches version 7: %s', (field, wanted) => {
    expect(matchesTag(field, versionTag(7))).toBe(wanted);
  });

  it('compares strong tags too', () => {
    expect(matchesTag('"abc"', '"abc"')).toBe(true);
    expect(matchesTag('W/"abc"', '"abc"')).toBe(true);
    expect(matchesTag('"abd"', '"abc"')).toBe(false);
  });
});
