import { expect, expectTypeOf, test } from 'vitest';
import type { JsonSchema } from '../../../model/contract.js';
import type { Coercion as RuntimeCoercion } from '../../../runtime/contract/coercion.js';
import { type Coercion, coercionOf } from './coercions.js';

const SCHEMAS: Readonly<Record<string, JsonSchema>> = {
  Count: { type: 'integer', default: 1 },
  Level: { enum: ['low', 'high'] },
  Tree: { type: 'object', properties: { of: { $ref: '#/components/schemas/Tree' }, n: { type: 'number' } } },
};
const ref = (name: string) => ({ $ref: `#/components/schemas/${name}` });

test.each<[string, JsonSchema, Coercion | undefined]>([
  ['text', { type: 'string' }, undefined],
  ['anything', {}, undefined],
  ['a number', { type: 'integer' }, { to: ['number'] }],
  ['a reference', ref('Count'), { to: ['number'], default: 1 }],
  ['a reference with a default of its own', { ...ref('Count'), default: 2 }, { to: ['number'], default: 2 }],
  ['texts from a list', ref('Level'), undefined],
  ['a list of values', { enum: [1, 2] }, { to: ['number'] }],
  [
    'a number or a word',
    { anyOf: [{ type: 'integer' }, ref('Level')] },
    { to: ['number'], text: ['low', 'high'] },
  ],
  ['a number or any text', { type: ['integer', 'string'] }, { to: ['number'], text: 'any' }],
  [
    'a number or a date',
    { oneOf: [{ type: 'number' }, { type: 'string', format: 'date' }] },
    { to: ['number'], text: 'some' },
  ],
  ['a number by one part', { allOf: [{ minimum: 1 }, { type: 'integer' }] }, { to: ['number'] }],
  [
    'a field that two parts speak of',
    {
      type: 'object',
      properties: { a: { minimum: 1 } },
      allOf: [{ properties: { a: { type: ['integer', 'string'] } } }, { properties: { a: ref('Count') } }],
    },
    { properties: { a: { to: ['number'], default: 1 } } },
  ],
  ['a nullable flag', { type: ['boolean', 'null'] }, { to: ['boolean', 'null'] }],
  ['a list', { type: 'array', items: { type: 'integer' } }, { items: { to: ['number'] } }],
  ['a list of texts', { type: 'array', items: { type: 'string' } }, { items: {} }],
  [
    'an object',
    {
      type: 'object',
      properties: { a: { type: 'number' }, b: {} },
      additionalProperties: { type: 'boolean' },
    },
    { properties: { a: { to: ['number'] } }, others: { to: ['boolean'] } },
  ],
  ['a text with a default', { type: 'string', default: 'a' }, { default: 'a', text: 'any' }],
])('%s', (_, schema, wanted) => {
  expect(coercionOf(schema, SCHEMAS)).toEqual(wanted);
});

test('a circle ends', () => {
  const depth = (coercion: Coercion | undefined): number =>
    coercion === undefined ? 0 : 1 + depth(coercion.properties?.of);
  expect(depth(coercionOf(ref('Tree'), SCHEMAS))).toBeLessThan(12);
});

test('the runtime understands it', () => {
  expectTypeOf<Coercion>().toExtend<RuntimeCoercion>();
});
