import { expect, test } from 'vitest';
import type { JsonObject, JsonSchema } from '../../model/contract.js';
import { withTags } from './tags.js';

const variant = (kind: JsonObject, required: readonly string[] = ['kind']): JsonSchema => ({
  type: 'object',
  required,
  properties: { kind },
});
const ref = (name: string) => ({ $ref: `#/components/schemas/${name}` });

const SCHEMAS = {
  Cat: variant({ const: 'cat' }),
  Dog: variant({ enum: ['dog', 'wolf'] }),
  AlsoCat: variant({ const: 'cat' }),
  Method: variant({ const: 'toString' }),
  Number: variant({ const: 1 }),
  Untold: variant({ type: 'string' }),
  Optional: variant({ const: 'bird' }, []),
};

function keepsTag(schema: JsonObject): boolean {
  const tagged = withTags({ ...schema, discriminator: { propertyName: 'kind', mapping: {} } }, SCHEMAS);
  return (tagged as JsonObject).discriminator !== undefined;
}

test.each<[string, JsonObject, boolean]>([
  ['every variant has values of its own', { oneOf: [ref('Cat'), ref('Dog')] }, true],
  ['variants stand in place', { oneOf: [SCHEMAS.Cat, SCHEMAS.Dog] }, true],
  ['two variants have one value', { oneOf: [ref('Cat'), ref('AlsoCat')] }, false],
  ['a value is one that every object has', { oneOf: [ref('Cat'), ref('Method')] }, false],
  ['a value is no text', { oneOf: [ref('Cat'), ref('Number')] }, false],
  ['a variant says no value', { oneOf: [ref('Cat'), ref('Untold')] }, false],
  ['the tag may be absent', { oneOf: [ref('Cat'), ref('Optional')] }, false],
  ['the union asks for the tag', { required: ['kind'], oneOf: [ref('Cat'), ref('Optional')] }, true],
  ['a variant is nowhere', { oneOf: [ref('Cat'), ref('Nobody')] }, false],
  ['a base schema names its heirs', { type: 'object', properties: { kind: { type: 'string' } } }, false],
])('%s', (_, schema, isKept) => {
  expect(keepsTag(schema)).toBe(isKept);
});

test('a property of that name is no discriminator, nor is one in an example', () => {
  const schema = {
    type: 'object',
    properties: { discriminator: { type: 'object', properties: { propertyName: { type: 'string' } } } },
    examples: [{ discriminator: { propertyName: 'kind' } }],
  };
  expect(withTags(schema, {})).toEqual(schema);
});
