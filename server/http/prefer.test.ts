import { describe, expect, it } from 'vitest';
import { parseWait } from './prefer.js';

const table: readonly [given: string | undefined, wanted: number | undefined][] = [
  [undefined, undefined],
  ['', undefined],
  ['wait=5', 5],
  ['Wait = 5', 5],
  ['wait="5"', 5],
  ['wait=0', 0],
  ['wait=100000', 100_000],
  ['respond-async, wait=10', 10],
  ['respond-async; foo="a, wait=3; b", wait=7', 7],
  ['wait=4; foo', 4],
  ['wait=4, wait=9', 4],
  [', ,wait=2', 2],
  ['return=minimal', undefined],
  ['wait', undefined],
  ['wait=', undefined],
  ['wait=-1', undefined],
  ['wait=1.5', undefined],
  ['wait=five', undefined],
  ['wait=5 seconds', undefined],
  ['wait=5, "unclosed', undefined],
  ['=5', undefined],
  ['waiting=5', undefined],
  [`wait=5,${' '.repeat(2000)}`, undefined],
];

describe('parseWait', () => {
  it.each(table)('%j → %s', (given, wanted) => {
    expect(parseWait(given)).toBe(wanted);
  });

  it('does not backtrack on hostile white space', () => {
    const before = performance.now();
    expect(parseWait(`wait=1${';  '.repeat(330)}@`)).toBeUndefined();
    expect(parseWait(`a${' ='.repeat(500)}`)).toBeUndefined();
    expect(performance.now() - before).toBeLessThan(50);
  });
});
