/**
 * An author's mistake, as data: what, where, and what to write instead. The compiler collects them; it throws only for
 * its own bugs.
 */

/** Every kind of mistake that the compiler reports, with what it means. */
export const DIAGNOSTICS = {
  'missing-document': 'A document that every project has is absent.',
  'bad-yaml': 'The file is not well-formed YAML.',
  'duplicate-key': 'A key stands twice in one mapping.',
  'dangling-ref': 'A `$ref` leads to nothing.',
  'bad-ref': 'A `$ref` is of a form that the compiler does not read.',
  structure: 'The document does not have the structure that OpenAPI or AsyncAPI gives it.',
  'unknown-keyword': 'A schema has a keyword that JSON Schema does not know.',
  'bad-schema': 'A schema keyword has a value that it cannot have.',
  'idle-keyword': 'A schema keyword has no effect where it stands.',
  unsupported: 'Generated code does not do what the document says here.',
  'wrong-example': 'An example does not meet its schema.',
  'duplicate-operation-id': 'Two operations have one operationId.',
  'missing-operation-id': 'An operation has no operationId.',
  'name-collision': 'Two different things would get one name in the generated code.',
  'duplicate-job-type': 'Two files declare one job type.',
  'job-file-name': "A job file's name differs from its `info.title`.",
  'job-name': 'The name of a job type or of one of its events is not of the right form.',
  'x-job': 'The `x-job` extension does not have its shape.',
  'reserved-event': 'A job type declares an event under a reserved name.',
  'event-without-channel': 'A message is declared but sent on no channel.',
  'job-dialect': 'A job file uses a schema keyword that AsyncAPI and JSON Schema 2020-12 do not share.',
  extension: 'A `x-…` extension point is not used the way it is meant.',
  path: 'A path or a channel address does not fit its parameters, or another path.',
  undeclared: 'Something is meant by a name that the document does not declare.',
  security: 'A security requirement names a scheme that is not declared.',
  'problem-code': 'A response names an error code that does not exist or has another status.',
  'job-channel': 'A job file has a channel of a name that means nothing.',
  'job-schema': 'An input, a result or the data of an event is not an object.',
  'message-type': "A message's name, its key and the `type` of its payload differ.",
  webhook: 'A webhook is not the same in OpenAPI and AsyncAPI, or is not posted as JSON.',
  'missing-example': 'An event has no example.',
  redocly: "A rule of Redocly's linter is not kept.",
  asyncapi: 'The bundled AsyncAPI document does not pass @asyncapi/parser.',
} as const;

/** The closed set of codes. */
export type DiagnosticCode = keyof typeof DIAGNOSTICS;

/** One mistake at one place. */
export interface Diagnostic {
  readonly code: DiagnosticCode;
  readonly severity: 'error' | 'warning';
  readonly message: string;
  /** Relative to the project's root, with `/`. */
  readonly file: string;
  /** From 1. */
  readonly line: number;
  /** From 1. */
  readonly column: number;
  /** How many characters the caret underlines. */
  readonly length: number;
  /** What to write instead. */
  readonly hint?: string;
  /** The rule of another tool that it comes from: `operation-summary`. */
  readonly rule?: string;
}

/** How a diagnostic is called in reports: `bad-ref`, `redocly/operation-summary`. */
export function labelOf({ code, rule }: Pick<Diagnostic, 'code' | 'rule'>): string {
  return rule === undefined ? code : `${code}/${rule}`;
}

/** Sorts by file and place, and drops what is said twice of one place. */
export function sortDiagnostics(diagnostics: readonly Diagnostic[]): readonly Diagnostic[] {
  const seen = new Set<string>();
  return [...diagnostics].sort(byPlace).filter((diagnostic) => {
    const key = `${diagnostic.file}\0${diagnostic.line}\0${diagnostic.column}\0${diagnostic.message}`;
    if (seen.has(key)) return false;
    seen.add(key);
    return true;
  });
}

function byPlace(a: Diagnostic, b: Diagnostic): number {
  if (a.file !== b.file) return a.file < b.file ? -1 : 1;
  return a.line - b.line || a.column - b.column || (a.message < b.message ? -1 : 1);
}

/** How text is coloured: by ANSI codes on a terminal, not at all elsewhere. */
export interface Palette {
  bold(text: string): string;
  red(text: string): string;
  yellow(text: string): string;
  cyan(text: string): string;
  dim(text: string): string;
}

const same = (text: string): string => text;

/** No colours: for files, pipes and tests. */
export const PLAIN: Palette = { bold: same, red: same, yellow: same, cyan: same, dim: same };

/** Renders diagnostics for people: place, message, excerpt with caret, hint. */
export function renderDiagnostics(
  diagnostics: readonly Diagnostic[],
  textOf: (file: string) => string | undefined,
  palette: Palette = PLAIN,
): string {
  const known = new Map<string, Lines>();
  const lineOf = ({ file, line }: Diagnostic): string | undefined => {
    const text = textOf(file);
    if (text === undefined) return undefined;
    const lines = known.get(file) ?? new Lines(text);
    known.set(file, lines);
    return lines.at(line);
  };
  return diagnostics
    .map((diagnostic) => renderDiagnostic(diagnostic, lineOf(diagnostic), palette))
    .join('\n');
}

/** The lines of a text: of 13 MB a few are wanted, of others thousands, mostly one after the other from the top. */
class Lines {
  readonly #text: string;
  /** The line that was found last, and where it begins. */
  #number = 1;
  #start = 0;

  constructor(text: string) {
    this.#text = text;
  }

  /** The line of a number, from 1; undefined if there are not so many. */
  at(number: number): string | undefined {
    if (number < this.#number) [this.#number, this.#start] = [1, 0];
    for (; this.#number < number; this.#number += 1) {
      const end = this.#text.indexOf('\n', this.#start);
      if (end === -1) return undefined;
      this.#start = end + 1;
    }
    const end = this.#text.indexOf('\n', this.#start);
    if (end === -1) return this.#text.slice(this.#start);
    return this.#text.slice(this.#start, this.#text[end - 1] === '\r' ? end - 1 : end);
  }
}

function renderDiagnostic(diagnostic: Diagnostic, line: string | undefined, palette: Palette): string {
  const paint = diagnostic.severity === 'error' ? palette.red : palette.yellow;
  const place = palette.bold(`${diagnostic.file}:${diagnostic.line}:${diagnostic.column}`);
  const out = [`${place}  ${paint(`${diagnostic.severity}[${labelOf(diagnostic)}]`)}: ${diagnostic.message}`];
  if (line !== undefined) out.push(...renderExcerpt(diagnostic, line, palette, paint));
  if (diagnostic.hint !== undefined) out.push(`  ${palette.cyan('hint')}: ${diagnostic.hint}`);
  return `${out.join('\n')}\n`;
}

/** How much of a long line is shown; JSON on one line has no other. */
const EXCERPT_WIDTH = 140;

function renderExcerpt(
  { line: number, column, length }: Diagnostic,
  line: string,
  palette: Palette,
  paint: (text: string) => string,
): readonly string[] {
  const first = line.length <= EXCERPT_WIDTH ? 0 : Math.max(0, column - 1 - EXCERPT_WIDTH / 2);
  const shown = printable(line.slice(first, first + EXCERPT_WIDTH));
  const [cutBefore, cutAfter] = [first > 0 ? '…' : '', first + EXCERPT_WIDTH < line.length ? '…' : ''];
  const start = column - 1 - first;
  const width = Math.max(1, Math.min(length, shown.length - start));
  const gutter = String(number);
  // Tabs stay tabs before the caret, so that it stands under its column in any terminal.
  const indent = `${cutBefore}${shown.slice(0, start)}`.replace(/[^\t]/g, ' ');
  return [
    `  ${palette.dim(`${gutter} |`)} ${cutBefore}${shown}${cutAfter}`,
    `  ${palette.dim(`${' '.repeat(gutter.length)} |`)} ${indent}${paint('^'.repeat(width))}`,
  ];
}

/** What a terminal would obey rather than show, and what is no character at all, is one sign wide. */
function printable(text: string): string {
  return text.replace(/[\p{Cc}\p{Cs}]/gu, (sign) => (sign === '\t' ? sign : '\ufffd'));
}

/** The candidate that a mistyped word was most likely meant to be. */
export function didYouMean(word: string, candidates: Iterable<string>): string | undefined {
  let best: string | undefined;
  let bestDistance = Math.max(1, Math.floor(word.length / 3)) + 1;
  for (const candidate of candidates) {
    const distance = editDistance(word.toLowerCase(), candidate.toLowerCase());
    if (distance < bestDistance) {
      best = candidate;
      bestDistance = distance;
    }
  }
  return best;
}

/** Damerau–Levenshtein (optimal string alignment): two swapped letters count as one slip. */
function editDistance(a: string, b: string): number {
  let before: number[] = [];
  let previous = Array.from({ length: b.length + 1 }, (_, j) => j);
  for (let i = 1; i <= a.length; i++) {
    const current = [i];
    for (let j = 1; j <= b.length; j++) {
      const cost = a[i - 1] === b[j - 1] ? 0 : 1;
      let value = Math.min((previous[j] ?? 0) + 1, (current[j - 1] ?? 0) + 1, (previous[j - 1] ?? 0) + cost);
      if (i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1]) {
        value = Math.min(value, (before[j - 2] ?? 0) + 1);
      }
      current.push(value);
    }
    before = previous;
    previous = current;
  }
  return previous[b.length] ?? 0;
}
