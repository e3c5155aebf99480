import { Ajv2020 } from 'ajv/dist/2020.js';
import { describe, expect, test } from 'vitest';
import { type SchemaError, toValidationErrors } from './validation.js';

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
    ['a name that a URI cannot have', { instancePath: '/a b', message: 'is odd' }, '#/a%20b', 'is odd'],
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

describe('a validator that is compiled without texts', () => {
  test.each<[string, object, unknown, string]>([
    ['type', { type: ['string', 'null'] }, 1, 'must be string or null'],
    ['pattern', { pattern: '^a$' }, 'b', 'must match the pattern "^a$"'],
    ['multipleOf', { multipleOf: 2 }, 3, 'must be a multiple of 2'],
    ['minimum', { minimum: 2 }, 1, 'must be >= 2'],
    ['exclusiveMaximum', { exclusiveMaximum: 2 }, 2, 'must be < 2'],
    ['minLength', { minLength: 1 }, '', 'must have 1 or more characters'],
    ['maxLength', { maxLength: 1 }, 'ab', 'must have at most 1 characters'],
    ['minItems', { minItems: 1 }, [], 'must have 1 or more items'],
    ['maxItems', { maxItems: 0 }, [1], 'must have at most 0 items'],
    ['minProperties', { minProperties: 1 }, {}, 'must have 1 or more fields'],
    ['maxProperties', { maxProperties: 0 }, { a: 1 }, 'must have at most 0 fields'],
    ['uniqueItems', { uniqueItems: true }, [1, 1], 'has the same item twice, at 0 and 1'],
    ['not', { not: {} }, 1, 'is what it must not be'],
    ['dependentRequired', { dependentRequired: { a: ['b'] } }, { a: 1 }, 'needs the field "b" beside it'],
    ['contains', { contains: { const: 1 } }, [2], 'does not have the items that it must have'],
    ['if', { if: true, then: false }, 1, 'must not be there'],
  ])('still says what is wrong: %s', (_, schema, value, message) => {
    const validate = new Ajv2020({ messages: false, strict: false }).compile(schema);
    expect(validate(value)).toBe(false);
    const errors = toValidationErrors((validate.errors ?? []) as readonly SchemaError[], 'body');
    expect(errors.map((error) => error.message)).toContain(message);
  });
});
