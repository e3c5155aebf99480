import { describe, expect, it } from 'vitest';
import { findStartingPoint, type LogRange } from './cursor.js';

const WHOLE: LogRange = { first: 1, last: 10 };
const CUT: LogRange = { first: 5, last: 10 };

describe('findStartingPoint', () => {
  const table: readonly [
    header: string | undefined,
    query: string | undefined,
    log: LogRange,
    wanted: string,
  ][] = [
    [undefined, undefined, WHOLE, 'after 0'],
    [undefined, undefined, CUT, 'after 4'],
    ['', '', WHOLE, 'after 0'],
    ['0', undefined, WHOLE, 'after 0'],
    ['7', undefined, WHOLE, 'after 7'],
    ['10', undefined, WHOLE, 'after 10'],
    ['4', undefined, CUT, 'after 4'],
    [undefined, '7', WHOLE, 'after 7'],
    ['', '7', WHOLE, 'after 7'],
    ['8', '7', WHOLE, 'after 8'],
    ['garbage', '7', WHOLE, 'reset after 0'],
    ['11', undefined, WHOLE, 'reset after 0'],
    ['3', undefined, CUT, 'reset after 4'],
    ['0', undefined, CUT, 'reset after 4'],
    ['07', undefined, WHOLE, 'reset after 0'],
    ['-1', undefined, WHOLE, 'reset after 0'],
    ['7.0', undefined, WHOLE, 'reset after 0'],
    [' 7', undefined, WHOLE, 'reset after 0'],
    ['7, 8', undefined, WHOLE, 'reset after 0'],
    ['9'.repeat(40), undefined, WHOLE, 'reset after 0'],
  ];
  it.each(table)('header %j, parameter %j, log %j → %s', (header, query, log, wanted) => {
    const start = findStartingPoint({ header, query }, log);
    expect(`${start.reset ? 'reset ' : ''}after ${start.after}`).toBe(wanted);
  });
});
