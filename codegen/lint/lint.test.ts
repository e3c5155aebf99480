import { mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { type Diagnostic, labelOf } from '../diagnostics.js';
import { checkSpecs } from '../generate.js';
import { readSpecs, type SpecTexts } from '../load/spec-files.js';
import { lintDocuments, lintProject, lintStyle } from './index.js';

const ROOT = join(import.meta.dirname, '../..');
const CASES = join(ROOT, 'tests/diagnostics');

/** What is said, as `file:line label`. */
const linesOf = (diagnostics: readonly Diagnostic[]) =>
  diagnostics.map((one) => `${one.file}:${one.line} ${labelOf(one)}`);

test('our own specs are clean', async () => {
  expect(linesOf((await lintProject(ROOT)).diagnostics)).toEqual([]);
});

test('a project of job types alone is not told of the platform’s documents', async () => {
  expect(linesOf((await lintProject(join(ROOT, 'tests/load-project'))).diagnostics)).toEqual([]);
});

describe('of a project', () => {
  const base = readSpecs(join(CASES, 'base'));
  const style = async (texts: SpecTexts) => lintStyle(CASES, texts, await checkSpecs(CASES, texts));

  test('style is reported as Redocly sees it, and what the compiler says is said once', async () => {
    expect(linesOf(await style(await base))).toEqual([
      'specs/openapi.yaml:1 redocly/no-empty-servers',
      'specs/openapi.yaml:2 redocly/info-license',
      'specs/openapi.yaml:9 redocly/operation-summary',
      'specs/openapi.yaml:23 redocly/operation-4xx-response',
      'specs/openapi.yaml:33 redocly/operation-summary',
      'specs/openapi.yaml:36 redocly/operation-4xx-response',
    ]);
  });

  test('no case of a mistake is a matter of style as well', async () => {
    const styled = new Set((await style(await base)).map(labelOf));
    const twice: string[] = [];
    for (const name of (await readdir(CASES)).filter((one) => one !== 'base')) {
      const texts = new Map([...(await base), ...(await readSpecs(join(CASES, name)))]);
      const diagnostics = await style(texts);
      const more = diagnostics.filter((one) => one.code === 'redocly' && !styled.has(labelOf(one)));
      twice.push(...more.map((one) => `${name}: ${labelOf(one)} ${one.file}:${one.line}`));
    }
    // No tag of the other cases is declared.
    expect(twice).toEqual(['undeclared: redocly/tag-description specs/openapi.yaml:12']);
  });

  test('an event without an example is told, and where to put one', async () => {
    const texts = new Map(await base);
    const drop = (file: string, examples: RegExp) => {
      const text = texts.get(file) ?? '';
      expect(text).toMatch(examples);
      texts.set(file, text.replace(examples, '\n'));
    };
    drop('specs/jobs/text.shout.yaml', /\n {8}examples:\n.*\n/);
    drop('specs/asyncapi.yaml', /\n {6}examples:\n.*\n.*\n/);
    const said = linesOf(await style(texts)).filter((line) => line.includes('example'));
    expect(said).toEqual([
      'specs/asyncapi.yaml:24 missing-example',
      'specs/jobs/text.shout.yaml:15 missing-example',
    ]);
  });
});

describe('of documents that stand alone', () => {
  let folder: string;
  const check = async (...names: readonly string[]) => {
    const { diagnostics } = await lintDocuments(
      names.map((name) => join(folder, name)),
      { cwd: folder },
    );
    return diagnostics;
  };
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'specwire-lint-'));
  });
  afterEach(() => rm(folder, { recursive: true, force: true }));

  const OPENAPI = `openapi: 3.1.0
info: { title: Shop, version: 1.0.0, license: { name: MIT, identifier: MIT } }
servers: [{ url: 'https://shop.example' }]
security: []
paths:
  /orders/:
    get:
      summary: Lists orders.
      operationId: listOrders
      responses:
        '200': { description: Orders., content: { application/json: { schema: { $ref: 'parts.yaml#/Orders' } } } }
        '400': { description: No. }
  /live:
    get:
      summary: Follows orders.
      operationId: follow
      responses:
        '101': { description: A socket. }
        '400': { description: No. }
`;

  test('OpenAPI: structure, references into other files, style; 101 is a success', async () => {
    await writeFile(join(folder, 'api.yaml'), `${OPENAPI}colour: red\n`);
    await writeFile(join(folder, 'parts.yaml'), 'Orders: { type: arry }\n');
    expect(linesOf(await check('api.yaml'))).toEqual([
      'api.yaml:6 redocly/no-path-trailing-slash',
      'api.yaml:20 structure',
      'parts.yaml:1 bad-schema',
    ]);
  });

  test('a redocly.yaml decides which rules there are', async () => {
    await writeFile(join(folder, 'redocly.yaml'), 'rules:\n  paths-kebab-case: error\n');
    await writeFile(join(folder, 'parts.yaml'), 'Orders: { type: array }\n');
    await writeFile(join(folder, 'api.yaml'), OPENAPI.replace('/live', '/liveOrders'));
    const diagnostics = await check('api.yaml');
    expect(diagnostics).toEqual([
      expect.objectContaining({
        code: 'redocly',
        rule: 'paths-kebab-case',
        severity: 'error',
        file: 'api.yaml',
        line: 13,
      }),
    ]);
  });

  test('AsyncAPI: a channel without an address is right, tags may be used again', async () => {
    await writeFile(
      join(folder, 'events.yaml'),
      `asyncapi: 3.0.0
info: { title: Shop, version: 1.0.0, license: { name: MIT, url: 'https://example.org' } }
channels:
  hooks: { address: null, tags: [{ name: a, description: A. }] }
  other: { address: 5, tags: [{ name: a, description: A. }] }
`,
    );
    // A number is no address, but Redocly says so in the same words: only \`null\` is let through.
    expect(linesOf(await check('events.yaml'))).toEqual(['events.yaml:5 redocly/struct']);
  });

  test('what is no YAML, and references in a circle, are told and end nothing', async () => {
    await writeFile(join(folder, 'bad.yaml'), 'openapi: 3.1.0\ninfo\n');
    const circle =
      "paths: { /a: { $ref: '#/components/pathItems/A' } }\ncomponents: { pathItems: { A: { $ref: '#/components/pathItems/A' } } }\n";
    await writeFile(
      join(folder, 'circle.yaml'),
      `openapi: 3.1.0\ninfo: { title: A, version: '1' }\n${circle}`,
    );
    const lines = linesOf(await check('bad.yaml', 'circle.yaml'));
    expect(lines).toEqual(['bad.yaml:2 bad-yaml', 'circle.yaml:4 bad-ref']);
  });

  test('a URL is not fetched', async () => {
    await writeFile(join(folder, 'api.yaml'), OPENAPI.replace('parts.yaml', 'http://127.0.0.1:9/parts.yaml'));
    const diagnostics = await check('api.yaml');
    expect(linesOf(diagnostics)).toContain('api.yaml:11 bad-ref');
    expect(diagnostics.filter(({ rule }) => rule === 'no-unresolved-refs')).toEqual([]);
  });
});
