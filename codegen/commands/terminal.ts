/** What a command knows of the world around it: where it prints, in which colours, and how it ends. */
import pc from 'picocolors';
import { type Palette, PLAIN } from '../diagnostics.js';
import { missingPackageAdvice } from '../optional-packages.js';
import { type Shield, type SignalTarget, signalShield } from '../signals.js';

/** How every command ends; documented in docs/cli.md. */
export const EXIT = {
  ok: 0,
  /** Mistakes in the specs, or an answer that is "no". */
  mistakes: 1,
  /** The command itself is wrong. */
  usage: 2,
  /** A bug in the compiler (`EX_SOFTWARE` of sysexits.h). */
  bug: 70,
} as const;

/** The part of `process` that commands need. */
export interface Process extends SignalTarget {
  readonly stdout: { readonly isTTY?: boolean; write(text: string): unknown };
  readonly stderr: { readonly isTTY?: boolean; write(text: string): unknown };
  readonly env: Readonly<Record<string, string | undefined>>;
  exitCode?: number | string | null | undefined;
  cwd(): string;
  once(signal: NodeJS.Signals, listener: () => void): unknown;
}

/** Where a command runs. */
export interface Terminal {
  readonly palette: Palette;
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly cwd: string;
  /** Keeps whatever may end the process away from a write. */
  readonly shield: Shield;
  /** A line for whoever called. */
  print(text: string): void;
  /** Text as it is: a document, a report for a machine. */
  write(text: string): void;
  /** A line on stderr: what does not belong in a report that a machine reads. */
  complain(text: string): void;
  /** A mistake in how the command was called: one line on stderr, no stack. Exits with 1 unless told otherwise. */
  fail(message: string, exitCode?: number): void;
  /** Whatever was thrown: one line if it is no bug of ours, a stack if it is. */
  explain(error: unknown): void;
  /** Ends with this code once all is done. */
  exit(code: number): void;
  /** Calls `stop` when the user or the system ends the command. */
  onStop(stop: () => void): void;
}

/** The terminal of a process. */
export function terminalOf(process: Process): Terminal {
  const complain = (text: string): void => void process.stderr.write(`specwire: ${text}\n`);
  const fail = (message: string, exitCode: number = EXIT.mistakes): void => {
    complain(message);
    process.exitCode = exitCode;
  };
  return {
    palette: wantsColours(process.env, process.stdout.isTTY === true) ? pc.createColors(true) : PLAIN,
    env: process.env,
    cwd: process.cwd(),
    shield: signalShield(process),
    print: (text) => void process.stdout.write(`${text}\n`),
    write: (text) => void process.stdout.write(text),
    complain,
    fail,
    explain: (error) => {
      const advice = missingPackageAdvice(error);
      if (advice !== undefined) return fail(advice);
      if (isSystemError(error)) return fail(error.message);
      const stack = error instanceof Error ? error.stack : String(error);
      complain(`this is a bug in the compiler, not in your specs.\n${stack}`);
      process.exitCode = EXIT.bug;
    },
    exit: (code) => {
      process.exitCode = code;
    },
    onStop: (stop) => {
      process.once('SIGINT', stop);
      process.once('SIGTERM', stop);
    },
  };
}

/**
 * Colours are for terminals. `NO_COLOR` takes them away there, `FORCE_COLOR` brings them anywhere and, as in Node, has
 * the last word.
 * @see https://no-color.org
 */
export function wantsColours(
  env: Readonly<Record<string, string | undefined>>,
  isTerminal: boolean,
): boolean {
  const { FORCE_COLOR: forced, NO_COLOR: refused, TERM: terminal } = env;
  if (forced !== undefined) return forced !== '0' && forced !== 'false';
  return isTerminal && (refused === undefined || refused === '') && terminal !== 'dumb';
}

/** A full disk or a missing permission is not our bug. */
function isSystemError(error: unknown): error is Error {
  const code = (error as NodeJS.ErrnoException | undefined)?.code;
  return error instanceof Error && typeof code === 'string' && /^E[A-Z]+$/.test(code);
}
