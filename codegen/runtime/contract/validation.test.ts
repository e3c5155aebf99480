import { describe, expect, test } from 'vitest';
import { type SchemaError, toParameterErrors, toValidationErrors } from './validation.js';

function fault(error: Partial<SchemaError>): SchemaError {
  return { instancePath: '', schemaPath: '#', keyword: 'type', params: {}, ...error };
}

describe('toValidationErrors', () => {
  test.each<[string, Partial<SchemaError>, string, string]>([
    [
      'a wrong type',
      { instancePath: '/input/max_tokens', message: 'must be integer' },
      '#/input/max_tokens',
      'must be integer',
    ],
    [
      'a missing field',
      { instancePath: '/input', keyword: 'required', params: { missingProperty: 'prompt' } },
      '#/input/prompt',
      'is required',
    ],
    [
      'an unknown field',
      { keyword: 'additionalProperties', params: { additionalProperty: 'a/b' } },
      '#/a~1b',
      'is not a known field',
    ],
    ['a name that a URI cannot have', { instancePath: '/a b' }, '#/a%20b', 'is not valid'],
    [
      'an unknown variant',
      { keyword: 'discriminator', params: { error: 'mapping', tag: 'type', tagValue: 'x' } },
      '#/type',
      'has no variant "x"',
    ],
  ])('%s', (_, error, pointer, message) => {
    expect(toValidationErrors([fault(error)], 'body')).toEqual([
      { in: 'body', pointer, message, rule: error.keyword ?? 'type' },
    ]);
  });

  test('leaves out what only wraps another fault, and repeats nothing', () => {
    const errors = [
      fault({ instancePath: '/a', message: 'must be string' }),
      fault({ instancePath: '/a', message: 'must be string' }),
      fault({ instancePath: '', keyword: 'oneOf', message: 'must match exactly one schema in oneOf' }),
    ];
    expect(toValidationErrors(errors, 'body')).toHaveLength(1);
  });

  const choice = fault({ instancePath: '/input', keyword: 'oneOf', schemaPath: '#/oneOf' });
  const missing = (field: string, branch: number) =>
    fault({
      instancePath: '/input',
      keyword: 'required',
      schemaPath: `#/oneOf/${branch}/required`,
      params: { missingProperty: field },
    });

  test('says once that one of several fields is needed', () => {
    expect(toValidationErrors([missing('prompt', 0), missing('messages', 1), choice], 'body')).toEqual([
      { in: 'body', pointer: '#/input', message: 'needs prompt or messages', rule: 'oneOf' },
    ]);
  });

  test('says that several alternatives were met, beside other faults', () => {
    const ambiguous = fault({ ...choice, params: { passingSchemas: [0, 1] } });
    const other = fault({ instancePath: '/input/a', message: 'must be string' });
    expect(toValidationErrors([ambiguous, other], 'body').map(({ message }) => message)).toEqual([
      'meets several alternatives that exclude each other',
      'must be string',
    ]);
  });

  test('says that a tag is missing as of any other field', () => {
    const tag = fault({
      keyword: 'discriminator',
      params: { error: 'tag', tag: 'type', tagValue: undefined },
    });
    expect(toValidationErrors([tag], 'body')).toEqual([
      { in: 'body', pointer: '#/type', message: 'is required', rule: 'required' },
    ]);
  });

  test('keeps a wrapper that stands alone: two variants matched', () => {
    expect(
      toValidationErrors([fault({ keyword: 'oneOf', message: 'must match exactly one' })], 'body'),
    ).toEqual([{ in: 'body', pointer: '#', message: 'must match exactly one', rule: 'oneOf' }]);
  });
});

test.each<[string, Partial<SchemaError>, string]>([
  ['a type', { keyword: 'type', params: { type: ['string', 'null'] } }, 'must be string or null'],
  ['a limit', { keyword: 'maximum', params: { comparison: '<=', limit: 5 } }, 'must be <= 5'],
  ['a size', { keyword: 'minItems', params: { limit: 1 } }, 'must have at least 1 items'],
  ['a pattern', { keyword: 'pattern', params: { pattern: '^a' } }, 'must match ^a'],
  ['a format', { keyword: 'format', params: { format: 'date' } }, 'must be of the format date'],
  ['anything else', { keyword: 'contains', params: {} }, 'is not valid'],
])('an error without words says what it knows: %s', (_, error, message) => {
  expect(toValidationErrors([fault(error)], 'body').map((one) => one.message)).toEqual([message]);
});

test('a fault of a parameter has its place and its name', () => {
  const errors = [
    fault({ instancePath: '/query/limit', keyword: 'type', params: { type: 'integer' } }),
    fault({ instancePath: '/headers', keyword: 'required', params: { missingProperty: 'x-key' } }),
    fault({ instancePath: '/cookies/a~1b/0', keyword: 'type', params: { type: 'string' } }),
  ];
  expect(toParameterErrors(errors).map((error) => [error.in, error.pointer, error.message])).toEqual([
    ['query', 'limit', 'must be integer'],
    ['header', 'x-key', 'is required'],
    ['cookie', 'a~1b/0', 'must be string'],
  ]);
});
