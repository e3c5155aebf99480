/** `specwire explain <code>`: what a diagnostic means, from its section of docs/diagnostics.md. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Argument, Command } from 'commander';
import { DIAGNOSTICS, didYouMean } from '../diagnostics.js';
import { packageFolder } from '../package-folder.js';
import { DIAGNOSTICS_PAGE } from './output.js';
import { EXIT, type Terminal } from './terminal.js';

const HELP = `
Examples:
  $ specwire explain bad-ref     what the code in error[bad-ref] means, with an example and what to write instead

Exit codes:
  0   explained
  2   there is no such code`;

/** The command, as the command line registers it. */
export default function explainCommand(terminal: Terminal): Command {
  const codes = Object.keys(DIAGNOSTICS).sort();
  const argument = new Argument('<code>', `one of: ${codes.join(', ')}`);
  // For completion only: a code that is not there is answered with what was meant, not with all of them.
  argument.argChoices = codes;
  return new Command('explain')
    .addArgument(argument)
    .addHelpText('after', HELP)
    .action((code: string) => {
      const section = sectionOf(readFileSync(join(packageFolder(), DIAGNOSTICS_PAGE), 'utf8'), code);
      if (section !== undefined) return terminal.print(section);
      const meant = didYouMean(code, codes);
      const hint = meant === undefined ? `There are: ${codes.join(', ')}.` : `Did you mean ${meant}?`;
      return terminal.fail(`there is no code ${code}. ${hint}`, EXIT.usage);
    });
}

/** The section of a page under this heading of the second level. */
function sectionOf(page: string, heading: string): string | undefined {
  const sections = page.split(/^(?=## )/m);
  return sections.find((section) => section.startsWith(`## ${heading}\n`))?.trimEnd();
}
