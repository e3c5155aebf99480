import { isDeepStrictEqual } from 'node:util';
import { describe, expect, test } from 'vitest';
import { type Coercion, coerceValue, coercing } from './coercion.js';

test.each<[string, Coercion, unknown, unknown]>([
  ['a number', { to: ['number'] }, '5', 5],
  ['a fraction', { to: ['number'] }, '-1.50e1', -15],
  ['no number', { to: ['number'] }, '5a', '5a'],
  ['what only JavaScript reads as a number', { to: ['number'] }, '0x10', '0x10'],
  ['a blank', { to: ['number'] }, ' 5', ' 5'],
  ['nothing', { to: ['number'] }, '', ''],
  ['a number out of range', { to: ['number'] }, '1e999', '1e999'],
  ['a boolean', { to: ['boolean'] }, 'false', false],
  ['no boolean', { to: ['boolean'] }, '1', '1'],
  ['null', { to: ['number', 'null'] }, '', null],
  ['text that may be anything', { to: ['number'], text: 'any' }, '5', '5'],
  ['text of some form', { to: ['number'], text: 'some' }, '5', 5],
  ['one of the texts', { to: ['number'], text: ['latest', '5'] }, '5', '5'],
  ['none of the texts', { to: ['number'], text: ['latest'] }, '6', 6],
  ['items', { items: { to: ['number'] } }, ['1', 'a'], [1, 'a']],
  ['a list of one', { items: { to: ['number'] } }, '1', [1]],
  ['a list of one text', { items: {} }, 'a', ['a']],
  ['text or a list', { items: {}, text: 'any' }, 'a', 'a'],
  ['properties', { properties: { a: { to: ['number'] } } }, { a: '1', b: '2' }, { a: 1, b: '2' }],
  [
    'other properties',
    { properties: { a: {} }, others: { to: ['number'] } },
    { a: '1', b: '2' },
    { a: '1', b: 2 },
  ],
  ['a default', { properties: { a: { default: [1] } } }, {}, { a: [1] }],
  ['a written list', { written: 'list', items: { to: ['number'] } }, '1, a', [1, 'a']],
  ['a written list of none', { written: 'list', items: {} }, '', []],
  [
    'a written object',
    { written: 'fields', properties: { a: { to: ['number'] } } },
    'a,1,b,2',
    { a: 1, b: '2' },
  ],
  ['a written object of pairs', { written: 'pairs' }, 'a=1,b=', { a: '1', b: '' }],
  ['written JSON', { written: 'json' }, '{"a":"1"}', { a: '1' }],
  ['a scalar of written JSON', { written: 'json', to: ['number'] }, '5', 5],
  ['no JSON', { written: 'json' }, '{', '{'],
  ['what is no text though it may be written', { written: 'json' }, { a: 1 }, { a: 1 }],
  ['what is no text', { to: ['boolean'] }, 1, 1],
])('%s', (_, coercion, value, wanted) => {
  expect(coerceValue(value, coercion)).toEqual(wanted);
});

test('a name that is no plain key sets no prototype', () => {
  const values = JSON.parse('{ "__proto__": "1" }') as Record<string, unknown>;
  coerceValue(values, { properties: { ['__proto__']: { to: ['number'] } } });
  expect(Object.entries(values)).toEqual([['__proto__', 1]]);
  expect(Object.getPrototypeOf(values)).toBe(Object.prototype);
});

describe('several readings', () => {
  const number: Coercion = { properties: { a: { to: ['number'] }, d: { default: 1 } } };

  test('the first that is right', () => {
    const value = { a: '1' };
    expect(coercing((read) => isDeepStrictEqual(read, { a: '1' }), number, {})(value)).toBe(true);
    expect(value).toEqual({ a: '1' });
  });

  test('it stands in the very object, whose files are the same', () => {
    const file = new File([], '');
    const value: { inner: object; file: File } = { inner: { a: '1' }, file };
    const isRead = (read: unknown) => isDeepStrictEqual((read as typeof value).inner, { a: 1, d: 1 });
    expect(coercing(isRead, {}, { properties: { inner: number, file: {} } })(value)).toBe(true);
    expect(value).toEqual({ inner: { a: 1, d: 1 }, file });
    expect(value.file).toBe(file);
  });

  test('if none is, the errors are those of the first', () => {
    const check = (value: unknown) => {
      check.errors = typeof (value as { a: unknown }).a;
      return false;
    };
    check.errors = '';
    const validate = coercing(check, number, {});
    expect([validate({ a: '1' }), validate.errors]).toEqual([false, 'number']);
  });
});

test('a default is a value of its own in each request', () => {
  const validate = coercing(() => true, { properties: { a: { default: [] } } });
  const [one, other] = [{}, {}] as { a?: unknown[] }[];
  validate(one);
  validate(other);
  one?.a?.push(1);
  expect(other).toEqual({ a: [] });
});
