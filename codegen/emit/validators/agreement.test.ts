/**
 * The generated validators against express-openapi-validator, on this project's own API, over thousands of requests made
 * of its examples. Where one takes what the other refuses, one of them is wrong: docs/validators.md lists what is theirs.
 */
import { pathToFileURL } from 'node:url';
import fc from 'fast-check';
import { beforeAll, expect, test } from 'vitest';
import { ContractValidator } from '../../../server/http/contract-validator.js';
import { findOperation } from '../../../server/http/operation-document.js';
import type { Contract, JsonObject, JsonValue, Operation } from '../../model/contract.js';
import type { OperationValidators, ParameterValues } from '../../runtime/contract/validation.js';
import { emitContract } from '../../testing/emit-document.js';
import { loadContract, outputFolder } from '../../testing/emit-project.js';
import { emitOperationValidators } from './operations/index.js';

const REPOSITORY = new URL('../../..', import.meta.url).pathname;
const RUNS_PER_OPERATION = process.env.SPECWIRE_TEST_FULL === undefined ? 30 : 150;
/** The same requests in every run. */
const SEED = 6;

let contract: Contract;
let theirs: ContractValidator;
let ours: Readonly<Record<string, () => Promise<OperationValidators>>>;

beforeAll(async () => {
  contract = await loadContract(REPOSITORY);
  const output = await outputFolder((await emitContract(contract, [emitOperationValidators])).files);
  const path = pathToFileURL(`${output.path}/contract/validators/operations.js`).href;
  ours = ((await import(path)) as { operationValidators: typeof ours }).operationValidators;
  const { openapi } = contract.documents;
  const operations = contract.operations.map((operation) => findOperation(openapi, operation));
  theirs = new ContractValidator(openapi, operations);
  return () => output[Symbol.asyncDispose]();
}, 60_000);

/** A request, its parameters as texts. */
interface Request {
  readonly values: ParameterValues;
  readonly body: JsonValue | undefined;
}

/** Texts that parameters may come as, sound ones and odd ones. */
const TEXTS = fc.constantFrom(
  ...[
    '1',
    '0',
    '20',
    '100',
    '101',
    '-1',
    '007',
    '1.5',
    '1.',
    '1e2',
    '0x10',
    ' 5',
    '5 ',
    '+5',
    'NaN',
    'Infinity',
  ],
  ...[
    'true',
    'false',
    'null',
    'a',
    'job_1',
    'queued',
    'succeeded',
    'text.generate',
    'wait=5',
    'ünïcode',
    '13',
  ],
  ...['2026-01-02T03:04:05Z', '2026-01-02', '2026-13-02T03:04:05Z', '0195565e-2c18-7b3f-9d4a-c1e07f52b8a6'],
  ...['websocket', 'dGhlIHNhbXBsZSBub25jZQ==', 'delivered', '99999999999999999999'],
);

function requestOf(operation: Operation): fc.Arbitrary<Request> {
  const group = (place: string) => {
    const inPlace = operation.parameters.filter((parameter) => parameter.in === place);
    const keys = inPlace.map(({ name }) => (place === 'header' ? name.toLowerCase() : name));
    const values = Object.fromEntries(keys.map((key) => [key, TEXTS]));
    // What stands in a path is there, or another route is meant.
    return place === 'path' ? fc.record(values) : fc.record(values, { requiredKeys: [] });
  };
  const values = fc.record({
    path: group('path'),
    query: group('query'),
    headers: group('header'),
    cookies: group('cookie'),
  });
  return fc.record({ values: values as fc.Arbitrary<ParameterValues>, body: bodyOf(operation) });
}

/** An example of the contract with up to three changes. */
function bodyOf(operation: Operation): fc.Arbitrary<JsonValue | undefined> {
  const examples = bodyExamples(operation);
  if (examples.length === 0) return fc.constant(undefined);
  const changes = fc.array(fc.tuple(fc.nat(), VALUES, fc.constantFrom('replace', 'remove', 'add')), {
    maxLength: 3,
  });
  return fc
    .tuple(fc.constantFrom(...examples), changes)
    .map(([example, list]) => list.reduce((value, change) => changed(value, change), example));
}

const VALUES: fc.Arbitrary<JsonValue> = fc.oneof(
  fc.constantFrom<JsonValue>(
    '',
    'a',
    'https://example.com/',
    'http://localhost',
    -1,
    0,
    1,
    1.5,
    1e9,
    true,
    null,
  ),
  fc.constantFrom<JsonValue>([], {}, ['job.succeeded'], ['a', 'a'], [1], { a: 1 }, 'x'.repeat(3000)),
  fc.constantFrom<JsonValue>('text.generate', 'text.count_tokens', 'documents.summarize', 'no.such.job'),
);

type Place = readonly [parent: Record<string, unknown>, key: string];
type BodyChange = readonly [at: number, value: JsonValue, kind: 'replace' | 'remove' | 'add'];

function changed(body: JsonValue, [at, value, kind]: BodyChange): JsonValue {
  const copy = structuredClone(body);
  const places: Place[] = [];
  const visit = (node: unknown): void => {
    if (typeof node !== 'object' || node === null) return;
    for (const key of Object.keys(node)) {
      places.push([node as Record<string, unknown>, key]);
      visit((node as Record<string, unknown>)[key]);
    }
  };
  visit(copy);
  const [parent, key] = places[at % places.length] ?? [];
  if (parent === undefined || key === undefined) return value;
  if (kind === 'remove' && !Array.isArray(parent)) delete parent[key];
  else if (kind === 'add' && !Array.isArray(parent)) parent.unknown = value;
  else parent[key] = value;
  return copy;
}

function bodyExamples({ path, method }: Operation): readonly JsonValue[] {
  const item = (contract.documents.openapi.paths as JsonObject)[path] as JsonObject;
  const body = (item[method] as { requestBody?: { content?: Record<string, { examples?: JsonObject }> } })
    .requestBody;
  const examples = Object.values(body?.content?.['application/json']?.examples ?? {});
  return examples.map((example) => (example as { value: JsonValue }).value);
}

/** Texts that theirs reads as numbers and ours does not: docs/validators.md says why. */
function isReadByTheirsOnly(operation: Operation, { values }: Request): boolean {
  return operation.parameters.some(({ name, in: place, schema }) => {
    const isNumber = typeof schema === 'object' && schema.type === 'integer';
    return isNumber && place === 'query' && /^\s|\s$|^0x|^Infinity$/i.test(String(values.query[name] ?? ''));
  });
}

/** What each says of a request: whether it is valid, and the parameters as they are then. */
async function verdicts(operation: Operation, { values, body }: Request) {
  const validators = await ours[operation.operationId]?.();
  const own = structuredClone(values);
  const isValid = validators?.parameters?.(own) ?? true;
  const check = validators?.body?.['application/json'];
  const isBodyValid = body === undefined || check === undefined || check(structuredClone(body));
  const { path, query, headers } = structuredClone(values);
  const parts = { originalUrl: '/', path, query, headers, body: structuredClone(body) };
  const errors = await theirs.run(operation.operationId, parts, body !== undefined);
  return {
    ours: isValid && isBodyValid,
    theirs: errors.length === 0,
    read: { ours: own.query, theirs: parts.query },
  };
}

test('both take and refuse the same requests, and read the same values', { timeout: 120_000 }, async () => {
  const counts = { valid: 0, refused: 0, bodies: 0 };
  for (const operation of contract.operations) {
    const property = fc.asyncProperty(requestOf(operation), async (request) => {
      fc.pre(!isReadByTheirsOnly(operation, request));
      const said = await verdicts(operation, request);
      counts[said.ours ? 'valid' : 'refused'] += 1;
      if (request.body !== undefined) counts.bodies += 1;
      expect({ request, isValid: said.ours }).toEqual({ request, isValid: said.theirs });
      // Ours also fills in defaults, which theirs are not shown.
      if (said.ours) expect(said.read.ours).toMatchObject(said.read.theirs);
    });
    await fc.assert(property, { numRuns: RUNS_PER_OPERATION, seed: SEED });
  }
  // Requests of one kind only would show little.
  expect(counts.valid).toBeGreaterThan(RUNS_PER_OPERATION * 7);
  expect(counts.refused).toBeGreaterThan(RUNS_PER_OPERATION * 2);
  expect(counts.bodies).toBeGreaterThan(RUNS_PER_OPERATION * 3);
});
