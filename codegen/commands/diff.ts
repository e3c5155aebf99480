/** `specwire diff OLD NEW`: what changed, whom it breaks, and which version it asks for. */
import { existsSync, statSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { basename, dirname, join, resolve } from 'node:path';
import { Command, Option } from 'commander';
import { isRemote } from '../load/documents/locations.js';
import { SPEC_FOLDER } from '../load/spec-files.js';
import type { Contract } from '../model/contract.js';
import { findSource, readContract, type SourceOptions } from './contract-source.js';
import { EXIT, type Terminal } from './terminal.js';

interface DiffOptions extends Omit<SourceOptions, 'project'> {
  readonly format: 'text' | 'json' | 'markdown';
  readonly failOn?: 'breaking' | 'any' | 'version';
}

const HELP = `
What it compares:
  OLD and NEW are documents or their URLs, folders of projects, or files and folders in a revision of git: REV:path,
  where the path begins at the root of the repository, or with ./ here. REST, events, webhooks and job types are compared
  by what they allow: a property that a request must have now is breaking, one that an answer always has now is not.

What it says of each change:
  breaking       a client that was right may be wrong now: asks for a major version
  non-breaking   no client is: asks for a minor version
  docs-only      only words changed: asks for a patch

Examples:
  $ specwire diff old.yaml new.yaml
  $ specwire diff main:./ .                             the project in this folder, against the branch main
  $ specwire diff v1.2.0:api/openapi.yaml api/openapi.yaml --format markdown
  $ specwire diff main:./ . --fail-on breaking          for CI

Exit codes:
  0   compared
  1   with --fail-on: there is such a change; or mistakes in one of the two
  2   the command itself is wrong: an unknown option, no such file or revision
  70  a bug in specwire`;

/** The command, as the command line registers it. */
export default function diffCommand(terminal: Terminal): Command {
  return new Command('diff')
    .argument('<old>', 'a document, its URL, a folder, or REV:path')
    .argument('<new>', 'what it became')
    .addOption(
      new Option('--format <format>', 'how to tell it').choices(['text', 'json', 'markdown']).default('text'),
    )
    .addOption(
      new Option(
        '--fail-on <what>',
        'exit with 1 for breaking changes, any, or a version that is too small',
      ).choices(['breaking', 'any', 'version']),
    )
    .option('--allow-outside', 'let documents refer to files outside of their folders')
    .option('--allow-remote', 'let documents refer to http: and https:, beyond their own folders')
    .addHelpText('after', HELP)
    .action((before: string, after: string, options: DiffOptions) =>
      runDiff(terminal, before, after, options),
    );
}

async function runDiff(
  terminal: Terminal,
  before: string,
  after: string,
  options: DiffOptions,
): Promise<void> {
  const contracts: Contract[] = [];
  for (const side of [before, after]) {
    const contract = await readSide(terminal, side, options);
    if (contract === undefined) return;
    contracts.push(contract);
  }
  const [one, other] = contracts;
  if (!one || !other) return;
  const [{ diffContracts }, { diffMarkdown, diffText }] = await Promise.all([
    import('../diff/index.js'),
    import('../diff/report.js'),
  ]);
  const diff = diffContracts(one, other);
  if (options.format === 'json') terminal.print(JSON.stringify(diff, null, 2));
  else terminal.write(options.format === 'markdown' ? diffMarkdown(diff) : diffText(diff, terminal.palette));
  const isFailure = {
    breaking: diff.step === 'major',
    any: diff.changes.length > 0,
    version: !diff.isEnough,
  };
  if (options.failOn !== undefined && isFailure[options.failOn]) terminal.exit(EXIT.mistakes);
}

/** The contract of one side; undefined, and told, if there is none. */
async function readSide(
  terminal: Terminal,
  side: string,
  options: DiffOptions,
): Promise<Contract | undefined> {
  if (isRemote(side)) {
    const source = findSource(terminal, [side], { project: '.' });
    return source && readContract(terminal, source, options);
  }
  const path = resolve(terminal.cwd, side);
  if (existsSync(path)) return readPath(terminal, path, terminal.cwd, options);
  const { checkOut, parseRevision, RevisionError } = await import('../diff/revision.js');
  const parts = parseRevision(side);
  if (parts === undefined) {
    terminal.fail(`there is no file ${side}.`, EXIT.usage);
    return undefined;
  }
  let folder: string | undefined;
  try {
    const checkedOut = await checkOut(parts.revision, parts.path, terminal.cwd);
    folder = checkedOut.folder;
    const inside = join(folder, checkedOut.path);
    if (existsSync(inside)) return await readPath(terminal, inside, folder, options);
    terminal.fail(`there is no ${checkedOut.path} in ${parts.revision}.`, EXIT.usage);
  } catch (error) {
    if (!(error instanceof RevisionError)) throw error;
    terminal.fail(`${side} cannot be read: ${error.message}.`, EXIT.usage);
  } finally {
    if (folder !== undefined) await rm(folder, { recursive: true, force: true });
  }
  return undefined;
}

async function readPath(
  terminal: Terminal,
  path: string,
  cwd: string,
  options: DiffOptions,
): Promise<Contract | undefined> {
  const isFolder = statSync(path).isDirectory();
  // `specs` itself is as good a name for the project.
  const root =
    isFolder && basename(path) === SPEC_FOLDER && !existsSync(join(path, SPEC_FOLDER)) ? dirname(path) : path;
  if (isFolder && !existsSync(join(root, SPEC_FOLDER))) {
    terminal.fail(
      `there is no folder specs/ in ${path}. Name a document, or a project's folder.`,
      EXIT.usage,
    );
    return undefined;
  }
  return readContract(terminal, isFolder ? { root, paths: [] } : { root: cwd, paths: [path] }, options);
}
