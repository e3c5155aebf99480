import { describe, expect, test } from 'vitest';
import { parseRetryAfter, retryDelayMs } from './retry.js';
import { readWebhookSettings } from './settings.js';

const DAY = 24 * 3600 * 1000;

test("the contract's schedule, ± 10 %, then nothing more", () => {
  const { retryMs } = readWebhookSettings({});
  const seconds = [5, 300, 1800, 7200, 18_000, 36_000, 50_400, 72_000, 86_400];
  expect(retryMs).toEqual(seconds.map((value) => value * 1000));
  seconds.forEach((wait, index) => {
    const delays = Array.from({ length: 200 }, () => retryDelayMs(retryMs, index + 1, undefined) ?? 0);
    expect(Math.min(...delays)).toBeGreaterThanOrEqual(wait * 900);
    expect(Math.max(...delays)).toBeLessThanOrEqual(wait * 1100);
    expect(Math.max(...delays) - Math.min(...delays)).toBeGreaterThan(wait * 50);
  });
  expect(retryDelayMs(retryMs, 10, undefined)).toBeUndefined();
  // Not even if the receiver asks for it.
  expect(retryDelayMs(retryMs, 10, 1000)).toBeUndefined();
});

describe('Retry-After', () => {
  test('lengthens a wait, by a day at most, and never shortens it', () => {
    expect(retryDelayMs([5000], 1, 60_000)).toBe(60_000);
    expect(retryDelayMs([5000], 1, 1)).toBeGreaterThanOrEqual(4500);
    expect(retryDelayMs([5000], 1, 30 * DAY)).toBe(DAY);
  });

  const now = Date.parse('2026-03-02T09:15:00Z');
  test.each([
    ['120', 120_000],
    [' 0 ', 0],
    ['Mon, 02 Mar 2026 09:16:00 GMT', 60_000],
    ['Mon, 02 Mar 2026 09:14:00 GMT', undefined],
    ['2026-03-02T09:16:00Z', undefined],
    ['-5', undefined],
    ['1.5', undefined],
    ['soon', undefined],
    ['', undefined],
    [undefined, undefined],
  ])('%j is %s ms', (value, want) => {
    expect(parseRetryAfter(value, now)).toBe(want);
  });
});

test.each([
  [{ SPECWIRE_WEBHOOK_RETRY_SECONDS: '5 x' }, 'SPECWIRE_WEBHOOK_RETRY_SECONDS'],
  [{ SPECWIRE_WEBHOOK_RETRY_SECONDS: '-1' }, 'SPECWIRE_WEBHOOK_RETRY_SECONDS'],
  [{ SPECWIRE_WEBHOOK_SLOTS: '0' }, 'SPECWIRE_WEBHOOK_SLOTS'],
  [{ SPECWIRE_WEBHOOK_TIMEOUT_SECONDS: '600' }, 'SPECWIRE_WEBHOOK_TIMEOUT_SECONDS'],
  [{ SPECWIRE_WEBHOOK_ALLOW: '10.0.0.1' }, 'SPECWIRE_WEBHOOK_ALLOW'],
  [{ SPECWIRE_WEBHOOK_PORTS: '70000' }, 'SPECWIRE_WEBHOOK_PORTS'],
  [{ SPECWIRE_WEBHOOK_DNS: 'dns.example' }, 'SPECWIRE_WEBHOOK_DNS'],
  [{ SPECWIRE_WEBHOOK_ALLOW_LOOPBACK: 'maybe' }, 'SPECWIRE_WEBHOOK_ALLOW_LOOPBACK'],
])('%j is refused', (env, name) => {
  expect(() => readWebhookSettings(env)).toThrow(name);
});
