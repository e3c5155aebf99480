/** For tests: a command in this process, with a terminal of its own. */
import type { CommandEntry } from '../commands/index.js';
import { createProgram } from '../commands/program.js';
import { terminalOf } from '../commands/terminal.js';

/** How a command ended. */
export interface CommandResult {
  readonly code: unknown;
  readonly stdout: string;
  readonly stderr: string;
}

/** What it is run with, unless it is one of the compiler's in an empty environment. */
export interface RunCommandOptions {
  readonly env?: Readonly<Record<string, string>>;
  readonly entries?: readonly CommandEntry[];
}

/** Runs a command as if in this folder. */
export async function runCommand(
  cwd: string,
  args: readonly string[],
  { env = {}, entries }: RunCommandOptions = {},
): Promise<CommandResult> {
  const stdout: string[] = [];
  const stderr: string[] = [];
  const standIn = Object.assign(Object.create(process) as NodeJS.Process, { exitCode: undefined });
  Object.defineProperties(standIn, {
    cwd: { value: () => cwd },
    env: { value: env },
    stdout: { value: { write: (text: string) => stdout.push(text) } },
    stderr: { value: { write: (text: string) => stderr.push(text) } },
  });
  const program = await createProgram(terminalOf(standIn), args.slice(0, 1), entries);
  await program.parseAsync(args, { from: 'user' });
  return { code: standIn.exitCode ?? 0, stdout: stdout.join(''), stderr: stderr.join('') };
}
