/** `specwire init`: a new project that runs. */
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { basename, dirname, join, relative, resolve } from 'node:path';
import { Command } from 'commander';
import { type PackageManifest, projectFiles } from '../init/project-files.js';
import { specwireDependency } from '../init/specwire-dependency.js';
import { packageFolder } from '../package-folder.js';
import { EXIT, type Terminal } from './terminal.js';

interface InitOptions {
  readonly name?: string;
}

const HELP = `
What it makes:
  specs/jobs/text.shout.yaml         one job type, as an example
  worker/handlers/text.shout.ts      its handler
  server/main.ts, worker/main.ts     the two processes of the service
  test/, tsconfig.json, README.md, package.json, .gitignore, .github/workflows/ci.yml

The folder must be empty or not there yet; nothing in it is ever overwritten.

Examples:
  $ specwire init demo && cd demo && npm start
  $ specwire init                        in this folder
  $ specwire init demo --name @acme/demo

Exit codes:
  0   the project is there
  1   the folder cannot be written
  2   the folder is not empty, or the name is none that npm takes`;

/** What a repository has before it has any files. */
const HARMLESS = new Set(['.git', '.DS_Store']);
const SHOWN_NAMES = 5;

/** The command, as the command line registers it. */
export default function initCommand(terminal: Terminal): Command {
  return new Command('init')
    .argument('[dir]', 'where to make it', '.')
    .option('--name <name>', "the package's name; the folder's unless given")
    .addHelpText('after', HELP)
    .action((dir: string, options: InitOptions) => runInit(terminal, dir, options));
}

function runInit(terminal: Terminal, dir: string, options: InitOptions): void {
  const root = resolve(terminal.cwd, dir);
  const name = options.name ?? nameOf(root);
  const mistake = mistakeIn(name, root);
  if (mistake === undefined) makeProject(terminal, root, name);
  else terminal.fail(mistake, EXIT.usage);
}

function mistakeIn(name: string, root: string): string | undefined {
  if (!isPackageName(name)) {
    const hint = 'Lower-case letters, digits, - . _ and ~, after a scope at most: --name my-project';
    return `'${name}' is no name of a package. ${hint}`;
  }
  const present = namesIn(root);
  if (present === undefined) return `${root} is a file, not a folder.`;
  if (present.length === 0) return undefined;
  const shown = present.slice(0, SHOWN_NAMES).join(', ');
  const more = present.length > SHOWN_NAMES ? ` and ${present.length - SHOWN_NAMES} more` : '';
  return `${root} is not empty: ${shown}${more}. Name a new folder.`;
}

function makeProject(terminal: Terminal, root: string, name: string): void {
  const folder = packageFolder();
  const text = readFileSync(join(folder, 'package.json'), 'utf8');
  const manifest = JSON.parse(text) as PackageManifest & { readonly version: string };
  const specwire = specwireDependency({ folder, version: manifest.version }, root);
  for (const { path, content } of projectFiles({ name, specwire }, manifest)) {
    mkdirSync(dirname(join(root, path)), { recursive: true });
    writeFileSync(join(root, path), content, { flag: 'wx' });
    terminal.print(`${terminal.palette.cyan('new    ')}  ${path}`);
  }
  terminal.print(nextSteps(relative(terminal.cwd, root)));
}

function nextSteps(way: string): string {
  const change = way === '' ? '' : `  cd ${way}\n`;
  return `
Next:
${change}  npm start          installs, compiles, starts everything on http://127.0.0.1:8080 and runs a first job
  npm test           tests the handler
Then edit specs/jobs/text.shout.yaml, run \`npm run generate\`, and see what no longer compiles (\`npm run check\`).`;
}

/** What is in the way; undefined if a file is. */
function namesIn(root: string): readonly string[] | undefined {
  try {
    return readdirSync(root)
      .filter((entry) => !HARMLESS.has(entry))
      .sort();
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === 'ENOENT') return [];
    if (code === 'ENOTDIR') return undefined;
    throw error;
  }
}

/** The folder's name as npm takes it. */
function nameOf(root: string): string {
  const name = basename(root)
    .toLowerCase()
    .replaceAll(/[^a-z0-9._~-]+/g, '-')
    .replaceAll(/^[._-]+|-+$/g, '');
  return name === '' ? 'specwire-project' : name;
}

function isPackageName(name: string): boolean {
  return name.length <= 214 && /^(?:@[a-z0-9~-][a-z0-9._~-]*\/)?[a-z0-9~-][a-z0-9._~-]*$/.test(name);
}
