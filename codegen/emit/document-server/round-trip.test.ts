/** Documents whose server and client, both generated, call each other: examples are taken, mistakes refused. */
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { loadDocument } from '../../testing/load-document.js';
import { roundTrip } from '../../testing/round-trip.js';

const CORPUS = join(import.meta.dirname, '../../../tests/corpus');

/** How many calls are taken, and how many mistakes are refused, at least. */
const DOCUMENTS: readonly (readonly [path: string, accepted: number, refused: number])[] = [
  [join(import.meta.dirname, 'fixtures/server.yaml'), 15, 13],
];

test.each(DOCUMENTS)('%s', async (path, accepted, refused) => {
  const { contract } = await loadDocument(path);
  const report = await roundTrip(contract);
  expect(report.faults).toEqual([]);
  expect(report.skipped).toEqual([]);
  expect(report).toMatchObject({ accepted, refused });
});
