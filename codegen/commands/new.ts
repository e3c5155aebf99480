/** `specwire new`: the first lines of a job type or of an operation, to be changed into what it is to be. */
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { Command } from 'commander';
import { isAuthorName } from '../load/author-names.js';
import {
  isPlatformFile,
  JOBS_FOLDER,
  OPENAPI_FILE,
  PLATFORM_FOLDER,
  readSpecs,
  SPEC_FOLDER,
  type SpecTexts,
} from '../load/spec-files.js';
import { EXIT, type Terminal } from './terminal.js';

interface NewOptions {
  readonly project: string;
}

const HELP = `
What it makes:
  job <type>                   specs/jobs/<type>.yaml, a job type that is right and does nothing of yours yet
  operation <method> <path>    an operation in specs/openapi.yaml, with its path's parameters and one answer; what
                               stands there already, comments too, stays as it is. A project without that file has
                               the platform's operations: it gets its own copy of the platform's documents first

Examples:
  $ specwire new job image.caption
  $ specwire new operation get /v1/reports/{report_id}

Exit codes:
  0   it is there
  1   it is there already, something else is where it has to go, or a file cannot be read or written
  2   the command itself is wrong: a name that a job type cannot have, no such method`;

const TEMPLATE = join(import.meta.dirname, '../templates/project/specs/jobs/text.shout.yaml');

const METHODS = ['get', 'put', 'post', 'delete', 'patch', 'head', 'options'];

/** The command, as the command line registers it. */
export default function newCommand(terminal: Terminal): Command {
  const withProject = (command: Command) =>
    command.option('--project <dir>', 'the folder that holds specs/', '.');
  return new Command('new')
    .addHelpText('after', HELP)
    .addCommand(
      withProject(new Command('job'))
        .description('a job type')
        .argument('<type>', 'its name: image.caption')
        .action((type: string, options: NewOptions) => newJob(terminal, type, options)),
    )
    .addCommand(
      withProject(new Command('operation'))
        .description('an operation of the HTTP API')
        .argument('<method>', METHODS.join(', '))
        .argument('<path>', 'its path: /v1/reports/{report_id}')
        .action((method: string, path: string, options: NewOptions) =>
          newOperation(terminal, { method: method.toLowerCase(), path }, options),
        ),
    );
}

async function newJob(terminal: Terminal, type: string, { project }: NewOptions): Promise<void> {
  const root = resolve(terminal.cwd, project);
  if (!isAuthorName(type)) {
    const hint = 'Lower-case words of letters, digits and _, with dots between them: image.caption';
    return terminal.fail(`'${type}' cannot be the name of a job type. ${hint}`, EXIT.usage);
  }
  if (!existsSync(join(root, SPEC_FOLDER))) return missingSpecs(terminal, root);
  const file = `${JOBS_FOLDER}/${type}.yaml`;
  const path = join(root, file);
  if (existsSync(path)) return terminal.fail(`${file} is there already.`);
  const text = readFileSync(TEMPLATE, 'utf8');
  writeNew(path, text.replace('title: text.shout', `title: ${type}`));
  terminal.print(`new      ${file}`);
  terminal.print(
    'Say there what it takes, tells and results in; then `specwire generate` makes its handler.',
  );
}

async function newOperation(
  terminal: Terminal,
  { method, path }: { readonly method: string; readonly path: string },
  { project }: NewOptions,
): Promise<void> {
  const root = resolve(terminal.cwd, project);
  if (!METHODS.includes(method))
    return terminal.fail(`'${method}' is no method; there are ${METHODS.join(', ')}.`, EXIT.usage);
  if (!path.startsWith('/'))
    return terminal.fail(`a path starts with /: ${JSON.stringify(`/${path}`)}`, EXIT.usage);
  const copies = await documentsFor(terminal, root);
  if (copies === undefined) return;
  const file = join(root, OPENAPI_FILE);
  const { addOperation } = await import('../init/add-operation.js');
  const added = addOperation(copies.get(OPENAPI_FILE) ?? readFileSync(file, 'utf8'), method, path);
  if (added.kind === 'refused') return terminal.fail(`${OPENAPI_FILE}: ${added.reason}`);
  await terminal.shield(() => {
    for (const [one, text] of copies) writeNew(join(root, one), text);
    writeFileSync(file, added.text);
  });
  if (copies.size > 0)
    terminal.print(
      `The platform's documents (${PLATFORM_FOLDER}) are copied: what counts from now on is yours.`,
    );
  for (const one of copies.keys()) terminal.print(`new      ${one}`);
  terminal.print(`changed  ${OPENAPI_FILE}: ${method} ${path} is \`${added.operationId}\``);
  terminal.print(
    'Say there what it asks and answers; then `specwire generate` makes the type of its handler.',
  );
}

/** The documents that a project without its own is to get first; undefined if it cannot, which is told. */
async function documentsFor(terminal: Terminal, root: string): Promise<SpecTexts | undefined> {
  if (existsSync(join(root, OPENAPI_FILE))) return new Map();
  const texts = await readSpecs(root);
  if (![...texts.keys()].some(isPlatformFile)) return void missingSpecs(terminal, root);
  const { ownDocuments } = await import('../init/own-documents.js');
  const own = await ownDocuments(root, texts);
  return own.kind === 'copied' ? own.texts : void terminal.fail(own.reason);
}

/** Nothing is overwritten. */
function writeNew(path: string, text: string): void {
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, text, { flag: 'wx' });
}

function missingSpecs(terminal: Terminal, root: string): void {
  terminal.fail(`there are no specs in ${root}. Name the project's folder with --project.`, EXIT.usage);
}
