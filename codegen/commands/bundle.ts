/** `specwire bundle`: one OpenAPI document that needs no other file, in any version. */
import { existsSync } from 'node:fs';
import { mkdir, rename, writeFile } from 'node:fs/promises';
import { dirname, extname, join, resolve } from 'node:path';
import { Command, Option } from 'commander';
import { SPEC_FOLDER } from '../load/spec-files.js';
import type { JsonObject } from '../model/contract.js';
import { printFindings } from './output.js';
import { EXIT, type Terminal } from './terminal.js';

interface BundleOptions {
  readonly to: '3.0' | '3.1' | '3.2';
  readonly out?: string;
  readonly project: string;
  readonly allowOutside?: boolean;
  readonly allowRemote?: boolean;
}

const HELP = `
What it writes:
  The document with all that it refers to, job types among it. What the version has no words for is said more loosely
  or left out, and named on stderr with its place: what was valid stays valid.

Examples:
  $ specwire bundle --out api.yaml                         the project in this folder, OpenAPI 3.1
  $ specwire bundle --to 3.0 --out api.json                for a tool that knows no better
  $ specwire bundle openapi/main.yaml --to 3.2 | less      a document that stands alone

Exit codes:
  0   written
  1   mistakes in the specs; or a file that cannot be written
  2   the command itself is wrong: an unknown option, no such file
  70  a bug in specwire`;

/** The command, as the command line registers it. */
export default function bundleCommand(terminal: Terminal): Command {
  return new Command('bundle')
    .argument('[file...]', 'a document; without any, the project')
    .addOption(
      new Option('--to <version>', 'the version of OpenAPI').choices(['3.0', '3.1', '3.2']).default('3.1'),
    )
    .option('--out <file>', 'YAML or JSON, as its name ends; without it, stdout')
    .option('--project <dir>', 'the folder that holds specs/', '.')
    .option('--allow-outside', 'let FILE refer to files outside of its folder')
    .option('--allow-remote', 'let FILE refer to http: and https:')
    .addHelpText('after', HELP)
    .action((files: readonly string[], options: BundleOptions) => runBundle(terminal, files, options));
}

async function runBundle(
  terminal: Terminal,
  files: readonly string[],
  options: BundleOptions,
): Promise<void> {
  const { cwd } = terminal;
  const root = files.length > 0 ? cwd : resolve(cwd, options.project);
  const absent = files.filter((file) => !existsSync(resolve(cwd, file)));
  if (absent.length > 0) return terminal.fail(`there is no file ${absent.join(', ')}.`, EXIT.usage);
  if (files.length === 0 && !existsSync(join(root, SPEC_FOLDER)))
    return terminal.fail(`there is no folder specs/ in ${root}. Name a file or --project.`, EXIT.usage);
  const { bundleOf, readDocument, readProject } = await import('../bundle/index.js');
  const { allowOutside = false, allowRemote = false } = options;
  const paths = files.map((file) => resolve(cwd, file));
  const read = await (files.length > 0
    ? readDocument(paths, { cwd, allowOutside, allowRemote })
    : readProject(root));
  const { contract } = read;
  if (contract === undefined) {
    await printFindings(terminal, 'text', { root, ...read });
    return terminal.exit(EXIT.mistakes);
  }
  const { document, losses } = bundleOf(contract, options.to);
  const { lossText } = await import('../bundle/losses.js');
  for (const loss of losses) terminal.complain(`warning: ${lossText(options.to, loss)}`);
  const isJson = /\.json$/i.test(options.out ?? files[0] ?? '');
  const text = isJson ? `${JSON.stringify(document, null, 2)}\n` : await yamlText(document);
  if (options.out === undefined) return terminal.write(text);
  await terminal.shield(() => writeWhole(resolve(cwd, options.out ?? ''), text));
}

async function yamlText(document: JsonObject): Promise<string> {
  const { printYaml } = await import('../emit/yaml-document.js');
  return printYaml(document, { remember: async (_name, _inputs, make) => make() });
}

/** All of it or nothing: whoever reads the file meanwhile has the old one. */
async function writeWhole(path: string, text: string): Promise<void> {
  await mkdir(dirname(path), { recursive: true });
  const temporary = `${path}.${process.pid}${extname(path)}`;
  await writeFile(temporary, text);
  await rename(temporary, path);
}
