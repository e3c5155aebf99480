import { describe, expect, it } from 'vitest';
import { FrameLimiter } from './limiter.js';

describe('FrameLimiter', () => {
  it('takes 40 frames at once, and 20 a second from then on', () => {
    const limiter = new FrameLimiter(0);
    const count = (now: number) =>
      Array.from({ length: 100 }, () => limiter.admit(now)).filter(Boolean).length;
    expect(count(0)).toBe(40);
    expect(count(1000)).toBe(20);
    expect(count(1050)).toBe(1);
    expect(count(60_000)).toBe(40);
  });

  it('has enough of ten refusals within a minute', () => {
    const limiter = new FrameLimiter(0);
    for (let index = 0; index < 9; index++) expect(limiter.refuse(index * 1000)).toBe(false);
    expect(limiter.refuse(60_500)).toBe(false);
    expect(limiter.refuse(60_600)).toBe(true);
  });
});
