import { expect, test } from 'vitest';
import type { JsonObject } from '../../model/contract.js';
import { compileModule } from './compile-module.js';
import { withSizesFirst } from './sizes-first.js';

const item = { type: 'object', required: ['id'], properties: { id: { type: 'string' } } };

test.each<[string, JsonObject, unknown, readonly string[]]>([
  ['too long', { maxItems: 2, uniqueItems: true, items: item }, [{}, {}, {}], ['maxItems']],
  ['short enough', { maxItems: 2, uniqueItems: true, items: item }, [{}, {}], ['required', 'uniqueItems']],
  ['no list', { type: 'array', maxItems: 2, items: item }, 'x', ['type']],
  [
    'too many keys',
    { maxProperties: 1, propertyNames: { maxLength: 1 } },
    { aa: 1, bb: 2 },
    ['maxProperties'],
  ],
  ['a key too long', { maxProperties: 1, propertyNames: { maxLength: 1 } }, { aa: 1 }, ['maxLength']],
])('%s', async (_, schema, value, wanted) => {
  const code = await compileModule({}, [{ name: 'validate', schema }], { useDefaults: false });
  const module = (await import(`data:text/javascript,${encodeURIComponent(code)}`)) as {
    validate: { (value: unknown): boolean; errors: readonly { keyword: string }[] | null };
  };
  expect(module.validate(value)).toBe(false);
  const keywords = module.validate.errors?.map(({ keyword }) => keyword) ?? [];
  expect(new Set(keywords.filter((keyword) => !['if', 'propertyNames'].includes(keyword)))).toEqual(
    new Set(wanted),
  );
});

test('defaults are written behind the size as well', async () => {
  const schema = { type: 'array', maxItems: 2, items: { type: 'object', properties: { a: { default: 7 } } } };
  const code = await compileModule({}, [{ name: 'validate', schema }], { useDefaults: true });
  const { validate } = (await import(`data:text/javascript,${encodeURIComponent(code)}`)) as {
    validate: (value: unknown) => boolean;
  };
  const value = [{}];
  expect(validate(value)).toBe(true);
  expect(value).toEqual([{ a: 7 }]);
});

test('an object with named properties stays as it is', () => {
  const schema = { maxProperties: 2, properties: { a: true }, additionalProperties: false };
  expect(withSizesFirst(schema)).toEqual(schema);
});
