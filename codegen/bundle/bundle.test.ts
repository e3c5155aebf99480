/** Bundles, held against the structure that each version of OpenAPI demands. */
import { readFileSync } from 'node:fs';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createConfig, lintFromString } from '@redocly/openapi-core';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { stringify } from 'yaml';
import type { JsonObject } from '../model/contract.js';
import { type OpenapiVersion, VERSIONS } from './convert.js';
import { bundleOf, readDocument, readProject } from './index.js';
import { lossText } from './losses.js';

const ROOT = join(import.meta.dirname, '../..');

/** What the official schema of the document's version says against it. */
async function structureMistakes(document: JsonObject): Promise<readonly string[]> {
  const rules = { struct: 'error', 'no-unresolved-refs': 'error' } as const;
  const config = await createConfig({ rules });
  const problems = await lintFromString({
    source: JSON.stringify(document),
    absoluteRef: '/api.json',
    config,
  });
  return problems.map(({ message, location }) => `${location[0]?.pointer}: ${message}`);
}

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'specwire-bundle-'));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

async function bundle(text: string, version: OpenapiVersion) {
  await writeFile(join(folder, 'api.yaml'), text);
  const { contract, diagnostics } = await readDocument([join(folder, 'api.yaml')], { cwd: folder });
  if (!contract) throw new Error(JSON.stringify(diagnostics));
  const { document, losses } = bundleOf(contract, version);
  return { document, losses: losses.map((loss) => lossText(version, loss)) };
}

test.for(VERSIONS)('our own project as OpenAPI %s', async (version) => {
  const { contract } = await readProject(ROOT);
  if (!contract) throw new Error('The project has mistakes.');
  const { document } = bundleOf(contract, version);
  expect(document.openapi).toMatch(new RegExp(`^${version.replace('.', '\\.')}\\.\\d$`));
  expect(await structureMistakes(document)).toEqual([]);
});

test('our own project says on each level what 3.0 cannot', async () => {
  const { contract } = await readProject(ROOT);
  if (!contract) throw new Error('The project has mistakes.');
  const lost = bundleOf(contract, '3.0').losses.map(({ what }) => what);
  expect(lost).toEqual(expect.arrayContaining(['`webhooks`', '`summary`', '`if`']));
  expect(bundleOf(contract, '3.1').losses).toEqual([]);
});

/** Everything that a later version has beside an earlier one. */
const NEWEST = `openapi: 3.2.0
$self: https://example.org/api
info: { title: All, version: 1.0.0, summary: All of it., license: { name: MIT, identifier: MIT } }
servers: [{ url: https://example.org, name: main }]
security: [{ certificate: [] }, { key: [] }]
tags: [{ name: a, summary: A., kind: nav }]
paths:
  /files:
    get:
      operationId: getFile
      security: [{ certificate: [] }]
      responses:
        '200': { summary: A file., description: A file., content: { image/png: {} } }
  /events:
    get:
      operationId: follow
      responses:
        '200':
          description: Events.
          content:
            text/event-stream: { itemSchema: { type: object, properties: { data: { type: string } } } }
            application/jsonl: { itemSchema: { $ref: '#/components/schemas/Pet' } }
  /nothing:
    delete: { operationId: drop }
webhooks:
  happened: { post: { operationId: onHappened, responses: { '200': { description: Taken. } } } }
  ended: { post: { operationId: onEnded, responses: { '200': { description: Taken. } } } }
components:
  securitySchemes:
    certificate: { type: mutualTLS }
    key: { type: apiKey, in: header, name: key, deprecated: true }
  schemas:
    Pet:
      oneOf: [{ $ref: '#/components/schemas/Cat' }, { $ref: '#/components/schemas/Dog' }]
      discriminator: { propertyName: kind, mapping: { cat: Cat } }
    Cat: { type: object, required: [kind], properties: { kind: { const: Cat }, age: { type: [integer, 'null'] } } }
    Dog: { type: object, required: [kind], properties: { kind: { const: Dog } }, patternProperties: { ^x: {} } }
`;

test.for(VERSIONS)('a document with all that is new, as OpenAPI %s', async (version) => {
  const { document, losses } = await bundle(NEWEST, version);
  expect(await structureMistakes(document)).toEqual([]);
  const remarks = losses.map((line) => `# ${line}\n`).join('');
  const file = join(import.meta.dirname, `fixtures/newest-${version}.yaml`);
  await expect(`${remarks}${stringify(document, { aliasDuplicateObjects: false })}`).toMatchFileSnapshot(
    file,
  );
});

test('without the certificate nothing that asked for it is open to all', async () => {
  const { document } = await bundle(NEWEST, '3.0');
  expect(document.security).toEqual([{ key: [] }]);
  const { paths } = document as { paths: Record<string, { get: JsonObject }> };
  // The document's own list counts where none is left.
  expect(paths['/files']?.get).not.toHaveProperty('security');
});

test('OpenAPI 3.0 comes back as it was, but for what it never had', async () => {
  const text = readFileSync(join(ROOT, 'tests/corpus/orders-3.0.yaml'), 'utf8');
  const { document, losses } = await bundle(text, '3.0');
  expect(losses).toEqual([expect.stringContaining('`prefixItems`')]);
  expect(await structureMistakes(document)).toEqual([]);
});
