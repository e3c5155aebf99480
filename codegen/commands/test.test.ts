/** The command: what it sends and shows, how it ends. */
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, relative } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { SHOP_KEY, startShop } from '../contract-test/testing/shop-server.js';
import { answerJson, record } from '../testing/recording-server.js';
import { runCommand } from '../testing/run-command.js';

const SHOP = join(import.meta.dirname, '../contract-test/fixtures/shop.yaml');
const KEY = ['--header', `Authorization: Bearer ${SHOP_KEY}`];

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'specwire-test-command-'));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

test('prints each case, and the numbers; all holds: 0', async () => {
  await using shop = await startShop();
  const { code, stdout, stderr } = await runCommand(folder, ['test', shop.url, SHOP, ...KEY]);
  expect(stderr).toBe('');
  expect(code).toBe(0);
  expect(stdout).toContain('GET /books/{book_id}  getBook\n  ✓ answers a valid request  200\n');
  expect(stdout).toMatch(/\n\d\d passed, 0 failed, 0 skipped\n$/);
});

test('a failure says what was sent, what came, what the contract says and where, and shows no credentials: 1', async () => {
  await using shop = await startShop('wrong field');
  const { code, stdout } = await runCommand(folder, [
    'test',
    shop.url,
    SHOP,
    ...KEY,
    '--operation',
    'addBook',
    '--operation',
    'getBook',
  ]);
  expect(code).toBe(1);
  expect(stdout).toContain(
    `  ✗ answers a valid request  200
      #/title must be string  ${relative(folder, SHOP)}:`,
  );
  expect(stdout).toContain(
    `sent      curl -sS -X GET '${shop.url}/books/b1' -H 'Authorization: Bearer ***' -H 'Accept: application/json, application/problem+json;q=0.5'
      came      200 application/json
                {"title":7,"genre":"novel","pages":474,"book_id":"b1"}`,
  );
  expect(stdout).not.toContain(SHOP_KEY);
  expect(stdout).toMatch(/not among --operation\n {4}listBooks, watch, exportSales, lendBook, removeBook\n/);
});

test('without credentials, it says once what is needed, and tests that nobody comes in', async () => {
  await using shop = await startShop();
  const { code, stdout } = await runCommand(folder, ['test', shop.url, SHOP]);
  expect(code).toBe(0);
  expect(stdout).toContain('✓ refuses who shows no credentials  401');
  expect(stdout).toContain(
    "needs credentials: --header 'Authorization: Bearer …'\n    addBook, listBooks, watch, ",
  );
  expect(shop.requests.filter((line) => /^(POST|DELETE) \/books\/?[^/]*$/.test(line))).toHaveLength(2);
});

test('--safe changes nothing', async () => {
  await using shop = await startShop();
  const { code, stdout } = await runCommand(folder, ['test', shop.url, SHOP, ...KEY, '--safe']);
  expect(code).toBe(0);
  expect(shop.requests.length).toBeGreaterThan(5);
  expect(shop.requests.filter((line) => !line.startsWith('GET '))).toEqual([]);
  expect(stdout).toContain('--safe: it may change something\n');
});

test('what is only found in a list is not changed, nor deleted', async () => {
  await using shop = await startShop();
  const add = {
    method: 'POST',
    headers: { authorization: `Bearer ${SHOP_KEY}`, 'content-type': 'application/json' },
    body: '{"title":"Emma"}',
  };
  expect((await fetch(`${shop.url}/books`, add)).status).toBe(201);
  await runCommand(folder, ['test', shop.url, SHOP, ...KEY, '--skip', 'addBook']);
  expect(shop.requests).toContain('GET /books/b1');
  expect(shop.requests.filter((line) => /^(POST|DELETE) \/books\/b1/.test(line))).toEqual([]);
});

test('--json and --junit tell the same to machines', async () => {
  await using shop = await startShop('no header');
  const args = ['test', shop.url, SHOP, ...KEY, '--json', '--junit', 'report.xml'];
  const { code, stdout } = await runCommand(folder, args);
  expect(code).toBe(1);
  const report = JSON.parse(stdout) as { cases: { name: string; outcome: string; faults: object[] }[] };
  expect(report).toMatchObject({ ok: false, failed: 1, skipped: 0 });
  const failed = report.cases.find(({ outcome }) => outcome === 'failed');
  expect(failed).toMatchObject({
    operationId: 'addBook',
    faults: [{ pointer: 'header Location', message: 'is required' }],
  });
  const xml = await readFile(join(folder, 'report.xml'), 'utf8');
  expect(xml).toContain(
    `<testsuites name="specwire test" tests="${report.cases.length}" failures="1" errors="0" skipped="0"`,
  );
  expect(xml).toContain('<testcase classname="addBook" name="answers a valid request"');
  expect(xml).toMatch(
    /<failure message="is required">header Location is required {2}\S*shop\.yaml:\d+:\d+\nsent: curl /,
  );
  expect(xml + stdout).not.toContain(SHOP_KEY);
});

describe('says what is wrong in one line', () => {
  test('no service: 1', async () => {
    const { code, stdout, stderr } = await runCommand(folder, ['test', 'http://127.0.0.1:9', SHOP, ...KEY]);
    expect(stdout).toBe('');
    expect(stderr).toBe('specwire: http://127.0.0.1:9/ cannot be reached: the connection is refused.\n');
    expect(code).toBe(1);
  });

  test.each<readonly [string, readonly string[], string]>([
    ['no URL', ['shop', SHOP], 'shop is no http: or https: URL.'],
    [
      'credentials in the URL',
      ['http://me:word@127.0.0.1', SHOP],
      "URL holds credentials: give them as --header 'Authorization: Basic …'.",
    ],
    [
      'no header',
      ['http://127.0.0.1', SHOP, '--header', 'Bearer'],
      '--header takes `Name: value`, not "Bearer".',
    ],
    ['no time', ['http://127.0.0.1', SHOP, '--timeout', 'long'], '--timeout takes seconds, 3600 at most.'],
    [
      'no operation',
      ['http://127.0.0.1', SHOP, '--skip', 'getBok'],
      'there is no operation getBok. Did you mean getBook?',
    ],
    ['no file', ['http://127.0.0.1', 'absent.yaml'], 'there is no file absent.yaml.'],
  ])('%s: 2', async (_, args, message) => {
    const { code, stderr } = await runCommand(folder, ['test', ...args]);
    expect(stderr).toBe(`specwire: ${message}\n`);
    expect(code).toBe(2);
  });
});

test('a redirect is not followed, and credentials go nowhere else', async () => {
  await using elsewhere = await record(answerJson(200, {}));
  await using shop = await record((response) =>
    response.writeHead(302, { location: `${elsewhere.url}/books/1` }).end(),
  );
  const { code, stdout } = await runCommand(folder, ['test', shop.url, SHOP, ...KEY]);
  expect(code).toBe(1);
  expect(stdout).toContain('status 302 is not documented; 200, 400, 401 are');
  expect(shop.requests.length).toBeGreaterThan(10);
  expect(elsewhere.requests).toEqual([]);
});
