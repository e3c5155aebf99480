/** A diff for people, as text or Markdown. */
import type { Palette } from '../diagnostics.js';
import type { Area, Change, Level } from './change.js';
import type { ContractDiff } from './index.js';

const AREAS: Readonly<Record<Area, string>> = {
  rest: 'REST',
  events: 'Events',
  webhooks: 'Webhooks',
  jobs: 'Job types',
};

const LEVELS: Readonly<Record<Level, string>> = {
  breaking: 'breaking',
  compatible: 'non-breaking',
  docs: 'docs-only',
};

/** Text for a terminal. */
export function diffText(diff: ContractDiff, palette: Palette): string {
  const paints = { breaking: palette.red, compatible: palette.cyan, docs: palette.dim } as const;
  const parts = Object.entries(AREAS).flatMap(([area, title]) => {
    const changes = diff.changes.filter((one) => one.area === area);
    if (changes.length === 0) return [];
    const lines = changes.map(
      ({ level, place, message }) => `  ${paints[level](LEVELS[level].padEnd(12))}  ${place}: ${message}`,
    );
    return [`${palette.bold(title)}\n${lines.join('\n')}\n`];
  });
  return [...parts, `${conclusion(diff)}\n`].join('\n');
}

/** A comment for a pull request. */
export function diffMarkdown(diff: ContractDiff): string {
  const parts = Object.entries(AREAS).flatMap(([area, title]) => {
    const changes = diff.changes.filter((one) => one.area === area);
    if (changes.length === 0) return [];
    return [`## ${title}\n\n| | where | what |\n| --- | --- | --- |\n${changes.map(row).join('')}`];
  });
  return [`# Changes of the contract\n\n${conclusion(diff)}\n`, ...parts].join('\n');
}

function row({ level, place, message }: Change): string {
  const name = level === 'breaking' ? `**${LEVELS[level]}**` : LEVELS[level];
  return `| ${name} | ${cell(place)} | ${cell(message)} |\n`;
}

function cell(text: string): string {
  return text.replaceAll('|', '\\|').replaceAll('\n', ' ');
}

/** What the changes ask of the version, and whether it is so. */
function conclusion({ changes, step, before, after, wanted, isEnough }: ContractDiff): string {
  if (changes.length === 0) return 'No changes.';
  const counts = (Object.keys(LEVELS) as Level[])
    .map((level) => [changes.filter((one) => one.level === level).length, LEVELS[level]] as const)
    .filter(([count]) => count > 0)
    .map(([count, name]) => `${count} ${name}`);
  const asks = wanted === undefined ? `a ${step} version` : `a ${step} step, ${before} to ${wanted}`;
  const state = isEnough ? '' : `; the new one says ${after}`;
  return `${counts.join(', ')}: this asks for ${asks}${state}.`;
}
