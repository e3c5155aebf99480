/** What no validator can check: looser there, told, and nothing else is lost. */
import { pathToFileURL } from 'node:url';
import { expect, test } from 'vitest';
import type { Contract, JsonObject, JsonSchema, Operation, SchemaGap } from '../../../model/contract.js';
import type { OperationValidators } from '../../../runtime/contract/validation.js';
import { contractOf, emitContract } from '../../../testing/emit-document.js';
import { outputFolder } from '../../../testing/emit-project.js';
import { emitOperationValidators } from './index.js';

interface Compiled {
  readonly isValid: (value: unknown) => boolean;
  readonly gaps: readonly SchemaGap[];
}

const BASE = { openapi: '3.1.0', info: { title: 'Gaps', version: '1' }, paths: {} };

/** The validator of a body whose schema came past all checks of documents; named schemas may stand beside it. */
async function compiled(schema: JsonObject, schemas: Contract['schemas'] = {}): Promise<Compiled> {
  const contract = await contractOf(BASE);
  const operation: Operation = {
    operationId: 'op',
    method: 'post',
    path: '/',
    tag: '',
    deprecated: false,
    isPublic: true,
    security: [],
    rateLimit: null,
    isIdempotent: false,
    sdkGroup: 'a',
    sdkMethod: 'b',
    parameters: [],
    requestBody: { required: true, content: [{ contentType: 'application/json', schema }] },
    responses: [],
  };
  const emitted = await emitContract({ ...contract, operations: [operation], schemas }, [
    emitOperationValidators,
  ]);
  await using output = await outputFolder(emitted.files);
  const path = pathToFileURL(`${output.path}/contract/validators/operations.js`).href;
  const module = (await import(path)) as {
    readonly operationValidators: Readonly<Record<string, () => Promise<OperationValidators>>>;
  };
  const { body } = (await module.operationValidators.op?.()) ?? {};
  return { isValid: (value) => body?.['application/json']?.(value) ?? true, gaps: emitted.gaps };
}

const ODD = { type: 'string', pattern: '(?i)^a' };

test.each<[string, JsonObject, readonly unknown[], readonly unknown[]]>([
  ['a pattern of another language', ODD, ['a', 'b'], [1]],
  [
    'a pattern that JavaScript reads as something else',
    { type: 'string', pattern: '^a\\Z' },
    ['a', 'aZ'],
    [1],
  ],
  ['a format that nobody knows', { type: 'string', format: 'odd' }, ['a'], [1]],
  ['a value that a keyword cannot have', { type: 'integer', minimum: '1' }, [0], ['a']],
  ['a type that does not exist', { type: 'file' }, ['a', 1], []],
  ['a reference to nothing', { properties: { a: { $ref: '#/components/schemas/No' } } }, [{ a: 1 }], []],
  ['no schema where one belongs', { properties: { a: null, b: { type: 'string' } } }, [{ a: 1 }], [{ b: 1 }]],
  ['an empty list of values', { properties: { a: { enum: [] }, b: { enum: [1] } } }, [{ a: 1 }], [{ b: 2 }]],
  [
    'a pattern of properties, and with it what is said of the others',
    {
      patternProperties: { '(?i)a': { type: 'string' }, '^b': { type: 'string' } },
      additionalProperties: false,
    },
    [{ a: 1 }],
    [{ b: 1 }],
  ],
  // Looser inside is stricter outside.
  ['what is not allowed', { type: 'string', not: ODD }, ['a', 'b'], [1]],
  [
    'a condition',
    // biome-ignore lint/suspicious/noThenProperty: a keyword of JSON Schema; nobody awaits this object.
    { if: ODD, then: { maxLength: 1 } },
    ['bb'],
    [],
  ],
  ['one of several', { oneOf: [ODD, { type: 'string', pattern: '^b' }] }, ['a', 'b'], [1]],
  ['at most so many', { type: 'array', contains: ODD, maxContains: 1 }, [['a', 'b']], [[1]]],
])('%s', async (_, schema, accepted, refused) => {
  const { isValid, gaps } = await compiled(schema);
  expect(accepted.filter((value) => !isValid(value))).toEqual([]);
  expect(refused.filter((value) => isValid(value))).toEqual([]);
  expect(gaps).toHaveLength(1);
});

test('one of several is any of them as well where a named schema is looser', async () => {
  const ref = (name: string): JsonSchema => ({ $ref: `#/components/schemas/${name}` });
  const schemas = { Odd: { allOf: [ref('Inner')] }, Inner: ODD } as Contract['schemas'];
  const { isValid } = await compiled({ oneOf: [ref('Odd') as JsonObject, { const: 'b' }] }, schemas);
  expect(['a', 'b', 1].map(isValid)).toEqual([true, true, false]);
});

test('a gap names the very schema of the contract, which has its place in a document', async () => {
  const inner = { type: 'string', format: 'odd' };
  const { gaps } = await compiled({ type: 'object', properties: { a: { type: 'array', items: inner } } });
  expect(gaps.map(({ schema, reason }) => [schema === inner, reason])).toEqual([
    [true, 'the format `odd` is not checked'],
  ]);
});

test('a format in another spelling is told with the one that is meant', async () => {
  const { gaps } = await compiled({ type: 'string', format: 'dateTime' });
  expect(gaps.map(({ reason }) => reason)).toEqual([
    'the format `dateTime` is not checked: is it `date-time`?',
  ]);
});

test('a format that says the type once more leaves nothing unchecked', async () => {
  const same = { type: ['string', 'null'], format: 'string' };
  const { isValid, gaps } = await compiled({
    oneOf: [same, { type: 'integer', format: 'int' }, { const: 'a' }],
  });
  expect(gaps).toEqual([]);
  // It is still one of them alone.
  expect(['b', 'a', 1, null, 1.5].map(isValid)).toEqual([true, false, true, true, false]);
});

test('what is nested deeper than code can be is accepted', async () => {
  let deep: JsonObject = { type: 'string' };
  for (let depth = 0; depth < 500; depth += 1) deep = { items: deep };
  const schema = { properties: { a: { type: 'array', items: deep }, b: { type: 'string' } } };
  const { isValid, gaps } = await compiled(schema);
  expect([{ a: [[[[1]]]] }, { a: 1 }, { b: 1 }].map(isValid)).toEqual([true, false, false]);
  expect(gaps.map(({ reason }) => reason)).toEqual([expect.stringContaining('nested too deep')]);
});
