import { expect, test } from 'vitest';
import { fileNames } from './file-names.js';

test.each<[string, readonly string[], readonly string[]]>([
  [
    'words',
    ['createJob', 'repos/list-for-org', 'HTTPError'],
    ['create-job', 'repos-list-for-org', 'httperror'],
  ],
  ['names that differ by case alone', ['Foo', 'foo'], ['foo', 'foo-2c26b46b']],
  ['names of devices', ['aux', 'COM1'], ['aux-321f6814', 'com1-6eac394b']],
  ['no letters at all', ['*', ''], ['-684888c0', '-e3b0c442']],
])('%s', (_, names, files) => {
  expect(names.map((name) => fileNames(names).get(name))).toEqual(files);
});

test('long names are cut, and stay different', () => {
  const names = ['a', 'b'].map((end) => 'x'.repeat(300) + end);
  const files = names.map((name) => fileNames(names).get(name) ?? '');
  expect(new Set(files).size).toBe(2);
  expect(files.every((file) => file.length < 100)).toBe(true);
});

test('the order of names changes nothing', () => {
  const names = ['foo', 'Foo', 'FOO', 'f-o-o'];
  const reversed = fileNames(names.toReversed());
  expect([...fileNames(names)].sort()).toEqual([...reversed].sort());
});
