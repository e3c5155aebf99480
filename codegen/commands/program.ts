/** The whole command line as commander knows it. */
import { Command } from 'commander';
import { type Palette, PLAIN } from '../diagnostics.js';
import { COMMANDS, type CommandEntry } from './index.js';
import { packageVersion } from './output.js';
import type { Terminal } from './terminal.js';

const HELP = `
Examples:
  $ specwire init demo && cd demo     a new project that runs
  $ specwire generate --watch         compile the project in this folder on every save
  $ specwire generate api.yaml --out src/api
  $ specwire lint                     mistakes and bad style
  $ specwire diff main:./ .           whom the changes break, and which version they ask for
  $ specwire generate --help          what a command reads, writes and answers with

Exit codes: 0 all is well, 1 mistakes in the specs, 2 the command itself is wrong, 70 a bug in specwire.
Colours are for terminals; NO_COLOR=1 takes them away, FORCE_COLOR=1 brings them anywhere.`;

/** The program with the commands that `args` call: that one if it is named, all of them for help and for completion. */
export async function createProgram(
  terminal: Terminal,
  args: readonly string[],
  entries: readonly CommandEntry[] = COMMANDS,
): Promise<Command> {
  const program = configured(new Command('specwire'), terminal.palette)
    .description('Compiles OpenAPI and AsyncAPI contracts into a typed, durable job service.')
    .version(packageVersion(), '-V, --version', 'print the version')
    .addHelpText('after', HELP);
  const called = entries.filter(({ name, needsAll }) => name === args[0] && needsAll !== true);
  for (const { load, summary } of called.length > 0 ? called : entries) {
    const { default: create } = await load();
    const command = configured(create(terminal), terminal.palette);
    if (command.description() === '') command.description(capitalised(summary)).summary(summary);
    program.addCommand(command);
  }
  return program;
}

/** How all commands speak: errors end with where help is, and nothing exits by itself. */
function configured(command: Command, palette: Palette): Command {
  for (const part of command.commands) configured(part, palette);
  const isColoured = () => palette !== PLAIN;
  return command
    .exitOverride()
    .showHelpAfterError(
      `Run \`specwire ${command.name() === 'specwire' ? '' : `${command.name()} `}--help\`.`,
    )
    .configureOutput({ getOutHasColors: isColoured, getErrHasColors: isColoured })
    .configureHelp({
      styleTitle: (text) => palette.bold(text),
      styleCommandText: (text) => palette.cyan(text),
      styleSubcommandText: (text) => palette.cyan(text),
      styleOptionText: (text) => palette.cyan(text),
    });
}

function capitalised(text: string): string {
  return `${text.charAt(0).toUpperCase()}${text.slice(1)}.`;
}
