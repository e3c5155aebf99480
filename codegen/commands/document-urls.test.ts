/** Documents that are named by their URLs, in every command that takes documents. */
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { type RecordingServer, record } from '../testing/recording-server.js';
import { runCommand } from '../testing/run-command.js';

const document = (reference: string) => `openapi: 3.1.0
info: { title: Pets, version: 1.0.0 }
paths:
  /pets:
    get:
      operationId: listPets
      responses:
        '200':
          description: All of them.
          content: { application/json: { schema: { $ref: '${reference}' } } }
`;

const PET = 'components: { schemas: { Pet: { type: string } } }\n';

const FILES: Readonly<Record<string, string>> = {
  '/api/openapi.yaml': document('./schemas/pet.yaml'),
  '/api/alone.yaml': document('#/components/schemas/Pet').concat(PET),
  '/api/wrong.yaml': document('#/components/schemas/Pet'),
  '/api/above.yaml': document('../pet.yaml'),
  '/api/leads-on.yaml': document('moved.yaml'),
  '/api/local.yaml': document('file:///etc/hostname'),
  '/api/schemas/pet.yaml': 'type: string\n',
  '/pet.yaml': 'type: string\n',
};

/** Where a server sends clients on to. */
const MOVED: Readonly<Record<string, string>> = {
  '/latest': '/api/alone.yaml',
  '/api/moved.yaml': '/pet.yaml',
};

let folder: string;
let server: RecordingServer;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'specwire-url-'));
  server = await record((response, { line }) => {
    const path = line.replace(/^GET |\?.*$/g, '');
    const [text, location] = [FILES[path], MOVED[path]];
    if (location !== undefined) response.writeHead(302, { location }).end();
    else response.writeHead(text === undefined ? 404 : 200).end(text);
  });
});
afterEach(async () => {
  await server[Symbol.asyncDispose]();
  await rm(folder, { recursive: true, force: true });
});

const run = (...args: readonly string[]) => runCommand(folder, args);
const asked = () => server.requests.map(({ line }) => line.replace('GET ', ''));

/** Each command with the documents that it is given. */
const COMMANDS: readonly (readonly [string, (url: string) => readonly string[]])[] = [
  ['generate', (url) => ['generate', url, '--out', 'out']],
  ['lint', (url) => ['lint', url]],
  ['bundle', (url) => ['bundle', url]],
  ['diff', (url) => ['diff', url, url]],
  ['mock', (url) => ['mock', url, '--port', '0']],
  ['docs', (url) => ['docs', url, '--out', 'site']],
  ['test', (url) => ['test', 'http://127.0.0.1:1', url]],
];

test.each(COMMANDS)('%s tells a mistake at its place in a URL', async (_, argsOf) => {
  const url = `${server.url}/api/wrong.yaml`;
  const { code, stdout } = await run(...argsOf(url));
  expect(code).toBe(1);
  expect(stdout).toContain(`${url}:10:58  error[dangling-ref]: there is nothing at`);
});

test.each(COMMANDS)('%s says what keeps a URL from being read', async (_, argsOf) => {
  const url = `${server.url}/api/none.yaml`;
  const { code, stdout } = await run(...argsOf(url));
  expect(code).toBe(1);
  expect(stdout).toContain(`${url}:1:1  error[missing-document]: its server answers 404`);
});

test.each(COMMANDS)('%s takes no URL that is none, or that holds a password', async (_, argsOf) => {
  expect(await run(...argsOf('http://[nowhere/'))).toEqual({
    code: 2,
    stdout: '',
    stderr: 'specwire: http://[nowhere/ is no URL.\n',
  });
  const secret = await run(...argsOf(server.url.replace('//', '//ann:secret@')));
  expect(secret.code).toBe(2);
  expect(secret.stderr).toMatch(/^specwire: a URL of a document holds no credentials/);
  expect(secret.stderr).not.toContain('secret');
  expect(asked()).toEqual([]);
});

test('a document and what it refers to beside it is fetched, without leave', async () => {
  const url = `${server.url}/api/openapi.yaml?token=secret#top`;
  const { code, stdout } = await run('generate', url, '--out', 'out');
  expect(stdout).toMatch(/^[\s\S]*1 operation, 1 schema: \d+ written/);
  expect(code).toBe(0);
  expect(asked()).toEqual(['/api/openapi.yaml?token=secret', '/api/schemas/pet.yaml']);
  // Whoever sees the code need not see what opens the document.
  const types = await readFile(join(folder, 'out/contract/types.ts'), 'utf8');
  expect(types.split('\n', 1)).toEqual([
    '// Generated from openapi.yaml by `specwire generate`. Do not edit.',
  ]);
  // Another machine may say something else now: it is asked again.
  expect((await run('generate', url, '--out', 'out', '--check')).code).toBe(0);
  expect(asked()).toHaveLength(4);
});

test('the other commands read it as they read a file', async () => {
  await writeFile(join(folder, 'old.yaml'), document('#/components/schemas/Pet').concat(PET));
  const url = `${server.url}/api/openapi.yaml`;
  expect((await run('bundle', url)).stdout).toContain('title: Pets');
  expect((await run('diff', 'old.yaml', url)).code).toBe(0);
  expect((await run('docs', url, '--out', 'site')).stdout).toContain('Pets is written to');
  const { stdout } = await run('lint', url);
  expect(stdout).toContain(`${url}:5:5  error[redocly/operation-summary]`);
  const sarif = await run('lint', url, '--format', 'sarif');
  expect(sarif.stdout).toContain(`"uri": "${url}"`);
});

test('a document that has moved is read where it is now', async () => {
  expect((await run('bundle', `${server.url}/latest`)).stdout).toContain('title: Pets');
  expect(asked()).toEqual(['/latest', '/api/alone.yaml']);
});

test.each([
  ['above.yaml', 'it is on another machine', ['/api/above.yaml']],
  ['leads-on.yaml', 'its server leads elsewhere', ['/api/leads-on.yaml', '/api/moved.yaml']],
])('%s needs leave to leave its folder', async (name, message, paths) => {
  const url = `${server.url}/api/${name}`;
  const { code, stdout } = await run('bundle', url);
  expect(stdout).toContain(message);
  expect(stdout).toContain('--allow-remote');
  expect(code).toBe(1);
  expect(asked()).toEqual(paths);
  expect((await run('bundle', url, '--allow-remote')).code).toBe(0);
});

test('what another machine says leads to no file of this one', async () => {
  const url = `${server.url}/api/local.yaml`;
  const { code, stdout } = await run('bundle', url, '--allow-outside', '--allow-remote');
  expect(stdout).toContain(`${url}:10:58  error[`);
  expect(code).toBe(1);
});
