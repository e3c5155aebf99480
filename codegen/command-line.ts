/** A run of the command line, with the commands that it has. */
import { CommanderError } from 'commander';
import type { CommandEntry } from './commands/index.js';
import { createProgram } from './commands/program.js';
import { EXIT, terminalOf } from './commands/terminal.js';

/** Runs the command that the process was called with, and sets the code that it will exit with. */
export async function runCommandLine(
  process: NodeJS.Process,
  entries: readonly CommandEntry[],
): Promise<void> {
  const terminal = terminalOf(process);
  const args = process.argv.slice(2);
  // `specwire diff … | head` is no failure.
  process.stdout.on('error', (error: NodeJS.ErrnoException) => {
    if (error.code !== 'EPIPE') throw error;
    process.exit(EXIT.ok);
  });
  try {
    const program = await createProgram(terminal, args, entries);
    await program.parseAsync(args, { from: 'user' });
  } catch (error) {
    // Commander has printed already: help, the version, or what is wrong with the arguments.
    if (!(error instanceof CommanderError)) return terminal.explain(error);
    terminal.exit(error.exitCode === 0 ? EXIT.ok : EXIT.usage);
  }
}
