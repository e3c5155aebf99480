/** Figures as rows of a table: for the terminal and for the page. */
import type { Aim, Figure, Measurement, Unit } from './figure.js';
import { median, medianRatio } from './statistics.js';

/** A figure and what was measured of it. */
export interface Measured {
  readonly figure: Figure;
  readonly measurements: readonly Measurement[];
}

/** The machine and the run, as the page names them. */
export interface RunInfo {
  readonly date: string;
  readonly machine: string;
  readonly rounds: number;
  readonly minutes: number;
}

const COLUMNS = ['figure', 'ours', 'baseline', 'ratio', 'aim', ''] as const;

/** Whether a row reaches all that it is held to. */
export function isMet({ ours, baseline, aims }: Measurement): boolean {
  return aims.every((aim) => {
    switch (aim.kind) {
      case 'ratio at least':
        return medianRatio(ours, baseline ?? []) >= aim.value;
      case 'ratio at most':
        return medianRatio(ours, baseline ?? []) <= aim.value;
      case 'at most':
        return median(ours) <= aim.value;
      case 'below':
        return median(ours) < aim.value;
      default:
        throw new TypeError(`unknown aim ${JSON.stringify(aim satisfies never)}`);
    }
  });
}

/** The rows of the table, as text. */
function toRows(measured: readonly Measured[]): readonly (readonly string[])[] {
  return measured.flatMap(({ figure, measurements }) =>
    measurements.map((measurement) => [
      measurement.label === undefined ? figure.title : `${figure.title}: ${measurement.label}`,
      formatValue(median(measurement.ours), measurement.unit),
      measurement.baseline ? formatValue(median(measurement.baseline), measurement.unit) : '–',
      measurement.baseline ? `${medianRatio(measurement.ours, measurement.baseline).toFixed(2)} ×` : '–',
      measurement.aims.map((aim) => formatAim(aim, measurement.unit)).join(', ') || '–',
      measurement.aims.length === 0 ? '' : isMet(measurement) ? '✓' : '✗',
    ]),
  );
}

/** The table for a terminal. */
export function renderText(measured: readonly Measured[]): string {
  const rows = [COLUMNS, ...toRows(measured)];
  const widths = COLUMNS.map((_, column) => Math.max(...rows.map((row) => row[column]?.length ?? 0)));
  const line = (row: readonly string[]) =>
    row.map((cell, column) =>
      column === 0 ? cell.padEnd(widths[0] ?? 0) : cell.padStart(widths[column] ?? 0),
    );
  const remarks = measured.flatMap(({ figure, measurements }) =>
    remarksOf(measurements).map((remark) => `${figure.name}: ${remark}`),
  );
  return [...rows.map((row) => line(row).join('  ').trimEnd()), '', ...remarks].join('\n').trimEnd();
}

/** `docs/benchmarks.md`. */
export function renderPage(measured: readonly Measured[], run: RunInfo): string {
  const sections = measured.map(renderSection);
  return `# Benchmarks

What \`npm run bench\` measured on ${run.date}: ${run.machine}; ${run.rounds} rounds, ${run.minutes} minutes. The run writes
this page; words are changed where the figures are, in \`scripts/bench/\`.

Ours and its baseline are measured in the same run, in turns (ours, baseline, ours, …). The ratio is the median of the
rounds' own ratios; the values beside it are medians of the rounds. Whatever is measured, its baseline and the client that
measures are processes of their own on the loopback address. They share the machine with PostgreSQL and Temporal, so values
are of this machine; ratios say more. PostgreSQL runs with its defaults, \`fsync\` and \`synchronous_commit\` on.

${renderMarkdownTable(measured)}

${sections.join('\n\n')}
`;
}

function renderMarkdownTable(measured: readonly Measured[]): string {
  const lines = [COLUMNS, ['---', '--:', '--:', '--:', '---', '---'], ...toRows(measured)];
  return lines.map((row) => `| ${row.join(' | ')} |`).join('\n');
}

function renderSection({ figure, measurements }: Measured): string {
  const { title, baseline, method, durability, note } = figure;
  const parts = [
    `## ${title[0]?.toUpperCase()}${title.slice(1)}`,
    baseline === undefined ? method : `${method}\n\nBaseline: ${baseline}`,
    `Durability: ${durability}`,
    remarksOf(measurements).join(' '),
    note === '' ? '' : `Where the time goes: ${note}`,
  ];
  return parts.filter((part) => part !== '').join('\n\n');
}

function remarksOf(measurements: readonly Measurement[]): readonly string[] {
  return measurements.flatMap(({ remark }) => (remark === undefined ? [] : [remark]));
}

/** Three digits that count, as people write them. */
export function formatValue(value: number, unit: Unit): string {
  const digits = value >= 100 ? 0 : value >= 10 ? 1 : 2;
  const number = value.toFixed(digits).replace(/\B(?=(\d{3})+(?!\d))/g, value >= 1000 ? ',' : '');
  return unit === '/s' ? `${number}/s` : `${number} ${unit}`;
}

function formatAim(aim: Aim, unit: Unit): string {
  const value = unit === '/s' ? `${aim.value}/s` : `${aim.value} ${unit}`;
  switch (aim.kind) {
    case 'ratio at least':
      return `≥ ${aim.value} ×`;
    case 'ratio at most':
      return `≤ ${aim.value} ×`;
    case 'at most':
      return `≤ ${value}`;
    case 'below':
      return `< ${value}`;
    default:
      throw new TypeError(`unknown aim ${JSON.stringify(aim satisfies never)}`);
  }
}
