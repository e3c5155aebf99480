/** The five steps of the README, in a temporary copy: one YAML file, generate, a compile error, fill in, it runs. */
import { cp, mkdtemp, readFile, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { execa } from 'execa';
import { afterAll, beforeAll, beforeEach, describe, expect, onTestFinished, test } from 'vitest';
import { isOfCompiler, transpile } from '../codegen/testing/transpile.js';
import { type Line, startLine } from './support/line.js';

const ROOT = fileURLToPath(new URL('..', import.meta.url));
const COPIED = [
  'specs',
  'codegen',
  'generated',
  'server',
  'worker',
  'store',
  'webhooks',
  'package.json',
  'tsconfig.json',
];

const SPEC = `asyncapi: 3.0.0
info:
  title: text.shout
  version: 1.0.0
  description: Says it louder.
x-job:
  input: { $ref: '#/components/schemas/Input' }
  result: { $ref: '#/components/schemas/Result' }
  timeout: 10
  sync: true
  examples:
    - input: { text: hello }
channels:
  events:
    messages:
      word:
        description: One word, louder.
        payload: { $ref: '#/components/schemas/Word' }
        examples:
          - payload: { word: HELLO }
components:
  schemas:
    Input:
      type: object
      description: What to shout.
      additionalProperties: false
      required: [text]
      properties:
        text: { type: string, description: The text., examples: [hello] }
    Result:
      type: object
      description: What was shouted.
      required: [text]
      properties:
        text: { type: string, description: The text in capitals., examples: [HELLO] }
    Word:
      type: object
      description: One word.
      required: [word]
      properties:
        word: { type: string, description: The word., examples: [HELLO] }
`;

const HANDLER = `import { textShout } from '../../generated/worker/jobs.js';

export default textShout(async function* ({ input, event }) {
  const text = input.text.toUpperCase();
  for (const word of text.split(' ')) yield event.word({ word });
  return { text };
});
`;

let copy: string;
let line: Line;

function run(file: string, args: readonly string[]) {
  return execa(file, [...args], { cwd: copy, reject: false, all: true });
}

const generate = (...args: string[]) => run('node', ['codegen/cli.js', 'generate', ...args]);
const compile = () => run('node_modules/.bin/tsc', ['-p', 'tsconfig.copy.json']);

beforeAll(async () => {
  copy = await mkdtemp(join(tmpdir(), 'specwire-copy-'));
  for (const name of COPIED) await cp(join(ROOT, name), join(copy, name), { recursive: true });
  // Called so often that compiling it once is worth it.
  await transpile(join(copy, 'codegen'), isOfCompiler);
  await symlink(join(ROOT, 'node_modules'), join(copy, 'node_modules'));
  await writeFile(
    join(copy, 'tsconfig.copy.json'),
    JSON.stringify({
      extends: './tsconfig.json',
      // Only what an edit touches is compiled again.
      compilerOptions: { incremental: true, tsBuildInfoFile: './copy.tsbuildinfo' },
      include: ['generated', 'server/main.ts', 'worker/main.ts'],
    }),
  );
});

const SPEC_FILE = 'specs/jobs/text.shout.yaml';
const HANDLER_FILE = 'worker/handlers/text.shout.ts';

beforeEach(async () => {
  await writeFile(join(copy, SPEC_FILE), SPEC);
  await writeFile(join(copy, HANDLER_FILE), HANDLER);
});

afterAll(async () => {
  await line?.stop();
  await rm(copy, { recursive: true, force: true });
});

/** Changes a file until the test ends. */
async function edit(file: string, change: (text: string) => string): Promise<void> {
  const path = join(copy, file);
  const before = await readFile(path, 'utf8');
  const after = change(before);
  expect(after).not.toBe(before);
  await writeFile(path, after);
  onTestFinished(() => writeFile(path, before));
}

describe('a new job type', () => {
  test('is one YAML file, a stub that does not compile, and a handler that runs', async () => {
    await rm(join(copy, HANDLER_FILE));
    const generated = await generate();
    expect(generated.all).toContain('text.shout');
    expect(generated.exitCode).toBe(0);

    const stubbed = await compile();
    expect(stubbed.exitCode).not.toBe(0);
    expect(stubbed.all).toContain(HANDLER_FILE);
    expect(stubbed.all?.match(/error TS/g)).toHaveLength(1);

    await writeFile(join(copy, HANDLER_FILE), HANDLER);
    expect((await compile()).all).toBe('');
    const again = await generate();
    expect(again.exitCode).toBe(0);
    expect(await readFile(join(copy, HANDLER_FILE), 'utf8')).toBe(HANDLER);

    line = await startLine({ root: copy });
    const answer = await line.client.post('/v1/jobs', {
      body: { type: 'text.shout', input: { text: 'hello out there' } },
      headers: { Prefer: 'wait=10' },
    });
    expect(answer.body).toMatchObject({ status: 'succeeded', result: { text: 'HELLO OUT THERE' } });
  }, 120_000);
});

describe('the types bite', () => {
  test('an event renamed in YAML stops the handler compiling', async () => {
    await edit(SPEC_FILE, (text) => text.replace('      word:\n', '      loud_word:\n'));
    expect((await generate()).exitCode).toBe(0);
    const compiled = await compile();
    expect(compiled.all).toMatch(/worker\/handlers\/text\.shout\.ts.*'word' does not exist/);
  }, 60_000);

  test('a result field renamed in YAML stops the handler compiling', async () => {
    await edit(SPEC_FILE, (text) =>
      text.replace(
        /(Result:[\s\S]*?)required: \[text\]([\s\S]*?) text: (\{ type: string, description: The text in capitals\.)/,
        '$1required: [loud]$2 loud: $3',
      ),
    );
    expect((await generate()).exitCode).toBe(0);
    const compiled = await compile();
    expect(compiled.all).toMatch(/worker\/handlers\/text\.shout\.ts/);
    expect(compiled.exitCode).not.toBe(0);
  }, 60_000);

  test('a new operation stops the server compiling until its handler exists', async () => {
    await edit('specs/openapi.yaml', (text) =>
      text.replace(
        /^paths:\n/m,
        `paths:
  /v1/echo:
    get:
      operationId: echo
      tags: [jobs]
      summary: Says it again
      description: For a test of the compiler.
      responses:
        '204':
          description: Said.
`,
      ),
    );
    const generated = await generate();
    const compiled = await compile();
    expect(generated.all).toBeDefined();
    expect(generated.exitCode).toBe(0);
    expect(compiled.all).toMatch(/^server\/.*'echo'/m);
  }, 60_000);
});

describe('generate', () => {
  test('--check fails and names what is stale, and writes nothing', async () => {
    await generate();
    expect((await generate('--check')).exitCode).toBe(0);
    await edit('generated/contract/job-types.ts', (text) => `${text}\n// edited by hand\n`);
    const checked = await generate('--check');
    expect(checked.exitCode).toBe(1);
    expect(checked.all).toContain('generated/contract/job-types.ts');
    expect(await readFile(join(copy, 'generated/contract/job-types.ts'), 'utf8')).toContain('edited by hand');
  }, 60_000);

  test('reports every mistake of several files in one run and writes nothing', async () => {
    const before = await readFile(join(copy, 'generated/docs/openapi.json'), 'utf8');
    await edit('specs/openapi.yaml', (text) =>
      text.replace('operationId: getJob\n', 'operationId: listJobs\n'),
    );
    await edit(SPEC_FILE, (text) =>
      text.replace('text: hello }', 'text: 5 }').replace('timeout: 10', 'timeuot: 10'),
    );
    await edit('specs/jobs/text.count_tokens.yaml', (text) => text.replace(/type: integer/, 'type: intger'));
    const failed = await generate();
    expect(failed.exitCode).toBe(1);
    for (const place of [
      /specs\/openapi\.yaml:\d+:\d+/,
      /specs\/jobs\/text\.shout\.yaml:9:\d+/,
      /specs\/jobs\/text\.shout\.yaml:12:\d+/,
      /specs\/jobs\/text\.count_tokens\.yaml:\d+:\d+/,
    ]) {
      expect(failed.all).toMatch(place);
    }
    expect(failed.all).not.toMatch(/^\s+at /m);
    expect(await readFile(join(copy, 'generated/docs/openapi.json'), 'utf8')).toBe(before);
  }, 60_000);
});
