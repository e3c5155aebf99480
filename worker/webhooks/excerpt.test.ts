import { expect, test } from 'vitest';
import { toExcerpt } from './excerpt.js';

test.each([
  ['', undefined],
  ['  \n ', undefined],
  ['upstream connect error', 'upstream connect error'],
  ['one\r\ntwo\tthree', 'one\ntwo\tthree'],
  ['\u001b[31mred\u001b[0m \u0000\u0007', '[31mred[0m'],
  ['left\u202eright\u200b\u2028', 'leftright'],
  ['naïve ☃ 𝄞', 'naïve ☃ 𝄞'],
])('%j reads %j', (text, want) => {
  expect(toExcerpt(Buffer.from(text))).toBe(want);
});

test('is 1,024 bytes long at most, and does not end in half a character', () => {
  expect(toExcerpt(Buffer.from('x'.repeat(5000)))).toBe('x'.repeat(1024));
  expect(toExcerpt(Buffer.from(`x${'ü'.repeat(1000)}`))).toBe(`x${'ü'.repeat(511)}`);
});

test('bytes that are no text are not shown', () => {
  expect(toExcerpt(Buffer.from([0x89, 0x50, 0x4e, 0x47, 0xff]))).toBeUndefined();
});
