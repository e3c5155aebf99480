import { expect, test } from 'vitest';
import type { JsonSchema } from '../../model/contract.js';
import { compileModule } from './compile-module.js';
import { RefusedSchemas } from './refused-schemas.js';
import type { ValidatorExport } from './validator-export.js';

const OPTIONS = { useDefaults: false };
const ref = (name: string): JsonSchema => ({ $ref: `#/components/schemas/${name}` });

type Check = (value: unknown) => boolean;

async function validators(
  schemas: Readonly<Record<string, JsonSchema>>,
  exports: readonly ValidatorExport[],
): Promise<Record<string, Check>> {
  const code = await compileModule(schemas, exports, OPTIONS);
  return (await import(`data:text/javascript,${encodeURIComponent(code)}`)) as Record<string, Check>;
}

test.for([
  'a/node_modules/b',
  '"x/node_modules/y"(exports) {',
  '\n// a comment\n  "a/node_modules/b"(exports) {\n',
])('the text %j stays as it is', async (text) => {
  const { validate } = await validators({}, [{ name: 'validate', schema: { enum: [text, 'other'] } }]);
  expect(validate?.(text)).toBe(true);
  expect(validate?.(text.replace('a/', ''))).toBe(text.replace('a/', '') === text);
});

test('says nothing of where packages are installed', async () => {
  const schema = { type: 'string', minLength: 2, format: 'date' };
  const code = await compileModule({}, [{ name: 'validate', schema }], OPTIONS);
  const keys = [...code.matchAll(/"(.*node_modules\/ajv.*)"\(exports/g)].map(([, path]) => path);
  expect(keys).not.toEqual([]);
  expect(keys.filter((path) => !path?.startsWith('node_modules/'))).toEqual([]);
});

test('faults of parts are joined in place: not one copy of all those before for each', async () => {
  const schemas = { Tag: { type: 'string', minLength: 2 } };
  const exports = [{ name: 'validate', schema: { type: 'array', items: ref('Tag') } }];
  const code = await compileModule(schemas, exports, OPTIONS);
  expect(code).not.toContain('.concat(');
  const { validate } = await validators(schemas, exports);
  expect(validate?.(['ab', 1, 'c', 'cd', null])).toBe(false);
  const { errors } = validate as unknown as { errors: readonly { instancePath: string; keyword: string }[] };
  expect(errors.map(({ instancePath, keyword }) => `${instancePath} ${keyword}`)).toEqual([
    '/1 type',
    '/2 minLength',
    '/4 type',
  ]);
});

test('schemas whose names are one in code have a function each', async () => {
  const schemas = {
    'foo-bar': { type: 'object', properties: { a: ref('FooBar') } },
    FooBar: { type: 'string' },
  };
  const { validate } = await validators(schemas, [{ name: 'validate', schema: ref('foo-bar') }]);
  expect([{ a: 'b' }, { a: 1 }, 'b'].map((value) => validate?.(value))).toEqual([true, false, false]);
});

test('every schema that Ajv refuses is named, with what Ajv says', async () => {
  const schemas = {
    Right: { type: 'object', properties: { a: ref('Empty') } },
    Empty: { enum: [] },
    Pattern: { type: 'object', patternProperties: { '(': {} } },
  };
  const exports = [
    { name: 'validateRight', schema: ref('Right') },
    { name: 'validatePattern', schema: ref('Pattern') },
    {
      name: 'validateInline',
      schema: { type: 'object', properties: { a: { $schema: 'urn:x', required: [1] } } },
    },
    { name: 'validateDialect', schema: { $schema: 'http://json-schema.org/draft-07/schema#' } },
  ];
  const error = await compileModule(schemas, exports, OPTIONS).catch((thrown: unknown) => thrown);
  expect(error instanceof RefusedSchemas && error.refusals).toEqual([
    { name: 'Empty', reason: expect.stringContaining('enum') },
    { name: 'Pattern', reason: expect.stringContaining('Unterminated group') },
    { name: 'validateInline', reason: expect.stringContaining('required') },
    { name: 'validateDialect', reason: expect.stringContaining('draft-07') },
  ]);
});
