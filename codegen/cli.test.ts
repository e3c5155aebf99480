/** The command as it is called: what it prints where, and the code that it ends with. */
import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { cp, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { COMMANDS } from './commands/index.js';
import { compiledCompiler } from './testing/transpile.js';

/** The command as it is installed: compiled. */
let compiler: Awaited<ReturnType<typeof compiledCompiler>>;

beforeAll(async () => {
  compiler = await compiledCompiler();
});

afterAll(() => rm(compiler.root, { recursive: true, force: true }));

interface Ended {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
}

function specwire(
  args: readonly string[],
  env: Record<string, string> = {},
  cwd: string = process.cwd(),
): Promise<Ended> {
  const { NO_COLOR: _, FORCE_COLOR: __, ...rest } = process.env;
  return new Promise((resolve) => {
    const child = execFile(
      process.execPath,
      [compiler.cli, ...args],
      { env: { ...rest, ...env }, cwd },
      (_error, stdout, stderr) => resolve({ code: child.exitCode ?? -1, stdout, stderr }),
    );
  });
}

test.for([
  [['--help'], 0],
  [['generate', '--help'], 0],
  [['--version'], 0],
  [['completion', 'bash'], 0],
  [[], 2],
  [['generat'], 2],
  [['generate', '--chek'], 2],
  [['generate', '--project', '/nowhere'], 2],
  [['generate', '--check', '--watch'], 2],
  [['generate', '--watch', '--format', 'json'], 2],
  [['lint', '--project', '/nowhere'], 2],
  [['lint', 'nowhere.yaml'], 2],
  [['bundle', 'nowhere.yaml'], 2],
  [['generate', 'nowhere.yaml', '--out', 'nowhere'], 2],
  [['mock', 'nowhere.yaml'], 2],
  [['docs', 'nowhere.yaml'], 2],
  [['test', 'http://127.0.0.1', 'nowhere.yaml'], 2],
  [['bundle', '--to', '2.0'], 2],
  [['diff', 'nowhere.yaml', 'nowhere.yaml'], 2],
  [['diff', 'no-such-revision:a.yaml', 'a.yaml'], 2],
  [['completion', 'tcsh'], 2],
  [['explain', 'bad-ref'], 0],
  [['explain', 'bad-rfe'], 2],
] as const)('%j ends with %i', async ([args, code]) => {
  const ended = await specwire(args);
  expect(ended.code, ended.stderr).toBe(code);
  // What was asked for goes to stdout, what is wrong with the question to stderr: never both.
  expect([ended.stdout !== '', ended.stderr !== '']).toEqual(code === 0 ? [true, false] : [false, true]);
});

test('help is coloured where colours are wanted, and only there', async () => {
  expect((await specwire(['--help'])).stdout).not.toContain('\u001b[');
  expect((await specwire(['--help'], { FORCE_COLOR: '1' })).stdout).toContain('\u001b[');
});

test.for(COMMANDS.map(({ name }) => name))('the help of %s has examples and exit codes', async (name) => {
  const { stdout } = await specwire([name, '--help']);
  expect(stdout).toContain('Examples:');
  expect(stdout).toContain('Exit codes:');
});

describe('mistakes', () => {
  let folder: string;
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'specwire-cli-'));
    for (const name of ['base', 'dangling-ref-pointer']) {
      await cp(join(import.meta.dirname, '../tests/diagnostics', name), join(folder, 'shop'), {
        recursive: true,
      });
    }
  });
  afterAll(() => rm(folder, { recursive: true, force: true }));

  test('are what lint fails for; warnings are if it is told so', async () => {
    const document = (summary: string) => `openapi: 3.1.0
info: { title: A, version: 1.0.0, license: { name: MIT, identifier: MIT } }
servers: [{ url: 'https://a.example' }]
security: []
paths: { /a: { get: { ${summary}operationId: a, responses: { '200': { description: A. } } } } }
`;
    await writeFile(join(folder, 'warned.yaml'), document('summary: A., '));
    await writeFile(join(folder, 'wrong.yaml'), document(''));
    const codes = [];
    for (const args of [['warned.yaml'], ['warned.yaml', '--fail-on', 'warning'], ['wrong.yaml']])
      codes.push((await specwire(['lint', ...args], {}, folder)).code);
    expect(codes).toEqual([0, 1, 1]);
  });

  test('keep bundle from writing; what a version has no words for does not', async () => {
    const text = "openapi: 3.1.0\ninfo: { title: A, version: '1', summary: A. }\npaths: {}\n";
    await writeFile(join(folder, 'fine.yaml'), text);
    const bundle = (...args: readonly string[]) => specwire(['bundle', ...args], {}, folder);
    const fine = await bundle('fine.yaml', '--to', '3.0', '--out', 'out/api.json');
    expect([fine.code, fine.stdout, fine.stderr]).toEqual([
      0,
      '',
      'specwire: warning: OpenAPI 3.0 has no `summary`: left out (/info/summary)\n',
    ]);
    expect(JSON.parse(await readFile(join(folder, 'out/api.json'), 'utf8'))).toMatchObject({
      openapi: '3.0.4',
    });
    expect((await bundle('fine.yaml')).stdout).toMatch(/^openapi: 3\.1\.1\n/);
    await writeFile(join(folder, 'unreadable.yaml'), 'openapi: [');
    const wrong = await bundle('unreadable.yaml', '--out', 'never.yaml');
    expect([wrong.code, existsSync(join(folder, 'never.yaml'))]).toEqual([1, false]);
  });

  const generate = (format: string) => {
    const args = ['generate', '--project', 'shop', '--format', format];
    return specwire(args, {}, folder);
  };

  test('are told to people with their place as seen from here, and where to read more', async () => {
    const { code, stdout } = await generate('text');
    expect(code).toBe(1);
    expect(stdout).toMatch(/^shop\/specs\/openapi\.yaml:17:21 {2}error\[dangling-ref\]: /);
    expect(stdout).toMatch(/\n {2}17 \| .*CreateJobReqest\n/);
    expect(stdout).toMatch(
      /\n1 mistake in 1 file\.\nMore: specwire explain dangling-ref\nNothing was written\.\n$/,
    );
  });

  test.for([
    [
      'json',
      (text: string) => (JSON.parse(text) as { diagnostics: { code: string }[] }).diagnostics[0]?.code,
    ],
    [
      'sarif',
      (text: string) =>
        (JSON.parse(text) as { runs: { results: { ruleId: string }[] }[] }).runs[0]?.results[0]?.ruleId,
    ],
    [
      'github',
      (text: string) => /^::error file=shop\/specs\/openapi.yaml,line=17,.*title=([\w-]+)::/.exec(text)?.[1],
    ],
  ] as const)('are told to machines: %s, and nothing else on stdout', async ([format, read]) => {
    const { code, stdout, stderr } = await generate(format);
    expect([code, stderr, read(stdout)]).toEqual([1, '', 'dangling-ref']);
  });
});

describe('diff', () => {
  let folder: string;
  const git = (...args: readonly string[]) =>
    promisify(execFile)('git', ['-c', 'user.name=t', '-c', 'user.email=t@example.org', ...args], {
      cwd: folder,
    });
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'specwire-diff-'));
    await cp(join(import.meta.dirname, '../tests/diagnostics/base'), join(folder, 'shop'), {
      recursive: true,
    });
    await git('init', '--quiet');
    await git('add', '.');
    await git('commit', '--quiet', '--message', 'Base');
    const job = join(folder, 'shop/specs/jobs/text.shout.yaml');
    await writeFile(job, (await readFile(job, 'utf8')).replace('timeout: 10', 'timeout: 5'));
  });
  afterAll(() => rm(folder, { recursive: true, force: true }));

  test.for([
    [['HEAD:shop', 'shop'], ''],
    [['HEAD:./', '.'], 'shop'],
    [['git:HEAD:./specs', 'specs'], 'shop'],
  ] as const)('%j: a project against a revision, which nothing is left of', async ([sides, at]) => {
    const { code, stdout, stderr } = await specwire(['diff', ...sides], {}, join(folder, at));
    expect([code, stderr]).toEqual([0, '']);
    expect(stdout).toContain('breaking      job type text.shout: `timeout` changed from 10 to 5\n');
    expect(stdout).toContain('this asks for a major step, 1.0.0 to 2.0.0; the new one says 1.0.0.');
    expect((await git('status', '--porcelain')).stdout.trim()).toBe('M shop/specs/jobs/text.shout.yaml');
  });

  test('fails for what it is told to fail for', async () => {
    const codes = [];
    for (const args of [['--fail-on', 'breaking'], ['--fail-on', 'version', '--format', 'json'], []])
      codes.push((await specwire(['diff', 'HEAD:shop', 'shop', ...args], {}, folder)).code);
    codes.push((await specwire(['diff', 'shop', 'shop', '--fail-on', 'any'], {}, folder)).code);
    expect(codes).toEqual([1, 1, 0, 0]);
  });
});
