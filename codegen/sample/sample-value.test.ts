import { Ajv2020 } from 'ajv/dist/2020.js';
import addFormats from 'ajv-formats';
import { describe, expect, test } from 'vitest';
import type { JsonObject, JsonSchema } from '../model/contract.js';
import { samplePattern } from './sample-pattern.js';
import { sampleValue } from './sample-value.js';

const schemas: Readonly<Record<string, JsonSchema>> = {
  Tree: {
    type: 'object',
    required: ['name'],
    properties: {
      name: { type: 'string' },
      children: { type: 'array', items: { $ref: '#/components/schemas/Tree' } },
    },
  },
  Endless: {
    type: 'object',
    required: ['next'],
    properties: { next: { $ref: '#/components/schemas/Endless' } },
  },
  Cat: {
    type: 'object',
    required: ['kind', 'lives'],
    properties: { kind: { type: 'string' }, lives: { type: 'integer' } },
  },
  'a/b c': { type: 'integer', minimum: 7 },
};

const sample = (schema: JsonSchema, direction: 'request' | 'response' = 'response') =>
  sampleValue(schema, { schemas, direction });

function isValid(schema: JsonSchema, value: unknown): boolean {
  const ajv = new Ajv2020({ strict: false });
  (addFormats as unknown as (instance: Ajv2020) => void)(ajv);
  ajv.addSchema({ $id: 'root:///', components: { schemas } } as object);
  const text = JSON.stringify(schema).replaceAll('"$ref":"#/', '"$ref":"root:///#/');
  return ajv.compile(JSON.parse(text) as JsonObject)(value) as boolean;
}

describe('a value is one that its schema takes', () => {
  const tables: readonly JsonSchema[] = [
    { type: 'string', minLength: 10 },
    { type: 'string', maxLength: 2 },
    ...['date-time', 'date', 'time', 'email', 'uri', 'uuid', 'ipv4', 'ipv6', 'hostname', 'byte', 'regex'].map(
      (format): JsonSchema => ({ type: 'string', format }),
    ),
    ...[
      '^[a-z]{3}-\\d+$',
      '^(foo|bar)[0-9A-F]{2,4}$',
      '^#(?:[0-9a-f]{3}){1,2}$',
      '^[^\\s]+$',
      '\\.png$',
      '^\\w+@x$',
    ].map((pattern): JsonSchema => ({ type: 'string', pattern })),
    { type: 'string', format: 'uuid', pattern: '^[0-9A-F-]{36}$' },
    { type: 'string', pattern: '^[a-z]+$', minLength: 8 },
    { type: 'integer', minimum: 5, maximum: 5 },
    { type: 'integer', exclusiveMinimum: 5, multipleOf: 4 },
    { type: 'integer', maximum: -3 },
    { type: 'number', exclusiveMinimum: 0, exclusiveMaximum: 1 },
    { type: ['null', 'boolean'] },
    { type: 'null' },
    { enum: [null, 'a'] },
    { const: { a: 1 } },
    { type: 'array', items: { type: 'integer' }, minItems: 3, uniqueItems: true },
    { prefixItems: [{ type: 'string' }, { type: 'integer' }], items: false, type: 'array' },
    { type: 'object', minProperties: 2, additionalProperties: { type: 'integer' } },
    { type: 'object', required: ['x'], additionalProperties: { type: 'boolean' } },
    { $ref: '#/components/schemas/Tree' },
    { $ref: '#/components/schemas/a~1b%20c' },
    { oneOf: [false, { $ref: '#/components/schemas/Endless' }, { type: 'integer' }] },
    { anyOf: [{ type: 'object', required: ['a'], properties: { a: { const: 1 } } }, { type: 'string' }] },
    {
      allOf: [
        { type: 'object', required: ['a'], properties: { a: { type: 'integer' } } },
        { properties: { a: { minimum: 9 } } },
      ],
    },
    { type: 'array', contains: { const: 'here' } },
    { not: { type: 'string' } },
    { type: 'object', properties: { a: { type: 'string', enum: ['x', 'y'], default: 'z' } } },
  ];

  test.each(tables.map((schema) => [JSON.stringify(schema), schema] as const))('%s', (_, schema) => {
    const value = sample(schema);
    expect(value).toBeDefined();
    expect(isValid(schema, value), JSON.stringify(value)).toBe(true);
    expect(sample(schema)).toEqual(value);
  });
});

test('what the author gives comes first', () => {
  expect(sample({ type: 'string', examples: ['Rex'], default: 'Tom' })).toBe('Rex');
  expect(sample({ type: 'string', default: 'Tom' })).toBe('Tom');
  expect(
    sampleValue({ type: 'string', examples: ['Rex'] }, { schemas, direction: 'request', examples: false }),
  ).toBe('text');
});

test('a tag is what the variant itself says, before the name of its schema', () => {
  const Dog: JsonSchema = { type: 'object', required: ['kind'], properties: { kind: { enum: ['dog'] } } };
  const schema = { oneOf: [{ $ref: '#/components/schemas/Dog' }], discriminator: { propertyName: 'kind' } };
  expect(sampleValue(schema, { schemas: { Dog }, direction: 'response' })).toEqual({ kind: 'dog' });
});

test('what need not be there is made down to a depth', () => {
  const tree = { $ref: '#/components/schemas/Tree' };
  const depth = (value: unknown): number =>
    1 + depthOf((value as { children?: readonly unknown[] }).children);
  const depthOf = (list: readonly unknown[] = []): number => Math.max(0, ...list.map(depth));
  const made = [undefined, 7].map((optionalDepth) =>
    depth(
      sampleValue(tree, {
        ...{ schemas, direction: 'response' },
        ...(optionalDepth !== undefined && { optionalDepth }),
      }),
    ),
  );
  expect(made).toEqual([2, 4]);
});

test('alternatives are passed over in turn', () => {
  const schema = { oneOf: [{ const: 'a' }, { const: 'b' }] };
  const values = [0, 1, 2].map((passedOver) =>
    sampleValue(schema, { schemas: {}, direction: 'response', passedOver }),
  );
  expect(values).toEqual(['a', 'b', 'a']);
});

test('a tag is what its discriminator says', () => {
  const $ref = '#/components/schemas/Cat';
  expect(
    sample({ oneOf: [{ $ref }], discriminator: { propertyName: 'kind', mapping: { cat: $ref } } }),
  ).toEqual({
    kind: 'cat',
    lives: 1,
  });
  expect(sample({ oneOf: [{ $ref }], discriminator: { propertyName: 'kind' } })).toEqual({
    kind: 'Cat',
    lives: 1,
  });
});

test('a lowered mapping names its schemas by reference', () => {
  const $ref = '#/components/schemas/Cat';
  const discriminator = { propertyName: 'kind', mapping: { cat: { $ref } } };
  expect(sample({ oneOf: [{ $ref }], discriminator })).toEqual({ kind: 'cat', lives: 1 });
});

test('what need not be there may be left out', () => {
  const schema = { type: 'object', required: ['a'], properties: { a: { const: 1 }, b: { const: 2 } } };
  expect(sampleValue(schema, { schemas, direction: 'request', optional: false })).toEqual({ a: 1 });
});

test('each side sends its own properties', () => {
  const schema = {
    type: 'object',
    properties: { id: { type: 'integer', readOnly: true }, secret: { type: 'integer', writeOnly: true } },
  };
  expect(sample(schema, 'request')).toEqual({ secret: 1 });
  expect(sample(schema, 'response')).toEqual({ id: 1 });
});

test('there is none of what has none', () => {
  expect(sample(false)).toBeUndefined();
  expect(sample({ $ref: '#/components/schemas/Endless' })).toBeUndefined();
});

test('unusual patterns are not guessed at', () => {
  expect(samplePattern('^(?=a)b$')).toBeUndefined();
  expect(samplePattern('^(a)\\1$')).toBeUndefined();
  expect(samplePattern('(')).toBeUndefined();
});
