/** `specwire bundle`: one OpenAPI document that needs no other file, in any version. */
import { mkdir, rename, writeFile } from 'node:fs/promises';
import { dirname, extname, resolve } from 'node:path';
import { Command, Option } from 'commander';
import type { JsonObject } from '../model/contract.js';
import { NO_CACHE } from '../model/no-cache.js';
import { findSource, readContract, type SourceOptions, withSource } from './contract-source.js';
import type { Terminal } from './terminal.js';

interface BundleOptions extends SourceOptions {
  readonly to: '3.0' | '3.1' | '3.2';
  readonly out?: string;
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
  return withSource(new Command('bundle'))
    .addOption(
      new Option('--to <version>', 'the version of OpenAPI').choices(['3.0', '3.1', '3.2']).default('3.1'),
    )
    .option('--out <file>', 'YAML or JSON, as its name ends; without it, stdout')
    .addHelpText('after', HELP)
    .action((files: readonly string[], options: BundleOptions) => runBundle(terminal, files, options));
}

async function runBundle(
  terminal: Terminal,
  files: readonly string[],
  options: BundleOptions,
): Promise<void> {
  const source = findSource(terminal, files, options);
  const contract = source && (await readContract(terminal, source, options));
  if (contract === undefined) return;
  const { bundleOf } = await import('../bundle/index.js');
  const { document, losses } = bundleOf(contract, options.to);
  const { lossText } = await import('../bundle/losses.js');
  for (const loss of losses) terminal.complain(`warning: ${lossText(options.to, loss)}`);
  const isJson = /\.json$/i.test(options.out ?? files[0] ?? '');
  const text = isJson ? `${JSON.stringify(document, null, 2)}\n` : await yamlText(document);
  if (options.out === undefined) return terminal.write(text);
  await terminal.shield(() => writeWhole(resolve(terminal.cwd, options.out ?? ''), text));
}

async function yamlText(document: JsonObject): Promise<string> {
  const { printYaml } = await import('../emit/yaml-document.js');
  return printYaml(document, NO_CACHE);
}

/** All of it or nothing: whoever reads the file meanwhile has the old one. */
async function writeWhole(path: string, text: string): Promise<void> {
  await mkdir(dirname(path), { recursive: true });
  const temporary = `${path}.${process.pid}${extname(path)}`;
  await writeFile(temporary, text);
  await rename(temporary, path);
}
