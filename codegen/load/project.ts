/** Reads a project's specs from disk. */
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Diagnostic } from '../diagnostics.js';
import { parseSource, type SourceFile } from './source.js';

/** Where the documents stand, relative to the project's root. */
export const SPEC_FOLDER = 'specs';
export const OPENAPI_FILE = 'specs/openapi.yaml';
export const ASYNCAPI_FILE = 'specs/asyncapi.yaml';
export const JOBS_FOLDER = 'specs/jobs';

/** All spec files of a project, parsed. */
export interface Project {
  readonly root: string;
  /** Every file below `specs/`, by path, in the order of their paths. */
  readonly files: ReadonlyMap<string, SourceFile>;
  readonly openapi?: SourceFile;
  readonly asyncapi?: SourceFile;
  readonly jobs: readonly SourceFile[];
  /** Files that could not be parsed are absent from `files`, and stand here. */
  readonly unreadable: ReadonlySet<string>;
  readonly diagnostics: readonly Diagnostic[];
}

/** A spec file's text by its path. */
export type SpecTexts = ReadonlyMap<string, string>;

/** Reads and parses everything below `specs/`. */
export async function loadProject(root: string): Promise<Project> {
  return parseProject(root, await readSpecs(root));
}

/** Reads the texts of everything below `specs/`, in the order of their paths. */
export async function readSpecs(root: string): Promise<SpecTexts> {
  const entries = await readdir(join(root, SPEC_FOLDER), { recursive: true }).catch((): string[] => []);
  const paths = entries
    .map((entry) => `${SPEC_FOLDER}/${entry.replaceAll('\\', '/')}`)
    .filter((path) => /\.(ya?ml|json)$/.test(path))
    .sort();
  const texts = await Promise.all(paths.map((path) => readFile(join(root, path), 'utf8')));
  return new Map(paths.map((path, index) => [path, texts[index] ?? '']));
}

/** Parses texts into a project; files of `before` whose text is the same are taken over. */
export function parseProject(root: string, texts: SpecTexts, before?: Project): Project {
  const files = new Map<string, SourceFile>();
  const unreadable = new Set<string>();
  const diagnostics: Diagnostic[] = [];
  for (const [path, text] of texts) {
    const known = before?.files.get(path);
    if (known?.text === text) {
      files.set(path, known);
      continue;
    }
    const parsed = parseSource(path, text);
    diagnostics.push(...parsed.diagnostics);
    if (parsed.diagnostics.length === 0) files.set(path, parsed.file);
    else unreadable.add(path);
  }
  if (!texts.has(OPENAPI_FILE)) diagnostics.push(missingOpenapi());
  const openapi = files.get(OPENAPI_FILE);
  const asyncapi = files.get(ASYNCAPI_FILE);
  const jobs = [...files.values()].filter((file) => file.path.startsWith(`${JOBS_FOLDER}/`));
  return { root, files, ...(openapi && { openapi }), ...(asyncapi && { asyncapi }), jobs, unreadable, diagnostics };
}

function missingOpenapi(): Diagnostic {
  return {
    code: 'missing-document',
    severity: 'error',
    message: 'there is no such file, and every project has one',
    file: OPENAPI_FILE,
    line: 1,
    column: 1,
    length: 1,
    hint: 'Run in the folder that holds `specs/`, or name it with --project.',
  };
}
