/** A folder with documents of the corpus, those of packages unpacked. */
import { mkdir, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ensureNpmPackage, unpack } from '../../scripts/engines/npm-package.js';
import { type CorpusDocument, DIRECTORY, GITHUB } from './catalog.js';

/** The folder, which is removed at the end. */
export interface CorpusFolder extends AsyncDisposable {
  readonly path: string;
  /** Where a document is. */
  pathOf(document: CorpusDocument): string;
}

/** Fetches what is not at hand, and unpacks these documents. */
export async function corpusFolder(documents: readonly CorpusDocument[]): Promise<CorpusFolder> {
  const path = await mkdtemp(join(tmpdir(), 'specwire-corpus-'));
  for (const [from, source] of [
    ['directory', DIRECTORY],
    ['github', GITHUB],
  ] as const) {
    const files = documents.filter((one) => one.from === from).map(({ file }) => file);
    if (files.length === 0) continue;
    await mkdir(join(path, from));
    await unpack(await ensureNpmPackage(source), join(path, from), files);
  }
  return {
    path,
    pathOf: ({ file, from }) => (from === 'here' ? join(import.meta.dirname, file) : join(path, from, file)),
    [Symbol.asyncDispose]: () => rm(path, { recursive: true, force: true }),
  };
}
