/** Documents that nobody here wrote, and small ones that say everything: each gives code, the same code always, that compiles. */
import { execFile } from 'node:child_process';
import { mkdir, readFile, symlink, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { emitDocument } from '../../codegen/compile-document.js';
import { loadDocument } from '../../codegen/testing/load-document.js';
import { CORPUS } from './catalog.js';
import { type CorpusFolder, corpusFolder } from './corpus-folder.js';

const isFull = process.env.SPECWIRE_TEST_FULL !== undefined;
const DOCUMENTS = CORPUS.filter(({ isQuick }) => isFull || isQuick);
const REPOSITORY = join(import.meta.dirname, '../..');

let corpus: CorpusFolder;
let folder: string;

beforeAll(async () => {
  corpus = await corpusFolder(DOCUMENTS);
  folder = corpus.path;
  // Where the output finds what it may import: Express, and the types of Node.
  await symlink(join(REPOSITORY, 'node_modules'), join(folder, 'node_modules'));
});
afterAll(async () => await corpus[Symbol.asyncDispose]());

/** All files of a document, by path. */
async function compile(path: string): Promise<ReadonlyMap<string, string>> {
  const { contract, diagnostics } = await loadDocument(path);
  expect(diagnostics.filter(({ severity }) => severity === 'error')).toEqual([]);
  const { files } = await emitDocument(contract);
  return new Map(files.map((file) => [file.path, file.content]));
}

describe.each(DOCUMENTS)('$file', (document) => {
  const out = () => join(folder, 'out', document.file.replaceAll(/[^\w.-]/g, '-'));

  let once: ReadonlyMap<string, string>;

  beforeAll(async () => {
    once = await compile(corpus.pathOf(document));
    for (const [name, content] of once) {
      await mkdir(dirname(join(out(), name)), { recursive: true });
      await writeFile(join(out(), name), content);
    }
  });

  test('gives the same code twice, and whatever order its components stand in', async () => {
    const path = corpus.pathOf(document);
    expect(await compile(path)).toEqual(once);
    if (!path.endsWith('.json')) return;
    const shuffled = join(folder, `shuffled-${document.file.replaceAll('/', '-')}`);
    await writeFile(
      shuffled,
      JSON.stringify(withComponentsReversed(JSON.parse(await readFile(path, 'utf8')))),
    );
    expect(differences(await compile(shuffled), once)).toEqual([]);
  });

  test('gives code that compiles at its strictest', async () => {
    const config = {
      compilerOptions: {
        ...{ strict: true, exactOptionalPropertyTypes: true, noUncheckedIndexedAccess: true },
        ...{
          isolatedModules: true,
          noUnusedLocals: true,
          noUnusedParameters: true,
          noImplicitOverride: true,
        },
        ...{ noPropertyAccessFromIndexSignature: true, verbatimModuleSyntax: true, noEmit: true },
        ...{ module: 'nodenext', target: 'es2022', lib: ['es2023', 'dom', 'dom.iterable'], types: ['node'] },
        skipLibCheck: true,
      },
      include: ['**/*.ts'],
    };
    await writeFile(join(out(), 'tsconfig.json'), JSON.stringify(config));
    await writeFile(join(out(), 'package.json'), '{ "type": "module" }');
    const tsc = join(REPOSITORY, 'node_modules/.bin/tsc');
    const errors = await promisify(execFile)(tsc, ['-p', out()], { maxBuffer: 1e8 }).then(
      () => '',
      ({ stdout }: { stdout: string }) => stdout.split('\n').slice(0, 20).join('\n'),
    );
    expect(errors).toBe('');
  });
});

interface Components {
  readonly components?: Readonly<Record<string, object>>;
}

/** The document with the entries of its components in the opposite order. */
function withComponentsReversed(document: Components): object {
  const reversed = Object.entries(document.components ?? {}).map(([section, entries]) => [
    section,
    Object.fromEntries(Object.entries(entries).reverse()),
  ]);
  return { ...document, ...(reversed.length > 0 && { components: Object.fromEntries(reversed) }) };
}

/**
 * The first lines that one side has and the other has not, each with its file. The order of lines is the document's, and
 * the first one names the file.
 */
function differences(
  ours: ReadonlyMap<string, string>,
  theirs: ReadonlyMap<string, string>,
): readonly string[] {
  const lines = (content = '') =>
    content
      .split('\n')
      .slice(1)
      .map((line) => line.replace(/,$/, ''))
      .sort();
  const found = [...new Set([...ours.keys(), ...theirs.keys()])].flatMap((path) => {
    const [one, other] = [lines(ours.get(path)), lines(theirs.get(path))];
    const at = one.findIndex((line, index) => line !== other[index]);
    return at === -1 && one.length === other.length ? [] : [`${path}: ${one[at]} | ${other[at]}`];
  });
  return found.slice(0, 10);
}
