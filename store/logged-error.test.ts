import { expect, test } from 'vitest';
import { describeDiscreetly, describeError } from './logged-error.js';

const SECRET = 'my diagnosis';

function thrownBy(run: () => unknown): unknown {
  try {
    return run();
  } catch (error) {
    return error;
  }
}

test('what a handler throws is logged with its place and without its message', () => {
  const error = new TypeError(`bad: ${SECRET}`, { cause: thrownBy(() => JSON.parse(`"${SECRET}`)) });
  const logged = describeDiscreetly(error);
  expect(JSON.stringify(logged)).not.toContain(SECRET);
  expect(logged).toMatchObject({ type: 'TypeError', cause: { type: 'SyntaxError' } });
  expect(logged.stack).toContain('logged-error.test');
});

test('an error over several lines keeps its frames only', () => {
  expect(describeDiscreetly(new Error(`one\n${SECRET}\nthree`)).stack).not.toContain(SECRET);
});

test('an error of a driver is logged without the values that it carries', () => {
  const violation = Object.assign(new Error('duplicate key'), { code: '23505', detail: `(${SECRET})` });
  expect(describeError(violation)).toMatchObject({ type: 'Error', message: 'duplicate key', code: '23505' });
  const invalid = Object.assign(new Error(`invalid input: "${SECRET}"`), { code: '22P02' });
  expect(JSON.stringify([describeError(violation), describeError(invalid)])).not.toContain(SECRET);
});

test('what is no error is told by its type', () => {
  expect(describeDiscreetly(SECRET)).toEqual({ type: 'string' });
});
