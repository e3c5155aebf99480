/** For tests: what authors write in schemas and generators stumble over, with values of each. */
import type { JsonSchema, JsonValue } from '../model/contract.js';

/** A schema with values that meet it and values that do not. */
export interface NastySchema {
  readonly schema: JsonSchema;
  /** Values that validator and type accept. */
  readonly accepted: readonly JsonValue[];
  /** Values that only the validator accepts: a type says nothing of properties that its schema does not name. */
  readonly open?: readonly JsonValue[];
  /** Values that the validator refuses; no type says so. */
  readonly refused?: readonly JsonValue[];
  /** Values that neither the validator nor the compiler accepts. */
  readonly mistyped?: readonly JsonValue[];
}

const ref = (name: string) => ({ $ref: `#/components/schemas/${name}` });

const TAGGED = { type: 'object', required: ['kind'], properties: { kind: { type: 'string' } } } as const;

/** By name. Those that others refer to are among them. */
export const NASTY_SCHEMAS: Readonly<Record<string, NastySchema>> = {
  // Discriminators: the tag by const, by enum, by mapping, by mapping through inheritance.
  Circle: {
    schema: {
      type: 'object',
      required: ['shape', 'radius'],
      properties: { shape: { const: 'circle' }, radius: { type: 'number' } },
    },
    accepted: [{ shape: 'circle', radius: 1 }],
    mistyped: [{ shape: 'Circle', radius: 1 }, { shape: 'circle' }],
  },
  Polygon: {
    schema: {
      type: 'object',
      required: ['shape', 'sides'],
      properties: { shape: { enum: ['square', 'triangle'] }, sides: { type: 'integer' } },
    },
    accepted: [{ shape: 'square', sides: 4 }],
    mistyped: [{ shape: 'circle', sides: 4 }],
  },
  Shape: {
    schema: { oneOf: [ref('Circle'), ref('Polygon')], discriminator: { propertyName: 'shape' } },
    accepted: [
      { shape: 'circle', radius: 1 },
      { shape: 'triangle', sides: 3 },
    ],
    mistyped: [{ shape: 'circle', sides: 3 }, { shape: 'Polygon', sides: 3 }, 'circle'],
  },
  Cat: {
    schema: { ...TAGGED, properties: { kind: { type: 'string' }, purrs: { type: 'boolean' } } },
    accepted: [{ kind: 'anything', purrs: true }],
    mistyped: [{ purrs: true }],
  },
  Dog: {
    schema: { ...TAGGED, properties: { kind: { type: 'string' }, barks: { type: 'boolean' } } },
    accepted: [{ kind: 'anything', barks: true }],
    mistyped: [{ kind: 1 }],
  },
  Pet: {
    schema: {
      oneOf: [ref('Cat'), ref('Dog')],
      discriminator: {
        propertyName: 'kind',
        mapping: { cat: '#/components/schemas/Cat', kitten: '#/components/schemas/Cat', dog: 'Dog' },
      },
    },
    // Without the tag, either would be both.
    accepted: [{ kind: 'cat', purrs: true }, { kind: 'kitten' }, { kind: 'dog', barks: false }],
    open: [{ kind: 'Dog' }],
    mistyped: [{ kind: 'cow' }, { kind: 'dog', barks: 1 }],
  },
  Vehicle: {
    schema: {
      type: 'object',
      required: ['type'],
      properties: { type: { type: 'string' }, wheels: { type: 'integer' } },
      discriminator: { propertyName: 'type', mapping: { car: ref('Car').$ref, bus: ref('Bus').$ref } },
    },
    accepted: [{ type: 'tank', wheels: 0 }],
    mistyped: [{ wheels: 4 }],
  },
  Car: {
    schema: { allOf: [ref('Vehicle'), { type: 'object', properties: { doors: { type: 'integer' } } }] },
    accepted: [{ type: 'car', doors: 4 }],
    mistyped: [{ type: 'car', doors: 'four' }],
  },
  Bus: {
    schema: {
      allOf: [
        ref('Vehicle'),
        { type: 'object', required: ['line'], properties: { line: { type: 'string' } } },
      ],
    },
    accepted: [{ type: 'bus', line: '4' }],
    mistyped: [{ type: 'bus' }, { line: '4' }],
  },

  // Parts.
  RequiredByAnotherPart: {
    schema: {
      allOf: [ref('Open'), { required: ['deep'] }, { required: ['near'], properties: { near: {} } }],
    },
    accepted: [{ deep: 'a', near: null }],
    mistyped: [{ near: null }, { deep: 'a' }],
  },
  Open: { schema: { allOf: [ref('OpenBase')] }, accepted: [{}, { deep: 'a' }], mistyped: [{ deep: 1 }] },
  OpenBase: {
    schema: { type: 'object', properties: { deep: { type: 'string' }, other: { type: 'number' } } },
    accepted: [{}, { deep: 'a', other: 1 }],
    mistyped: [{ other: '1' }],
  },
  RefBesideRules: {
    schema: { $ref: '#/components/schemas/OpenBase', required: ['other'], description: 'With a rule.' },
    accepted: [{ other: 1 }],
    mistyped: [{ deep: 'a' }],
  },
  RequiredOfNullable: {
    schema: { allOf: [ref('NullableObject')], required: ['a'] },
    accepted: [{ a: 1 }],
    open: [null],
    mistyped: [{}],
  },
  NullableObject: {
    schema: { type: ['object', 'null'], properties: { a: { type: 'integer' } } },
    accepted: [null, {}, { a: 1 }],
    mistyped: [{ a: '1' }],
  },
  OneOfBesideProperties: {
    schema: {
      type: 'object',
      required: ['id'],
      properties: { id: { type: 'string' }, a: { type: 'string' }, b: { type: 'string' } },
      oneOf: [{ required: ['a'] }, { required: ['b'] }],
    },
    accepted: [
      { id: '1', a: '' },
      { id: '1', b: '' },
    ],
    refused: [{ id: '1', a: '', b: '' }],
    mistyped: [{ id: '1' }, { a: '' }],
  },
  AnyOfBesideProperties: {
    schema: {
      type: 'object',
      required: ['id'],
      properties: { id: { type: 'string' } },
      anyOf: [
        { properties: { a: { type: 'string' } }, required: ['a'] },
        { properties: { b: { type: 'string' } }, required: ['b'] },
      ],
    },
    accepted: [
      { id: '1', a: '' },
      { id: '1', a: '', b: '' },
    ],
    mistyped: [{ id: '1' }, { a: '' }],
  },
  TwoChoices: {
    schema: {
      oneOf: [{ type: 'object', properties: { a: { const: 1 } }, required: ['a'] }, { type: 'string' }],
      anyOf: [{ type: 'object', properties: { b: { const: 2 } }, required: ['b'] }, { type: 'number' }],
    },
    accepted: [{ a: 1, b: 2 }],
    mistyped: [{ a: 1 }, { b: 2 }, 'a'],
  },
  TypeBesideChoice: {
    schema: { type: 'string', oneOf: [{ const: 'a' }, { const: 'b' }, { pattern: '^c' }] },
    accepted: ['a', 'b', 'cc'],
    refused: ['d'],
    mistyped: [1],
  },
  OneConstOfMany: {
    schema: { type: 'string', oneOf: [{ const: 'a', title: 'An a' }, { const: 'b' }] },
    accepted: ['a', 'b'],
    mistyped: ['c'],
  },
  Negated: {
    schema: { type: 'string', not: { enum: ['root'] } },
    accepted: ['a'],
    refused: ['root'],
    mistyped: [1],
  },
  Conditional: {
    schema: {
      type: 'object',
      required: ['a'],
      properties: { a: { type: 'integer' }, b: { type: 'string' } },
      if: { properties: { a: { const: 1 } } },
      // biome-ignore lint/suspicious/noThenProperty: a keyword of JSON Schema; nobody awaits this object.
      then: { required: ['b'] },
    },
    accepted: [{ a: 2 }, { a: 1, b: '' }],
    refused: [{ a: 1 }],
    mistyped: [{ b: '' }],
  },

  // Keys.
  Map: {
    schema: { type: 'object', additionalProperties: { type: 'number' } },
    accepted: [{}, { a: 1 }],
    mistyped: [{ a: '1' }],
  },
  MapBesideProperties: {
    schema: {
      type: 'object',
      required: ['name'],
      properties: { name: { type: 'string' } },
      additionalProperties: { type: 'number' },
    },
    accepted: [{ name: 'a' }, { name: 'a', b: 1 }],
    refused: [{ name: 'a', b: 'c' }],
    mistyped: [{ name: 'a', b: true }, { b: 1 }],
  },
  Patterns: {
    schema: {
      type: 'object',
      properties: { id: { type: 'integer' } },
      patternProperties: { '^x-': { type: 'string' } },
      additionalProperties: false,
    },
    accepted: [{ id: 1, 'x-a': '' }],
    refused: [
      { id: 1, y: '' },
      { id: 1, 'x-a': 1 },
    ],
    mistyped: [{ id: true }, { 'x-a': true }],
  },
  Closed: {
    schema: { type: 'object', properties: { a: {} }, additionalProperties: false },
    accepted: [{}, { a: null }],
    mistyped: [{ b: 1 }],
  },
  Unevaluated: {
    schema: {
      allOf: [ref('OpenBase')],
      properties: { own: { type: 'boolean' } },
      unevaluatedProperties: false,
    },
    accepted: [{ deep: 'a', own: true }],
    mistyped: [{ owned: true }],
  },
  OddNames: {
    schema: {
      type: 'object',
      required: ['constructor', 'a-b'],
      properties: {
        constructor: { type: 'string' },
        'a-b': { type: 'string' },
        toString: { type: 'number' },
        $ref: { type: 'string' },
        'it\'s "quoted"\n': { type: 'string' },
      },
    },
    accepted: [{ constructor: 'a', 'a-b': '', toString: 1, 'it\'s "quoted"\n': '' }],
    refused: [{ 'a-b': '' }],
    mistyped: [{ constructor: 1, 'a-b': '', toString: 1 }],
  },
  Empty: { schema: {}, accepted: [null, 1, 'a', [], {}] },
  Anything: { schema: true, accepted: [null, { a: 1 }] },
  Nothing: { schema: false, accepted: [], mistyped: [null, {}] },
  EmptyObject: { schema: { type: 'object' }, accepted: [{}, { a: 1 }], mistyped: [1] },
  AllOfTrue: {
    schema: { allOf: [true, { type: 'object', properties: { a: { type: 'string' } } }] },
    accepted: [{ a: '' }],
    mistyped: [{ a: 1 }],
  },

  // Lists.
  Pair: {
    schema: {
      type: 'array',
      prefixItems: [{ type: 'string' }, { type: 'number' }],
      minItems: 2,
      maxItems: 2,
    },
    accepted: [['a', 1]],
    mistyped: [['a'], [1, 'a'], ['a', 1, 2]],
  },
  UpToTwo: {
    schema: { type: 'array', prefixItems: [{ type: 'string' }, { type: 'number' }], items: false },
    accepted: [[], ['a'], ['a', 1]],
    mistyped: [
      ['a', 'b'],
      ['a', 1, 2],
    ],
  },
  HeadAndTail: {
    schema: { type: 'array', prefixItems: [{ type: 'string' }], items: { type: 'number' } },
    accepted: [['a', 1, 2], []],
    refused: [[1]],
    mistyped: [[true]],
  },
  UntypedList: { schema: { items: { type: 'string' } }, accepted: [['a']], mistyped: [[1]] },
  Matrix: {
    schema: { type: 'array', items: { type: 'array', items: { type: 'number' } } },
    accepted: [[[1], []]],
    mistyped: [[1]],
  },
  Unique: {
    schema: { type: 'array', uniqueItems: true, items: {} },
    accepted: [[1, 2]],
    refused: [[{}, {}]],
  },

  // Scalars.
  NullConst: { schema: { const: null }, accepted: [null], mistyped: [0] },
  ObjectConst: {
    schema: { const: { a: [1, 'b'] } },
    accepted: [{ a: [1, 'b'] }],
    mistyped: [{ a: [1, 'c'] }, { a: [1] }],
  },
  NullableEnum: {
    schema: { type: ['string', 'null'], enum: ['a', 'b', null] },
    accepted: ['a', null],
    mistyped: ['c'],
  },
  EnumWithoutNull: { schema: { type: ['string', 'null'], enum: ['a'] }, accepted: ['a'], mistyped: [null] },
  MixedEnum: { schema: { enum: ['a', 1, true, null] }, accepted: ['a', 1, true, null], mistyped: ['b', 2] },
  TypeList: {
    schema: { type: ['array', 'string', 'null'], items: { type: 'integer' } },
    accepted: [[1], 'a', null],
    mistyped: [1, ['a']],
  },
  Formats: {
    schema: {
      type: 'object',
      properties: {
        at: { type: 'string', format: 'date-time' },
        odd: { type: 'string', format: 'no-such-format' },
        id: { type: 'string', format: 'uuid' },
      },
    },
    accepted: [{ at: '2026-01-02T03:04:05Z', odd: '?' }],
    refused: [{ at: 'yesterday' }, { id: '1' }],
    mistyped: [{ at: 1 }],
  },
  Cents: { schema: { type: 'number', multipleOf: 0.01 }, accepted: [0.07, 19.99], refused: [0.071] },
  Letters: {
    schema: { type: 'string', pattern: '^\\p{L}+$', minLength: 2, maxLength: 2 },
    accepted: ['äö', '𝒳𝒴'],
    refused: ['ab1', 'a'],
  },
  // Valid only without the flag `u`.
  OldPattern: { schema: { type: 'string', pattern: '^[\\w-.]+\\_$' }, accepted: ['a-._'], refused: ['a'] },

  // Circles.
  Tree: {
    schema: {
      type: 'object',
      required: ['children'],
      properties: { children: { type: 'array', items: ref('Tree') }, twin: ref('Twin') },
    },
    accepted: [{ children: [{ children: [] }] }],
    mistyped: [{ children: [{}] }],
  },
  Twin: {
    schema: { type: 'object', properties: { tree: ref('Tree'), name: { type: 'string' } } },
    accepted: [{ tree: { children: [], twin: { name: 'a' } } }],
    mistyped: [{ tree: { children: [], twin: { name: 1 } } }],
  },
  Json: {
    schema: {
      anyOf: [
        { type: ['string', 'number', 'boolean', 'null'] },
        { type: 'array', items: ref('Json') },
        { type: 'object', additionalProperties: ref('Json') },
      ],
    },
    accepted: [{ a: [1, null, { b: true }] }],
  },

  // Names.
  'pull-request': {
    schema: { type: 'object', required: ['id'], properties: { id: {} } },
    accepted: [{ id: 1 }],
  },
  'a/b~c d%25': { schema: { type: 'string' }, accepted: ['a'], mistyped: [1] },
  用户: {
    schema: { type: 'object', properties: { id: { type: 'integer', readOnly: true }, next: ref('用户') } },
    accepted: [{ next: {} }],
    mistyped: [{ next: 1 }],
  },
  import: { schema: { type: 'integer' }, accepted: [1], mistyped: ['1'] },
  string: { schema: { type: 'boolean' }, accepted: [true], mistyped: ['true'] },
  constructor: { schema: { type: 'object', properties: { of: ref('constructor') } }, accepted: [{ of: {} }] },
  Schemas: {
    schema: { type: 'object', properties: { a: ref('a~1b~0c%20d%2525') } },
    accepted: [{ a: 'a' }],
    mistyped: [{ a: 1 }],
  },
  components: {
    schema: { type: 'array', items: ref('pull-request') },
    accepted: [[{ id: 1 }]],
    mistyped: [[{}]],
  },
};
