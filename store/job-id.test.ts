import { expect, it } from 'vitest';
import { isJobId, newJobId } from './job-id.js';
import { toPayloads } from './notifier.js';

it('makes ids that are in order of time, all different', () => {
  const ids = Array.from({ length: 10_000 }, newJobId);
  expect(new Set(ids).size).toBe(ids.length);
  expect([...ids].sort()).toEqual(ids);
  expect(ids.every(isJobId)).toBe(true);
});

it.each([
  '',
  'job_',
  'job_1',
  `JOB_${'0'.repeat(32)}`,
  `job_${'g'.repeat(32)}`,
  `job_${'0'.repeat(33)}`,
  `job_${'0'.repeat(32)}\n`,
])('is not an id: %j', (text) => {
  expect(isJobId(text)).toBe(false);
});

it('packs ids into payloads that NOTIFY takes', () => {
  const ids = Array.from({ length: 1000 }, newJobId);
  const payloads = toPayloads(ids);
  expect(payloads.join(',').split(',')).toEqual(ids);
  expect(Math.max(...payloads.map((payload) => payload.length))).toBeLessThan(8000);
  expect(payloads.length).toBeLessThan(6);
  expect(toPayloads([])).toEqual([]);
});
