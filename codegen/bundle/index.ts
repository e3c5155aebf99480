/** One self-contained OpenAPI document of a project, or of documents that stand alone. */
import { type Diagnostic, sortDiagnostics } from '../diagnostics.js';
import { checkSpecs } from '../generate.js';
import type { DocumentSet } from '../load/documents/document-set.js';
import { lowerDocuments } from '../load/documents/load-documents.js';
import { type ReadOptions, readDocuments } from '../load/documents/read-documents.js';
import { readSpecs, type SpecTexts } from '../load/spec-files.js';
import type { Contract } from '../model/contract.js';
import { documentContract } from '../model/document-contract.js';
import { type ConvertedDocument, convertOpenapi, type OpenapiVersion } from './convert.js';
import { documentPlaces, type PlaceOf, projectPlaces } from './places.js';

/** A contract as it was read; absent if there are mistakes. */
export interface ReadContract {
  readonly diagnostics: readonly Diagnostic[];
  readonly texts: SpecTexts;
  readonly contract?: Contract;
  /** The files of documents that stand alone, those among them that are not there. */
  readonly set?: DocumentSet;
  readonly placeOf: PlaceOf;
}

/** The contract of the project in a folder. */
export async function readProject(root: string): Promise<ReadContract> {
  const texts = await readSpecs(root);
  const { project, built, diagnostics } = await checkSpecs(root, texts);
  const contract = diagnostics.some(isError) ? {} : { contract: built.contract };
  return { diagnostics, texts, placeOf: projectPlaces(project), ...contract };
}

/** The contract of documents that stand alone. */
export async function readDocument(files: readonly string[], options: ReadOptions): Promise<ReadContract> {
  const { set, texts, diagnostics: unreadable } = await readDocuments(files, options);
  const lowered = lowerDocuments(set);
  const diagnostics = sortDiagnostics([...unreadable, ...lowered.diagnostics]);
  const contract = diagnostics.some(isError) ? {} : { contract: documentContract(lowered) };
  return { diagnostics, texts, set, placeOf: documentPlaces(set), ...contract };
}

/** The document in a version. */
export function bundleOf({ documents }: Contract, version: OpenapiVersion): ConvertedDocument {
  // A project's streams are known to be events: the document in 3.2 is made with the others.
  if (version === '3.2' && documents.openapi32 !== undefined)
    return { document: documents.openapi32, losses: [] };
  return convertOpenapi(documents.openapi, version);
}

function isError({ severity }: Diagnostic): boolean {
  return severity === 'error';
}
