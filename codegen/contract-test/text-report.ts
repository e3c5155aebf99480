/** A run of contract tests in words. */
import type { Palette } from '../diagnostics.js';
import { type CaseResult, countOutcomes, type Exchange, type Fault } from './report.js';

/** The cases of a subject, each on a line; those that failed with what was sent, what came and what the contract says. */
export function casesText(cases: readonly CaseResult[], palette: Palette): string {
  return subjectsOf(cases)
    .map(([subject, own]) => {
      const id = own[0]?.operationId;
      const head = `${palette.bold(subject)}${id === undefined ? '' : `  ${palette.dim(id)}`}`;
      return [head, ...own.map((one) => caseText(one, palette))].join('\n');
    })
    .join('\n');
}

function subjectsOf(cases: readonly CaseResult[]): readonly (readonly [string, readonly CaseResult[]])[] {
  const subjects = new Map<string, CaseResult[]>();
  for (const one of cases) subjects.set(one.subject, [...(subjects.get(one.subject) ?? []), one]);
  return [...subjects];
}

function caseText(one: CaseResult, palette: Palette): string {
  const { name, outcome, exchange, reason } = one;
  const status = exchange?.status === undefined ? '' : `  ${palette.dim(String(exchange.status))}`;
  switch (outcome) {
    case 'passed':
      return `  ${palette.cyan('✓')} ${name}${status}`;
    case 'skipped':
      return `  ${palette.yellow('-')} ${name}: ${reason ?? 'skipped'}`;
    case 'failed':
      return [`  ${palette.red('✗')} ${palette.red(name)}${status}`, ...failureLines(one, palette)].join(
        '\n',
      );
    default:
      return outcome satisfies never;
  }
}

function failureLines({ faults, exchange }: CaseResult, palette: Palette): readonly string[] {
  const lines = faults.map((fault) => `      ${faultText(fault, palette)}`);
  return [...lines, ...(exchange === undefined ? [] : exchangeLines(exchange, palette))];
}

/** `#/id must be integer  (api.yaml:12:7)`. */
export function faultText({ pointer, message, place }: Fault, palette: Palette): string {
  const said = pointer === undefined ? message : `${palette.bold(pointer)} ${message}`;
  return place === undefined ? said : `${said}  ${palette.dim(place)}`;
}

function exchangeLines({ curl, status, contentType, body }: Exchange, palette: Palette): readonly string[] {
  const came =
    status === undefined ? 'nothing' : [status, contentType].filter((one) => one !== undefined).join(' ');
  const shown = (body ?? '')
    .split('\n')
    .slice(0, 12)
    .map((line) => `                ${line}`);
  return [
    `      ${palette.dim('sent')}      ${curl}`,
    `      ${palette.dim('came')}      ${came}`,
    ...(body === undefined ? [] : shown),
  ];
}

/** What is told last: remarks, what was skipped and why, and the numbers. */
export function closingText(cases: readonly CaseResult[], palette: Palette): string {
  const remarked = cases.filter(({ remark }) => remark !== undefined);
  const skips = cases.filter(({ outcome }) => outcome === 'skipped');
  const { passed, failed, skipped } = countOutcomes(cases);
  const numbers = `${passed} passed, ${failed} failed, ${skipped} skipped`;
  return [
    ...section('Passed, with a remark', remarked, ({ remark = '' }) => remark, palette),
    ...section('Skipped', skips, ({ reason = '' }) => reason, palette),
    '',
    failed > 0 ? palette.red(numbers) : numbers,
  ].join('\n');
}

function section(
  title: string,
  cases: readonly CaseResult[],
  keyOf: (one: CaseResult) => string,
  palette: Palette,
): readonly string[] {
  if (cases.length === 0) return [];
  const lines = [...grouped(cases, keyOf)].map(([text, ones]) => `  ${text}\n    ${namesOf(ones)}`);
  return ['', palette.bold(title), ...lines];
}

function grouped(
  cases: readonly CaseResult[],
  keyOf: (one: CaseResult) => string,
): ReadonlyMap<string, readonly CaseResult[]> {
  const groups = new Map<string, CaseResult[]>();
  for (const one of cases) groups.set(keyOf(one), [...(groups.get(keyOf(one)) ?? []), one]);
  return groups;
}

function namesOf(cases: readonly CaseResult[]): string {
  const names = new Map<string, number>();
  for (const { operationId, subject } of cases) {
    const name = operationId ?? subject;
    names.set(name, (names.get(name) ?? 0) + 1);
  }
  return [...names].map(([name, count]) => (count === 1 ? name : `${name} (${count})`)).join(', ');
}
