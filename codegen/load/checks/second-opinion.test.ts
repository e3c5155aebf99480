/** Redocly's rules on the published OpenAPI documents: what our own grammar lets pass must pass there, too. */
import { createConfig, lintFromString } from '@redocly/openapi-core';
import { beforeAll, expect, test } from 'vitest';
import { checkSpecs } from '../../generate.js';
import type { Contract, JsonObject } from '../../model/contract.js';
import { readSpecs } from '../spec-files.js';

const ROOT = new URL('../../..', import.meta.url).pathname;

/** Answers are open: examples may have more properties than their schema. */
const examples = { severity: 'error', allowAdditionalProperties: true } as const;

const RULES = {
  struct: 'error',
  'no-unresolved-refs': 'error',
  'no-invalid-schema-examples': examples,
  'no-invalid-media-type-examples': examples,
  'no-invalid-parameter-examples': examples,
  'no-enum-type-mismatch': 'error',
  'no-identical-paths': 'error',
  'no-ambiguous-paths': 'error',
  'no-path-trailing-slash': 'error',
  'operation-operationId-unique': 'error',
  'operation-operationId-url-safe': 'error',
  'operation-parameters-unique': 'error',
  'operation-tag-defined': 'error',
  'path-parameters-defined': 'error',
  'security-defined': 'error',
  'spec-components-invalid-map-name': 'error',
} as const;

let contract: Contract;
beforeAll(async () => {
  const { built, diagnostics } = await checkSpecs(ROOT, await readSpecs(ROOT));
  expect(diagnostics).toEqual([]);
  contract = built.contract;
});

async function lint(document: JsonObject): Promise<string[]> {
  const config = await createConfig({ rules: RULES });
  const problems = await lintFromString({
    source: JSON.stringify(document),
    absoluteRef: '/openapi.json',
    config,
  });
  return problems.map(
    ({ ruleId, message, location }) => `${ruleId} ${location[0]?.pointer ?? ''}: ${message}`,
  );
}

test('OpenAPI 3.1', async () => {
  expect(await lint(contract.documents.openapi)).toEqual([]);
});

test('OpenAPI 3.2', async () => {
  expect(await lint(contract.documents.openapi32 ?? {})).toEqual([]);
});
