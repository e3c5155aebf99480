/** The pages as files and as they are served; a browser looks at them in tests/docs.test.ts. */
import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { request } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { asObject } from '../load/json.js';
import type { JsonObject, JsonValue } from '../model/contract.js';
import { DocsServer } from './docs-server.js';
import { type Documentation, readDocumentation } from './documentation.js';
import { shownOpenapi } from './shown-openapi.js';
import { makeSite } from './site.js';
import { fileInTheWay, writeSite } from './write-site.js';

const CORPUS = join(import.meta.dirname, '../../tests/corpus');

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'specwire-pages-'));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

async function documentationOf(...paths: readonly string[]): Promise<Documentation> {
  const { documentation, diagnostics } = await readDocumentation(paths, { cwd: folder });
  if (documentation === undefined) throw new Error(JSON.stringify(diagnostics));
  return documentation;
}

/** What stands at a path of keys. */
function at(value: JsonValue | undefined, ...keys: readonly string[]): JsonValue | undefined {
  return keys.reduce((one: JsonValue | undefined, key) => asObject(one)[key], value);
}

describe('what is shown', () => {
  test('is OpenAPI in the version that Redoc knows, the items of its streams among it', async () => {
    const { openapi = {}, asyncapi } = await documentationOf(join(CORPUS, 'streams-3.2.yaml'));
    expect(openapi.openapi).toBe('3.1.1');
    const { document } = shownOpenapi(openapi);
    const media = at(document, 'paths', '/events', 'get', 'responses', '200', 'content', 'text/event-stream');
    expect(asObject(asObject(media).schema).description).toMatch(/^Each item of the stream\./);
    expect(asyncapi).toBeUndefined();
  });

  test('is each schema of a large document once, linked to', async () => {
    const ref = (name: string) => ({ $ref: `#/components/schemas/${name}` });
    const Base = { type: 'object', properties: { self: ref('Base'), id: ref('Id') } };
    const Order = { allOf: [ref('Base')], properties: { many: { type: 'array', items: ref('Base') } } };
    const schema = ref('Order');
    const paths = {
      '/a': { get: { responses: { 200: { description: '', content: { 'application/json': { schema } } } } } },
    };
    const info = { title: 'A', version: '1' };
    const schemas = { Base, Order, Id: { type: 'string' } };
    const document = { openapi: '3.1.1', info, paths, components: { schemas } };
    expect(shownOpenapi(document)).toEqual({ document, isFolded: false });
    const { document: shown, isFolded } = shownOpenapi(document, 100);
    expect(isFolded).toBe(true);
    expect(at(shown, 'paths')).toEqual(paths);
    const link = { type: 'object', title: 'Base', description: '[Base](#schema/Base)' };
    expect(at(shown, 'components', 'schemas')).toEqual({
      Base: { type: 'object', properties: { self: link, id: ref('Id') } },
      Order: { allOf: [ref('Base')], properties: { many: { type: 'array', items: link } } },
      Id: { type: 'string' },
    });
  });

  test('is AsyncAPI 2 as it is', async () => {
    const { openapi, asyncapi } = await documentationOf(join(CORPUS, 'streetlights-2.6.yaml'));
    expect(openapi).toBeUndefined();
    expect(asyncapi).toMatchObject({ asyncapi: '2.6.0', 'x-parser-spec-parsed': true });
  });

  test('is one document of many files, in circles too', async () => {
    await mkdir(join(folder, 'parts'));
    const files = {
      'main.yaml': `asyncapi: 3.0.0
info: { title: Many, version: '1' }
channels: { all: { address: a, messages: { one: { $ref: 'parts/my%20messages.yaml#/One' } } } }
operations: { say: { action: send, channel: { $ref: '#/channels/all' } } }
components: { schemas: { Node: { type: string } } }
`,
      'parts/my messages.yaml': "One: { name: one, payload: { $ref: 'nodes.yaml#/Node' } }\n",
      'parts/nodes.yaml': `Node:
  type: object
  properties: { next: { $ref: '#/Node' }, back: { $ref: '../main.yaml#/components/schemas/Node' } }
`,
    };
    for (const [path, text] of Object.entries(files)) await writeFile(join(folder, path), text);
    const main = join(folder, 'main.yaml');
    const { asyncapi } = await documentationOf(main);
    const message = at(asyncapi, 'channels', 'all', 'messages', 'one');
    expect(message).toMatchObject({
      name: 'one',
      payload: { type: 'object', 'x-parser-schema-id': 'Node_2' },
    });
    // As the parser writes what was met before.
    const place = '$ref:$.channels.all.messages.one.payload';
    expect(at(message, 'payload', 'properties')).toEqual({
      next: place,
      back: { type: 'string', 'x-parser-schema-id': 'Node' },
    });
    expect(JSON.stringify(asyncapi)).not.toMatch(/\.yaml/);
    const { files: watched } = await readDocumentation([main], { cwd: folder });
    expect(watched).toEqual(Object.keys(files).map((path) => join(folder, path)));
  });

  test('is nothing while there are mistakes; a file that is missing is waited for', async () => {
    const text = "openapi: 3.1.0\ninfo: { title: A, version: '1' }\npaths: { /a: { $ref: 'a.yaml' } }\n";
    await writeFile(join(folder, 'main.yaml'), text);
    const read = await readDocumentation([join(folder, 'main.yaml')], { cwd: folder });
    expect(read.documentation).toBeUndefined();
    expect(read.files).toEqual([join(folder, 'main.yaml'), join(folder, 'a.yaml')]);
  });
});

describe('as files', () => {
  const info = { title: '</title><script>alert(1)</script>', version: '</script><!--<script>' };
  const openapi: JsonObject = { openapi: '3.1.1', info, paths: {} };
  const both: Documentation = {
    title: info.title,
    openapi,
    asyncapi: { asyncapi: '3.0.0', info },
    losses: [],
  };

  test('no text of the document is markup', async () => {
    const { files } = await makeSite(both, true);
    for (const name of ['index.html', 'events.html']) {
      const html = files.find(({ path }) => path === name)?.content ?? '';
      expect(html.match(/<script/g)).toHaveLength(3);
      expect(html).not.toMatch(/alert\(1\)<|<!--/);
      const [, json = ''] = /<script type="application\/json"[^>]*>(.*)<\/script>/.exec(html) ?? [];
      expect(JSON.parse(json)).toMatchObject({ info });
    }
  });

  test('they name no other machine that would be asked for something', async () => {
    const { files } = await makeSite(both, false);
    for (const { path, content } of files) {
      expect(content, path).not.toMatch(/cdn\.redoc\.ly|fonts\.googleapis\.com/);
      if (path.endsWith('.html')) expect(content).not.toMatch(/(?:src|href)="(?:https?:)?\/\//);
    }
  });

  test('what is not of an earlier site is in their way', async () => {
    const { files } = await makeSite(both, false);
    expect(await fileInTheWay(folder, files)).toBeUndefined();
    await mkdir(join(folder, 'assets'));
    await writeFile(join(folder, 'assets/page.css'), 'p {}');
    expect(await fileInTheWay(folder, files)).toBe('assets/page.css');
    await writeFile(join(folder, 'index.html'), '<p>Mine');
    expect(await fileInTheWay(folder, files)).toBe('index.html');
    await writeSite(folder, files);
    expect(await fileInTheWay(folder, files)).toBeUndefined();
    await writeFile(join(folder, 'events.html'), '<p>Mine');
    await writeSite(
      folder,
      files.filter(({ path }) => path !== 'events.html'),
    );
    expect(await readdir(folder)).toContain('events.html');
  });

  test('a page that there is no need for any more goes, what is not ours stays', async () => {
    const out = join(folder, 'a/site');
    await writeSite(out, (await makeSite(both, false)).files);
    await writeFile(join(out, 'own.html'), '');
    expect(await readdir(out)).toEqual(['assets', 'events.html', 'index.html', 'openapi.json', 'own.html']);
    const { asyncapi: _, ...rest } = both;
    await writeSite(out, (await makeSite(rest, false)).files);
    expect(await readdir(out)).toEqual(['assets', 'index.html', 'openapi.json', 'own.html']);
    expect(await readFile(join(out, 'index.html'), 'utf8')).not.toContain('id="tabs"');
  });
});

describe('served', () => {
  const site = (version: string) => ({
    version,
    files: [{ path: 'index.html', content: `<p>${version}` }],
  });
  let server: DocsServer;
  beforeEach(async () => {
    server = await DocsServer.start('127.0.0.1', 0);
  });
  afterEach(() => server.stop());

  /** Asks with this very path, which `fetch` would tidy up. */
  const ask = (path: string, options: { method?: string; headers?: Record<string, string> } = {}) =>
    new Promise<number | undefined>((resolve, reject) => {
      const asked = request(server.url, { path, ...options }, (response) => {
        response.resume();
        resolve(response.statusCode);
      });
      asked.once('error', reject).end();
    });

  test('what is no file of the site is not there', async () => {
    server.show(site('one'));
    const paths = [
      '/../package.json',
      '/%2e%2e/package.json',
      '/assets/../../package.json',
      '//etc/passwd',
      '/a',
    ];
    for (const path of paths) expect(await ask(path), path).toBe(404);
    expect(await ask('/?a=b')).toBe(200);
    expect(await ask('/events.html')).toBe(302);
    expect(await ask('/', { method: 'POST' })).toBe(405);
    // A page of somebody else whose name leads to this machine.
    expect(await ask('/', { headers: { Host: 'elsewhere.example' } })).toBe(421);
    expect(await ask('/', { headers: { Host: 'localhost:1' } })).toBe(200);
  });

  test('with headers that hold the pages to their own origin, and nothing is sent twice', async () => {
    server.show(site('one'));
    const first = await fetch(server.url);
    expect(first.headers.get('content-security-policy')).toMatch(/default-src 'none'; script-src 'self';/);
    const { etag = '' } = Object.fromEntries(first.headers);
    expect(await ask('/', { headers: { 'If-None-Match': etag } })).toBe(304);
    server.show(site('two'));
    expect(await ask('/', { headers: { 'If-None-Match': etag } })).toBe(200);
  });

  test('pages hear of every state, the present one first, and of the end at once', async () => {
    const { body } = await fetch(`${server.url}/changes`);
    const reader = body?.pipeThrough(new TextDecoderStream()).getReader();
    const next = async () => JSON.parse(/data: (.*)/.exec((await reader?.read())?.value ?? '')?.[1] ?? '');
    expect(await next()).toEqual({ version: '', mistakes: null });
    expect(server.tell('wrong')).toBe(true);
    expect(await next()).toEqual({ version: '', mistakes: 'wrong' });
    expect(server.tell('wrong')).toBe(false);
    expect(server.show(site('one'))).toBe(true);
    expect(await next()).toEqual({ version: 'one', mistakes: null });
    expect(server.show(site('one'))).toBe(false);
    const started = performance.now();
    await server.stop();
    expect(performance.now() - started).toBeLessThan(500);
    await expect(reader?.read()).rejects.toThrow();
    server = await DocsServer.start('127.0.0.1', 0);
  });

  test('a port that is taken is an error', async () => {
    const port = Number(new URL(server.url).port);
    await expect(DocsServer.start('127.0.0.1', port)).rejects.toMatchObject({ code: 'EADDRINUSE' });
  });
});
