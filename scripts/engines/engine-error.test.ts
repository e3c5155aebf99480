import { expect, it } from 'vitest';
import { saysDiskFull } from './engine-error.js';

it.each([
  ['could not write to file "base/1/2": No space left on device', true],
  ['PANIC: cannot abort transaction 1\nHINT:  Check free disk space.\ninitdb: removing data directory', true],
  ['sqlite: database or disk is full', true],
  ['initdb: removing data directory', false],
])('%j: %s', (text, wanted) => {
  expect(saysDiskFull(text)).toBe(wanted);
});
