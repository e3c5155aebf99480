/** Mistakes that a validator has found; here one that knows a few keywords. */
import { Ajv2020 } from 'ajv/dist/2020.js';
import { expect, test } from 'vitest';
import { mutateValue } from './value-mutations.js';

function mistakes(schema: object, value: unknown, most = 20): readonly string[] {
  const check = new Ajv2020({ allErrors: true, strict: false, formats: { email: /@/ } }).compile(schema);
  return mutateValue(value, check, most).map((one) => {
    expect(check(one.value)).toBe(false);
    return `${one.pointer} ${one.words} (${one.rule})`;
  });
}

test.each<readonly [string, object, unknown, readonly string[]]>([
  [
    'limits are missed by one',
    { type: 'integer', minimum: 3, maximum: 9 },
    5,
    ['as "wrong" (type)', 'as 2 (minimum)', 'as 10 (maximum)'],
  ],
  [
    'so are lengths',
    { type: 'string', minLength: 1, maxLength: 3 },
    'ab',
    ['as {"wrong":1} (type)', 'as "xxxx" (maxLength)', 'as "" (minLength)'],
  ],
  ['an enum', { enum: ['a', 'b'] }, 'a', ['as {"wrong":1} (enum)']],
  [
    'what is required, inside',
    { type: 'object', required: ['a'], properties: { a: { type: 'boolean' } } },
    { a: true, b: 1 },
    ['as "wrong" (type)', '/a without it (required)', '/a as "wrong" (type)', 'as {} (required)'],
  ],
  [
    'fields that are unknown',
    { additionalProperties: false, properties: { a: true } },
    { a: 1 },
    ['with "no such field" (additionalProperties)'],
  ],
  [
    'lists',
    { type: 'array', minItems: 1, uniqueItems: true, items: { type: 'integer' } },
    [1],
    ['as "wrong" (type)', 'as [] (minItems)', 'as [1,1] (uniqueItems)', '/0 as "wrong" (type)'],
  ],
  [
    'alternatives',
    {
      oneOf: [
        { type: 'integer' },
        { type: 'object', required: ['a'], properties: { a: { type: 'integer' } } },
      ],
    },
    { a: 1 },
    ['as {} (required)', 'as "wrong" (type)', '/a without it (required)', '/a as "wrong" (type)'],
  ],
  ['a format is no mistake', { format: 'email', type: 'string' }, 'a@b', ['as {"wrong":1} (type)']],
  ['nothing is wrong', {}, { a: 1 }, []],
])('%s', (_, schema, value, wanted) => {
  expect([...mistakes(schema, value)].sort()).toEqual(
    wanted.map((one) => (one.startsWith('/') ? one : ` ${one}`)).sort(),
  );
});

test('kinds that differ come first', () => {
  const schema = {
    type: 'object',
    required: ['a', 'b'],
    properties: { a: { type: 'string', maxLength: 2 }, b: { type: 'string' } },
  };
  const found = mistakes(schema, { a: 'x', b: 'y' }, 3);
  expect(new Set(found.map((one) => /\((\w+)\)$/.exec(one)?.[1]))).toEqual(
    new Set(['type', 'required', 'maxLength']),
  );
});
