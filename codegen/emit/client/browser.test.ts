/** A generated client in a browser: bundled as a page would have it, against a server of the page's own origin. */
import { join } from 'node:path';
import { build } from 'esbuild';
import { chromium } from 'playwright-core';
import { expect, test } from 'vitest';
import { isInstalled } from '../../../tests/support/programs.js';
import { generateClient } from '../../testing/generated-client.js';
import { type Answer, record } from '../../testing/recording-server.js';

const FIXTURES = join(import.meta.dirname, 'fixtures');

/** The client as a script that sets the global `client`. */
async function bundle(document: string): Promise<string> {
  await using generated = await generateClient(join(FIXTURES, document));
  const { outputFiles } = await build({
    stdin: {
      contents: `import { createClient } from './client/index.ts'; globalThis.client = createClient({ baseUrl: '/api' });`,
      resolveDir: generated.output.path,
    },
    bundle: true,
    format: 'iife',
    platform: 'browser',
    write: false,
  });
  return outputFiles[0]?.text ?? '';
}

/** Runs a script in a page that has the client of a document; gives what it returns. */
async function inBrowser(document: string, api: Answer, script: string) {
  const code = await bundle(document);
  const answers: Answer = (response, request) => {
    if (request.line.includes(' /api/')) return api(response, request);
    response.writeHead(200, { 'content-type': 'text/html', 'set-cookie': 'session=page' });
    response.end(`<!doctype html><script>${code.replaceAll('</script', '<\\/script')}</script>`);
  };
  await using server = await record(answers);
  const browser = await chromium.launch({
    executablePath: '/usr/bin/chromium',
    args: ['--headless', '--no-sandbox'],
  });
  try {
    const page = await browser.newPage();
    await page.goto(server.url);
    const result = await page.evaluate(script);
    return { result, requests: server.requests.filter(({ line }) => line.includes(' /api/')) };
  } finally {
    await browser.close();
  }
}

test.skipIf(!isInstalled('chromium'))('sends what a page can send', async () => {
  const script = `(async () => {
    const body = { file: new File(['x'], 'a.txt', { type: 'text/x' }), meta: { from: 1 } };
    const replies = [
      await client.bodies.multipart({ body }),
      await client.bodies.binary({ body: new Blob(['y']) }),
      await client.items.search({ query: { range: { from: 1 } } }),
    ];
    return replies.map(({ status }) => status);
  })()`;
  const { result, requests } = await inBrowser(
    'requests.yaml',
    (response) => response.writeHead(204).end(),
    script,
  );
  expect(result).toEqual([204, 204, 204]);
  expect(requests.map(({ line }) => line)).toEqual([
    'POST /api/bodies/multipart',
    'PUT /api/bodies/binary',
    'GET /api/search?from=1',
  ]);
  expect(requests[0]?.body.toString()).toContain('filename="a.txt"\r\nContent-Type: text/x\r\n\r\nx\r\n');
  expect(requests[0]?.headers).toMatchObject({ cookie: 'session=page' });
  expect(requests[1]?.body.toString()).toBe('y');
});

test.skipIf(!isInstalled('chromium'))('reads streams, over several connections', async () => {
  let connections = 0;
  const api: Answer = (response) => {
    connections += 1;
    response.writeHead(connections === 3 ? 204 : 200, { 'content-type': 'text/event-stream' });
    response.end(connections === 3 ? undefined : `retry: 20\nid: ${connections}\ndata: {"text":"é"}\n\n`);
  };
  const script = `(async () => {
    const items = [];
    for await (const item of client.events.list()) items.push(item);
    return items;
  })()`;
  const { result, requests } = await inBrowser('streams.yaml', api, script);
  expect(result).toEqual([
    { event: 'message', data: { text: 'é' }, id: '1' },
    { event: 'message', data: { text: 'é' }, id: '2' },
  ]);
  expect(requests.map(({ headers }) => headers['last-event-id'])).toEqual([undefined, '1', '2']);
});
