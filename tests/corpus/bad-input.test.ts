/** What is no document, or means harm: the command says so at its place, in bounded time and memory, and writes nothing. */
import { existsSync } from 'node:fs';
import { mkdir, mkdtemp, open, rm, symlink, writeFile } from 'node:fs/promises';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { execa } from 'execa';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { compiledCompiler } from '../../codegen/testing/transpile.js';

let compiler: Awaited<ReturnType<typeof compiledCompiler>>;
beforeAll(async () => {
  compiler = await compiledCompiler();
});
afterAll(() => rm(compiler.root, { recursive: true, force: true }));

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'specwire-bad-'));
  await mkdir(join(folder, 'specs'));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

/** Runs the command in a process of at most so much memory as it may need for the largest honest document. */
async function generate(
  file: string,
  ...more: string[]
): Promise<{ code: number | undefined; said: string }> {
  const { exitCode, all } = await execa(
    process.execPath,
    ['--max-old-space-size=1200', ...[compiler.cli, 'generate', file, '--out', 'out', ...more]],
    {
      cwd: folder,
      reject: false,
      all: true,
      timeout: 60_000,
      env: { XDG_CACHE_HOME: join(folder, 'cache') },
    },
  );
  return { code: exitCode, said: all };
}

async function expectRefused(file: string, message: RegExp, ...more: string[]): Promise<void> {
  const { code, said } = await generate(file, ...more);
  expect(said).toMatch(message);
  expect(said).not.toMatch(/\n\s+at .*:\d+:\d+\)?\n/);
  expect(code).toBe(1);
  expect(existsSync(join(folder, 'out'))).toBe(false);
}

const get = (reference: string) => `openapi: 3.1.0
info: { title: t, version: '1' }
paths:
  /a:
    get:
      operationId: a
      responses:
        '200':
          description: ''
          content:
            application/json:
              schema:
                $ref: '${reference}'
`;

describe('a file', () => {
  test('that is not there', async () => {
    const { code, said } = await generate('none.yaml');
    expect([code, said]).toEqual([2, 'specwire: there is no file none.yaml.']);
  });
  test('that is a folder', () => expectRefused('specs', /^specs:1:1 .*it is a folder, not a file/));
  test('that never ends', () => expectRefused('/dev/zero', /it is not a file/));

  test('of 200 MB', async () => {
    const file = await open(join(folder, 'large.yaml'), 'w');
    await file.truncate(200_000_000);
    await file.close();
    await expectRefused('large.yaml', /^large\.yaml:1:1 .*it is larger than 64 MB/);
  });

  test('of 30 MB with a mistake at its end', async () => {
    const line = `  k: "${'x'.repeat(90)}"\n`;
    const lines = Array.from({ length: 300_000 }, (_, index) => line.replace('k:', `k${index}:`)).join('');
    await writeFile(join(folder, 'long.yaml'), `openapi: 3.1.0\nx-filler:\n${lines}paths: [\n`);
    await expectRefused('long.yaml', /^long\.yaml:30000\d:\d+ .*error\[bad-yaml\]/);
  });

  test('of 10,000 levels', async () => {
    await writeFile(
      join(folder, 'deep.json'),
      `{"openapi":"3.1.0","x":${'['.repeat(10_000)}${']'.repeat(10_000)}}`,
    );
    await expectRefused('deep.json', /^deep\.json:1:1 .*nested more than 200 levels deep/);
  });

  test('that is a bomb', async () => {
    const names = [...'bcdefghij'];
    const lines = names.map(
      (name, index) => `${name}: &${name} [${Array(10).fill(`*${'abcdefghi'[index]}`)}]`,
    );
    await writeFile(join(folder, 'bomb.yaml'), `openapi: 3.1.0\na: &a [1, 2]\n${lines.join('\n')}\n`);
    await expectRefused('bomb.yaml', /^bomb\.yaml:\d+:\d+ .*stands for more than 100000 values/);
  });

  test('that is no text', async () => {
    await writeFile(join(folder, 'image.yaml'), Buffer.from([0x89, 0x50, 0x4e, 0x47, 0xff, 0xfe, 0, 1]));
    await expectRefused('image.yaml', /^image\.yaml:1:\d+ .*error\[bad-yaml\]/);
  });
});

describe('a reference', () => {
  test.each([
    [
      'to a file that is not there',
      'nowhere.yaml',
      /api\.yaml:13:\d+ .*there is no file for `nowhere\.yaml`/,
    ],
    ['to a folder', 'specs', /api\.yaml:13:\d+ .*it is a folder/],
    [
      'out of the folder',
      '/etc/hostname',
      /api\.yaml:13:\d+ .*outside of the folder.*\n[\s\S]*--allow-outside/,
    ],
    ['up out of the folder', '../../../../../../etc/hostname', /api\.yaml:13:\d+ .*outside of the folder/],
    ['to a device', '/dev/zero', /api\.yaml:13:\d+ .*it is not a file/],
  ])('%s', async (_, reference, message) => {
    await writeFile(join(folder, 'api.yaml'), get(reference));
    await expectRefused('api.yaml', message);
  });

  test('through a link out of the folder', async () => {
    await symlink('/etc/hostname', join(folder, 'specs/link.yaml'));
    await writeFile(join(folder, 'api.yaml'), get('specs/link.yaml'));
    await expectRefused('api.yaml', /outside of the folder/);
  });
});

describe('a reference to another machine', () => {
  let server: Server;
  let origin: string;
  let asked = 0;

  beforeAll(async () => {
    server = createServer((request, response) => {
      asked += 1;
      if (request.url === '/good.yaml') response.end('type: string');
      else if (request.url === '/gone.yaml') response.writeHead(404).end();
      else if (request.url === '/endless.yaml') {
        const write = (): void => {
          while (response.write('x'.repeat(65_536)));
          response.once('drain', write);
        };
        write();
      }
      // Whatever else is asked for is never answered.
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  });
  afterAll(() => {
    server.closeAllConnections();
    server.close();
  });

  const write = (path: string) => writeFile(join(folder, 'api.yaml'), get(`${origin}/${path}`));

  test('is refused unless it is allowed, and nothing is asked', async () => {
    await write('good.yaml');
    const before = asked;
    await expectRefused('api.yaml', /it is on another machine[\s\S]*--allow-remote/);
    expect(asked).toBe(before);
  });

  test('is followed where it is allowed', async () => {
    await write('good.yaml');
    const { code, said } = await generate('api.yaml', '--allow-remote');
    expect(said).toMatch(/1 operation, 1 schema/);
    expect(code).toBe(0);
  });

  test.each([
    ['gone.yaml', /its server answers 404/],
    ['endless.yaml', /it is larger than 16 MB/],
    ['silent.yaml', /no answer in 10 s/],
  ])('%s is refused', async (path, message) => {
    await write(path);
    await expectRefused('api.yaml', message, '--allow-remote');
  });
});

describe('the folder', () => {
  test('may hold files of others, which are not overwritten', async () => {
    await writeFile(
      join(folder, 'api.yaml'),
      get('#/components/schemas/S').concat('components: { schemas: { S: { type: string } } }\n'),
    );
    await mkdir(join(folder, 'out/contract'), { recursive: true });
    await writeFile(join(folder, 'out/contract/types.ts'), 'export const mine = 1;\n');
    const { code, said } = await generate('api.yaml');
    expect(said).toContain('out/contract/types.ts');
    expect(said).toContain('A file of yours stands where a generated one belongs.');
    expect(code).toBe(1);
    await rm(join(folder, 'out/contract/types.ts'));
    await writeFile(join(folder, 'out/notes.txt'), 'mine');
    expect((await generate('api.yaml')).code).toBe(0);
    // Nothing to do, and the file that is not ours is still there.
    expect((await generate('api.yaml')).said).toContain('nothing to do');
    expect(existsSync(join(folder, 'out/notes.txt'))).toBe(true);
  });
});
