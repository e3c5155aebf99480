/** What a look at one thing gave. */
import type { Palette } from '../../codegen/diagnostics.js';

/** `ok`: nothing to do. `warning`: something is missing that is not always needed. `problem`: it will not work so. */
export type State = 'ok' | 'warning' | 'problem';

/** One line of the report. */
export interface Finding {
  readonly name: string;
  readonly state: State;
  readonly text: string;
  /** What to do. */
  readonly todo?: string;
}

/** All is well. */
export function ok(name: string, text: string): Finding {
  return { name, state: 'ok', text };
}

/** Something that is not always needed is missing. */
export function warning(name: string, text: string, todo: string): Finding {
  return { name, state: 'warning', text, todo };
}

/** It will not work so. */
export function problem(name: string, text: string, todo: string): Finding {
  return { name, state: 'problem', text, todo };
}

/** Findings for people, a line each, and what to do below those that ask for something. */
export function findingsText(findings: readonly Finding[], palette: Palette): string {
  const signs = { ok: palette.cyan('✓'), warning: palette.yellow('!'), problem: palette.red('✗') } as const;
  const width = Math.max(...findings.map(({ name }) => name.length));
  const lines = findings.flatMap(({ name, state, text, todo }) => [
    `${signs[state]} ${name.padEnd(width)}  ${text}`,
    ...(todo === undefined ? [] : [`  ${' '.repeat(width)}  ${palette.dim(`→ ${todo}`)}`]),
  ]);
  const count = (state: State) => findings.filter((one) => one.state === state).length;
  const [problems, warnings] = [count('problem'), count('warning')];
  const said = problems + warnings === 0 ? 'All is well.' : `${problems} to mend, ${warnings} to know.`;
  return `${[...lines, '', said].join('\n')}\n`;
}
