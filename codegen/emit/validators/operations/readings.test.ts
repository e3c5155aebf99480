import { expect, test } from 'vitest';
import type { JsonSchema } from '../../../model/contract.js';
import type { Coercion } from './coercions.js';
import { readingsOf } from './readings.js';

const number: Coercion = { to: ['number'] };
const object = (properties: JsonSchema) => ({ type: 'object', properties });
const [INTEGER, TEXT] = [{ type: 'integer' }, { type: 'string' }];
const [NUMBERED, NAMED] = [object({ a: INTEGER }), object({ a: TEXT })];
const ref = { $ref: '#/components/schemas/Choice' };
const SCHEMAS: Readonly<Record<string, JsonSchema>> = { Choice: { oneOf: [NUMBERED, NAMED] } };
const READ = { properties: { a: number } };
const MANY = Array.from({ length: 60 }, (_, at) => (at % 2 === 0 ? NUMBERED : NAMED));

test.each<[string, JsonSchema, readonly Coercion[]]>([
  ['text', object({ a: TEXT }), []],
  ['one way', NUMBERED, [READ]],
  ['variants that are alike', { oneOf: [NUMBERED, object({ a: INTEGER, b: TEXT })] }, [READ]],
  ['variants that differ', { anyOf: [NUMBERED, NAMED] }, [READ, {}]],
  ['behind a reference', ref, [READ, {}]],
  ['in a part', { allOf: [ref] }, [READ, {}]],
  ['in a property', object({ q: ref }), [{ properties: { q: READ } }, {}]],
  ['many variants of two kinds', { oneOf: MANY }, [READ, {}]],
])('%s', (_, schema, wanted) => {
  expect(readingsOf(schema, SCHEMAS)).toEqual(wanted);
});

test('choices beside each other are chosen apart, up to a bound', () => {
  const schema = (count: number) =>
    object(Object.fromEntries(Array.from({ length: count }, (_, at) => [`q${at}`, ref])));
  expect(readingsOf(schema(3), SCHEMAS)).toHaveLength(8);
  expect(readingsOf(schema(20), SCHEMAS)).toHaveLength(32);
});
