import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Allowances, chunkSize, type Decision, grantedOf, type SharedCounter } from './allowance.js';

const WINDOW = 60_000;

/** The counter as PostgreSQL keeps it, with a clock that the test moves. */
class FakeCounter implements SharedCounter {
  now = 1_000_000;
  taken = 0;
  #windows = new Map<string, { consumed: number; endsAt: number }>();

  async take(key: string, points: number) {
    this.taken += 1;
    await Promise.resolve();
    const known = this.#windows.get(key);
    const isOpen = known !== undefined && this.now < known.endsAt;
    const next = isOpen
      ? { consumed: known.consumed + points, endsAt: known.endsAt }
      : { consumed: points, endsAt: this.now + WINDOW };
    this.#windows.set(key, next);
    return next;
  }
}

function processes(counter: FakeCounter, count: number): Allowances[] {
  return Array.from({ length: count }, () => new Allowances(counter, () => counter.now));
}

async function spendMany(allowances: Allowances, limit: number, times: number): Promise<Decision[]> {
  const decisions: Decision[] = [];
  for (let index = 0; index < times; index += 1) decisions.push(await allowances.spend('key', limit));
  return decisions;
}

const admitted = (decisions: readonly Decision[]) => decisions.filter((decision) => decision.admitted).length;

describe('Allowances', () => {
  it('counts down to zero one by one, then refuses until the window ends', async () => {
    const counter = new FakeCounter();
    const [one] = processes(counter, 1) as [Allowances];
    const decisions = await spendMany(one, 5, 7);
    expect(decisions.map((decision) => `${decision.admitted} ${decision.remaining}`)).toEqual([
      'true 4',
      'true 3',
      'true 2',
      'true 1',
      'true 0',
      'false 0',
      'false 0',
    ]);
    counter.now += 59_001;
    expect((await one.spend('key', 5)).resetSeconds).toBe(1);
    counter.now += 999;
    expect((await one.spend('key', 5)).admitted).toBe(true);
  });

  it('counts down one by one with chunks too', async () => {
    const counter = new FakeCounter();
    const [one] = processes(counter, 1) as [Allowances];
    const decisions = await spendMany(one, 1000, 1000);
    expect(decisions.map((decision) => decision.remaining)).toEqual(
      Array.from({ length: 1000 }, (_, index) => 999 - index),
    );
    expect(counter.taken).toBeLessThan(250);
  });

  it('admits exactly a small limit over two processes', async () => {
    const counter = new FakeCounter();
    const [one, two] = processes(counter, 2) as [Allowances, Allowances];
    let total = 0;
    for (let index = 0; index < 60; index += 1) {
      total += admitted(await spendMany(one, 60, 1)) + admitted(await spendMany(two, 60, 1));
    }
    expect(total).toBe(60);
  });

  it('asks the counter once for requests that wait together', async () => {
    const counter = new FakeCounter();
    const [one] = processes(counter, 1) as [Allowances];
    const decisions = await Promise.all(Array.from({ length: 40 }, () => one.spend('key', 60)));
    expect(admitted(decisions)).toBe(40);
    expect(counter.taken).toBeLessThan(4);
  });

  it('asks nobody while refused', async () => {
    const counter = new FakeCounter();
    const [one] = processes(counter, 1) as [Allowances];
    await spendMany(one, 3, 4);
    const taken = counter.taken;
    await spendMany(one, 3, 100);
    expect(counter.taken).toBe(taken);
  });

  it('lets an error of the counter through and goes on after it', async () => {
    const counter = new FakeCounter();
    let fails = true;
    const one = new Allowances(
      { take: (key, points) => (fails ? Promise.reject(new Error('down')) : counter.take(key, points)) },
      () => counter.now,
    );
    await expect(one.spend('key', 3)).rejects.toThrow('down');
    fails = false;
    expect((await one.spend('key', 3)).admitted).toBe(true);
  });

  it('never admits more than the limit in a window, whatever comes at whichever process', async () => {
    const step = fc.record({
      process: fc.nat(2),
      together: fc.integer({ min: 1, max: 30 }),
      wait: fc.oneof(fc.constant(0), fc.integer({ min: 0, max: 20_000 })),
    });
    await fc.assert(
      fc.asyncProperty(
        fc.array(step, { maxLength: 60 }),
        fc.integer({ min: 1, max: 400 }),
        async (steps, limit) => {
          const counter = new FakeCounter();
          const servers = processes(counter, 3);
          const perWindow = new Map<number, number>();
          for (const { process, together, wait } of steps) {
            counter.now += wait;
            const spends = Array.from({ length: together }, () => servers[process]?.spend('key', limit));
            const decisions = (await Promise.all(spends)) as Decision[];
            for (const decision of decisions) {
              // The window is told by its end, which the decision rounds up to seconds.
              const end = counter.now + decision.resetSeconds * 1000;
              const window = [...perWindow.keys()].find((known) => Math.abs(known - end) < 2000) ?? end;
              perWindow.set(window, (perWindow.get(window) ?? 0) + (decision.admitted ? 1 : 0));
              expect(decision.remaining).toBeGreaterThanOrEqual(0);
              expect(decision.remaining).toBeLessThan(limit);
            }
          }
          for (const total of perWindow.values()) expect(total).toBeLessThanOrEqual(limit);
        },
      ),
      { numRuns: 200 },
    );
  });
});

describe('chunkSize', () => {
  const table: readonly [remaining: number, waiting: number, wanted: number][] = [
    [60, 1, 1],
    [600, 1, 12],
    [1_000_000, 1, 1000],
    [60, 20, 20],
    [5, 20, 5],
    [0, 3, 1],
    [-4, 3, 1],
  ];
  it.each(table)('%d remaining, %d waiting → %d', (remaining, waiting, wanted) => {
    expect(chunkSize(remaining, waiting)).toBe(wanted);
  });
});

describe('grantedOf', () => {
  const table: readonly [points: number, consumed: number, limit: number, wanted: number][] = [
    [10, 10, 60, 10],
    [10, 60, 60, 10],
    [10, 65, 60, 5],
    [10, 70, 60, 0],
    [10, 500, 60, 0],
  ];
  it.each(table)('%d taken, %d counted, limit %d → %d', (points, consumed, limit, wanted) => {
    expect(grantedOf(points, consumed, limit)).toBe(wanted);
  });
});
