/** The code of a document's server reads as the formatter and the linter want it. */
import { execFile } from 'node:child_process';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { expect, test } from 'vitest';
import { outputFolder } from '../../testing/emit-project.js';
import { loadDocument } from '../../testing/load-document.js';
import { emitDocumentWebhooks } from '../document-webhooks/index.js';
import { emitDocumentServer } from './index.js';

const BIOME = join(import.meta.dirname, '../../../node_modules/@biomejs/biome/bin/biome');
const CORPUS = join(import.meta.dirname, '../../../tests/corpus');

const SETTINGS = {
  root: true,
  files: { includes: ['**/*.ts'] },
  formatter: { indentStyle: 'space', indentWidth: 2, lineWidth: 110 },
  javascript: { formatter: { quoteStyle: 'single', semicolons: 'always', trailingCommas: 'all' } },
  linter: { rules: { correctness: { noUnusedImports: 'error', noUnusedVariables: 'error' } } },
};

test.each([
  join(import.meta.dirname, 'fixtures/server.yaml'),
  join(import.meta.dirname, '../document-webhooks/fixtures/webhooks.yaml'),
  ...['bookshop-3.0.yaml', 'bodies-3.1.yaml', 'streams-3.2.yaml', 'names-3.0.json'].map((name) =>
    join(CORPUS, name),
  ),
])('of %s', async (path) => {
  const { contract } = await loadDocument(path);
  const files = [...emitDocumentServer(contract), ...emitDocumentWebhooks(contract)];
  await using output = await outputFolder(new Map(files.map((file) => [file.path, file.content])));
  await writeFile(join(output.path, 'biome.json'), `${JSON.stringify(SETTINGS, null, 2)}\n`);
  const run = promisify(execFile)(
    process.execPath,
    [BIOME, 'check', '--error-on-warnings', '--max-diagnostics=20', 'server', 'webhooks'].filter(
      (name) => name !== 'webhooks' || contract.outgoing.length > 0,
    ),
    { cwd: output.path },
  );
  const said = await run.then(
    () => '',
    (error: { stdout: string; stderr: string }) => error.stdout + error.stderr,
  );
  expect(said).toBe('');
});
