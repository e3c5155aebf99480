/** `specwire generate`: compiles a project's specs, once or on every save. */
import { resolve } from 'node:path';
import { Command } from 'commander';
import { Compiler } from '../generate.js';
import { findSource, type SourceOptions, withSource } from './contract-source.js';
import { type Format, formatOption, printFindings } from './output.js';
import { type Asked, report } from './report.js';
import { EXIT, type Terminal } from './terminal.js';

interface GenerateOptions extends SourceOptions {
  readonly out?: string;
  readonly check?: boolean;
  readonly watch?: boolean;
  readonly format: Format;
}

const HELP = `
What it reads (below --project):
  specs/openapi.yaml     the HTTP API, OpenAPI 3.1
  specs/asyncapi.yaml    events and channels, AsyncAPI 3
  specs/jobs/*.yaml      one file per job type
  specs/schemas/*.yaml   schemas that the others refer to
  Without specs/openapi.yaml, the job types join the platform's own documents.

With FILE and --out it needs no project: any OpenAPI 3.0, 3.1 or 3.2 document, in YAML or JSON, one file or many, by a
path or a URL.

What it writes:
  generated/                    types, validators, server, worker, client, documents: commit it, never edit it
  worker/handlers/index.ts      the list of handlers: generated as well
  worker/handlers/<type>.ts     a stub for a new job type, once: yours from then on

Examples:
  $ specwire generate             compile, write what changed
  $ specwire generate --check     for CI: exit 1 and name the files if generated/ is not what the specs say
  $ specwire generate --watch     compile again on every save
  $ specwire generate petstore.yaml --out src/petstore
  $ specwire generate https://api.example.com/openapi.json --out src/example
  $ specwire generate --check --format github     the same in a workflow of GitHub, as notes beside the lines

A mistake in a spec is reported with its place, an excerpt and a hint, all mistakes at once. Then nothing is
written. A warning is reported in the same way, and stops nothing.

Exit codes:
  0   all is well
  1   mistakes in the specs; with --check, generated files that differ; or a file that cannot be written
  2   the command itself is wrong: an unknown option, no such file, no folder specs/
  70  a bug in specwire`;

/** Runs that a watch makes for nothing, unless somebody saves. */
const WARM_UPS = 3;

/** The command, as the command line registers it. */
export default function generateCommand(terminal: Terminal): Command {
  const argument = 'a document that stands by itself or its URL, with --out; specs/ is not needed then';
  return withSource(new Command('generate'), argument)
    .option('--out <dir>', 'where the code of FILE goes; made when all is well, not before')
    .option('--check', 'write nothing; exit 1 if anything is stale, missing or left over')
    .option('--watch', 'stay, and compile again whenever a spec is saved')
    .addOption(formatOption())
    .addHelpText('after', HELP)
    .action((files: readonly string[], options: GenerateOptions) => runGenerate(terminal, files, options));
}

async function runGenerate(
  terminal: Terminal,
  files: readonly string[],
  options: GenerateOptions,
): Promise<void> {
  if (files.length > 0 || options.out !== undefined) return runDocuments(terminal, files, options);
  const hint = "Run in the project's folder, or name it with --project.";
  const source = findSource(terminal, files, options, hint);
  if (source === undefined) return;
  const { root } = source;
  if (options.watch && options.check) {
    return terminal.fail('--check is for a single run; leave --watch out.', EXIT.usage);
  }
  if (options.watch && options.format !== 'text') {
    return terminal.fail(`--format ${options.format} is for a single run; leave --watch out.`, EXIT.usage);
  }
  const asked: Asked = { root, format: options.format, check: options.check === true };
  if (options.watch) return runWatch(terminal, asked);
  const started = performance.now();
  const outcome = await new Compiler(root, terminal.shield).run({ check: asked.check });
  const isFine = await report(terminal, asked, outcome, performance.now() - started);
  if (!isFine) terminal.exit(EXIT.mistakes);
}

/** Compiles documents that stand by themselves. */
async function runDocuments(
  terminal: Terminal,
  files: readonly string[],
  options: GenerateOptions,
): Promise<void> {
  const { out, watch, format, check = false, allowOutside = false, allowRemote = false } = options;
  const { cwd } = terminal;
  if (files.length === 0) return terminal.fail('--out is for a document: name its file as well.', EXIT.usage);
  if (out === undefined)
    return terminal.fail('say with --out where the code of the document goes.', EXIT.usage);
  if (watch) return terminal.fail('--watch is for a project with a folder specs/.', EXIT.usage);
  const source = findSource(terminal, files, options);
  if (source === undefined) return;
  const { compileDocuments } = await import('../compile-document.js');
  const started = performance.now();
  const place = { cwd, files: source.paths, out: resolve(cwd, out) };
  const outcome = await compileDocuments({ ...place, check, allowOutside, allowRemote }, terminal.shield);
  const asked: Asked = { root: cwd, format, check };
  if (!(await report(terminal, asked, outcome, performance.now() - started))) terminal.exit(EXIT.mistakes);
}

async function runWatch(terminal: Terminal, asked: Asked): Promise<void> {
  const { root, format } = asked;
  // Loads what only a watch needs; an unchanged project is answered in the time that Node needs to start.
  const { watchSpecs } = await import('../watch.js');
  const compiler = new Compiler(root, terminal.shield);
  let runs = 0;
  const run = async (): Promise<void> => {
    const started = performance.now();
    const number = ++runs;
    try {
      const outcome = await compiler.run({ eager: true, fresh: number === 1 });
      await report(terminal, asked, outcome, performance.now() - started);
      if (outcome.kind !== 'done' && outcome.kind !== 'mistakes') return;
      outcome.later
        ?.then(async (told) => {
          // What is said of an older state than the present one would only confuse.
          if (number === runs) await printFindings(terminal, format, { root, ...told });
        })
        .catch(terminal.explain);
    } catch (error) {
      // A mistake of ours or of the file system: the next save tries again.
      terminal.explain(error);
    }
  };
  const watcher = await watchSpecs(root, run);
  terminal.print(terminal.palette.dim('Watching specs/. Ctrl-C ends it.'));
  terminal.onStop(() => void watcher.close());
  for (let round = 0; round < WARM_UPS && runs === 1; round += 1)
    await compiler.warmUp().catch(() => undefined);
}
