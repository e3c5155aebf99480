/** Everything that can be said of documents: the compiler's own checks, rules of style, and what ties documents together. */
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { type Diagnostic, sortDiagnostics } from '../diagnostics.js';
import { type CheckedSpecs, checkSpecs } from '../generate.js';
import { checkAsyncapi } from '../load/checks/index.js';
import { decodeText } from '../load/encoding.js';
import { parseSource } from '../load/source.js';
import { isPlatformFile, readSpecs, type SpecTexts } from '../load/spec-files.js';
import { cacheFolder } from '../stamp.js';
import { checkEventExamples } from './event-examples.js';
import { type LintedTexts, lintWithRedocly } from './redocly.js';

/** Lints a project's specs. */
export async function lintProject(root: string): Promise<LintedTexts> {
  const texts = await readSpecs(root);
  const checked = await checkSpecs(root, texts);
  const { project, built, diagnostics } = checked;
  const [parsed, styled] = await Promise.all([
    checkAsyncapi(project, built, cacheFolder(root), diagnostics),
    lintStyle(root, texts, checked),
  ]);
  return {
    diagnostics: sortDiagnostics([...diagnostics, ...parsed, ...styled.diagnostics]),
    texts: styled.texts,
  };
}

/** What is no mistake of a project and yet better otherwise; nothing that its mistakes say already. */
export async function lintStyle(
  root: string,
  texts: SpecTexts,
  { project, diagnostics }: Pick<CheckedSpecs, 'project' | 'diagnostics'>,
): Promise<LintedTexts> {
  const paths = [project.openapi, project.asyncapi, ...project.jobs].flatMap((file) => file?.path ?? []);
  const styled = await lintWithRedocly({ root, paths, texts, isProject: true });
  const events = checkEventExamples(project);
  // The style of the platform's documents is no business of whoever uses them.
  const own = styled.diagnostics.filter(({ file }) => !isPlatformFile(file));
  return {
    diagnostics: [...events, ...withoutEchoes(own, diagnostics)],
    texts: styled.texts,
  };
}

/** Lints documents that stand alone. Paths are relative to `root`. */
export async function lintDocuments(root: string, paths: readonly string[]): Promise<LintedTexts> {
  const texts = new Map<string, string>();
  for (const path of paths) texts.set(path, decodeText(await readFile(join(root, path))));
  const unreadable = [...texts].flatMap(([path, text]) => parseSource(path, text).diagnostics);
  const broken = new Set(unreadable.map(({ file }) => file));
  const readable = paths.filter((path) => !broken.has(path));
  const styled = await lintWithRedocly({ root, paths: readable, texts, isProject: false });
  return { diagnostics: sortDiagnostics([...unreadable, ...styled.diagnostics]), texts: styled.texts };
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
