/** Documents against the mocks of themselves: generated servers, which keep the contract in all that is tested here. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { readDocument } from '../bundle/index.js';
import { startMock } from '../mock/mock-server.js';
import { contractOf } from '../testing/emit-document.js';
import { answer, record } from '../testing/recording-server.js';
import { countOutcomes, type TestReport } from './report.js';
import { type TestOptions, testService } from './test-service.js';

const CORPUS = join(import.meta.dirname, '../../tests/corpus');
const CREDENTIALS = [
  ['Authorization', 'Bearer of-the-mock'],
  ['X-Key', 'of-the-mock'],
] as const;

/** Those with operations. */
const DOCUMENTS = readdirSync(CORPUS).filter(
  (name) => /\.(yaml|json)$/.test(name) && !readFileSync(join(CORPUS, name), 'utf8').includes('asyncapi:'),
);

async function testMock(path: string, options: Partial<TestOptions> = {}): Promise<TestReport> {
  const { contract, placeOf } = await readDocument([join(CORPUS, path)], { cwd: CORPUS });
  if (contract === undefined) throw new Error('the document has mistakes');
  const pace = { milliseconds: 5, events: 6 };
  const mock = await startMock(contract, { host: '127.0.0.1', port: 0, pace, log: () => undefined });
  try {
    return await testService(contract, {
      ...{ url: new URL(mock.url), headers: CREDENTIALS, timeoutMs: 5_000, placeOf, only: [], skip: [] },
      ...{ isSafe: false, isStrict: false, mostEvents: 20, waitMs: 0, onCases: () => undefined },
      ...options,
    });
  } finally {
    await mock.stop();
  }
}

let passed = 0;
// There was much to test, in all documents together.
afterAll(() => expect(passed).toBeGreaterThan(180));

test.each([...DOCUMENTS, 'library-3.1/openapi.yaml'])('%s', async (name) => {
  const { cases } = await testMock(name);
  expect(cases.filter(({ outcome }) => outcome === 'failed')).toEqual([]);
  expect(
    cases
      .filter(({ outcome }) => outcome === 'skipped')
      .map(({ operationId, reason }) => `${operationId}: ${reason}`),
  ).toEqual([]);
  passed += countOutcomes(cases).passed;
});

test('the same requests in each run', async () => {
  const [one, other] = [await testMock('bookshop-3.0.yaml'), await testMock('bookshop-3.0.yaml')];
  const sent = ({ cases }: TestReport) =>
    cases.map(({ exchange }) => exchange?.curl.replace(/127\.0\.0\.1:\d+/, 'here'));
  expect(sent(one)).toEqual(sent(other));
});

test('a refusal that the document does not list is a remark, or a failure where it is strict', async () => {
  const { cases } = await testMock('bookshop-3.0.yaml', { only: ['addBook'] });
  expect(cases.map(({ remark }) => remark)).toContain('refused with 415, which the document does not list');
  const strict = await testMock('bookshop-3.0.yaml', { only: ['addBook'], isStrict: true });
  const failed = strict.cases.filter(({ outcome }) => outcome === 'failed');
  expect(failed.length).toBeGreaterThan(10);
  expect(failed.map(({ faults }) => faults[0]?.message)).toContain(
    'status 415 is not documented; 201, 409 are',
  );
});

test('a path parameter without a value is told, not sent', async () => {
  const parameters = [{ name: 'id', in: 'path', required: true, schema: { type: 'string', enum: [''] } }];
  const paths = {
    '/a/{id}': { get: { operationId: 'a', parameters, responses: { 204: { description: '' } } } },
  };
  const contract = await contractOf({ openapi: '3.1.0', info: { title: 't', version: '1' }, paths });
  await using service = await record(answer(404));
  const { cases } = await testService(contract, {
    ...{
      url: new URL(service.url),
      headers: [],
      timeoutMs: 5_000,
      placeOf: () => undefined,
      only: [],
      skip: [],
    },
    ...{ isSafe: false, isStrict: false, mostEvents: 20, waitMs: 0, onCases: () => undefined },
  });
  expect(cases.map(({ reason }) => reason)).toEqual([
    undefined,
    'no value was found for id in its path: give an example in the document',
  ]);
});
