/**
 * The server and the client of each document, both generated, call each other: what the document gives as an example is
 * taken, mistakes are refused at their place. In `npm test` of some documents, and of each a part of its operations, evenly spread.
 */
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { loadDocument } from '../../codegen/testing/load-document.js';
import { type RoundTripReport, roundTrip } from '../../codegen/testing/round-trip.js';
import { CORPUS, type CorpusDocument } from './catalog.js';
import { type CorpusFolder, corpusFolder } from './corpus-folder.js';

const isFull = process.env.SPECWIRE_TEST_FULL !== undefined;
const DOCUMENTS = CORPUS.filter(({ isQuick, isSampled }) => isFull || isQuick || isSampled);
const OPERATIONS = isFull ? Number.POSITIVE_INFINITY : 24;

let folder: CorpusFolder;
let refused = 0;

beforeAll(async () => {
  folder = await corpusFolder(DOCUMENTS);
});
afterAll(async () => await folder[Symbol.asyncDispose]());
// Mistakes were made, in all documents together.
afterAll(() => expect(refused).toBeGreaterThan(isFull ? 10_000 : 200));

describe.each(DOCUMENTS)('$file', (document) => {
  test('client and server understand each other', async () => {
    const { contract } = await loadDocument(folder.pathOf(document));
    // Channels have neither.
    if (contract.operations.length === 0) return expect(contract.channels).not.toEqual([]);
    const count = Math.min(OPERATIONS, contract.operations.length);
    const report = await roundTrip(contract, { atMost: count });
    expect(report.faults).toEqual([]);
    expect(Object.keys(document.uncallable ?? {})).toEqual(
      isFull ? Object.keys(report.skipped) : expect.arrayContaining(Object.keys(report.skipped)),
    );
    expect(report.accepted + report.unserved.length + Object.keys(report.skipped).length).toBe(count);
    await expectKnown(document, report);
    refused += report.refused;
  });
});

/** Operations whose own examples break their schemas are listed: one a line, none that is not. */
async function expectKnown(
  { file }: CorpusDocument,
  { wrongExamples }: Pick<RoundTripReport, 'wrongExamples'>,
): Promise<void> {
  const path = join(import.meta.dirname, 'wrong-examples', `${file.replace(/^.*\/|\.json$/g, '')}.txt`);
  if (isFull && wrongExamples.length > 0)
    return await expect(`${wrongExamples.join('\n')}\n`).toMatchFileSnapshot(path);
  const known = existsSync(path) ? readFileSync(path, 'utf8').trim().split('\n') : [];
  expect(known).toEqual(isFull ? [] : expect.arrayContaining([...wrongExamples]));
}
