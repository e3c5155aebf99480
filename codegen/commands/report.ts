/** What a run of the compiler prints. */
import { type Diagnostic, renderDiagnostics } from '../diagnostics.js';
import type { Counts, Outcome } from '../generate.js';
import type { SpecTexts } from '../load/spec-files.js';
import type { Terminal } from './terminal.js';

type Done = Extract<Outcome, { kind: 'done' }>;

/** Prints how a run ended; false if it is a failure. */
export function report(terminal: Terminal, outcome: Outcome, check: boolean, milliseconds: number): boolean {
  const { palette, print } = terminal;
  switch (outcome.kind) {
    case 'mistakes':
      reportDiagnostics(terminal, outcome.diagnostics, outcome.texts);
      print('Nothing was written.');
      return false;
    case 'foreign':
      for (const path of outcome.paths) print(`${palette.red('not generated')}  ${path}`);
      print('A file of yours stands where a generated one belongs. Move it away. Nothing was written.');
      return false;
    case 'current':
      print(`${summary(outcome.counts)}: nothing to do, in ${seconds(milliseconds)}`);
      return true;
    case 'done':
      reportDiagnostics(terminal, outcome.diagnostics, outcome.texts);
      if (check) return reportCheck(terminal, outcome);
      reportChanges(terminal, outcome, milliseconds);
      return true;
    default:
      return outcome satisfies never;
  }
}

/** Prints diagnostics, and how many there are. */
export function reportDiagnostics(
  { palette, print }: Terminal,
  diagnostics: readonly Diagnostic[],
  texts: SpecTexts,
): void {
  if (diagnostics.length === 0) return;
  print(renderDiagnostics(diagnostics, (file) => texts.get(file), palette));
  const files = new Set(diagnostics.map(({ file }) => file)).size;
  const mistakes = diagnostics.filter(({ severity }) => severity === 'error').length;
  const counts = [plural(mistakes, 'mistake'), plural(diagnostics.length - mistakes, 'warning')];
  const said = counts.filter((count) => !count.startsWith('0 ')).join(' and ');
  const paint = mistakes > 0 ? palette.red : palette.yellow;
  print(paint(`${said} in ${plural(files, 'file')}.`));
}

function reportCheck({ palette, print }: Terminal, { plan, counts }: Done): boolean {
  const words = { create: 'missing', stub: 'missing', update: 'stale  ', remove: 'extra  ' } as const;
  for (const { kind, path } of plan.changes) print(`${palette.red(words[kind])}  ${path}`);
  const wrong = plan.changes.length;
  if (wrong === 0) print(`${summary(counts)}: ${plural(counts.files, 'file')} as the specs say.`);
  else
    print(
      `${plural(wrong, 'file')} not as the specs say. Run \`specwire generate\` and commit what it writes.`,
    );
  return wrong === 0;
}

function reportChanges({ palette, print }: Terminal, { plan, counts }: Done, milliseconds: number): void {
  const words = { create: 'new    ', stub: 'new    ', update: 'changed', remove: 'removed' } as const;
  for (const { kind, path } of plan.changes) {
    const note = kind === 'stub' ? palette.dim('  a stub: write the handler there') : '';
    print(`${palette.cyan(words[kind])}  ${path}${note}`);
  }
  const removed = plan.changes.filter(({ kind }) => kind === 'remove').length;
  const done = `${plan.changes.length - removed} written, ${removed} removed, ${plan.unchanged.length} unchanged`;
  print(`${summary(counts)}: ${done}, in ${seconds(milliseconds)}`);
}

function summary({ operations, jobTypes, schemas }: Counts): string {
  return `${plural(operations, 'operation')}, ${plural(jobTypes, 'job type')}, ${plural(schemas, 'schema')}`;
}

function seconds(milliseconds: number): string {
  return `${(milliseconds / 1000).toFixed(2)} s`;
}

/** `1 file`, `2 files`. */
export function plural(count: number, noun: string): string {
  return `${count} ${noun}${count === 1 ? '' : 's'}`;
}
