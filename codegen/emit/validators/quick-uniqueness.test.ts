import { describe, expect, test } from 'vitest';
import type { JsonSchema } from '../../model/contract.js';
import { compileModule } from './compile-module.js';
import { withQuickUniqueness } from './quick-uniqueness.js';

const schemas: Readonly<Record<string, JsonSchema>> = {
  Tag: { type: 'string', minLength: 1 },
  Kind: { enum: ['a', 'b', 1] },
  Alias: { $ref: '#/components/schemas/Tag' },
  Thing: { type: 'object' },
};
const listOf = (name: string, more: object = {}): JsonSchema => ({
  type: 'array',
  uniqueItems: true,
  items: { $ref: `#/components/schemas/${name}` },
  ...more,
});

test.for([
  ['Tag', ['string']],
  ['Kind', ['string', 'number']],
  ['Alias', ['string']],
  ['Thing', undefined],
  ['Absent', undefined],
] as const)('a list of %s is compared by a table: %j', ([name, types]) => {
  const changed = withQuickUniqueness(listOf(name), schemas);
  if (types === undefined) expect(changed).toEqual(listOf(name));
  else expect(changed).toHaveProperty('allOf.0.then', { items: { type: types }, uniqueItems: true });
});

test('a short list stays as it is', () => {
  expect(withQuickUniqueness(listOf('Tag', { maxItems: 10 }), schemas)).toEqual(
    listOf('Tag', { maxItems: 10 }),
  );
});

describe('the validator says the same', async () => {
  const code = await compileModule(schemas, [{ name: 'validate', schema: listOf('Tag') }], {
    useDefaults: false,
  });
  const { validate } = (await import(`data:text/javascript,${encodeURIComponent(code)}`)) as {
    validate: {
      (value: unknown): boolean;
      errors: readonly { instancePath: string; keyword: string }[] | null;
    };
  };
  test.for([
    [['a', 'b'], []],
    [['a', 'b', 'a'], [' uniqueItems']],
    [['a', ''], ['/1 minLength']],
    [['a', 7, 'a'], ['/1 type']],
    [[], []],
    ['a', [' type']],
  ] as const)('of %j', ([value, faults]) => {
    expect(validate(value)).toBe(faults.length === 0);
    const told = (validate.errors ?? []).filter(({ keyword }) => keyword !== 'if');
    expect(told.map(({ instancePath, keyword }) => `${instancePath} ${keyword}`)).toEqual(faults);
  });

  test('and does not compare each with every other', () => {
    expect(code).not.toMatch(/for\s*\(\s*;\s*\w+--;\s*\)\s*\{\s*for/);
  });
});
