/** The examples of docs/channels.md, as they stand there, against a real service. */
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { freePort } from '../../scripts/engines/free-port.js';
import { launchChromium } from '../support/chromium.js';
import { until } from '../support/client.js';
import { type Line, startLine } from '../support/line.js';
import { isInstalled } from '../support/programs.js';
import { webhookEnv } from '../support/webhooks.js';

const ROOT = join(import.meta.dirname, '../..');
const TERMINAL = /"status":"(\w+)"[^\n]*\n\n$/;

let line: Line;
let examples: ReadonlyMap<string, string>;
let folder: string;
const running = new Set<ChildProcess>();

beforeAll(async () => {
  examples = await readExamples(join(ROOT, 'docs/channels.md'));
  folder = await mkdtemp(join(tmpdir(), 'specwire-examples-'));
  line = await startLine({ env: webhookEnv() });
});

afterAll(async () => {
  for (const child of running) child.kill('SIGKILL');
  await line?.stop();
  await rm(folder, { recursive: true, force: true });
});

/** Code blocks by the name in their first line. */
async function readExamples(path: string): Promise<ReadonlyMap<string, string>> {
  const text = await readFile(path, 'utf8');
  const blocks = [...text.matchAll(/^```\w+\n(?:#|\/\/) example: (\S+)\n(.*?)^```/gms)];
  return new Map(blocks.map(([, name = '', code = '']) => [name, code]));
}

function example(name: string): string {
  const code = examples.get(name);
  if (code === undefined) throw new Error(`docs/channels.md has no example ${name}`);
  return code;
}

/** A child with the service's address and key, and what it has printed. */
function start(command: string, args: readonly string[], env: Readonly<Record<string, string>> = {}) {
  const child = spawn(command, args, {
    cwd: ROOT,
    env: { ...process.env, SPECWIRE_URL: line.client.url, SPECWIRE_API_KEY: line.apiKey, ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  running.add(child);
  const printed = { text: '', errors: '' };
  child.stdout.on('data', (chunk) => {
    printed.text += chunk;
  });
  child.stderr.on('data', (chunk) => {
    printed.errors += chunk;
  });
  return { child, printed };
}

async function run(command: string, args: readonly string[], env?: Readonly<Record<string, string>>) {
  const { child, printed } = start(command, args, env);
  const [code] = await once(child, 'close');
  running.delete(child);
  expect(printed.errors).toBe('');
  expect(code).toBe(0);
  return printed.text;
}

const shell = (name: string, env?: Readonly<Record<string, string>>) => run('sh', ['-c', example(name)], env);

/** Where packages begin that an example imports: it does not lie beside `node_modules`. */
const ENTRIES: Readonly<Record<string, string>> = {
  express: 'node_modules/express/index.js',
  ws: 'node_modules/ws/wrapper.mjs',
};

/** The example as a file whose imports lead to this project, as they would from a file beside `generated/`. */
async function scriptOf(name: string): Promise<readonly string[]> {
  const path = join(folder, `${name}.mts`);
  const code = example(name).replaceAll(
    /from '(?:\.\/(.+?)|(\w+))'/g,
    (_, file: string, package_: string) => {
      return `from '${join(ROOT, file ?? ENTRIES[package_] ?? '')}'`;
    },
  );
  await writeFile(path, code);
  return ['--import', 'tsx', path];
}

test.skipIf(!isInstalled('curl'))('synchronous HTTP with curl', async () => {
  const job = JSON.parse(await shell('sync'));
  expect(job).toMatchObject({
    status: 'succeeded',
    result: { tokens: 6, model: 'SmolLM2-135M-Instruct' },
  });
});

test.skipIf(!isInstalled('curl'))('an event stream with curl', async () => {
  const text = await shell('sse-curl');
  expect(text).toMatch(/^retry: 2000\n/);
  expect(text).toContain('event: token\n');
  expect(TERMINAL.exec(text)?.[1]).toBe('succeeded');
});

test('an event stream with the client', async () => {
  const text = await run('node', await scriptOf('sse-client'));
  expect(text).toMatch(/^\[queued\]\n(.*\n)?\[running\]\n.+\[succeeded\]\n$/s);
});

test.skipIf(!isInstalled('chromium'))('an event stream in a browser', async () => {
  const { client } = line;
  const job = await client.create({
    type: 'text.generate',
    input: { prompt: 'Name a colour.', max_tokens: 8 },
  });
  const token = (await client.post(`/v1/jobs/${job.job_id}/stream-token`)).body as { url: string };
  const browser = await launchChromium();
  try {
    const page = await browser.newPage();
    await page.goto(`${client.url}/healthz`);
    await page.evaluate("document.body.textContent = ''");
    await page.evaluate(
      `{ const tokenUrl = ${JSON.stringify(token.url)}; ${example('sse-browser')}; self.source = source }`,
    );
    await page.waitForFunction('self.source.readyState === EventSource.CLOSED');
    const { body } = await client.get(`/v1/jobs/${job.job_id}/result`);
    expect(await page.evaluate('document.body.textContent')).toBe(body.result.text);
  } finally {
    await browser.close();
  }
});

test.skipIf(!isInstalled('curl'))('a webhook receiver', async () => {
  const port = await freePort();
  const url = `http://127.0.0.1:${port}/hooks`;
  const endpoint = JSON.parse(await shell('webhook-register', { RECEIVER_URL: url }));
  expect(endpoint).toMatchObject({
    url,
    description: 'My receiver',
    secret: expect.stringMatching(/^whsec_/),
  });
  const { child, printed } = start('node', await scriptOf('webhook-receiver'), {
    PORT: String(port),
    WEBHOOK_SECRET: endpoint.secret,
  });
  await until('the receiver listens', async () => printed.text.includes('listening'));
  await line.client.post(`/v1/webhook-endpoints/${endpoint.id}/ping`);
  await until('the ping is there', async () => printed.text.includes('pong'));
  const job = await line.client.create({ type: 'text.count_tokens', input: { text: 'a' } });
  const told = `${job.job_id}: the result is at /v1/jobs/${job.job_id}/result\n`;
  await until('the job is told', async () => printed.text.includes(told));
  expect(printed.errors).toBe('');
  child.kill();
  await once(child, 'close');
});

test('a conversation over a WebSocket', async () => {
  const text = await run('node', await scriptOf('websocket'));
  expect(text).toMatch(/^.+\[turn 1: (stop|length)\]\n\[the job has ended\]\n$/s);
});

test('every example of the page is run', async () => {
  const source = await readFile(import.meta.filename, 'utf8');
  expect(examples.size).toBe(7);
  for (const name of examples.keys()) expect(source).toContain(`'${name}'`);
});
