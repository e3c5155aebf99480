import { expect, test } from 'vitest';
import { StopScanner } from './stop-scanner.js';

const cases: readonly [name: string, given: { stops: string[]; pieces: string[] }, want: string[]][] = [
  ['passes text without stop strings', { stops: [], pieces: ['a', 'b'] }, ['a', 'b']],
  ['cuts at a stop string in one piece', { stops: ['END'], pieces: ['on END off'] }, ['on ', 'STOP']],
  ['finds one that is spread over pieces', { stops: ['END'], pieces: ['on E', 'N', 'D'] }, ['on ', 'STOP']],
  ['gives back what only looked like one', { stops: ['END'], pieces: ['E', 'N', 'X'] }, ['ENX']],
  ['holds the shortest possible end back', { stops: ['aab'], pieces: ['aaa', 'b'] }, ['a', 'STOP']],
  ['takes the first of several', { stops: ['y', 'xx'], pieces: ['axxy'] }, ['a', 'STOP']],
  ['gives held text back at the end', { stops: ['\n\n'], pieces: ['a\n'] }, ['a', 'END \n']],
];

test.each(cases)('%s', (_name, given, want) => {
  const scanner = new StopScanner(given.stops);
  const shown: string[] = [];
  for (const piece of given.pieces) {
    const { text, stopped } = scanner.push(piece);
    if (text !== '') shown.push(text);
    if (stopped) shown.push('STOP');
    if (stopped) break;
  }
  const rest = scanner.end();
  if (rest !== '') shown.push(`END ${rest}`);
  expect(shown).toEqual(want);
});
