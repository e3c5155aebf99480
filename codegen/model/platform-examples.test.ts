/** A project that has nothing but a job type takes the platform's documents. */
import { copyFile, mkdir, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { checkSpecs } from '../generate.js';
import { readSpecs } from '../load/spec-files.js';
import type { JsonValue } from './contract.js';

const JOB = join(import.meta.dirname, '../../tests/diagnostics/base/specs/jobs/text.shout.yaml');

let root: string;
beforeEach(async () => {
  root = await mkdtemp(join(tmpdir(), 'specwire-jobs-only-'));
  await mkdir(join(root, 'specs/jobs'), { recursive: true });
  await copyFile(JOB, join(root, 'specs/jobs/text.shout.yaml'));
});
afterEach(() => rm(root, { recursive: true, force: true }));

/** All values under a key, wherever it stands. */
function* valuesOf(key: string, value: JsonValue): Iterable<JsonValue> {
  if (typeof value !== 'object' || value === null) return;
  for (const [name, child] of Object.entries(value)) {
    if (name === key) yield child as JsonValue;
    yield* valuesOf(key, child as JsonValue);
  }
}

test('its job type joins them, and their examples of other job types stay away', async () => {
  const { built, diagnostics } = await checkSpecs(root, await readSpecs(root));
  expect(diagnostics).toEqual([]);
  const { contract } = built;
  expect(contract.jobTypes.map(({ name }) => name)).toEqual(['text.shout']);
  expect(contract.operations.map(({ operationId }) => operationId)).toContain('createJob');
  expect(contract.sources).toContain('node_modules/specwire/specs/openapi.yaml');
  const create = contract.documents.openapi as {
    paths: { '/v1/jobs': { post: { requestBody: JsonValue } } };
  };
  expect([...valuesOf('examples', create.paths['/v1/jobs'].post.requestBody)]).toEqual([]);
  expect(contract.messages.map(({ name }) => name)).toContain('TextShoutWord');
});
