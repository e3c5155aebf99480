/** A project's specs, parsed. */
import type { Diagnostic } from '../diagnostics.js';
import { parseSource, type SourceFile } from './source.js';
import { ASYNCAPI_FILE, JOBS_FOLDER, OPENAPI_FILE, PLATFORM_FOLDER, type SpecTexts } from './spec-files.js';

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
  const [openapi, asyncapi] = [OPENAPI_FILE, ASYNCAPI_FILE].map(
    (path) => files.get(path) ?? files.get(`${PLATFORM_FOLDER}${path.slice(path.indexOf('/'))}`),
  );
  if (!openapi && !texts.has(OPENAPI_FILE)) diagnostics.push(missingOpenapi());
  const jobs = [...files.values()].filter((file) => file.path.startsWith(`${JOBS_FOLDER}/`));
  return {
    root,
    files,
    ...(openapi && { openapi }),
    ...(asyncapi && { asyncapi }),
    jobs,
    unreadable,
    diagnostics,
  };
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
