/**
 * Diagnostics as GitHub shows them beside the lines of a pull request.
 * @see https://docs.github.com/en/actions/reference/workflow-commands-for-github-actions
 */
import type { Diagnostic } from '../diagnostics.js';
import { labelOf } from '../diagnostics.js';

/** One workflow command a diagnostic, each on a line. */
export function githubAnnotations(diagnostics: readonly Diagnostic[]): string {
  return diagnostics.map(annotation).join('');
}

function annotation(diagnostic: Diagnostic): string {
  const { severity, message, file, line, column, length, hint } = diagnostic;
  const properties = Object.entries({
    file,
    line,
    col: column,
    endColumn: column + length,
    title: labelOf(diagnostic),
  }).map(([name, value]) => `${name}=${escapeProperty(String(value))}`);
  const text = hint === undefined ? message : `${message}\nhint: ${hint}`;
  return `::${severity} ${properties.join(',')}::${escapeData(text)}\n`;
}

function escapeData(text: string): string {
  return text.replaceAll('%', '%25').replaceAll('\r', '%0D').replaceAll('\n', '%0A');
}

function escapeProperty(text: string): string {
  return escapeData(text).replaceAll(':', '%3A').replaceAll(',', '%2C');
}
