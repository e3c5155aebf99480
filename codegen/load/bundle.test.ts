import { expect, test } from 'vitest';
import { checkSpecs } from '../generate.js';
import type { JsonValue } from '../model/contract.js';
import { asObject } from './json.js';

const OPENAPI = `openapi: 3.1.0
info: { title: Zoo, version: 1.0.0 }
paths:
  /animals:
    get:
      operationId: listAnimals
      responses:
        '200':
          description: All of them.
          content:
            application/json: { schema: { $ref: './schemas/zoo.yaml#/Animal' } }
`;

async function schemasOf(zoo: string) {
  const texts = new Map([
    ['specs/openapi.yaml', OPENAPI],
    ['specs/schemas/zoo.yaml', zoo],
  ]);
  const { built, diagnostics } = await checkSpecs('.', texts);
  expect(diagnostics).toEqual([]);
  return built.contract.schemas;
}

test("a discriminator's mapping leads to the schemas where they are published", async () => {
  const schemas = await schemasOf(`
Animal:
  oneOf: [{ $ref: '#/Cat' }, { $ref: '#/Dog' }]
  discriminator: { propertyName: kind, mapping: { cat: '#/Cat', dog: Dog } }
Cat: { type: object, required: [kind], properties: { kind: { const: cat } } }
Dog: { type: object, required: [kind], properties: { kind: { const: dog } } }
`);
  expect(asObject(schemas.Animal as JsonValue).discriminator).toEqual({
    propertyName: 'kind',
    mapping: { cat: '#/components/schemas/Cat', dog: '#/components/schemas/Dog' },
  });
});

test('a part of a schema that is referred to is named by its way there', async () => {
  const schemas = await schemasOf(`
Animal:
  type: object
  properties:
    cat: { $ref: '#/Cat/properties/id' }
    dog: { $ref: '#/Dog/properties/id' }
    tag: { $ref: '#/Dog/properties/tags/items' }
Cat: { type: object, properties: { id: { type: string } } }
Dog: { type: object, properties: { id: { type: integer }, tags: { type: array, items: { type: string } } } }
`);
  expect(Object.keys(schemas)).toEqual(['Animal', 'CatId', 'DogId', 'DogTagsItems']);
});
