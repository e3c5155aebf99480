/** For tests: a document that stands by itself, made of an object, through the whole compiler. */
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { documentEmitters } from '../emit/index.js';
import type { Contract, Emitter, SchemaGap } from '../model/contract.js';
import { NO_CACHE } from '../model/no-cache.js';
import { loadDocument } from './load-document.js';

/** The contract of a document. What is told of it must be warnings. */
export async function contractOf(document: object): Promise<Contract> {
  const folder = await mkdtemp(join(tmpdir(), 'specwire-document-'));
  try {
    const path = join(folder, 'openapi.json');
    await writeFile(path, JSON.stringify(document));
    const { contract, diagnostics } = await loadDocument(path);
    const mistakes = diagnostics.filter(({ severity }) => severity === 'error');
    if (mistakes.length > 0) throw new Error(mistakes.map(({ message }) => message).join('\n'));
    return contract;
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

/** The output for a contract: files by their path in it, and what they do not check. */
export interface DocumentOutput {
  readonly files: ReadonlyMap<string, string>;
  readonly gaps: readonly SchemaGap[];
}

/** Emits a contract with the emitters of documents, or with some of them. */
export async function emitContract(
  contract: Contract,
  emitters: readonly Emitter[] = documentEmitters(contract),
): Promise<DocumentOutput> {
  const gaps: SchemaGap[] = [];
  const emitted = await Promise.all(
    emitters.map((emit) => emit(contract, NO_CACHE, (gap) => gaps.push(gap))),
  );
  const validation = new URL('../runtime/contract/validation.ts', import.meta.url);
  return {
    files: new Map([
      ['contract/validation.ts', await readFile(validation, 'utf8')],
      ...emitted.flat().map(({ path, content }) => [path, content] as const),
    ]),
    gaps,
  };
}
