/** A project's own copy of the platform's documents: what it needs to add operations to them. */
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { isCollection, isNode, isScalar, LineCounter, type Pair, parseDocument, visit } from 'yaml';
import type { Diagnostic } from '../diagnostics.js';
import { checkSpecs } from '../generate.js';
import {
  isPlatformFile,
  OPENAPI_FILE,
  PLATFORM_FOLDER,
  SPEC_FOLDER,
  type SpecTexts,
} from '../load/spec-files.js';

const LINT_IGNORE_FILE = '.redocly.lint-ignore.yaml';
const LINT_IGNORE = `# What \`specwire lint\` is not to say of these specs.
specs/openapi.yaml:
  # Any path may answer so to a method that it does not have; no single operation does.
  no-unused-components:
    - "#/components/responses/MethodNotAllowed"
`;

/** The documents by their paths in the project, or why it cannot have them. */
export type OwnDocuments =
  | { readonly kind: 'copied'; readonly texts: SpecTexts }
  | { readonly kind: 'refused'; readonly reason: string };

/**
 * Copies the platform's documents into a project's, the OpenAPI document last: as soon as that is there, the compiler takes
 * the project's. Examples of job types that the project does not have are left out; what the linter is not to say of the rest
 * comes along. Nothing is written yet.
 */
export async function ownDocuments(root: string, texts: SpecTexts): Promise<OwnDocuments> {
  const platform = [...texts].filter(([path]) => isPlatformFile(path));
  const copies = new Map(platform.map(([path, text]) => [path.replace(PLATFORM_FOLDER, SPEC_FOLDER), text]));
  const refuse = (reason: string): OwnDocuments => ({ kind: 'refused', reason });
  const taken = [...copies.keys()].find((path) => existsSync(join(root, path)));
  if (taken !== undefined)
    return refuse(`${taken} is there already, and the platform's has to go there. Give yours another name.`);
  const own = [...texts].filter(([path]) => !isPlatformFile(path));
  const { diagnostics } = await checkSpecs(root, new Map([...own, ...copies]));
  const foreign = diagnostics.filter(({ code, file }) => code === 'wrong-example' && copies.has(file));
  if (diagnostics.some((one) => one.severity === 'error' && !foreign.includes(one)))
    return refuse('there are mistakes in the specs: `specwire generate` shows them. Mend them first.');
  const fitting = new Map<string, string>();
  if (!existsSync(join(root, LINT_IGNORE_FILE))) fitting.set(LINT_IGNORE_FILE, LINT_IGNORE);
  for (const path of [...copies.keys()].filter((one) => one !== OPENAPI_FILE).concat(OPENAPI_FILE)) {
    const complaints = foreign.filter(({ file }) => file === path);
    fitting.set(path, withoutExamples(copies.get(path) ?? '', complaints));
  }
  return { kind: 'copied', texts: fitting };
}

/** The text without the lines of the examples that are complained of. */
function withoutExamples(text: string, complaints: readonly Diagnostic[]): string {
  const lineCounter = new LineCounter();
  const document = parseDocument(text, { lineCounter });
  const offsets = complaints.map(({ line, column }) => (lineCounter.lineStarts[line - 1] ?? 0) + column - 1);
  const isWrong = (part: unknown) => offsets.some((offset) => contains(rangeOf(part), offset));
  const cuts: Range[] = [];
  visit(document, {
    Pair(_key, pair) {
      const key = isScalar(pair.key) ? pair.key.value : undefined;
      if ((key !== 'example' && key !== 'examples') || !isWrong(pair)) return undefined;
      const parts = key === 'examples' && isCollection(pair.value) ? pair.value.items : [pair];
      const wrong = parts.filter(isWrong);
      cuts.push(...(wrong.length === parts.length ? [pair] : wrong).map(rangeOf));
      return visit.SKIP;
    },
  });
  return cuts.reduceRight((rest, range) => cutLines(rest, range), text);
}

/** From and to, as offsets in the text. */
type Range = readonly [number, number];

function rangeOf(part: unknown): Range {
  if (isNode(part)) return [part.range?.[0] ?? 0, part.range?.[1] ?? 0];
  const { key, value } = part as Pair;
  return [rangeOf(key)[0], rangeOf(value ?? key)[1]];
}

function contains([start, end]: Range, offset: number): boolean {
  return start <= offset && offset < end;
}

function cutLines(text: string, [start, end]: Range): string {
  const from = text.lastIndexOf('\n', start) + 1;
  const to = text[end - 1] === '\n' ? end : text.indexOf('\n', end) + 1;
  return text.slice(0, from) + text.slice(to === 0 ? text.length : to);
}
