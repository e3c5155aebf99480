/** The command line: the one place that touches the process. */
import { CommanderError } from 'commander';
import { createProgram } from './commands/program.js';
import { EXIT, terminalOf } from './commands/terminal.js';

const terminal = terminalOf(process);

async function main(args: readonly string[]): Promise<void> {
  try {
    const program = await createProgram(terminal, args);
    await program.parseAsync(args, { from: 'user' });
  } catch (error) {
    // Commander has printed already: help, the version, or what is wrong with the arguments.
    if (!(error instanceof CommanderError)) return terminal.explain(error);
    terminal.exit(error.exitCode === 0 ? EXIT.ok : EXIT.usage);
  }
}

// `specwire diff … | head` is no failure.
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  if (error.code !== 'EPIPE') throw error;
  process.exit(EXIT.ok);
});

await main(process.argv.slice(2));
