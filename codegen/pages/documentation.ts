/** What the pages show: one self-contained document for REST, one for events, as the libraries in the browser take them. */
import { bundleOf, type ReadContract, readDocument, readProject } from '../bundle/index.js';
import type { Loss } from '../bundle/losses.js';
import type { Diagnostic } from '../diagnostics.js';
import { isRemote } from '../load/documents/locations.js';
import type { ReadOptions } from '../load/documents/read-documents.js';

import { ASYNCAPI_FILE } from '../load/spec-files.js';
import type { Contract, JsonObject } from '../model/contract.js';
import { bundleAsyncapi, hasOperations, isAsyncapi } from './asyncapi-bundle.js';
import { parseAsyncapi, UnshownDocument } from './parsed-asyncapi.js';

/** What is shown. At least one of the two is there. */
export interface Documentation {
  readonly title: string;
  readonly openapi?: JsonObject;
  /** What the version in which it is shown has no words for. */
  readonly losses: readonly Loss[];
  /** As @asyncapi/parser writes what it has read. */
  readonly asyncapi?: JsonObject;
}

/** What was read; `documentation` is absent if there are mistakes. */
export interface ReadDocumentation extends Pick<ReadContract, 'diagnostics' | 'texts'> {
  readonly documentation?: Documentation;
  /** The files of this machine that it was read from or would be, by absolute paths. Empty for a project. */
  readonly files: readonly string[];
}

/** Reads documents that stand alone, or without any the project in `cwd`. */
export async function readDocumentation(
  paths: readonly string[],
  options: ReadOptions,
): Promise<ReadDocumentation> {
  const read = paths.length > 0 ? await readDocument(paths, options) : await readProject(options.cwd);
  const { contract, diagnostics, texts, set } = read;
  const locations = set === undefined ? [] : [...set.files.keys(), ...set.absent.keys()];
  const files = locations.filter((location) => !isRemote(location));
  if (contract === undefined) return { diagnostics, texts, files };
  const asyncapi = set === undefined ? contract.documents.asyncapi : bundleAsyncapi(set);
  try {
    return { diagnostics, texts, files, documentation: await documentationOf(contract, asyncapi) };
  } catch (error) {
    if (!(error instanceof UnshownDocument)) throw error;
    const [file = ASYNCAPI_FILE] = set?.entries.filter(isAsyncapi).map(({ path }) => path) ?? [];
    const { message } = error;
    const told: Diagnostic = {
      code: 'asyncapi',
      severity: 'error',
      message,
      file,
      line: 1,
      column: 1,
      length: 1,
    };
    return { diagnostics: [...diagnostics, told], texts, files };
  }
}

async function documentationOf(contract: Contract, asyncapi: JsonObject | undefined): Promise<Documentation> {
  // The newest that Redoc knows.
  const { document, losses } = bundleOf(contract, '3.1');
  const isShown = asyncapi === undefined || hasOperations(document);
  return {
    title: contract.title,
    ...(isShown && { openapi: document }),
    losses: isShown ? losses : [],
    ...(asyncapi && { asyncapi: await parseAsyncapi(asyncapi) }),
  };
}
