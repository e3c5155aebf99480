/** What a figure is: plain data, and one function that measures. */
import type { Engines } from '../../tests/support/engines.js';
import type { Compiled } from './compiled.js';

/** A figure of the table. */
export interface Figure {
  /** As `--only` takes it. */
  readonly name: string;
  readonly title: string;
  /** What ours is compared with; absent where the aim is a value. */
  readonly baseline?: string;
  /** How it is measured, for the page. */
  readonly method: string;
  /** What durability costs in it, for the page. */
  readonly durability: string;
  /** Where the time goes, as a profile showed it; by hand, and empty until somebody has looked. */
  readonly note: string;
  readonly run: (context: BenchContext) => Promise<readonly Measurement[]>;
}

/** One row: what several alternating rounds gave. */
export interface Measurement {
  /** Which row of the figure, where it has several. */
  readonly label?: string;
  readonly unit: Unit;
  /** A value per round. */
  readonly ours: readonly number[];
  /** The baseline's, of the same rounds. */
  readonly baseline?: readonly number[];
  readonly aims: readonly Aim[];
  /** What else the rounds showed, such as a backlog. */
  readonly remark?: string;
}

/** Of values: milliseconds, seconds, something a second, kilobytes, megabytes, thousands of lines. */
export type Unit = 'ms' | 's' | '/s' | 'kB' | 'MB' | 'k lines';

/** What a row is held to; of the ratio ours ÷ baseline, or of ours. */
export type Aim =
  | { readonly kind: 'ratio at least'; readonly value: number }
  | { readonly kind: 'ratio at most'; readonly value: number }
  | { readonly kind: 'at most'; readonly value: number }
  | { readonly kind: 'below'; readonly value: number };

/** What a figure runs with. */
export interface BenchContext {
  readonly engines: Engines;
  readonly compiled: Compiled;
  /** Root of the prepared load project. */
  readonly loadProject: string;
  readonly rounds: number;
  /** Little of everything: to see that it works, not to be believed. */
  readonly isQuick: boolean;
  /** What is still to be stopped, should the run be broken off. */
  readonly running: Set<() => Promise<unknown>>;
}

/** The amount of a full run, or that of a quick one. */
export function amount(context: BenchContext, full: number, quick: number): number {
  return context.isQuick ? quick : full;
}
