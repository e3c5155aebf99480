import { expect, test } from 'vitest';
import type { AppendOp, AppendOutcome } from '../../store/index.js';
import { EventWriter } from './event-writer.js';

const accepted: AppendOutcome = { accepted: true, status: 'running', attempt: 1, version: 2, lastSeq: 2 };
const op = (index: number): AppendOp => ({ kind: 'event', type: 'tick', data: { index } });

/** A log whose appends wait until they are let through. */
function gatedLog() {
  const batches: (readonly AppendOp[])[] = [];
  const gates: (() => void)[] = [];
  const append = async (ops: readonly AppendOp[]) => {
    batches.push(ops);
    await new Promise<void>((resolve) => gates.push(resolve));
    return accepted;
  };
  return { append, batches, open: () => gates.shift()?.() };
}

test('sends at once when nothing is under way, else all that has collected', async () => {
  const log = gatedLog();
  const writer = new EventWriter(log.append, () => {});
  await writer.push(op(0));
  await writer.push(op(1));
  await writer.push(op(2));
  expect(log.batches).toEqual([[op(0)]]);
  log.open();
  await expect.poll(() => log.batches).toEqual([[op(0)], [op(1), op(2)]]);
});

test('lets no more than 64 ops wait', async () => {
  const log = gatedLog();
  const writer = new EventWriter(log.append, () => {});
  let pushed = 0;
  const pumping = (async () => {
    for (; pushed < 200; pushed++) await writer.push(op(pushed));
  })();
  await new Promise((resolve) => setTimeout(resolve, 20));
  expect(pushed).toBe(64);
  const opening = setInterval(log.open, 1);
  await pumping;
  await writer.flush();
  clearInterval(opening);
  expect(log.batches.flat()).toEqual(Array.from({ length: 200 }, (_, index) => op(index)));
  expect(Math.max(...log.batches.map((batch) => batch.length))).toBeLessThanOrEqual(64);
});

test.for(['rejects', 'throws'] as const)(
  'tells a failure once, of an append that %s; the end can still be written',
  async (how) => {
    const written: AppendOp[] = [];
    const append = (ops: readonly AppendOp[]): Promise<AppendOutcome> => {
      if (ops.includes(bad)) throw new TypeError('no JSON form');
      written.push(...ops);
      return Promise.resolve(accepted);
    };
    const writer = new EventWriter(how === 'throws' ? append : async (ops) => append(ops), () => {});
    const bad = op(1);
    await writer.push(op(0));
    await writer.flush();
    const failing = async () => {
      await writer.push(bad);
      await writer.flush();
    };
    await expect(failing()).rejects.toThrow('no JSON form');
    await writer.finish(op(2));
    expect(written).toEqual([op(0), op(2)]);
  },
);
