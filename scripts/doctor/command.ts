/** `specwire doctor`: whether all is there that a project needs to run, and what to do about what is not. */
import { resolve } from 'node:path';
import { Command } from 'commander';
import { EXIT, type Terminal } from '../../codegen/commands/terminal.js';
import { type Finding, findingsText } from './finding.js';
import {
  checkModel,
  checkNode,
  checkNpm,
  checkPackages,
  checkPort,
  checkPostgres,
  checkPrograms,
  checkTemporal,
} from './machine.js';
import { checkDataFolder, checkGenerated, checkSettings } from './project.js';

interface DoctorOptions {
  readonly project: string;
  readonly json?: boolean;
}

const HELP = `
What it looks at:
  Node.js and npm, installed packages, the port, Temporal, PostgreSQL, the model's weights, nginx and Chromium, settings in
  the environment, the data folder, and whether generated/ is what the specs say. It changes nothing, and downloads nothing.

  ✓ is well      ! is missing, and not always needed      ✗ will not work so

Examples:
  $ specwire doctor
  $ specwire doctor --json        for a program: a list of { name, state, text, todo }

Exit codes:
  0   nothing that will not work
  1   something will not
  2   the command itself is wrong: an unknown option`;

/** The command, as the command line registers it. */
export default function doctorCommand(terminal: Terminal): Command {
  return new Command('doctor')
    .option('--project <dir>', 'the folder that holds specs/', '.')
    .option('--json', 'for a program')
    .addHelpText('after', HELP)
    .action(async ({ project, json }: DoctorOptions) => {
      const findings = await examine(resolve(terminal.cwd, project), { ...terminal.env });
      if (json === true) terminal.print(JSON.stringify(findings, null, 2));
      else terminal.write(findingsText(findings, terminal.palette));
      if (findings.some(({ state }) => state === 'problem')) terminal.exit(EXIT.mistakes);
    });
}

/** Looks at everything. */
export async function examine(root: string, env: NodeJS.ProcessEnv): Promise<readonly Finding[]> {
  const settings = checkSettings(env);
  // A port that is none is told with the settings.
  const hasPort = !settings.some(({ text }) => text.startsWith('PORT '));
  const [npm, port, generated] = await Promise.all([
    checkNpm(),
    hasPort ? checkPort(env) : [],
    checkGenerated(root),
  ]);
  return [
    checkNode(process.versions.node),
    npm,
    checkPackages(root),
    ...settings,
    ...[port].flat(),
    checkDataFolder(root, env),
    checkTemporal(env),
    checkPostgres(env),
    checkModel(env),
    ...checkPrograms(),
    generated,
  ];
}
