/** The pages of `specwire docs` in a browser: what they show, ask for, and do while their documents are edited. */
import { createReadStream } from 'node:fs';
import { mkdtemp, readFile, realpath, rm, writeFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { extname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { execa } from 'execa';
import type { Browser, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { launchChromium } from './support/chromium.js';
import { isInstalled } from './support/programs.js';

const ROOT = fileURLToPath(new URL('..', import.meta.url));

let folder: string;
let browser: Browser;
let running: ReturnType<typeof docs> | undefined;

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

function docs(...args: readonly string[]) {
  const entry = ['--import', import.meta.resolve('tsx/esm'), join(ROOT, 'codegen/cli.ts')];
  const options = { cwd: folder, env: { NO_COLOR: '1' }, reject: false, all: true } as const;
  return execa(process.execPath, [...entry, 'docs', ...args], options);
}

/** Starts the command, and resolves with the URL that it names. */
async function startDocs(...args: readonly string[]): Promise<{ url: string; output: () => string }> {
  const child = docs('--port', '0', ...args);
  running = child;
  let output = '';
  const url = new Promise<string>((resolve, reject) => {
    child.all.on('data', (chunk) => {
      output += String(chunk);
      const [found] = /http:\/\/\S+/.exec(output) ?? [];
      if (found !== undefined) resolve(found);
    });
    void child.then(({ all }) => reject(new Error(`it has ended: ${all}`)));
  });
  return { url: await url, output: () => output };
}

/** A page, and what it did that it must not. */
async function openPage(url: string): Promise<{ page: Page; faults: string[] }> {
  browser ??= await launchChromium();
  const page = await browser.newPage({ viewport: { width: 1280, height: 400 } });
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
info: { title: Shop, version: '1' }
paths:
  /orders:
    get:
      summary: List the orders
      responses:
        '200':
          description: A stream of orders.
          content: { text/event-stream: { itemSchema: { $ref: 'order.yaml' } } }
`;
const TYPES: Readonly<Record<string, string>> = {
  '.html': 'text/html',
  '.js': 'text/javascript',
  '.css': 'text/css',
};
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
    await mistakes.getByText(/shop\.yaml:10:\d+ {2}error\[dangling-ref\]/).waitFor();
    const [said = ''] = /shop\.yaml:10:[\s\S]*\^+/.exec(output()) ?? [];
    expect(said).toContain("itemSchema: { $ref: 'ordre.yaml' }");
    expect(await mistakes.textContent()).toContain(said);
    await page.getByText('second_property').first().waitFor();

    await edit('shop.yaml', "'ordre.yaml'", "'order.yaml'");
    await mistakes.waitFor({ state: 'hidden' });
    await page.evaluate('scrollTo(0, 150)');
    await edit('shop.yaml', 'List the orders', 'List all orders');
    await page.getByRole('heading', { name: 'List all orders' }).waitFor();
    await page.waitForFunction('Math.abs(scrollY - 150) < 2');
    expect(faults).toEqual([]);
    await page.close();
  });

  test('nothing that a document says is run or fetched', async () => {
    const text = `Words. <img src="https://elsewhere.example/a.png" onerror="globalThis.wasRun = true">`;
    const info = {
      title: '</script><script>globalThis.wasRun = true</script>',
      version: '1',
      description: text,
    };
    await writeFile(join(folder, 'bad.json'), JSON.stringify({ openapi: '3.1.0', info, paths: {} }));
    await writeFile(join(folder, 'bad-events.json'), JSON.stringify({ asyncapi: '3.0.0', info }));
    const { url } = await startDocs('bad.json', 'bad-events.json');
    const { page } = await openPage(url);
    const answered: string[] = [];
    page.on('response', (response) => answered.push(new URL(response.url()).host));
    for (const path of ['/', '/events.html']) {
      await page.goto(url + path);
      await page.getByText('Words.').first().waitFor();
      expect(await page.evaluate('globalThis.wasRun')).toBeUndefined();
    }
    expect(answered).not.toContain('elsewhere.example');
    await page.close();
  });

  test('a site of AsyncAPI 2 works from any web server', async () => {
    const source = join(ROOT, 'tests/corpus/streetlights-2.6.yaml');
    const { exitCode, all } = await docs(source, '--out', 'site');
    expect(exitCode, all).toBe(0);
    const server = createServer((request, response) => {
      const path = request.url === '/' ? '/index.html' : (request.url ?? '');
      response.setHeader('Content-Type', TYPES[extname(path)] ?? 'text/plain');
      createReadStream(join(folder, 'site', path)).pipe(response);
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const { port } = server.address() as AddressInfo;
    const { page, faults } = await openPage(`http://127.0.0.1:${port}/`);
    await page.getByText('lights/{light_id}/measured').first().waitFor();
    expect(faults).toEqual([]);
    await page.close();
    server.close();
  });
});
