import { expect, test } from 'vitest';
import { wantsColours } from './terminal.js';

test.for([
  [{}, true, true],
  [{}, false, false],
  [{ NO_COLOR: '1' }, true, false],
  // https://no-color.org: "when present and not an empty string".
  [{ NO_COLOR: '' }, true, true],
  [{ FORCE_COLOR: '1' }, false, true],
  [{ FORCE_COLOR: '' }, false, true],
  [{ FORCE_COLOR: '0' }, true, false],
  [{ FORCE_COLOR: '1', NO_COLOR: '1' }, false, true],
  [{ TERM: 'dumb' }, true, false],
] as const)('%j on a terminal (%s): %s', ([env, isTerminal, wanted]) => {
  expect(wantsColours(env, isTerminal)).toBe(wanted);
});
