import { expect, test } from 'vitest';
import { TokenDecoder } from './token-decoder.js';

/** Tokens that are bytes. */
const decode = (tokens: readonly number[]) => Buffer.from(tokens).toString('utf8');

test.each([
  ['ASCII comes at once', 'ab', ['a', 'b']],
  ['a character of several tokens comes whole', 'a🚢ï', ['a', '', '', '', '🚢', '', 'ï']],
])('%s', (_name, text, want) => {
  const decoder = new TokenDecoder<number>(decode);
  expect([...Buffer.from(text)].map((byte) => decoder.push(byte))).toEqual(want);
  expect(decoder.end()).toBe('');
});

test('half a character at the end is dropped', () => {
  const decoder = new TokenDecoder<number>(decode);
  expect([...Buffer.from('a🚢').subarray(0, 3)].map((byte) => decoder.push(byte))).toEqual(['a', '', '']);
  expect(decoder.end()).toBe('');
});
