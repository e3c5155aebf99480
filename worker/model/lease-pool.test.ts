import { expect, test } from 'vitest';
import { LeasePool } from './lease-pool.js';

const never = new AbortController().signal;

test('makes no more than its limit and lends in the order of asking', async () => {
  let made = 0;
  const pool = new LeasePool(2, async () => ++made);
  const first = await pool.acquire(never);
  await pool.acquire(never);
  const order: string[] = [];
  const a = pool.acquire(never).then(() => order.push('a'));
  const b = pool.acquire(never).then(() => order.push('b'));
  pool.release(first);
  await a;
  pool.release(first);
  await b;
  expect(order).toEqual(['a', 'b']);
  expect(made).toBe(2);
});

test('an aborted wait gives its place up', async () => {
  const pool = new LeasePool(1, async () => 'thing');
  const thing = await pool.acquire(never);
  const abort = new AbortController();
  const waiting = pool.acquire(abort.signal);
  abort.abort(new Error('enough'));
  await expect(waiting).rejects.toThrow('enough');
  pool.release(thing);
  expect(await pool.acquire(never)).toBe('thing');
});

test('a failed creation does not use the limit up', async () => {
  let works = false;
  const pool = new LeasePool(1, async () => {
    if (!works) throw new Error('no memory');
    return 'thing';
  });
  await expect(pool.acquire(never)).rejects.toThrow('no memory');
  works = true;
  expect(await pool.acquire(never)).toBe('thing');
});
