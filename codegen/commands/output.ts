/** How a command tells diagnostics: to people, or to one of the machines that read them. */
import { readFileSync } from 'node:fs';
import { join, relative, resolve } from 'node:path';
import { Option } from 'commander';
import { type Diagnostic, renderDiagnostics } from '../diagnostics.js';
import type { SpecTexts } from '../load/spec-files.js';
import type { JsonObject } from '../model/contract.js';
import { packageFolder } from '../package-folder.js';
import type { Terminal } from './terminal.js';

/** Who reads a report: people, programs, code scanners, GitHub's pull requests. */
export type Format = 'text' | 'json' | 'sarif' | 'github';

/** The option by which a command is told its format. */
export function formatOption(): Option {
  return new Option('--format <format>', 'how to tell mistakes: to people, or to machines')
    .choices(['text', 'json', 'sarif', 'github'] satisfies readonly Format[])
    .default('text');
}

/** What is to be told. */
export interface Findings {
  /** The folder that the diagnostics' files are relative to. */
  readonly root: string;
  readonly diagnostics: readonly Diagnostic[];
  readonly texts: SpecTexts;
}

/** Prints diagnostics in a format; `facts` are what JSON says beside them. */
export async function printFindings(
  terminal: Terminal,
  format: Format,
  findings: Findings,
  facts: JsonObject = {},
): Promise<void> {
  const diagnostics = seenFrom(terminal.cwd, findings);
  switch (format) {
    case 'text':
      return printText(terminal, findings, diagnostics);
    case 'json': {
      const plain = diagnostics.map((one): JsonObject => ({ ...one }));
      return terminal.print(JSON.stringify({ ...facts, diagnostics: plain }, null, 2));
    }
    case 'sarif': {
      const { sarifLog } = await import('../reports/sarif.js');
      return terminal.print(JSON.stringify(sarifLog(diagnostics, packageVersion()), null, 2));
    }
    case 'github': {
      const { githubAnnotations } = await import('../reports/github.js');
      return terminal.write(githubAnnotations(diagnostics));
    }
    default:
      return format satisfies never;
  }
}

/** Files as they are called where the command runs: a terminal opens them, GitHub finds them. */
function seenFrom(cwd: string, { root, diagnostics }: Findings): readonly Diagnostic[] {
  const way = relative(cwd, resolve(root)).replaceAll('\\', '/');
  if (way === '') return diagnostics;
  const folder = way.startsWith('..') ? resolve(root).replaceAll('\\', '/') : way;
  return diagnostics.map((one) => ({ ...one, file: `${folder}/${one.file}` }));
}

function printText(terminal: Terminal, findings: Findings, shown: readonly Diagnostic[]): void {
  if (shown.length > 0) terminal.print(reportText(terminal, findings, shown));
}

/** Diagnostics as people read them, with their number and where more is said of them. */
export function findingsText(terminal: Pick<Terminal, 'cwd' | 'palette'>, findings: Findings): string {
  return reportText(terminal, findings, seenFrom(terminal.cwd, findings));
}

function reportText(
  { cwd, palette }: Pick<Terminal, 'cwd' | 'palette'>,
  findings: Findings,
  shown: readonly Diagnostic[],
): string {
  const texts = new Map(
    shown.map(({ file }, index) => [file, findings.texts.get(findings.diagnostics[index]?.file ?? '')]),
  );
  const mistakes = shown.filter(({ severity }) => severity === 'error').length;
  const counts = [plural(mistakes, 'mistake'), plural(shown.length - mistakes, 'warning')];
  const said = counts.filter((count) => !count.startsWith('0 ')).join(' and ');
  const paint = mistakes > 0 ? palette.red : palette.yellow;
  return [
    renderDiagnostics(shown, (file) => texts.get(file), palette),
    paint(`${said} in ${plural(texts.size, 'file')}.`),
    palette.dim(`More: ${pagesOf(cwd, shown).join(', ')}`),
  ].join('\n');
}

/** Where each code is explained: `docs/diagnostics.md#bad-ref`. */
function pagesOf(cwd: string, diagnostics: readonly Diagnostic[]): readonly string[] {
  const page = relative(cwd, join(packageFolder(), DIAGNOSTICS_PAGE)).replaceAll('\\', '/');
  const codes = [...new Set(diagnostics.map(({ code }) => code))].sort();
  // A way up and down again is longer than the command that shows the same.
  if (page.startsWith('..')) return codes.map((code) => `specwire explain ${code}`);
  return codes.map((code) => `${page}#${code}`);
}

/** The page with a section for each code, in the package's folder. */
export const DIAGNOSTICS_PAGE = 'docs/diagnostics.md';

/** The version of the package. */
export function packageVersion(): string {
  const text = readFileSync(join(packageFolder(), 'package.json'), 'utf8');
  return (JSON.parse(text) as { readonly version: string }).version;
}

/** `1 file`, `2 files`. */
export function plural(count: number, noun: string): string {
  return `${count} ${noun}${count === 1 ? '' : 's'}`;
}
