import { describe, expect, it } from 'vitest';
import { median, medianRatio, percentile } from './statistics.js';

describe('percentile', () => {
  const hundred = Array.from({ length: 100 }, (_, index) => 100 - index);
  it.each([
    [hundred, 0.5, 50],
    [hundred, 0.99, 99],
    [hundred, 1, 100],
    [hundred, 0, 1],
    [[7], 0.99, 7],
    [[10, 9, 100], 0.5, 10],
  ])('case %#', (values, fraction, wanted) => {
    expect(percentile(values, fraction)).toBe(wanted);
  });

  it('has no answer without values', () => {
    expect(() => percentile([], 0.5)).toThrow(RangeError);
    expect(() => median([])).toThrow(RangeError);
  });
});

describe('median', () => {
  it.each([
    [[3, 1, 2], 2],
    [[4, 1, 3, 2], 2.5],
    [[100, 9], 54.5],
  ])('of %j is %d', (values, wanted) => {
    expect(median(values)).toBe(wanted);
  });

  it('of ratios is taken round by round', () => {
    // The machine was ten times slower in the second round, for both sides.
    expect(medianRatio([2, 20, 3], [1, 10, 1])).toBe(2);
    expect(() => medianRatio([1], [])).toThrow(RangeError);
  });
});
