/** The pages of `specwire docs` in a browser: what they show, ask for, and do while their documents are edited. */
import { cp, mkdtemp, readFile, realpath, rm, writeFile } from 'node:fs/promises';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { extname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { execa, type ResultPromise } from 'execa';
import { type Browser, chromium, type Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { isInstalled } from './support/programs.js';

const ROOT = fileURLToPath(new URL('..', import.meta.url));

let folder: string;
let browser: Browser;
let running: ResultPromise | undefined;

beforeAll(async () => {
  folder = await realpath(await mkdtemp(join(tmpdir(), 'specwire-docs-')));
});

afterEach(async () => {
  running?.kill('SIGINT');
  await running;
  running = undefined;
});

afterAll(async () => {
  await browser?.close();
  await rm(folder, { recursive: true, force: true });
});

/** Starts the command, and resolves with the URL that it names. */
async function startDocs(...args: readonly string[]): Promise<{ url: string; output: () => string }> {
  const entry = join(ROOT, 'codegen/cli.ts');
  const loader = import.meta.resolve('tsx/esm');
  const child = execa(process.execPath, ['--import', loader, entry, 'docs', '--port', '0', ...args], {
    cwd: folder,
    env: { NO_COLOR: '1' },
    reject: false,
  });
  running = child;
  let output = '';
  const url = new Promise<string>((resolve, reject) => {
    child.stdout?.on('data', (chunk) => {
      output += String(chunk);
      const [found] = /http:\/\/\S+/.exec(output) ?? [];
      if (found !== undefined) resolve(found);
    });
    void child.then(({ stderr }) => reject(new Error(`it has ended: ${stderr}`)));
  });
  return { url: await url, output: () => output };
}

/** A page, and what it did that it must not. */
async function openPage(url: string): Promise<{ page: Page; faults: string[] }> {
  browser ??= await chromium.launch({
    executablePath: '/usr/bin/chromium',
    args: ['--headless', '--no-sandbox', '--disable-gpu'],
  });
  const page = await browser.newPage();
  page.setDefaultTimeout(20_000);
  const faults: string[] = [];
  page.on('console', (message) => {
    if (message.type() === 'error' || message.type() === 'warning') faults.push(message.text());
  });
  page.on('pageerror', (error) => faults.push(error.message));
  page.on('request', (request) => {
    const from = /^(?:data:|blob:)/.test(request.url()) ? url : request.url();
    if (new URL(from).origin !== new URL(url).origin) faults.push(`asks for ${request.url()}`);
  });
  await page.goto(url);
  return { page, faults };
}

async function edit(path: string, from: string, to: string): Promise<void> {
  const text = await readFile(join(folder, path), 'utf8');
  if (!text.includes(from)) throw new Error(`${path} has no ${from}`);
  await writeFile(
    join(folder, path),
    text.replace(from, () => to),
  );
}

const DOCUMENT = `openapi: 3.2.0
info: { title: 'Shop </script><script>globalThis.wasInjected = true</script>', version: '1' }
paths:
  /orders:
    get:
      summary: List the orders
      description: 'Text. <img src="https://elsewhere.example/a.png" onerror="globalThis.wasInjected = true">'
      responses:
        '200':
          description: A stream of orders.
          content: { text/event-stream: { itemSchema: { $ref: 'order.yaml' } } }
`;
const ORDER = 'type: object\nproperties: { first_property: { type: string } }\n';

describe.skipIf(!isInstalled('chromium'))('in Chromium', () => {
  test('our own project shows REST and events, and asks no other machine for anything', async () => {
    const { url } = await startDocs('--project', ROOT);
    const { page, faults } = await openPage(url);
    await page.getByRole('heading', { name: 'Create a job' }).first().waitFor();
    await page.getByRole('link', { name: 'Events', exact: true }).click();
    await page.getByText('job.status').first().waitFor();
    await page.getByRole('link', { name: 'REST', exact: true }).click();
    await page.getByRole('heading', { name: 'Create a job' }).first().waitFor();
    expect(faults).toEqual([]);
    await page.close();
  });

  test('a document follows every save, and a mistake is shown above its last good state', async () => {
    await writeFile(join(folder, 'shop.yaml'), DOCUMENT);
    await writeFile(join(folder, 'order.yaml'), ORDER);
    const { url, output } = await startDocs('shop.yaml');
    const { page, faults } = await openPage(url);
    await page.getByRole('heading', { name: 'List the orders' }).waitFor();
    await page.getByText('first_property').first().waitFor();

    await edit('order.yaml', 'first_property', 'second_property');
    await page.getByText('second_property').first().waitFor();

    await edit('shop.yaml', "'order.yaml'", "'ordre.yaml'");
    const mistakes = page.getByRole('alert');
    await mistakes.getByText(/shop\.yaml:11:\d+ {2}error\[dangling-ref\]/).waitFor();
    const [said = ''] = /shop\.yaml:11:[\s\S]*\^+/.exec(output()) ?? [];
    expect(said).toContain("itemSchema: { $ref: 'ordre.yaml' }");
    expect(await mistakes.innerText()).toContain(said);
    await page.getByText('second_property').first().waitFor();

    await edit('shop.yaml', "'ordre.yaml'", "'order.yaml'");
    await mistakes.waitFor({ state: 'hidden' });
    await edit('shop.yaml', 'List the orders', 'List all orders');
    await page.getByRole('heading', { name: 'List all orders' }).waitFor();
    expect(await page.evaluate('globalThis.wasInjected')).toBeUndefined();
    // The picture from elsewhere is refused, with a line in the console each time.
    expect(faults.filter((fault) => !fault.includes('elsewhere.example'))).toEqual([]);
    await page.close();
  });
});
