/** Alternating rounds: ours, its baseline, ours, its baseline, … */
import { setTimeout as sleep } from 'node:timers/promises';
import type { BenchContext } from './figure.js';

/** What each side gave, by round. */
export interface Rounds<T> {
  readonly ours: readonly T[];
  readonly baseline: readonly T[];
}

/** Between two measurements, so that what one leaves behind does not fall into the next. */
const SETTLE_MS = 300;

/** Measures both sides in turns. */
export async function alternate<T>(
  context: BenchContext,
  ours: () => Promise<T>,
  baseline: () => Promise<T>,
): Promise<Rounds<T>> {
  const results = { ours: [] as T[], baseline: [] as T[] };
  for (let round = 0; round < context.rounds; round += 1) {
    results.ours.push(await ours());
    await sleep(SETTLE_MS);
    results.baseline.push(await baseline());
    await sleep(SETTLE_MS);
  }
  return results;
}

/** Measures what has no baseline, as often. */
export async function repeat<T>(context: BenchContext, ours: () => Promise<T>): Promise<readonly T[]> {
  const results: T[] = [];
  for (let round = 0; round < context.rounds; round += 1) {
    results.push(await ours());
    await sleep(SETTLE_MS);
  }
  return results;
}

/** One number of each round. */
export function pick<T>(rounds: Rounds<T>, of: (result: T) => number) {
  return { ours: rounds.ours.map(of), baseline: rounds.baseline.map(of) };
}
