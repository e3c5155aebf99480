import { describe, expect, test } from 'vitest';
import { busyWaitMs, Lanes } from './lanes.js';

const request = (tenantId: string, target: string, isFailing = false) => ({ tenantId, target, isFailing });

/** How many of these get in. */
function enterAll(lanes: Lanes, count: number, of: (index: number) => ReturnType<typeof request>): number {
  return Array.from({ length: count }, (_, index) => lanes.enter(of(index))).filter(Boolean).length;
}

describe('of 64 slots', () => {
  test('one target has 8', () => {
    const lanes = new Lanes(64);
    expect(enterAll(lanes, 20, (index) => request(`t${index}`, 'one'))).toBe(8);
    expect(lanes.enter(request('x', 'other'))).toBeDefined();
  });

  test('one tenant has 16, whatever it sends to', () => {
    const lanes = new Lanes(64);
    expect(enterAll(lanes, 100, (index) => request('greedy', `e${index}`))).toBe(16);
    expect(lanes.enter(request('modest', 'e'))).toBeDefined();
  });

  test('all that fail have 32 together, and none of the room of those that do not', () => {
    const lanes = new Lanes(64);
    expect(enterAll(lanes, 100, (index) => request(`t${index}`, `e${index}`, true))).toBe(32);
    expect(enterAll(lanes, 100, (index) => request(`t${index}`, `e${index}`))).toBe(32);
  });

  test('whoever leaves makes room', () => {
    const lanes = new Lanes(64);
    const leaves = Array.from({ length: 8 }, () => lanes.enter(request('t', 'e')));
    expect(lanes.enter(request('t', 'e'))).toBeUndefined();
    leaves[3]?.();
    // Twice makes no more room than once.
    leaves[3]?.();
    expect(lanes.enter(request('t', 'e'))).toBeDefined();
    expect(lanes.enter(request('t', 'e'))).toBeUndefined();
  });
});

test('a single slot serves everybody in turn', () => {
  const lanes = new Lanes(1);
  const leave = lanes.enter(request('a', 'a', true));
  expect(lanes.enter(request('b', 'b'))).toBeUndefined();
  leave?.();
  expect(lanes.enter(request('b', 'b'))).toBeDefined();
});

test.each([
  [0, 375, 625],
  [1, 750, 1250],
  [5, 12_000, 20_000],
  [8, 96_000, 160_000],
  [50, 225_000, 375_000],
])('after %i refusals the wait is %i to %i ms', (refusals, least, most) => {
  const waits = Array.from({ length: 200 }, () => busyWaitMs(refusals));
  expect(Math.min(...waits)).toBeGreaterThanOrEqual(least);
  expect(Math.max(...waits)).toBeLessThanOrEqual(most);
  expect(new Set(waits).size).toBeGreaterThan(100);
});
