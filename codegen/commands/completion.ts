/** `specwire completion <shell>`: a script that completes commands, options and their values. */
import { Argument, Command } from 'commander';
import { bashCompletion } from './completion/bash.js';
import { fishCompletion } from './completion/fish.js';
import { completionTable } from './completion/grammar.js';
import { zshCompletion } from './completion/zsh.js';
import type { Terminal } from './terminal.js';

const SCRIPTS = { bash: bashCompletion, zsh: zshCompletion, fish: fishCompletion } as const;

const HELP = `
Examples:
  $ source <(specwire completion bash)                                         bash, in ~/.bashrc
  $ source <(specwire completion zsh)                                          zsh, in ~/.zshrc after compinit
  $ specwire completion fish > ~/.config/fish/completions/specwire.fish        fish

Exit codes:
  0   the script was printed
  2   there is no such shell`;

/** The command, as the command line registers it. */
export default function completionCommand(terminal: Terminal): Command {
  return new Command('completion')
    .addArgument(new Argument('<shell>', 'your shell').choices(Object.keys(SCRIPTS)))
    .addHelpText('after', HELP)
    .action((shell: keyof typeof SCRIPTS, _: unknown, command: Command) => {
      terminal.write(SCRIPTS[shell](completionTable(command.parent ?? command)));
    });
}
