/** Whole runs of the compiler on a small project: what it writes, what it removes, what it refuses. */
import { cp, mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { Compiler, type Outcome } from './generate.js';

const OPENAPI = `openapi: 3.1.0
info: { title: Small, version: 1.0.0 }
paths:
  /things/{id}:
    get:
      operationId: getThing
      tags: [things]
      parameters:
        - { name: id, in: path, required: true, schema: { type: string } }
      responses:
        '200':
          description: The thing.
          content:
            application/json:
              schema: { $ref: ./schemas/thing.yaml#/Thing }
`;

const THING = `Thing:
  type: object
  required: [name]
  properties:
    name: { type: string, examples: [a] }
`;

const job = (name: string) => `asyncapi: 3.0.0
info: { title: ${name}, version: 1.0.0, description: A job. }
x-job:
  input: { $ref: '#/components/schemas/Input' }
  result: { $ref: ../schemas/thing.yaml#/Thing }
  timeout: 10
components:
  schemas:
    Input: { type: object, properties: { text: { type: string } } }
`;

let root: string;

beforeEach(async () => {
  root = await mkdtemp(join(tmpdir(), 'specwire-generate-'));
  await put('specs/openapi.yaml', OPENAPI);
  await put('specs/schemas/thing.yaml', THING);
  await put('specs/jobs/a.one.yaml', job('a.one'));
});
afterEach(() => rm(root, { recursive: true, force: true }));

async function put(path: string, content: string): Promise<void> {
  await mkdir(dirname(join(root, path)), { recursive: true });
  await writeFile(join(root, path), content);
}

/** Everything that a run could have changed. */
async function snapshot(folder = root): Promise<Record<string, string>> {
  const files: Record<string, string> = {};
  for (const entry of await readdir(folder, { recursive: true, withFileTypes: true })) {
    const path = join(entry.parentPath, entry.name);
    const name = path.slice(folder.length + 1);
    if (entry.isFile() && !name.startsWith('.specwire')) files[name] = await readFile(path, 'utf8');
  }
  return files;
}

const run = (check = false): Promise<Outcome> => new Compiler(root).run({ check });

function changes(outcome: Outcome): string[] {
  if (outcome.kind !== 'done') throw new Error(`The run ended as ${outcome.kind}`);
  return outcome.plan.changes.map(({ kind, path }) => `${kind} ${path}`);
}

test('a second run has nothing to do, and its `--check` is content', async () => {
  expect(changes(await run())).toContain('create generated/server/routes.ts');
  const before = await snapshot();
  expect((await run()).kind).toBe('current');
  expect((await run(true)).kind).toBe('current');
  expect(await snapshot()).toEqual(before);
});

test('is deterministic: another folder gives the same bytes', async () => {
  await run();
  const other = await mkdtemp(join(tmpdir(), 'specwire-generate-'));
  await cp(join(root, 'specs'), join(other, 'specs'), { recursive: true });
  await new Compiler(other).run();
  expect(await snapshot(other)).toEqual(await snapshot());
  await rm(other, { recursive: true });
});

test('a new job type gets a stub, one that is gone leaves nothing but the handler', async () => {
  await run();
  await put('specs/jobs/b.two.yaml', job('b.two'));
  const added = changes(await run());
  expect(added).toContain('stub worker/handlers/b.two.ts');
  expect(added).toContain('update worker/handlers/index.ts');
  await put('worker/handlers/b.two.ts', '// mine\n');
  await rm(join(root, 'specs/jobs/b.two.yaml'));
  expect(changes(await run()).filter((change) => !change.startsWith('update'))).toEqual([]);
  expect(await readFile(join(root, 'worker/handlers/b.two.ts'), 'utf8')).toBe('// mine\n');
  expect((await snapshot())['generated/worker/jobs.ts']).not.toContain('b.two');
});

test('`check` names what is stale, missing and left over, and writes nothing', async () => {
  await put('specs/jobs/b.two.yaml', job('b.two'));
  await run();
  await put('generated/server/routes.ts', '// edited by hand\n');
  await rm(join(root, 'generated/docs/openapi.yaml'));
  const before = await snapshot();
  expect(changes(await run(true))).toEqual([
    'create generated/docs/openapi.yaml',
    'update generated/server/routes.ts',
  ]);
  expect(await snapshot()).toEqual(before);
});

test('with a mistake in the specs nothing is written, and all mistakes are told', async () => {
  await run();
  await put('specs/openapi.yaml', OPENAPI.replace('thing.yaml#/Thing', 'thing.yaml#/Thnig'));
  await put('specs/jobs/b.two.yaml', 'asyncapi: 3.0.0\ninfo: { title: b\n');
  const before = await snapshot();
  const outcome = await run();
  expect(
    outcome.kind === 'mistakes' && outcome.diagnostics.map(({ code, file }) => `${code} ${file}`),
  ).toEqual(['bad-yaml specs/jobs/b.two.yaml', 'dangling-ref specs/openapi.yaml']);
  expect(await snapshot()).toEqual(before);
});

test("a hand-written file in the compiler's place stops the run", async () => {
  await put('worker/handlers/index.ts', 'export const handlers = [];\n');
  const before = await snapshot();
  expect(await run()).toEqual({ kind: 'foreign', paths: ['worker/handlers/index.ts'] });
  expect(await snapshot()).toEqual(before);
});

test("what AsyncAPI's own parser says of a document is kept", async () => {
  await cp(join(import.meta.dirname, '../tests/diagnostics/base'), root, { recursive: true });
  await rm(join(root, 'specs/jobs/a.one.yaml'));
  expect((await run()).kind).toBe('done');
  const kept = (await readdir(join(root, '.specwire/cache'))).filter((name) => name.startsWith('asyncapi-'));
  expect(kept).toHaveLength(1);
  await put(`.specwire/cache/${kept[0]}`, '[{"message":"no good","path":["channels","events","address"]}]');
  await put('specs/schemas/thing.yaml', `${THING}\n`);
  const outcome = await run();
  expect(outcome.kind === 'mistakes' && outcome.diagnostics).toMatchObject([
    { code: 'asyncapi', file: 'specs/asyncapi.yaml', line: 8 },
  ]);
});
