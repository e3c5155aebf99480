/** `specwire start`: runs a project with real engines, and a first job on it. */
import { existsSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { Command } from 'commander';
import { EXIT, type Terminal } from '../../codegen/commands/terminal.js';
import { installAdvice, missingForStart } from '../../codegen/optional-packages.js';
import { startProject } from './start-project.js';

interface StartOptions {
  readonly project: string;
  readonly once?: boolean;
}

const HELP = `
What it does:
  compiles specs/, starts an embedded PostgreSQL and Temporal, then server/main.ts and worker/main.ts, and runs the first
  example of the project's own job types. State is kept in .specwire/ (SPECWIRE_DATA_DIR).

Settings are environment variables: HOST, PORT, SPECWIRE_API_KEY; DATABASE_URL and TEMPORAL_ADDRESS use engines that run
already.

Examples:
  $ specwire start                until Ctrl-C
  $ PORT=9000 specwire start
  $ specwire start --once         for CI: stop after the first job

Exit codes:
  0   stopped, or the first job succeeded
  1   something does not start, or the first job failed
  2   the command itself is wrong: an unknown option, no project there`;

/** The command, as the command line registers it. */
export default function startCommand(terminal: Terminal): Command {
  return new Command('start')
    .option('--project <dir>', 'the folder that holds specs/, server/ and worker/', '.')
    .option('--once', 'stop after the first job')
    .addHelpText('after', HELP)
    .action(async (options: StartOptions) => {
      const root = resolve(terminal.cwd, options.project);
      if (!existsSync(join(root, 'specs'))) {
        return terminal.fail(
          `there is no folder specs/ in ${root}. \`specwire init\` makes a project.`,
          EXIT.usage,
        );
      }
      const missing = missingForStart(!terminal.env.DATABASE_URL?.trim());
      if (missing.length > 0) return terminal.fail(installAdvice(missing));
      process.exit(await startProject({ root, once: options.once === true }));
    });
}
