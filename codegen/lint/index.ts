/** Everything that can be said of documents: the compiler's own checks, rules of style, and what ties documents together. */
import { type Diagnostic, sortDiagnostics } from '../diagnostics.js';
import { type CheckedSpecs, checkSpecs } from '../generate.js';
import { checkAsyncapi } from '../load/checks/index.js';
import { lowerDocuments } from '../load/documents/load-documents.js';
import { type ReadOptions, readDocuments } from '../load/documents/read-documents.js';
import { asObject } from '../load/json.js';
import { isPlatformFile, readSpecs, type SpecTexts } from '../load/spec-files.js';
import { cacheFolder } from '../stamp.js';
import { checkEventExamples } from './event-examples.js';
import { lintWithRedocly } from './redocly.js';

/** What was found, and the texts that it was found in. */
export interface Linted {
  readonly diagnostics: readonly Diagnostic[];
  readonly texts: SpecTexts;
}

/** Lints a project's specs. */
export async function lintProject(root: string): Promise<Linted> {
  const texts = await readSpecs(root);
  const checked = await checkSpecs(root, texts);
  const { project, built, diagnostics } = checked;
  const [parsed, styled] = await Promise.all([
    checkAsyncapi(project, built, cacheFolder(root), diagnostics),
    lintStyle(root, texts, checked),
  ]);
  return { diagnostics: sortDiagnostics([...diagnostics, ...parsed, ...styled]), texts };
}

/** What is no mistake of a project and yet better otherwise; nothing that its mistakes say already. */
export async function lintStyle(
  root: string,
  texts: SpecTexts,
  { project, diagnostics }: Pick<CheckedSpecs, 'project' | 'diagnostics'>,
): Promise<readonly Diagnostic[]> {
  const paths = [project.openapi, project.asyncapi, ...project.jobs].flatMap((file) => file?.path ?? []);
  const styled = await lintWithRedocly({ root, paths, texts, isProject: true });
  // The style of the platform's documents is no business of whoever uses them.
  const own = styled.filter(({ file }) => !isPlatformFile(file));
  return [...checkEventExamples(project), ...withoutEchoes(own, diagnostics)];
}

/** Lints documents that stand alone; `options.cwd` is what their paths are relative to. */
export async function lintDocuments(files: readonly string[], options: ReadOptions): Promise<Linted> {
  const texts = new Map<string, string>();
  const found: Diagnostic[] = [];
  const style: string[] = [];
  for (const file of files) {
    // Each by itself: they need have nothing to do with each other.
    const { set, texts: read, diagnostics } = await readDocuments([file], options);
    for (const [path, text] of read) texts.set(path, text);
    found.push(...diagnostics);
    const [entry] = set.entries;
    if (entry === undefined) continue;
    style.push(entry.path);
    // Redocly has rules for Swagger 2.0, which the compiler does not read.
    if (!('swagger' in asObject(entry.value))) found.push(...lowerDocuments(set).diagnostics);
  }
  const styled = await lintWithRedocly({ root: options.cwd, paths: style, texts, isProject: false });
  return { diagnostics: sortDiagnostics([...found, ...withoutEchoes(styled, found)]), texts };
}

/** Rules that miss something: where there are mistakes, it may be there and misspelt. */
const ABOUT_ABSENCE: ReadonlySet<string | undefined> = new Set([
  'no-unused-components',
  'no-illogical-composition-keywords',
  'operation-2xx-response',
  'operation-4xx-response',
  // Without a rule: the document could not be read.
  undefined,
]);

/** What a rule says of a line that has a mistake already is that mistake in other words. */
function withoutEchoes(styled: readonly Diagnostic[], own: readonly Diagnostic[]): readonly Diagnostic[] {
  const place = ({ file, line }: Diagnostic) => `${file}:${line}`;
  const taken = new Set(own.map(place));
  const isBroken = own.some(({ severity }) => severity === 'error');
  return styled.filter((one) => !taken.has(place(one)) && !(isBroken && ABOUT_ABSENCE.has(one.rule)));
}
