/** What commands read that work on documents as well as on a project: their options, and the contract. */
import { existsSync } from 'node:fs';
import { join, resolve } from 'node:path';
import type { Command } from 'commander';
import type { ReadContract } from '../bundle/index.js';
import { isRemote } from '../load/documents/locations.js';
import { SPEC_FOLDER } from '../load/spec-files.js';
import type { Contract } from '../model/contract.js';
import { printFindings } from './output.js';
import { EXIT, type Terminal } from './terminal.js';

/** The options that `withSource` adds. */
export interface SourceOptions {
  readonly project: string;
  readonly allowOutside?: boolean;
  readonly allowRemote?: boolean;
}

/** Documents, by absolute paths and URLs, or a project; `root` is what paths in messages are relative to. */
export interface Source {
  readonly root: string;
  /** Empty: the project at `root`. */
  readonly paths: readonly string[];
}

/** The argument and the options with which a command is told what to read. */
export function withSource(
  command: Command,
  argument = 'a document or its URL; without any, the project',
): Command {
  return command
    .argument('[file...]', argument)
    .option('--project <dir>', 'the folder that holds specs/', '.')
    .option('--allow-outside', 'let FILE refer to files outside of its folder')
    .option('--allow-remote', 'let FILE refer to http: and https:, beyond its own folder');
}

/** What is to be read; undefined, and told, if it is not there. */
export function findSource(
  terminal: Terminal,
  files: readonly string[],
  { project }: SourceOptions,
  hint = 'Name a file or --project.',
): Source | undefined {
  const { cwd } = terminal;
  const root = files.length > 0 ? cwd : resolve(cwd, project);
  const fault = files.map(urlFault).find((one) => one !== undefined);
  const absent = files.filter((file) => !isRemote(file) && !existsSync(resolve(cwd, file)));
  if (fault !== undefined) terminal.fail(fault, EXIT.usage);
  else if (absent.length > 0) terminal.fail(`there is no file ${absent.join(', ')}.`, EXIT.usage);
  else if (files.length === 0 && !existsSync(join(root, SPEC_FOLDER)))
    terminal.fail(`there is no folder specs/ in ${root}. ${hint}`, EXIT.usage);
  else return { root, paths: files.map((file) => locationOf(cwd, file)) };
  return undefined;
}

/** What is wrong with a URL, if it is one; a password in it would be told with every mistake. */
function urlFault(file: string): string | undefined {
  if (!isRemote(file)) return undefined;
  if (!URL.canParse(file)) return `${file} is no URL.`;
  const { username, password } = new URL(file);
  if (username === '' && password === '') return undefined;
  return 'a URL of a document holds no credentials: download it first, for instance with curl.';
}

function locationOf(cwd: string, file: string): string {
  if (!isRemote(file)) return resolve(cwd, file);
  const url = new URL(file);
  url.hash = '';
  return url.href;
}

/** A contract without mistakes, and where its sources say what. */
export type SoundContract = Required<Pick<ReadContract, 'contract' | 'placeOf'>>;

/** Its contract; undefined, and told, if it has mistakes. */
export async function readContract(
  terminal: Terminal,
  source: Source,
  options: Omit<SourceOptions, 'project'>,
): Promise<Contract | undefined> {
  return (await readPlacedContract(terminal, source, options))?.contract;
}

/** The same, with where its sources say what. */
export async function readPlacedContract(
  terminal: Terminal,
  { root, paths }: Source,
  { allowOutside = false, allowRemote = false }: Omit<SourceOptions, 'project'>,
): Promise<SoundContract | undefined> {
  const { readDocument, readProject } = await import('../bundle/index.js');
  const read: ReadContract = await (paths.length > 0
    ? readDocument(paths, { cwd: root, allowOutside, allowRemote })
    : readProject(root));
  const { contract, placeOf } = read;
  if (contract !== undefined) return { contract, placeOf };
  await printFindings(terminal, 'text', { root, ...read });
  terminal.exit(EXIT.mistakes);
  return undefined;
}
