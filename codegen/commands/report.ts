/** What a run of the compiler prints. */
import type { Palette } from '../diagnostics.js';
import type { Counts, Outcome } from '../generate.js';
import type { JsonObject } from '../model/contract.js';
import { type Findings, type Format, plural, printFindings } from './output.js';
import type { Terminal } from './terminal.js';

type Done = Extract<Outcome, { kind: 'done' }>;

/** What was asked for. */
export interface Asked {
  readonly root: string;
  readonly format: Format;
  /** Nothing is written: what differs is a failure. */
  readonly check: boolean;
}

/** Prints how a run ended; false if it is a failure. */
export async function report(
  terminal: Terminal,
  asked: Asked,
  outcome: Outcome,
  milliseconds: number,
): Promise<boolean> {
  const { diagnostics, texts } = 'texts' in outcome ? outcome : { diagnostics: [], texts: new Map() };
  const findings: Findings = { root: asked.root, diagnostics, texts };
  const isFine = isGood(outcome, asked.check);
  await printFindings(terminal, asked.format, findings, factsOf(outcome, isFine, milliseconds));
  if (asked.format === 'text') terminal.print(closingText(terminal.palette, asked, outcome, milliseconds));
  // A scanner's report has no words for files that differ.
  else if (!isFine && outcome.kind !== 'mistakes') terminal.complain(failureOf(outcome));
  return isFine;
}

function isGood(outcome: Outcome, check: boolean): boolean {
  if (outcome.kind === 'done') return !check || outcome.plan.changes.length === 0;
  return outcome.kind === 'current';
}

/** What JSON says of a run beside its diagnostics. */
function factsOf(outcome: Outcome, isFine: boolean, milliseconds: number): JsonObject {
  return {
    ok: isFine,
    outcome: outcome.kind,
    ...('counts' in outcome && { counts: { ...outcome.counts } }),
    ...(outcome.kind === 'foreign' && { foreign: outcome.paths }),
    ...(outcome.kind === 'done' && {
      changes: outcome.plan.changes.map(({ kind, path }) => ({ kind, path })),
    }),
    milliseconds: Math.round(milliseconds),
  };
}

function failureOf(outcome: Outcome): string {
  if (outcome.kind === 'foreign') return `not generated: ${outcome.paths.join(', ')}. ${FOREIGN}`;
  const paths = outcome.kind === 'done' ? outcome.plan.changes.map(({ path }) => path) : [];
  return `${differing(paths.length)} ${paths.join(', ')}`;
}

const FOREIGN = 'A file of yours stands where a generated one belongs. Move it away. Nothing was written.';

function differing(count: number): string {
  return `${plural(count, 'file')} not as the specs say. Run \`specwire generate\` and commit what it writes.`;
}

function closingText(palette: Palette, asked: Asked, outcome: Outcome, milliseconds: number): string {
  switch (outcome.kind) {
    case 'mistakes':
      return 'Nothing was written.';
    case 'foreign':
      return [...outcome.paths.map((path) => `${palette.red('not generated')}  ${path}`), FOREIGN].join('\n');
    case 'current':
      return `${summary(outcome.counts)}: nothing to do, in ${seconds(milliseconds)}`;
    case 'done':
      return asked.check ? checkText(palette, outcome) : changesText(palette, outcome, milliseconds);
    default:
      return outcome satisfies never;
  }
}

function checkText(palette: Palette, { plan, counts }: Done): string {
  const words = { create: 'missing', stub: 'missing', update: 'stale  ', remove: 'extra  ' } as const;
  const lines = plan.changes.map(({ kind, path }) => `${palette.red(words[kind])}  ${path}`);
  const fine = `${summary(counts)}: ${plural(counts.files, 'file')} as the specs say.`;
  return [...shortened(lines), lines.length === 0 ? fine : differing(lines.length)].join('\n');
}

/** So many lines are read; a document of a thousand operations has thousands of files. */
const MOST_LINES = 40;

function shortened(lines: readonly string[]): readonly string[] {
  if (lines.length <= MOST_LINES) return lines;
  return [...lines.slice(0, MOST_LINES), `and ${lines.length - MOST_LINES} more`];
}

function changesText(palette: Palette, { plan, counts }: Done, milliseconds: number): string {
  const words = { create: 'new    ', stub: 'new    ', update: 'changed', remove: 'removed' } as const;
  const lines = plan.changes.map(({ kind, path }) => {
    const note = kind === 'stub' ? palette.dim('  a stub: write the handler there') : '';
    return `${palette.cyan(words[kind])}  ${path}${note}`;
  });
  const removed = plan.changes.filter(({ kind }) => kind === 'remove').length;
  const done = `${plan.changes.length - removed} written, ${removed} removed, ${plan.unchanged.length} unchanged`;
  return [...shortened(lines), `${summary(counts)}: ${done}, in ${seconds(milliseconds)}`].join('\n');
}

function summary({ operations, jobTypes, schemas }: Counts): string {
  const types = jobTypes === 0 ? [] : [plural(jobTypes, 'job type')];
  return [plural(operations, 'operation'), ...types, plural(schemas, 'schema')].join(', ');
}

function seconds(milliseconds: number): string {
  return `${(milliseconds / 1000).toFixed(2)} s`;
}
