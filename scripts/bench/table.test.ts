import { describe, expect, it } from 'vitest';
import type { Figure, Measurement } from './figure.js';
import { formatValue, isMet, renderPage, renderText } from './table.js';

const figure: Figure = {
  name: 'replay',
  title: 'replay, events/s',
  baseline: 'node:http.',
  method: 'A stream is read.',
  durability: 'none.',
  note: '',
  run: async () => [],
};
const ratios: Measurement = {
  unit: '/s',
  ours: [9000, 1100, 10_000],
  baseline: [10_000, 1000, 20_000],
  aims: [{ kind: 'ratio at least', value: 0.9 }],
  remark: 'Nothing was left.',
};
const values: Measurement = {
  label: 'p99',
  unit: 'ms',
  ours: [67.9, 68, 70],
  aims: [{ kind: 'below', value: 68 }],
};

describe('isMet', () => {
  it.each([
    [ratios, true],
    [{ ...ratios, aims: [{ kind: 'ratio at most', value: 0.89 }] }, false],
    [values, false],
    [{ ...values, aims: [{ kind: 'at most', value: 68 }] }, true],
    [{ ...values, aims: [] }, true],
  ] as const)('case %#', (measurement, wanted) => {
    expect(isMet(measurement)).toBe(wanted);
  });
});

it.each([
  [1.234, 'ms', '1.23 ms'],
  [12.34, 's', '12.3 s'],
  [999.6, 'kB', '1000 kB'],
  [1_234_567.8, '/s', '1,234,568/s'],
] as const)('writes %d %s as %s', (value, unit, wanted) => {
  expect(formatValue(value, unit)).toBe(wanted);
});

const measured = [{ figure, measurements: [ratios, values] }];

it('prints a table for a terminal', () => {
  expect(renderText(measured)).toBe(`\
figure                    ours  baseline   ratio      aim
replay, events/s       9,000/s  10,000/s  0.90 ×  ≥ 0.9 ×  ✓
replay, events/s: p99  68.0 ms         –       –  < 68 ms  ✗

replay: Nothing was left.`);
});

it('writes a page', () => {
  const page = renderPage(measured, { date: '2026-01-02', machine: '2 cores', rounds: 3, minutes: 9 });
  expect(page).toContain('on 2026-01-02: 2 cores; 3 rounds, 9 minutes.');
  expect(page).toContain('| replay, events/s: p99 | 68.0 ms | – | – | < 68 ms | ✗ |');
  expect(page).toContain(`\
## Replay, events/s

A stream is read.

Baseline: node:http.

Durability: none.

Nothing was left.
`);
});
