/** Documents whose server and client, both generated, call each other: examples are taken, mistakes refused. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
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

let refused = 0;
// Mistakes were made, in all documents together.
afterAll(() => expect(refused).toBeGreaterThan(30));

test.each(DOCUMENTS)('%s', async (path) => {
  const { contract } = await loadDocument(path);
  const report = await roundTrip(contract);
  expect(report.faults).toEqual([]);
  expect(report.skipped).toEqual({});
  expect(report.wrongExamples).toEqual([]);
  expect(report.accepted).toBe(contract.operations.length);
  refused += report.refused;
});
