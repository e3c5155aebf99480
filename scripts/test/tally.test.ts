import { expect, test } from 'vitest';
import { closingLine, readVitestReport, sum } from './tally.js';

function report(...files: { status: string; tests: [string, string][] }[]): string {
  return JSON.stringify({
    testResults: files.map(({ status, tests }) => ({
      name: 'a.test.ts',
      status,
      assertionResults: tests.map(([fullName, state]) => ({ fullName, status: state })),
    })),
  });
}

test('counts what passed, failed and was skipped', () => {
  const text = report({
    status: 'failed',
    tests: [
      ['a', 'passed'],
      ['b', 'failed'],
      ['c', 'skipped'],
      ['d', 'todo'],
    ],
  });
  expect(readVitestReport(text)).toEqual({ passed: 1, failed: 1, skipped: ['c', 'd'] });
});

test('a file that could not be loaded is a failure', () => {
  expect(readVitestReport(report({ status: 'failed', tests: [] })).failed).toBe(1);
  expect(readVitestReport(report({ status: 'failed', tests: [['a', 'skipped']] })).failed).toBe(1);
});

test('the closing line names skips only where there are some', () => {
  expect(closingLine(sum([{ passed: 1, failed: 0, skipped: [] }]))).toBe('1 passed, 0 failed');
  expect(closingLine({ passed: 1, failed: 2, skipped: ['a'] })).toBe('1 passed, 2 failed, 1 skipped');
});
