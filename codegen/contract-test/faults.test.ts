/** Services with one planted fault each: it is found, it alone, and told with the place of what it breaks. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, test } from 'vitest';
import { readDocument } from '../bundle/index.js';
import type { PlaceOf } from '../bundle/places.js';
import type { Contract } from '../model/contract.js';
import type { CaseResult } from './report.js';
import { type TestOptions, testService } from './test-service.js';
import { SHOP_KEY, type ShopFault, startShop } from './testing/shop-server.js';

const FOLDER = join(import.meta.dirname, 'fixtures');
const LINES = readFileSync(join(FOLDER, 'shop.yaml'), 'utf8').split('\n');

let contract: Contract;
let placeOf: PlaceOf;
beforeAll(async () => {
  const read = await readDocument([join(FOLDER, 'shop.yaml')], { cwd: FOLDER });
  if (read.contract === undefined) throw new Error('the document has mistakes');
  ({ contract, placeOf } = read);
});

async function run(url: string, options: Partial<TestOptions> = {}): Promise<readonly CaseResult[]> {
  const report = await testService(contract, {
    url: new URL(url),
    headers: [['Authorization', `Bearer ${SHOP_KEY}`]],
    timeoutMs: 1_000,
    ...{
      placeOf,
      only: [],
      skip: [],
      isSafe: false,
      isStrict: false,
      mostEvents: 20,
      waitMs: 0,
      onCases: () => undefined,
    },
    ...options,
  });
  expect(report.unreachable).toBeUndefined();
  return report.cases;
}

const nameOf = ({ operationId, subject, name }: CaseResult) => `${operationId ?? subject}: ${name}`;
const failuresOf = (cases: readonly CaseResult[]) => cases.filter(({ outcome }) => outcome === 'failed');

test('a service that keeps its contract passes, and nothing is skipped', async () => {
  await using shop = await startShop();
  const cases = await run(shop.url);
  expect(failuresOf(cases)).toEqual([]);
  expect(
    cases.filter(({ outcome }) => outcome !== 'passed').map((one) => `${nameOf(one)}: ${one.reason}`),
  ).toEqual([]);
  expect(cases.length).toBeGreaterThan(35);
  expect(new Set(cases.map(({ operationId }) => operationId))).toEqual(
    new Set([undefined, ...contract.operations.map(({ operationId }) => operationId)]),
  );
});

/** The fault; the cases that find it; what the first of them says; and a line of the document that it points to. */
const FAULTS: readonly (readonly [ShopFault, readonly string[], RegExp, string?])[] = [
  [
    'undocumented status',
    ['getBook: answers a valid request'],
    /^status 203 is not documented; 200, 401, 404 are$/,
    'responses:',
  ],
  [
    'wrong field',
    ['getBook: answers a valid request'],
    /^#\/title must be string$/,
    'title: { type: string }',
  ],
  [
    'missing field',
    ['getBook: answers a valid request'],
    /^#\/title is required$/,
    'title: { type: string }',
  ],
  ['no header', ['addBook: answers a valid request'], /^header Location is required$/, 'Location: {'],
  ['wrong header', ['listBooks: answers a valid request'], /^header X-Total must be integer$/, 'X-Total: {'],
  [
    'wrong content type',
    ['getBook: answers a valid request'],
    /^content type text\/plain is not documented for 200; application\/json is$/,
    'content:',
  ],
  [
    'body that is not JSON',
    ['getBook: answers a valid request'],
    /^# the body is not JSON$/,
    'schema: { $ref: "#/components/schemas/Book" }',
  ],
  [
    '500 on broken JSON',
    ['addBook: refuses a body that is not JSON'],
    /^answers 500; a wrong request is refused with a 4xx status$/,
    'application/json:',
  ],
  [
    'accepts what is too short',
    ['addBook: refuses body /title as "" (minLength)'],
    /^is accepted with 201; the contract refuses it$/,
    'title: { type: string, minLength: 1, maxLength: 80 }',
  ],
  [
    'accepts unknown fields',
    ['addBook: refuses the body with "no such field" (additionalProperties)'],
    /^is accepted with 201/,
  ],
  [
    'accepts any limit',
    [
      'listBooks: refuses query limit as "wrong" (type)',
      'listBooks: refuses query limit as 0 (minimum)',
      'listBooks: refuses query limit as 101 (maximum)',
    ],
    /^is accepted with 200/,
    '- name: limit',
  ],
  [
    'takes any content type',
    ['addBook: refuses a request without its body', 'addBook: refuses a body of another content type'],
    /^is accepted with 201/,
    'requestBody:',
  ],
  [
    'refuses what is right',
    ['addBook: answers a valid request'],
    /^refuses with 400 a request that the contract allows$/,
    'post:',
  ],
  [
    'forgets what it made',
    ['getBook: answers a valid request'],
    /^answers 404 for what the service itself has just made$/,
    'get:',
  ],
  [
    '200 for unknown paths',
    ['GET /no-such-path-in-the-contract: answers 404'],
    /^answers 200; 404 says that there is nothing$/,
  ],
  ['wrong event', ['watch: streams text/event-stream'], /^event 3 \(sale\) #\/sold must be integer$/],
  [
    'unknown event',
    ['watch: streams text/event-stream'],
    /^event 3 \(theft\) is no event of the contract; sale are$/,
  ],
  ['event that is not JSON', ['watch: streams text/event-stream'], /^event 3 \(sale\) # is not JSON$/],
  ['ids twice', ['watch: streams text/event-stream'], /^event 5 has the id 4, as an event before it has/],
  [
    'loses an event on resume',
    ['watch: goes on after Last-Event-ID'],
    /^the stream that goes on after the event 3 has event 5 where 4 came the first time$/,
    'get:',
  ],
  [
    'begins again on resume',
    ['watch: goes on after Last-Event-ID'],
    /^the stream that goes on after the event 3 has event 1 where 4 came/,
  ],
  [
    'changes an event on resume',
    ['watch: goes on after Last-Event-ID'],
    /^event 4 is another one in the stream that goes on after the event 3: sale \{"sold":104\}, the first time sale \{"sold":4\}$/,
  ],
  ['wrong line', ['exportSales: streams application/jsonl'], /^item 2 #\/sold must be integer$/],
  ['breaks off', ['getBook: answers a valid request'], /^the connection broke: /],
  ['says nothing', ['getBook: answers a valid request'], /^no whole answer came within 1 s$/],
];

describe('finds one fault, and nothing else', () => {
  test.for(FAULTS)('%s', async ([fault, names, says, line]) => {
    await using shop = await startShop(fault);
    const failures = failuresOf(await run(shop.url));
    expect(failures.map(nameOf)).toEqual(names.map((name) => expect.stringContaining(name) as string));
    const [{ pointer, message, place } = { message: '' }] = failures[0]?.faults ?? [];
    expect([pointer, message].filter((one) => one !== undefined).join(' ')).toMatch(says);
    if (line === undefined) return;
    const [file, row = ''] = place?.split(':') ?? [];
    expect(file).toBe('shop.yaml');
    expect(LINES[Number(row) - 1]?.trim()).toContain(line);
  });
});

describe('finds a fault that is everywhere', () => {
  test.each<readonly [ShopFault, RegExp, RegExp, number]>([
    ['500 on everything wrong', /: refuses /, /^answers 500; a wrong request/, 10],
    ['refuses with 418', /: refuses /, /^status 418 is not documented/, 10],
    ['problem with another status', /: refuses /, /^says 500, and the answer's status is 4(00|15)$/, 10],
    ['asks nobody for credentials', /: refuses who shows no credentials$/, /^is accepted with 20/, 6],
    [
      'refuses the right credentials',
      /: (answers|streams)/,
      /refuses the given credentials with 401|answers 401/,
      5,
    ],
    ['200 for unknown methods', /answers 405 to/, /^answers 200; 405 or 404 says/, 4],
  ])('%s', async (fault, names, says, least) => {
    await using shop = await startShop(fault);
    const failures = failuresOf(await run(shop.url));
    expect(failures.length).toBeGreaterThanOrEqual(least);
    for (const failure of failures) {
      expect(nameOf(failure)).toMatch(names);
      expect(failure.faults[0]?.message).toMatch(says);
    }
  });
});

describe('too many requests (429)', () => {
  test('are no answer: what the service asks for is waited, and nothing is lost', async () => {
    await using shop = await startShop('is busy for a second');
    const pauses: number[] = [];
    const cases = await run(shop.url, { onPause: (milliseconds) => pauses.push(milliseconds) });
    expect(pauses).toEqual([1000]);
    expect(cases.filter(({ outcome }) => outcome !== 'passed').map(nameOf)).toEqual([]);
  });

  test.for(['is busy for an hour', 'is always busy'] as const)(
    'prove nothing, and are waited for a few times in all: %s',
    async (fault) => {
      await using shop = await startShop(fault);
      const cases = await run(shop.url);
      expect(cases.filter(({ outcome }) => outcome === 'passed').map(nameOf)).toEqual(
        cases.map(nameOf).filter((name) => /credentials|no-such-path/.test(name)),
      );
      const failures = failuresOf(cases);
      expect(failures.length).toBeGreaterThanOrEqual(6);
      for (const { faults } of failures)
        expect(faults[0]?.message).toMatch(/^answers 429, too many requests/);
      expect(shop.requests.length).toBeLessThan(cases.length + 10);
    },
  );
});

test('a service that goes away: what was left is skipped, with its reason', async () => {
  const shop = await startShop();
  let left = 0;
  const cases = await run(shop.url, {
    onCases: ([first]) => {
      if (first?.operationId !== 'addBook') return;
      left += 1;
      void shop[Symbol.asyncDispose]();
    },
  });
  expect(left).toBe(1);
  const failures = failuresOf(cases);
  // The connection that was open breaks, and no new one is taken.
  expect(failures.length).toBeLessThanOrEqual(2);
  expect(failures[0]?.faults[0]?.message).toMatch(/^(the connection is refused|the connection broke: .*)$/);
  const skipped = cases.filter(({ reason }) => reason === 'the service is not there any more');
  expect(skipped.length).toBeGreaterThan(3);
});

test('an operation that does not answer costs one wait', async () => {
  await using shop = await startShop('says nothing on create');
  const started = performance.now();
  const cases = await run(shop.url, { only: ['addBook'], timeoutMs: 300 });
  expect(performance.now() - started).toBeLessThan(3_000);
  expect(cases.map(({ name, outcome, reason }) => [name, outcome, reason])).toEqual(
    expect.arrayContaining([
      ['answers a valid request', 'failed', undefined],
      ['refuses what is wrong', 'skipped', 'the right request is not answered'],
    ]),
  );
});
