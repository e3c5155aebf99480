/** For tests: one document, without a project around it, up to its contract. */
import { dirname } from 'node:path';
import type { Diagnostic } from '../diagnostics.js';
import { lowerDocuments } from '../load/documents/load-documents.js';
import { readDocuments } from '../load/documents/read-documents.js';
import type { Contract } from '../model/contract.js';
import { documentContract } from '../model/document-contract.js';

/** The contract of the document at an absolute path, and everything that was told of it. */
export async function loadDocument(
  path: string,
): Promise<{ readonly contract: Contract; readonly diagnostics: readonly Diagnostic[] }> {
  const { set, diagnostics } = await readDocuments([path], { cwd: dirname(path) });
  const lowered = lowerDocuments(set);
  return { contract: documentContract(lowered), diagnostics: [...diagnostics, ...lowered.diagnostics] };
}
