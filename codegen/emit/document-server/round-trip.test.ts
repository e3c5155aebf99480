/** Documents whose server and client, both generated, call each other: examples are taken, mistakes refused. */
import { readdirSync, readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { expect, test } from 'vitest';
import { loadDocument } from '../../testing/load-document.js';
import { roundTrip } from '../../testing/round-trip.js';

const CORPUS = join(import.meta.dirname, '../../../tests/corpus');

/** The small documents. */
const DOCUMENTS = [
  join(import.meta.dirname, 'fixtures/server.yaml'),
  ...readdirSync(CORPUS)
    // Those of channels have no server.
    .filter(
      (name) =>
        /\.(yaml|json)$/.test(name) && !readFileSync(join(CORPUS, name), 'utf8').includes('asyncapi:'),
    )
    .map((name) => join(CORPUS, name)),
];

/** How many mistakes can be made in a request at least, by document: those with the most. */
const MISTAKES: Record<string, number> = { 'server.yaml': 13, 'methods-3.2.yaml': 7, 'schemas-3.1.yaml': 7 };

test.each(DOCUMENTS)('%s', async (path) => {
  const { contract } = await loadDocument(path);
  const report = await roundTrip(contract);
  expect(report.faults).toEqual([]);
  expect(report.skipped).toEqual({});
  expect(report.wrongExamples).toEqual([]);
  expect(report.accepted).toBe(contract.operations.length);
  expect(report.refused).toBeGreaterThanOrEqual(MISTAKES[basename(path)] ?? 0);
});
