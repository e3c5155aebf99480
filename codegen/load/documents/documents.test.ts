/** Documents as people write them, and what they are lowered to. */
import { mkdir, mkdtemp, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { JsonObject, JsonValue } from '../../model/contract.js';
import { typeName } from '../../model/names.js';
import { valueAt } from '../json.js';
import { type LoweredDocument, lowerDocuments } from './load-documents.js';
import { type ReadOptions, readDocuments } from './read-documents.js';

let root: string;
beforeEach(async () => {
  root = await mkdtemp(join(tmpdir(), 'specwire-documents-'));
});
afterEach(() => rm(root, { recursive: true, force: true }));

type Lowered = LoweredDocument & { readonly told: readonly string[] };

/** Lowers `api.yaml` of some files; texts or values. */
async function lower(
  files: Readonly<Record<string, string | object>>,
  options: Partial<ReadOptions> = {},
): Promise<Lowered> {
  for (const [name, content] of Object.entries(files)) {
    await mkdir(dirname(join(root, name)), { recursive: true });
    await writeFile(
      join(root, name),
      typeof content === 'string' ? content : JSON.stringify(content, null, 2),
    );
  }
  const { set, diagnostics } = await readDocuments([join(root, 'api.yaml')], { cwd: root, ...options });
  const lowered = lowerDocuments(set);
  const told = [...diagnostics, ...lowered.diagnostics].map(
    ({ severity, code, message, file, line, column }) =>
      `${file}:${line}:${column} ${severity}[${code}] ${message}`,
  );
  return { ...lowered, told };
}

function document(version: string, schemas: object, more: object = {}): object {
  return {
    openapi: version,
    info: { title: 't', version: '1' },
    paths: {},
    components: { schemas },
    ...more,
  };
}

describe('a schema of OpenAPI 3.0', () => {
  const cases: readonly [name: string, given: object, want: JsonValue][] = [
    ['nullable', { type: 'string', nullable: true }, { type: ['string', 'null'] }],
    [
      'nullable with an enum',
      { type: 'string', nullable: true, enum: ['a'] },
      { type: ['string', 'null'], enum: ['a', null] },
    ],
    [
      'nullable with an enum that has null',
      { type: 'string', nullable: true, enum: ['a', null] },
      { type: ['string', 'null'], enum: ['a', null] },
    ],
    [
      'nullable anyOf',
      { nullable: true, anyOf: [{ type: 'string' }] },
      { anyOf: [{ type: 'string' }, { type: 'null' }] },
    ],
    [
      'nullable allOf',
      { nullable: true, description: 'd', allOf: [{ type: 'string' }] },
      { description: 'd', anyOf: [{ allOf: [{ type: 'string' }] }, { type: 'null' }] },
    ],
    [
      'nullable properties without a type',
      { nullable: true, description: 'd', properties: { a: {} } },
      { description: 'd', anyOf: [{ properties: { a: {} } }, { type: 'null' }] },
    ],
    [
      'nullable properties beside a choice',
      { nullable: true, properties: { a: {} }, oneOf: [{ required: ['a'] }] },
      { anyOf: [{ properties: { a: {} }, oneOf: [{ required: ['a'] }] }, { type: 'null' }] },
    ],
    ['nullable items', { nullable: true, items: {} }, { anyOf: [{ items: {} }, { type: 'null' }] }],
    ['nullable, of no type', { nullable: true, minLength: 1 }, { minLength: 1 }],
    [
      'nullable beside a reference',
      { nullable: true, $ref: '#/components/schemas/Other' },
      { anyOf: [{ $ref: '#/components/schemas/Other' }, { type: 'null' }] },
    ],
    ['nullable alone', { nullable: true }, {}],
    ['not nullable', { type: 'string', nullable: false }, { type: 'string' }],
    [
      'exclusive bounds',
      { type: 'number', minimum: 1, exclusiveMinimum: true, maximum: 2, exclusiveMaximum: false },
      { type: 'number', exclusiveMinimum: 1, maximum: 2 },
    ],
    ['an example', { type: 'string', example: 'a' }, { type: 'string', examples: ['a'] }],
    [
      'a discriminator by name',
      {
        oneOf: [{ $ref: '#/components/schemas/Other' }],
        discriminator: { propertyName: 'k', mapping: { o: 'Other' } },
      },
      {
        oneOf: [{ $ref: '#/components/schemas/Other' }],
        discriminator: { propertyName: 'k', mapping: { o: '#/components/schemas/Other' } },
      },
    ],
    [
      'properties by the names of keywords',
      { properties: { type: { type: 'string' }, $ref: { type: 'string' } } },
      { properties: { type: { type: 'string' }, $ref: { type: 'string' } } },
    ],
    ['an extension', { type: 'string', 'x-order': 1 }, { type: 'string', 'x-order': 1 }],
  ];

  test.each(cases)('%s', async (_, given, want) => {
    const { schemas, told } = await lower({
      'api.yaml': document('3.0.3', { S: given, Other: { type: 'object' } }),
    });
    expect(schemas.S).toEqual(want);
    expect(told).toEqual([]);
  });
});

describe('a schema of OpenAPI 3.1', () => {
  const cases: readonly [name: string, given: object, want: JsonValue][] = [
    [
      'a reference with words',
      { $ref: '#/components/schemas/Other', description: 'd' },
      { $ref: '#/components/schemas/Other', description: 'd' },
    ],
    [
      'a reference with rules',
      { $ref: '#/components/schemas/Other', required: ['a'] },
      { required: ['a'], allOf: [{ $ref: '#/components/schemas/Other' }] },
    ],
    [
      'a tuple of an older draft',
      { type: 'array', items: [{ type: 'string' }], additionalItems: false },
      { type: 'array', prefixItems: [{ type: 'string' }], items: false },
    ],
    [
      'dependencies',
      { dependencies: { a: ['b'], c: { required: ['d'] } } },
      { dependentRequired: { a: ['b'] }, dependentSchemas: { c: { required: ['d'] } } },
    ],
    ['a schema of nothing', true as never, true],
  ];

  test.each(cases)('%s', async (_, given, want) => {
    const { schemas, told } = await lower({
      'api.yaml': document('3.1.0', { S: given, Other: { type: 'object' } }),
    });
    expect(schemas.S).toEqual(want);
    expect(told).toEqual([]);
  });
});

describe('what makes no sense', () => {
  const cases: readonly [name: string, given: JsonValue, want: JsonValue, told: string][] = [
    [
      'a type that nobody knows',
      { type: 'file' },
      {},
      'warning[bad-schema] "file" is no type of JSON Schema; every value is allowed',
    ],
    ['a type with a slip', { type: 'intger' }, {}, 'error[bad-schema] "intger" is no type of JSON Schema'],
    [
      'required of the third draft',
      { type: 'object', required: true },
      { type: 'object' },
      'warning[bad-schema] `required` is a list of names, not true; it is left out',
    ],
    [
      'numbers in a list of texts',
      { type: 'string', enum: [1, 'a', true, { b: 1 }] },
      { type: 'string', enum: ['1', 'a', 'true'] },
      'warning[bad-schema] 1 is of no type `string`; what can be made one is taken for it',
    ],
    [
      'texts in a list of numbers',
      { type: ['integer', 'null'], enum: ['1', '2 (two)', null] },
      { type: ['integer', 'null'], enum: [1, null] },
      'warning[bad-schema] "1" is of no type `integer`; what can be made one is taken for it',
    ],
    [
      'a list without any value of the type',
      { type: 'integer', enum: ['a', '1.5'] },
      { type: 'integer' },
      'warning[bad-schema] "a" is of no type `integer`, nor is any other value of this `enum`; it is left out',
    ],
    [
      'what items may be beside their list',
      { type: 'array', items: { type: 'string' }, enum: ['a', 'b'] },
      { type: 'array', items: { type: 'string', enum: ['a', 'b'] } },
      'warning[bad-schema] no list is in this `enum`; it is taken for that of the items',
    ],
    [
      'a default of another type',
      { type: 'integer', default: 'ten' },
      { type: 'integer' },
      'warning[bad-schema] "ten" is not what its own schema allows; this `default` is left out',
    ],
    [
      'a default that is in no list',
      { default: 'ASC', anyOf: [{ enum: ['asc', 'desc'] }, { type: 'null' }] },
      { anyOf: [{ enum: ['asc', 'desc'] }, { type: 'null' }] },
      'warning[bad-schema] "ASC" is not what its own schema allows; this `default` is left out',
    ],
    [
      'a default out of bounds',
      { type: 'array', items: { type: 'integer', minimum: 1 }, default: [1, 0] },
      { type: 'array', items: { type: 'integer', minimum: 1 } },
      'warning[bad-schema] [1,0] is not what its own schema allows; this `default` is left out',
    ],
    [
      'a pattern of another language',
      { type: 'string', pattern: '(?i)a' },
      { type: 'string' },
      'warning[unsupported] `(?i)a` is no regular expression of ECMAScript; it is not checked',
    ],
    [
      'a slip in a keyword',
      { type: 'object', propertes: {} },
      { type: 'object' },
      'warning[unknown-keyword] `propertes` is not a keyword of JSON Schema, and has no effect',
    ],
    ['a schema that is a text', 'string', true, 'warning[bad-schema] a schema is an object'],
  ];

  test.each(cases)('%s', async (_, given, want, message) => {
    const { schemas, told } = await lower({ 'api.yaml': document('3.1.0', { S: given }) });
    expect(schemas.S).toEqual(want);
    expect(told.map((one) => one.replace(/^api\.yaml:\d+:\d+ /, ''))).toEqual([message]);
    expect(told[0]).toMatch(/^api\.yaml:(1[0-9]|9):\d+ /);
  });
});

test.each<[string, object, JsonValue, string?]>([
  [
    'a number in quotes',
    { default: '10', type: 'integer' },
    10,
    '"10" is not what its own schema allows; it is read as 10',
  ],
  [
    'a flag in quotes',
    { default: 'false', type: 'boolean' },
    false,
    '"false" is not what its own schema allows; it is read as false',
  ],
  [
    'a text without them',
    { default: 1.5, type: 'string' },
    '1.5',
    '1.5 is not what its own schema allows; it is read as "1.5"',
  ],
  [
    'a number behind a reference',
    { default: '2', $ref: '#/components/schemas/Count' },
    2,
    '"2" is not what its own schema allows; it is read as 2',
  ],
  ['right', { default: [1, null], type: 'array', items: { type: ['integer', 'null'] } }, [1, null]],
  ['an object, which is not looked into', { default: {}, type: 'object', required: ['a'] }, {}],
])('a default that is %s', async (_, given, want, message) => {
  const schemas = { S: given, Count: { type: 'integer', maximum: 2 } };
  const lowered = await lower({ 'api.yaml': document('3.1.0', schemas) });
  const told = message === undefined ? [] : [`api.yaml:11:20 warning[bad-schema] ${message}`];
  expect(lowered.told).toEqual(told);
  expect(valueAt(lowered.schemas as JsonObject, '/S/default')).toEqual(want);
});

test('a default that a reference refuses', async () => {
  const given = { $ref: '#/components/schemas/Count', default: 3 };
  const { schemas, told } = await lower({
    'api.yaml': document('3.1.0', { S: given, Count: { type: 'integer', maximum: 2 } }),
  });
  expect(schemas.S).toEqual({ $ref: '#/components/schemas/Count' });
  expect(told).toEqual([
    'api.yaml:12:20 warning[bad-schema] 3 is not what its own schema allows; this `default` is left out',
  ]);
});

describe('references', () => {
  const get = (schema: object) => ({
    '/a': {
      get: {
        operationId: 'a',
        responses: { 200: { description: '', content: { 'application/json': { schema } } } },
      },
    },
  });

  async function schemaOf(
    files: Record<string, string | object>,
    reference: string,
  ): Promise<[JsonValue, Lowered]> {
    const api = document('3.1.0', { Own: { type: 'integer' } }, { paths: get({ $ref: reference }) });
    const lowered = await lower({ ...files, 'api.yaml': api });
    const at = '/paths/~1a/get/responses/200/content/application~1json/schema';
    return [valueAt(lowered.openapi, at) ?? null, lowered];
  }

  test.each([
    ['into another file', './other.yaml#/components/schemas/Pet', 'Pet'],
    ['to a whole file', 'pet.json', 'Pet'],
    ['with an encoded name', 'my%20file.yaml#/a~1b', 'a/b'],
    ['with a name as it is', 'my file.yaml#/a~1b', 'a/b'],
    ['to an anchor', 'other.yaml#pet', 'Pet'],
  ])('%s', async (_, reference, name) => {
    const files = {
      'other.yaml': { components: { schemas: { Pet: { $anchor: 'pet', type: 'string' } } } },
      'pet.json': { type: 'object', properties: { self: { $ref: '#' } } },
      'my file.yaml': { 'a/b': { type: 'string' } },
    };
    const [schema, { schemas, told }] = await schemaOf(files, reference);
    expect(told).toEqual([]);
    expect(schema).toEqual({
      $ref: `#/components/schemas/${encodeURIComponent(name.replaceAll('/', '~1'))}`,
    });
    expect(Object.keys(schemas)).toContain(name);
  });

  test('between files in a circle end', async () => {
    const files = {
      'a.yaml': { type: 'object', properties: { b: { $ref: 'b.yaml' } } },
      'b.yaml': { type: 'object', properties: { a: { $ref: 'a.yaml' } } },
    };
    const [, { schemas, told }] = await schemaOf(files, 'a.yaml');
    expect(told).toEqual([]);
    expect(schemas.B).toEqual({ type: 'object', properties: { a: { $ref: '#/components/schemas/A' } } });
  });

  test('to an identifier within the document', async () => {
    const schemas = {
      Pet: {
        $id: 'https://example.com/pet',
        type: 'object',
        properties: { tag: { $ref: '#/$defs/tag' } },
        $defs: { tag: { type: 'string' } },
      },
      Use: { $ref: 'https://example.com/pet' },
      Part: { $ref: 'https://example.com/pet#/$defs/tag' },
    };
    const lowered = await lower({ 'api.yaml': document('3.1.0', schemas) });
    expect(lowered.told).toEqual([]);
    expect(lowered.schemas.Use).toEqual({ $ref: '#/components/schemas/Pet' });
    expect(lowered.schemas.Part).toEqual({ $ref: '#/components/schemas/PetTag' });
    expect(lowered.schemas.PetTag).toEqual({ type: 'string' });
  });

  test.each([
    ['a file that is not there', 'pets.yaml', 'error[dangling-ref] there is no file for `pets.yaml`'],
    ['a folder', 'folder', 'error[bad-ref] `folder` cannot be read: it is a folder, not a file'],
    [
      'nothing in the file',
      '#/components/schemas/Onw',
      'error[dangling-ref] there is nothing at `#/components/schemas/Onw` in api.yaml',
    ],
    [
      'an anchor that is not there',
      '#nowhere',
      'error[dangling-ref] there is no `$anchor: nowhere` in api.yaml',
    ],
    [
      'another machine',
      'http://127.0.0.1:9/x',
      'error[bad-ref] `http://127.0.0.1:9/x` cannot be read: it is on another machine',
    ],
    [
      'a file outside',
      '../outside.yaml',
      'error[bad-ref] `../outside.yaml` cannot be read: it stands outside of the folder of the document',
    ],
    [
      'a link that leads outside',
      'link.yaml',
      'error[bad-ref] `link.yaml` cannot be read: it stands outside of the folder of the document',
    ],
  ])('to %s', async (_, reference, message) => {
    const outside = join(root, '..', `outside-${process.pid}.yaml`);
    await writeFile(outside, 'type: string');
    try {
      await mkdir(join(root, 'folder'));
      await symlink(outside, join(root, 'link.yaml'));
      const [, { told }] = await schemaOf(
        {},
        reference.replace('outside.yaml', `outside-${process.pid}.yaml`),
      );
      const shown = told.map((one) => one.replaceAll(`outside-${process.pid}`, 'outside'));
      expect(shown).toHaveLength(1);
      expect(shown[0]).toMatch(/^api\.yaml:\d+:\d+ /);
      expect(shown[0]).toContain(message);
    } finally {
      await rm(outside);
    }
  });

  test('to a file outside are followed where that is allowed', async () => {
    const outside = join(root, '..', `allowed-${process.pid}.yaml`);
    await writeFile(outside, 'type: string');
    try {
      const api = document('3.1.0', { S: { $ref: `../allowed-${process.pid}.yaml` } });
      expect((await lower({ 'api.yaml': api }, { allowOutside: true })).told).toEqual([]);
    } finally {
      await rm(outside);
    }
  });

  test('that lead back before anything is looked into are opened', async () => {
    const schemas = {
      A: { allOf: [{ $ref: '#/components/schemas/B' }] },
      B: { anyOf: [{ $ref: '#/components/schemas/A' }, { type: 'string' }] },
    };
    const lowered = await lower({ 'api.yaml': document('3.0.0', schemas) });
    expect(lowered.told.join()).toContain('`B` leads back to `A` without an end');
    expect(lowered.schemas).toEqual({
      A: { allOf: [{ $ref: '#/components/schemas/B' }] },
      B: { anyOf: [{}, { type: 'string' }] },
    });
  });
});

describe('names', () => {
  test('that code cannot tell apart get numbers, whatever stands first', async () => {
    const schemas = { error: { type: 'string' }, Error: { type: 'integer' }, 'e-rror': { type: 'null' } };
    const shuffled = Object.fromEntries(Object.entries(schemas).reverse());
    const [one, other] = [
      await lower({ 'api.yaml': document('3.1.0', schemas) }),
      await lower({ 'api.yaml': document('3.1.0', shuffled) }),
    ];
    expect(one.schemas).toEqual(other.schemas);
    expect(one.schemas).toMatchObject({ Error: { type: 'integer' } });
    expect(Object.keys(one.schemas).sort()).toEqual(['Error', 'e-rror_2', 'error_3']);
    expect(one.told).toHaveLength(2);
  });

  test('in letters that no identifier has are told apart, and told with their rivals', async () => {
    const given = document('3.1.0', {
      用户: { type: 'string' },
      订单: { $ref: './more.json#/$defs/商品' },
      Basket: { properties: { of: { $ref: './更多.json#/properties/商品' } } },
    });
    const { schemas, told } = await lower({
      'api.yaml': given,
      'more.json': { $defs: { 商品: { type: 'integer' } } },
      '更多.json': { properties: { 商品: { type: 'boolean' } } },
    });
    expect(Object.keys(schemas).map((name) => [name, typeName(name)])).toEqual([
      ['用户', 'Schema'],
      ['订单_2', 'Schema_2'],
      ['Basket', 'Basket'],
      ['Schema_3', 'Schema_3'],
    ]);
    expect(told).toEqual([
      expect.stringMatching(
        / warning\[name-collision\] `订单` and `用户` are one name in code: this one is `订单_2`$/,
      ),
      expect.stringMatching(
        / warning\[name-collision\] `Schema` and `用户` are one name in code: this one is `Schema_3`$/,
      ),
    ]);
  });

  test('of operations are made of method and path where there are none', async () => {
    const operation = { responses: {} };
    const paths = {
      '/pets/{id}/toys': { get: operation, post: { operationId: 'getPetsByIdToys', ...operation } },
    };
    const lowered = await lower({ 'api.yaml': document('3.1.0', {}, { paths }) });
    const item = (lowered.openapi.paths as Record<string, Record<string, { operationId: string }>>)[
      '/pets/{id}/toys'
    ];
    expect(item?.post?.operationId).toBe('getPetsByIdToys');
    expect(item?.get?.operationId).toBe('getPetsByIdToys_2');
    expect(lowered.told.join()).toContain('has no `operationId`');
  });

  test('that two operations share are a mistake', async () => {
    const operation = { operationId: 'x', responses: {} };
    const lowered = await lower({
      'api.yaml': document('3.1.0', {}, { paths: { '/a': { get: operation }, '/b': { get: operation } } }),
    });
    expect(lowered.told).toEqual([
      expect.stringMatching(/ error\[duplicate-operation-id\] `x` is the id of get \/a already$/),
    ]);
  });
});

describe('a text that is no document', () => {
  test.each([
    ['nothing', '', 'error[structure] this is no document'],
    ['a list', '[]', 'error[structure] this is no document'],
    ['Swagger', '{ "swagger": "2.0" }', 'error[structure] Swagger 2.0 is not read'],
    ['OpenAPI 4', 'openapi: 4.0.0', 'error[structure] OpenAPI 4.0.0 is not read'],
    [
      'a key that stands twice in JSON',
      '{ "openapi": "3.1.0", "openapi": "3.1.0" }',
      'error[duplicate-key] `"openapi"` stands twice in this mapping',
    ],
    ['JSON with a comma too many', '{ "openapi": "3.1.0", }}', 'error[bad-yaml]'],
    [
      '10,000 levels',
      `{"openapi":"3.1.0","x":${'['.repeat(10_000)}${']'.repeat(10_000)}}`,
      'error[bad-yaml] nested more than 200 levels deep',
    ],
    [
      '10,000 levels of YAML',
      `openapi: 3.1.0\nx: ${'['.repeat(10_000)}${']'.repeat(10_000)}`,
      'error[bad-yaml] nested more than 200 levels deep',
    ],
    [
      'a bomb',
      `a: &a [1]\n${[...'bcdefghi'].map((name, index) => `${name}: &${name} [${Array(10).fill(`*${'abcdefgh'[index]}`)}]`).join('\n')}\n`,
      'error[bad-yaml]',
    ],
  ])('%s', async (_, text, message) => {
    const { told } = await lower({ 'api.yaml': text });
    expect(told.join('\n')).toContain(message);
  });
});

test('a number for a version is one', async () => {
  const { openapi, told } = await lower({
    'api.yaml': 'openapi: 3.1\ninfo: { title: 1, version: 1.0 }\npaths: {}',
  });
  expect(told).toEqual([]);
  expect(openapi).toMatchObject({ openapi: '3.1.0', info: { title: '1', version: '1' } });
});

describe('paths', () => {
  const get = (operationId: string, ...names: readonly string[]) => ({
    get: {
      operationId,
      responses: {},
      parameters: names.map((name) => ({ name, in: 'path', required: true, schema: {} })),
    },
  });

  test.each<[string, Readonly<Record<string, object>>, readonly string[]]>([
    [
      'that differ',
      { '/a?x=1': get('a'), '/a?x=2': get('b'), '/a': get('c'), '/b/{x}.json': get('d', 'x') },
      [],
    ],
    [
      'that differ in what is not sent',
      { '/a/{x}#b': get('a', 'x'), '/a/{y}': get('b', 'y') },
      [
        'warning[path] a server cannot tell this from GET `/a/{y}`: what stands behind `#` is not sent. It has the latter alone, the client both',
      ],
    ],
    [
      'that differ in names',
      { '/a/{x}': get('a', 'x'), '/a/{y}': get('b', 'y') },
      [
        'warning[path] a server cannot tell this from GET `/a/{x}`: only the names of parameters differ. It has the latter alone, the client both',
      ],
    ],
    [
      'that no parameters describe',
      { '/a/{x}': get('a', 'y') },
      [
        'warning[path] no parameter describes `{x}`: it is any text',
        'warning[path] the path has no `{y}`: the parameter is left out',
      ],
    ],
  ])('%s', async (_, paths, told) => {
    const lowered = await lower({ 'api.yaml': document('3.1.0', {}, { paths }) });
    expect(lowered.told.map((one) => one.replace(/^\S+ /, ''))).toEqual(told);
  });
});

test('further methods, and those that are none', async () => {
  const operation = (operationId: string) => ({ operationId, responses: {} });
  const item = {
    query: operation('query'),
    additionalOperations: {
      LINK: operation('link'),
      FOO: operation('foo'),
      POST: operation('post'),
      CONNECT: operation('connect'),
      'A B': operation('blank'),
    },
  };
  const { told, openapi } = await lower({ 'api.yaml': document('3.2.0', {}, { paths: { '/a': item } }) });
  expect(told.map((one) => one.replace(/^\S+ /, ''))).toEqual([
    'warning[unsupported] servers on Node answer `FOO` with 400, whatever the contract; clients send it',
    'warning[structure] `POST` has a field of its own; this is left out',
    'warning[unsupported] clients and servers have no CONNECT; this is left out',
    'warning[structure] `A B` cannot be a method of HTTP; this is left out',
  ]);
  const further = valueAt(openapi, '/paths/~1a/x-additionalOperations') as object;
  expect(Object.keys(further)).toEqual(['QUERY', 'LINK', 'FOO']);
});

test('what is no content type, no name of a header, and cannot be sent', async () => {
  const media = { schema: { type: 'string' } };
  const paths = {
    '/a': {
      get: {
        operationId: 'a',
        requestBody: { content: { 'application/json, charset=utf-8': media } },
        parameters: [{ name: '', in: 'header', schema: {} }],
        responses: {
          200: { description: '', content: { PDF: media } },
          400: { description: '', content: { 'text/plain': media, code: {} } },
        },
      },
      trace: { operationId: 'b', responses: {} },
    },
  };
  const { told, openapi } = await lower({ 'api.yaml': document('3.0.3', {}, { paths }) });
  expect(told.map((one) => one.replace(/^\S+ /, ''))).toEqual([
    'warning[unsupported] clients cannot send GET with a body; servers take it',
    'warning[structure] `application/json, charset=utf-8` is no content type; it is left out or read as it is meant',
    expect.stringContaining('warning[structure] this is to be a parameter with the name of a header'),
    'warning[structure] `PDF` is no content type; any is taken for it',
    'warning[structure] `code` is no content type; it is left out or read as it is meant',
    'warning[unsupported] clients cannot send TRACE; servers take it',
  ]);
  const operation = valueAt(openapi, '/paths/~1a/get') as JsonObject;
  const contents = [operation.requestBody, ...Object.values(operation.responses as JsonObject)];
  expect(contents.map((one) => Object.keys((one as { content: object }).content))).toEqual([
    ['application/json'],
    ['*/*'],
    ['text/plain'],
  ]);
  expect(operation.parameters).toEqual([]);
});
