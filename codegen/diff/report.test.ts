import { expect, test } from 'vitest';
import { PLAIN } from '../diagnostics.js';
import type { ContractDiff } from './index.js';
import { diffMarkdown, diffText } from './report.js';

const DIFF: ContractDiff = {
  changes: [
    { level: 'breaking', area: 'rest', place: 'GET /a', message: 'the operation is gone' },
    { level: 'compatible', area: 'jobs', place: 'job type a|b', message: 'the job type is new' },
    { level: 'docs', area: 'rest', place: 'GET /b', message: '`summary` changed' },
  ],
  step: 'major',
  before: '1.2.0',
  after: '1.3.0',
  wanted: '2.0.0',
  isEnough: false,
};

test('as text', () => {
  expect(diffText(DIFF, PLAIN)).toBe(`REST
  breaking      GET /a: the operation is gone
  docs-only     GET /b: \`summary\` changed

Job types
  non-breaking  job type a|b: the job type is new

1 breaking, 1 non-breaking, 1 docs-only: this asks for a major step, 1.2.0 to 2.0.0; the new one says 1.3.0.
`);
});

test('as Markdown', () => {
  expect(diffMarkdown(DIFF)).toBe(`# Changes of the contract

1 breaking, 1 non-breaking, 1 docs-only: this asks for a major step, 1.2.0 to 2.0.0; the new one says 1.3.0.

## REST

| | where | what |
| --- | --- | --- |
| **breaking** | GET /a | the operation is gone |
| docs-only | GET /b | \`summary\` changed |

## Job types

| | where | what |
| --- | --- | --- |
| non-breaking | job type a\\|b | the job type is new |
`);
});

test('of nothing', () => {
  const { wanted: _, ...rest } = DIFF;
  expect(diffText({ ...rest, changes: [], step: 'none', isEnough: true }, PLAIN)).toBe('No changes.\n');
});
