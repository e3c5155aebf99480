/** For tests: a project's specs through the whole compiler, up to the files as text. */
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import ts from 'typescript';
import { emitDocument } from '../compile-document.js';
import { emitters } from '../emit/index.js';
import { checkSpecs } from '../generate.js';
import { readSpecs } from '../load/spec-files.js';
import type { Contract, GeneratedFile } from '../model/contract.js';
import { NO_CACHE } from '../model/no-cache.js';
import { loadDocument } from './load-document.js';

/** The contract of a project, whose specs must have no mistakes. `more` are spec files laid over its own. */
export async function loadContract(
  root: string,
  more: Readonly<Record<string, string>> = {},
): Promise<Contract> {
  const texts = new Map([...(await readSpecs(root)), ...Object.entries(more)]);
  const { built, diagnostics } = await checkSpecs(root, texts);
  const mistakes = diagnostics.filter(({ severity }) => severity === 'error');
  if (mistakes.length > 0) throw new Error(mistakes.map(({ message }) => message).join('\n'));
  return built.contract;
}

/** All files that a contract gives to a project that has none yet, by their path in it. */
export async function emitAll(contract: Contract): Promise<ReadonlyMap<string, string>> {
  const files = await Promise.all(emitters.map((emitter) => emitter(contract, NO_CACHE)));
  const place = ({ ownership, path }: GeneratedFile) =>
    ownership === 'generated' ? `generated/${path}` : path;
  const written = files.flat().filter(({ ownership }) => ownership !== 'last');
  return new Map(written.map((file) => [place(file), file.content]));
}

/** All files that a document gives, by their path in its output folder. */
export async function emitDocumentAt(path: string): Promise<ReadonlyMap<string, string>> {
  const { contract, diagnostics } = await loadDocument(path);
  const mistakes = diagnostics.filter(({ severity }) => severity === 'error');
  if (mistakes.length > 0) throw new Error(mistakes.map(({ message }) => message).join('\n'));
  return new Map((await emitDocument(contract)).files.map((file) => [file.path, file.content]));
}

/** A project's output in a folder of its own. */
export interface OutputFolder extends AsyncDisposable {
  readonly path: string;
  /** What the compiler of TypeScript says about these files, at its strictest. */
  typeErrors(files: readonly string[], platform?: Platform): readonly string[];
}

/** Where code is to run: what it finds there is declared by Node's types, or by those of browsers. */
export type Platform = 'node' | 'browser';

/** Writes files into a new folder. */
export async function outputFolder(files: ReadonlyMap<string, string>): Promise<OutputFolder> {
  const path = await mkdtemp(join(tmpdir(), 'specwire-emit-'));
  for (const [name, content] of files) {
    await mkdir(dirname(join(path, name)), { recursive: true });
    await writeFile(join(path, name), content);
  }
  await writeFile(join(path, 'package.json'), '{ "type": "module" }');
  return {
    path,
    typeErrors: (names, platform = 'node') => typeErrors(path, names, platform),
    [Symbol.asyncDispose]: () => rm(path, { recursive: true, force: true }),
  };
}

const REPOSITORY = join(import.meta.dirname, '../..');

function typeErrors(folder: string, names: readonly string[], platform: Platform): readonly string[] {
  const { config } = ts.readConfigFile(join(REPOSITORY, 'tsconfig.json'), ts.sys.readFile);
  const { options } = ts.convertCompilerOptionsFromJson(config.compilerOptions, REPOSITORY);
  const program = ts.createProgram(
    names.map((name) => join(folder, name)),
    {
      ...options,
      noUnusedLocals: true,
      noUnusedParameters: true,
      noPropertyAccessFromIndexSignature: true,
      typeRoots: [join(REPOSITORY, 'node_modules/@types')],
      paths: { express: [join(REPOSITORY, 'node_modules/@types/express/index.d.ts')] },
      ...(platform === 'browser' && {
        types: [],
        lib: ['lib.es2023.d.ts', 'lib.dom.d.ts', 'lib.dom.iterable.d.ts'],
      }),
    },
  );
  return ts.getPreEmitDiagnostics(program).map(({ file, messageText }) => {
    const place = file?.fileName.slice(folder.length + 1) ?? '';
    return `${place}: ${ts.flattenDiagnosticMessageText(messageText, '\n')}`;
  });
}
