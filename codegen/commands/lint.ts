/** `specwire lint`: mistakes and bad style, in a project or in documents that stand alone. */
import { Command, Option } from 'commander';
import { findSource, type SourceOptions, withSource } from './contract-source.js';
import { type Format, formatOption, printFindings } from './output.js';
import { EXIT, type Terminal } from './terminal.js';

interface LintOptions extends SourceOptions {
  readonly format: Format;
  readonly failOn: 'error' | 'warning';
}

const HELP = `
What it checks:
  a project       all that generate checks; that webhooks stand in OpenAPI and AsyncAPI alike, that every event has an
                  example; and Redocly's recommended rules for the OpenAPI document, AsyncAPI documents and job types
  named files     what generate checks of a document, and the same rules; OpenAPI 2.0 to 3.2, AsyncAPI 2 and 3
A redocly.yaml in the folder takes the place of the recommended rules; what .redocly.lint-ignore.yaml lists is left out.

Examples:
  $ specwire lint                              the project in this folder
  $ specwire lint api.yaml events.yaml         documents that stand alone
  $ specwire lint --format sarif > lint.sarif  for a code scanner
  $ specwire lint --fail-on warning            for CI that takes style seriously

Exit codes:
  0   no mistakes (warnings are none, unless --fail-on warning)
  1   mistakes
  2   the command itself is wrong: an unknown option, no such file
  70  a bug in specwire`;

/** The command, as the command line registers it. */
export default function lintCommand(terminal: Terminal): Command {
  return withSource(new Command('lint'), 'documents or their URLs; without any, the project')
    .addOption(formatOption())
    .addOption(
      new Option('--fail-on <severity>', 'what is a failure').choices(['error', 'warning']).default('error'),
    )
    .addHelpText('after', HELP)
    .action((files: readonly string[], options: LintOptions) => runLint(terminal, files, options));
}

async function runLint(terminal: Terminal, files: readonly string[], options: LintOptions): Promise<void> {
  const hint = "Name files, run in a project's folder, or name it with --project.";
  const source = findSource(terminal, files, options, hint);
  if (source === undefined) return;
  const { root, paths } = source;
  const { lintDocuments, lintProject } = await import('../lint/index.js');
  const { allowOutside = false, allowRemote = false } = options;
  const { diagnostics, texts } = await (paths.length === 0
    ? lintProject(root)
    : lintDocuments(paths, { cwd: root, allowOutside, allowRemote }));
  const errors = diagnostics.filter(({ severity }) => severity === 'error').length;
  const ok = errors === 0 && (options.failOn === 'error' || diagnostics.length === 0);
  await printFindings(terminal, options.format, { root, diagnostics, texts }, { ok });
  if (options.format === 'text' && diagnostics.length === 0) terminal.print('No mistakes, no warnings.');
  if (!ok) terminal.exit(EXIT.mistakes);
}
