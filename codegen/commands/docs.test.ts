/** `specwire docs` as it is called. */
import { type ChildProcess, spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { cp, mkdtemp, readdir, readFile, realpath, rm, writeFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';

const CLI = join(import.meta.dirname, '../cli.ts');
const LOADER = import.meta.resolve('tsx/esm');
const FINE = "openapi: 3.1.0\ninfo: { title: A, version: '1' }\npaths: { /a: { get: { responses: {} } } }\n";

let folder: string;
beforeAll(async () => {
  folder = await realpath(await mkdtemp(join(tmpdir(), 'specwire-docs-')));
  await writeFile(join(folder, 'fine.yaml'), FINE);
  await writeFile(
    join(folder, 'wrong.yaml'),
    FINE.replace('{ get: { responses: {} } }', "{ $ref: 'b.yaml' }"),
  );
});
afterAll(() => rm(folder, { recursive: true, force: true }));

interface Started {
  readonly child: ChildProcess;
  /** What it has printed so far, on either stream. */
  readonly output: () => string;
  readonly ended: Promise<number | null>;
}

function docs(...args: readonly string[]): Started {
  const child = spawn(process.execPath, ['--import', LOADER, CLI, 'docs', ...args], { cwd: folder });
  let output = '';
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk) => (output += String(chunk)));
  const ended = new Promise<number | null>((resolve) => child.once('close', resolve));
  return { child, output: () => output, ended };
}

async function run(...args: readonly string[]): Promise<{ code: number | null; output: string }> {
  const { ended, output } = docs(...args);
  return { code: await ended, output: output() };
}

test('--out writes a site; with mistakes it writes nothing', async () => {
  const fine = await run('fine.yaml', '--out', 'site');
  expect(fine).toEqual({ code: 0, output: `A is written to ${join(folder, 'site')}: 6 files.\n` });
  expect(await readdir(join(folder, 'site'))).toEqual(['assets', 'index.html', 'openapi.json']);
  await writeFile(join(folder, 'index.html'), 'mine');
  const foreign = await run('fine.yaml', '--out', '.');
  const said = `specwire: ${join(folder, 'index.html')} is not of an earlier run. Name another folder.\n`;
  expect(foreign).toEqual({ code: 1, output: said });
  expect(await readFile(join(folder, 'index.html'), 'utf8')).toBe('mine');
  const wrong = await run('wrong.yaml', '--out', 'never');
  expect(wrong.code).toBe(1);
  expect(wrong.output).toMatch(/^wrong\.yaml:3:\d+ {2}error\[dangling-ref\]/);
  expect(existsSync(join(folder, 'never'))).toBe(false);
});

test('a wrong port is wrong use, a taken one a failure', async () => {
  expect((await run('fine.yaml', '--port', '70000')).code).toBe(2);
  const other = createServer();
  await new Promise<void>((resolve) => other.listen(0, '127.0.0.1', resolve));
  const { port } = other.address() as AddressInfo;
  const taken = await run('fine.yaml', '--port', String(port));
  other.close();
  expect(taken).toEqual({
    code: 1,
    output: `specwire: listen EADDRINUSE: address already in use 127.0.0.1:${port}\n`,
  });
});

/** What a page is told, one state after the other. */
async function follow({ child, output, ended }: Started): Promise<() => Promise<State>> {
  const url = await new Promise<string>((resolve, reject) => {
    child.stdout?.on('data', () => {
      const [found] = /http:\/\/\S+/.exec(output()) ?? [];
      if (found) resolve(found);
    });
    void ended.then(() => reject(new Error(output())));
  });
  const { body } = await fetch(`${url}/changes`);
  const reader = body?.pipeThrough(new TextDecoderStream()).getReader();
  return async () => JSON.parse(/data: (.*)/.exec((await reader?.read())?.value ?? '')?.[1] ?? '{}');
}

interface State {
  readonly version: string;
  readonly mistakes: string | null;
}

test('a project is followed on every save', async () => {
  const base = join(import.meta.dirname, '../../tests/diagnostics/base');
  await cp(base, join(folder, 'shop'), { recursive: true });
  const started = docs('--project', 'shop', '--port', '0');
  const next = await follow(started);
  const before = await next();
  expect(before).toEqual({ version: expect.stringMatching(/^\w{16}$/), mistakes: null });
  const spec = join(folder, 'shop/specs/openapi.yaml');
  const text = await readFile(spec, 'utf8');
  await writeFile(spec, text.replace(/title: .*/, 'title: Another'));
  const after = await next();
  expect(after.mistakes).toBeNull();
  expect(after.version).not.toBe(before.version);
  await writeFile(spec, 'openapi: [');
  const { version, mistakes } = await next();
  expect(version).toBe(after.version);
  expect(mistakes).toMatch(/^shop\/specs\/openapi\.yaml:1:\d+ {2}error\[bad-yaml\]/);
  started.child.kill('SIGINT');
  expect(await started.ended).toBe(0);
});

test('it serves what has mistakes as well, and ends at once with pages open', async () => {
  const started = docs('wrong.yaml', '--port', '0');
  const { mistakes } = await (await follow(started))();
  expect(mistakes).toMatch(/^wrong\.yaml:3:\d+ {2}error\[dangling-ref\]/);
  expect(started.output()).toContain(mistakes);
  const asked = performance.now();
  started.child.kill('SIGINT');
  expect(await started.ended).toBe(0);
  expect(performance.now() - asked).toBeLessThan(1000);
});
