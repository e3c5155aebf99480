/**
 * JSON Schema 2020-12 with what OpenAPI 3.1 adds to it.
 * @see https://json-schema.org/draft/2020-12
 * @see https://spec.openapis.org/oas/v3.1.1.html#schema-object
 */
import {
  any,
  distinctList,
  flag,
  type Grammar,
  integer,
  list,
  map,
  number,
  object,
  regex,
  text,
  textLike,
  word,
} from './grammar.js';

const size = integer(0);

/** The types of JSON Schema. */
export const SCHEMA_TYPES = ['string', 'number', 'integer', 'boolean', 'object', 'array', 'null'];

const type = word('type', ...SCHEMA_TYPES);

/**
 * Keywords of 2020-12 that AsyncAPI's default dialect (draft-07) does not have, or has with another meaning.
 * Job files and everything they refer to are read as both.
 */
export const NOT_SHARED: ReadonlyMap<string, string> = new Map([
  ['prefixItems', 'Describe an object with named properties instead of a tuple.'],
  ['$defs', 'Put the schema under `components/schemas` and refer to it there.'],
  ['definitions', 'Put the schema under `components/schemas` and refer to it there.'],
  [
    'unevaluatedProperties',
    'Use `additionalProperties`, and list the properties of all parts in one schema.',
  ],
  ['unevaluatedItems', 'Use `items`.'],
  ['dependentRequired', 'Use `if` and `then`.'],
  ['dependentSchemas', 'Use `if` and `then`.'],
  ['minContains', 'Use `contains` alone.'],
  ['maxContains', 'Use `contains` alone.'],
  ['contentSchema', 'Describe the content in words.'],
  ['discriminator', 'Give each branch of the `oneOf` a property with its own `const`.'],
  ['xml', 'Events, inputs and results are JSON.'],
  ['example', 'Use `examples`, a list.'],
]);

/**
 * Keywords that give a schema a name or a dialect of its own. A schema is known by its place here, and is copied to
 * another one when documents are put together: what these say would no longer hold there.
 */
export const NOT_READ: ReadonlyMap<string, string> = new Map([
  ['$schema', 'Leave it out: the dialect is given by the document.'],
  ['$vocabulary', 'Leave it out: the dialect is given by the document.'],
  ['$id', 'Leave it out, and refer to the schema by its file and place.'],
  ['$anchor', 'Leave it out, and refer to the schema by its place: `#/components/schemas/Name`.'],
  ['$dynamicAnchor', 'Leave it out, and refer to the schema by its place: `#/components/schemas/Name`.'],
  ['$dynamicRef', 'Use `$ref`.'],
]);

/** Words of other dialects that people reach for, and what to write. */
export const FOREIGN_KEYWORDS: ReadonlyMap<string, string> = new Map([
  ['nullable', "Add `'null'` to the type: `type: [string, 'null']`."],
  ['optional', 'Properties are optional unless `required` lists them.'],
  ['additionalItems', 'Use `items`.'],
  ['dependencies', 'Use `dependentRequired` or `dependentSchemas`.'],
  ['divisibleBy', 'Use `multipleOf`.'],
  ['id', 'Refer to the schema by its file and place.'],
  ['extends', 'Use `allOf`.'],
]);

/** Schema keywords with the form of their values. */
export const schemaGrammar: Grammar = {
  Schema: {
    kind: 'choice',
    choose: (value) => (typeof value === 'boolean' ? flag : 'SchemaObject'),
  },
  SchemaObject: object(
    'a schema',
    {
      $ref: text,
      $id: text,
      $schema: text,
      $anchor: text,
      $comment: text,
      $defs: map('Schema'),
      $dynamicAnchor: text,
      $dynamicRef: text,
      $vocabulary: any,
      definitions: map('Schema'),
      title: text,
      description: text,
      default: any,
      example: any,
      examples: list(any),
      deprecated: flag,
      readOnly: flag,
      writeOnly: flag,
      type: { kind: 'choice', choose: (value) => (Array.isArray(value) ? distinctList(type, 1) : type) },
      enum: distinctList(any, 1),
      const: any,
      format: text,
      pattern: regex,
      minLength: size,
      maxLength: size,
      multipleOf: { kind: 'number', integer: false, above: 0 },
      minimum: number,
      maximum: number,
      exclusiveMinimum: number,
      exclusiveMaximum: number,
      items: 'Schema',
      prefixItems: list('Schema', 1),
      contains: 'Schema',
      minContains: size,
      maxContains: size,
      minItems: size,
      maxItems: size,
      uniqueItems: flag,
      properties: map('Schema'),
      patternProperties: map('Schema', 'regex'),
      additionalProperties: 'Schema',
      unevaluatedProperties: 'Schema',
      unevaluatedItems: 'Schema',
      propertyNames: 'Schema',
      minProperties: size,
      maxProperties: size,
      required: distinctList(text),
      dependentRequired: map(distinctList(text)),
      dependentSchemas: map('Schema'),
      allOf: list('Schema', 1),
      anyOf: list('Schema', 1),
      oneOf: list('Schema', 1),
      not: 'Schema',
      if: 'Schema',
      // biome-ignore lint/suspicious/noThenProperty: a keyword of JSON Schema; nobody awaits this table.
      then: 'Schema',
      else: 'Schema',
      contentEncoding: text,
      contentMediaType: text,
      contentSchema: 'Schema',
      discriminator: object(
        'a discriminator',
        { propertyName: text, mapping: map(text) },
        { required: ['propertyName'] },
      ),
      externalDocs: 'ExternalDocs',
      xml: any,
      // Our own: docs/architecture.md, "Extension points".
      'x-each-job-type': map(word('role', 'name', 'input', 'result', 'timeout', 'queueTimeout')),
      'x-job-events': 'SchemaObject',
      'x-status': integer(400, 599),
      'x-retryable': flag,
    },
    { code: 'bad-schema' },
  ),
  ExternalDocs: object(
    'external documentation',
    { description: text, url: textLike(/^\S+$/, 'a URL') },
    { required: ['url'] },
  ),
};
