/** Schemas in the words of OpenAPI 3.0: written as expected, and allowing at least what they allowed before. */
import { Ajv2020 } from 'ajv/dist/2020.js';
import { expect, test } from 'vitest';
import type { JsonObject, JsonSchema, JsonValue } from '../model/contract.js';
import { Losses } from './losses.js';
import { SchemaConverter } from './schema-3.0.js';

interface Row {
  readonly name: string;
  readonly given: JsonSchema;
  readonly wanted: JsonObject;
  readonly accepts?: readonly JsonValue[];
  /** Refused before, and still. */
  readonly refuses?: readonly JsonValue[];
  /** Refused before, and now let through. */
  readonly loosens?: readonly JsonValue[];
  readonly losses?: readonly string[];
}

const NULL = { nullable: true, enum: [null] };

const ROWS: readonly Row[] = [
  { name: 'true', given: true, wanted: {}, accepts: [1, null] },
  { name: 'false', given: false, wanted: { not: {} }, refuses: [1, null] },
  {
    name: 'a nullable type',
    given: { type: ['string', 'null'], minLength: 1 },
    wanted: { type: 'string', nullable: true, minLength: 1 },
    accepts: ['a', null],
    refuses: ['', 5],
  },
  {
    name: 'several types',
    given: { type: ['string', 'integer', 'null'], maxLength: 2 },
    wanted: {
      maxLength: 2,
      anyOf: [
        { type: 'string', nullable: true },
        { type: 'integer', nullable: true },
      ],
    },
    accepts: ['ab', 5, null],
    refuses: ['abc', 1.5, true],
  },
  {
    name: 'several types beside a choice',
    given: { type: ['string', 'integer'], anyOf: [{ minLength: 2 }, { minimum: 2 }] },
    wanted: {
      anyOf: [{ minLength: 2 }, { minimum: 2 }],
      allOf: [{ anyOf: [{ type: 'string' }, { type: 'integer' }] }],
    },
    accepts: ['ab', 2],
    refuses: [true],
  },
  { name: 'null alone', given: { type: 'null' }, wanted: NULL, accepts: [null], refuses: [0, ''] },
  { name: 'const', given: { const: 'a' }, wanted: { enum: ['a'] }, accepts: ['a'], refuses: ['b'] },
  { name: 'const null', given: { const: null }, wanted: NULL, accepts: [null], refuses: [0] },
  {
    name: 'one or null',
    given: { description: 'D.', anyOf: [{ type: 'string', minLength: 1 }, { type: 'null' }] },
    wanted: { description: 'D.', type: 'string', minLength: 1, nullable: true },
    accepts: ['a', null],
    refuses: ['', 1],
  },
  {
    name: 'a named one or null',
    given: { oneOf: [{ $ref: '#/components/schemas/Strict' }, { type: 'null' }] },
    wanted: { oneOf: [{ $ref: '#/components/schemas/Strict' }, NULL] },
    accepts: [{ a: 1 }, null],
    refuses: [1],
  },
  {
    name: 'several or null',
    given: { oneOf: [{ type: 'string' }, { type: 'integer' }, { type: 'null' }] },
    wanted: { oneOf: [{ type: 'string', nullable: true }, { type: 'integer' }] },
    accepts: ['a', 1, null],
    refuses: [true],
  },
  {
    name: 'an enum or null',
    given: { anyOf: [{ type: 'string', enum: ['a'] }, { type: 'null' }] },
    wanted: { anyOf: [{ type: 'string', enum: ['a'] }, NULL] },
    accepts: ['a', null],
    refuses: ['b'],
  },
  {
    name: 'exclusive bounds',
    given: { type: 'number', exclusiveMinimum: 1, exclusiveMaximum: 5 },
    wanted: { type: 'number', minimum: 1, exclusiveMinimum: true, maximum: 5, exclusiveMaximum: true },
    accepts: [2],
    refuses: [1, 5],
  },
  {
    name: 'two bounds: the narrower counts',
    given: { type: 'number', minimum: 3, exclusiveMinimum: 1, maximum: 9, exclusiveMaximum: 9 },
    wanted: { type: 'number', minimum: 3, maximum: 9, exclusiveMaximum: true },
    accepts: [3, 8],
    refuses: [2, 9],
  },
  {
    name: 'examples',
    given: { type: 'string', examples: ['a', 'b'] },
    wanted: { type: 'string', example: 'a' },
    losses: ['`examples` in schemas'],
  },
  {
    name: 'beside a reference',
    given: { $ref: '#/components/schemas/Strict', description: 'D.', minProperties: 1 },
    wanted: { description: 'D.', minProperties: 1, allOf: [{ $ref: '#/components/schemas/Strict' }] },
    accepts: [{ a: 1 }],
    refuses: [{}, 1],
  },
  {
    name: 'a list of anything',
    given: { type: 'array' },
    wanted: { type: 'array', items: {} },
    accepts: [[1]],
  },
  {
    name: 'an empty list',
    given: { type: 'array', items: false },
    wanted: { type: 'array', items: {}, maxItems: 0 },
    accepts: [[]],
    refuses: [[1]],
  },
  {
    name: 'a tuple',
    given: { type: 'array', prefixItems: [{ type: 'string' }, { type: 'integer' }], items: false },
    wanted: {
      type: 'array',
      items: { anyOf: [{ type: 'string' }, { type: 'integer' }] },
      maxItems: 2,
    },
    accepts: [['a', 1], ['a'], []],
    refuses: [['a', 1, 1], [true]],
    loosens: [[1, 'a']],
    losses: ['`prefixItems`'],
  },
  {
    name: 'a tuple with a rest',
    given: { type: 'array', prefixItems: [{ type: 'string' }], items: { type: 'integer' } },
    wanted: { type: 'array', items: { anyOf: [{ type: 'string' }, { type: 'integer' }] } },
    accepts: [['a', 1, 2]],
    loosens: [[1]],
    losses: ['`prefixItems`'],
  },
  {
    name: 'properties by pattern, no others',
    given: {
      type: 'object',
      properties: { a: { type: 'string' } },
      patternProperties: { '^n': { type: 'integer' } },
      additionalProperties: false,
    },
    wanted: {
      type: 'object',
      properties: { a: { type: 'string' } },
      additionalProperties: { type: 'integer' },
    },
    accepts: [{ a: 'x', n1: 5 }],
    refuses: [{ b: 'x' }],
    loosens: [{ b: 5 }],
    losses: ['`patternProperties`'],
  },
  {
    name: 'properties by pattern, and others',
    given: { type: 'object', patternProperties: { '^n': { type: 'integer' } } },
    wanted: { type: 'object' },
    accepts: [{ n1: 5, b: 'x' }],
    loosens: [{ n1: 'x' }],
    losses: ['`patternProperties`'],
  },
  {
    name: 'unevaluatedProperties where nothing else evaluates',
    given: { type: 'object', properties: { a: {} }, unevaluatedProperties: false },
    wanted: { type: 'object', properties: { a: {} }, additionalProperties: false },
    accepts: [{ a: 1 }],
    refuses: [{ b: 1 }],
  },
  {
    name: 'unevaluatedProperties beside others',
    given: { allOf: [{ $ref: '#/components/schemas/Strict' }], unevaluatedProperties: false },
    wanted: { allOf: [{ $ref: '#/components/schemas/Strict' }] },
    accepts: [{ a: 1 }],
    loosens: [{ a: 1, b: 1 }],
    losses: ['`unevaluatedProperties`'],
  },
  {
    name: 'what has no words',
    given: {
      type: 'object',
      propertyNames: { minLength: 2 },
      if: { required: ['aa'] },
      else: { required: ['bb'] },
      dependentRequired: { cc: ['dd'] },
    },
    wanted: { type: 'object' },
    accepts: [{ aa: 1 }, { bb: 1 }],
    loosens: [{ aa: 1, b: 1 }, { cc: 1, bb: 1 }, { dd: 1 }],
    losses: ['`propertyNames`', '`if`', '`dependentRequired`'],
  },
  {
    name: 'a choice between schemas that became looser',
    given: { oneOf: [{ propertyNames: { minLength: 2 } }, { propertyNames: { maxLength: 1 } }] },
    wanted: { anyOf: [{}, {}] },
    accepts: [{ aa: 1 }, { a: 1 }],
    losses: ['`propertyNames`', 'exact `oneOf` of schemas that became looser'],
  },
  {
    name: 'a choice between named ones that became looser',
    given: { oneOf: [{ $ref: '#/components/schemas/Loose' }, { type: 'string' }] },
    wanted: { anyOf: [{ $ref: '#/components/schemas/Loose' }, { type: 'string' }] },
    losses: ['exact `oneOf` of schemas that became looser'],
  },
  {
    name: 'the opposite of a schema that became looser',
    given: { type: 'object', not: { propertyNames: { minLength: 2 } } },
    wanted: { type: 'object' },
    accepts: [{ a: 1 }],
    loosens: [{ aa: 1 }],
    losses: ['`propertyNames`', '`not` of a schema that became looser'],
  },
  {
    name: 'bytes as base64',
    given: { type: 'string', contentEncoding: 'base64' },
    wanted: { type: 'string', format: 'byte' },
  },
  {
    name: 'bytes',
    given: { type: 'string', contentMediaType: 'application/octet-stream' },
    wanted: { type: 'string', format: 'binary' },
  },
  {
    name: 'a document in a text',
    given: { type: 'string', contentMediaType: 'application/json', contentSchema: { type: 'object' } },
    wanted: { type: 'string' },
    losses: ['`contentSchema`', '`contentMediaType`'],
  },
  {
    name: 'a discriminator as the compiler keeps it',
    given: { discriminator: { propertyName: 't', mapping: { a: { $ref: '#/components/schemas/Strict' } } } },
    wanted: { discriminator: { propertyName: 't', mapping: { a: '#/components/schemas/Strict' } } },
  },
  {
    name: 'words of the document only',
    given: { $id: 'a', $comment: 'c', 'x-own': 1 },
    wanted: { 'x-own': 1 },
  },
];

const STRICT = { type: 'object', properties: { a: { type: 'integer' } } } as const;

/** 3.0 read back: by its own rule `null` is let in where `nullable` stands beside a type, or is listed. */
function meaning(schema: JsonValue): JsonValue {
  if (Array.isArray(schema)) return schema.map(meaning);
  if (typeof schema !== 'object' || schema === null) return schema;
  const { nullable, exclusiveMinimum, exclusiveMaximum, minimum, maximum, ...rest } = schema as Record<
    string,
    JsonValue
  >;
  const inner = Object.entries(rest).map(([key, value]) => [key, key === 'enum' ? value : meaning(value)]);
  const out = Object.fromEntries(inner) as Record<string, JsonValue>;
  if (nullable === true && typeof out.type === 'string') out.type = [out.type, 'null'];
  if (minimum !== undefined) out[exclusiveMinimum === true ? 'exclusiveMinimum' : 'minimum'] = minimum;
  if (maximum !== undefined) out[exclusiveMaximum === true ? 'exclusiveMaximum' : 'maximum'] = maximum;
  return out;
}

function judge(schema: JsonValue, value: JsonValue): boolean {
  const ajv = new Ajv2020({ strict: false, validateFormats: false });
  ajv.addSchema({ components: { schemas: { Strict: STRICT, Loose: true } } } as object, 'doc');
  const text = JSON.stringify(schema).replaceAll('"#/components', '"doc#/components');
  return ajv.validate(JSON.parse(text) as object, value);
}

test.for(ROWS)('$name', ({ given, wanted, accepts = [], refuses = [], loosens = [], losses = [] }) => {
  const found = new Losses();
  const { schema, isLoose } = new SchemaConverter(found, new Set(['#/components/schemas/Loose'])).convert(
    given,
    '/s',
  );
  expect(schema).toEqual(wanted);
  expect(found.list().map(({ what }) => what)).toEqual(losses);
  for (const value of accepts) {
    expect(judge(given as JsonValue, value), `before: ${JSON.stringify(value)}`).toBe(true);
    expect(judge(meaning(schema), value), `after: ${JSON.stringify(value)}`).toBe(true);
  }
  for (const value of refuses) {
    expect(judge(given as JsonValue, value), `before: ${JSON.stringify(value)}`).toBe(false);
    expect(judge(meaning(schema), value), `after: ${JSON.stringify(value)}`).toBe(false);
  }
  for (const value of loosens) {
    expect(judge(given as JsonValue, value), `before: ${JSON.stringify(value)}`).toBe(false);
    expect(judge(meaning(schema), value), `after: ${JSON.stringify(value)}`).toBe(true);
  }
  if (loosens.length > 0) expect(isLoose).toBe(true);
});
