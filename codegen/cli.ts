/** The command line: the one place that reads arguments, prints and sets the exit code. */
import { existsSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { Command } from 'commander';
import pc from 'picocolors';
import { type Diagnostic, type Palette, PLAIN, renderDiagnostics } from './diagnostics.js';
import { Compiler, type Counts, type Outcome } from './generate.js';
import { SPEC_FOLDER, type SpecTexts } from './load/spec-files.js';
import { signalShield } from './signals.js';

interface GenerateOptions {
  readonly project: string;
  readonly check?: boolean;
  readonly watch?: boolean;
  readonly out?: string;
  readonly allowOutside?: boolean;
  readonly allowRemote?: boolean;
}

const HELP = `
What it reads (below --project):
  specs/openapi.yaml     the HTTP API, OpenAPI 3.1
  specs/asyncapi.yaml    events and channels, AsyncAPI 3
  specs/jobs/*.yaml      one file per job type
  specs/schemas/*.yaml   schemas that the others refer to
  Without specs/openapi.yaml, the job types join the platform's own documents.

What it writes:
  generated/                    types, validators, server, worker, client, documents: commit it, never edit it
  worker/handlers/index.ts      the list of handlers: generated as well
  worker/handlers/<type>.ts     a stub for a new job type, once: yours from then on

With FILE and --out it needs no project: any OpenAPI 3.0, 3.1 or 3.2 document, in YAML or JSON, one file or many.

Examples:
  $ specwire generate             compile, write what changed
  $ specwire generate petstore.yaml --out src/petstore
  $ specwire generate --check     for CI: exit 1 and name the files if generated/ is not what the specs say
  $ specwire generate --watch     compile again on every save

A mistake in a spec is reported with its place, an excerpt and a hint, all mistakes at once. Then nothing is
written. A warning is reported in the same way, and stops nothing.

Exit codes:
  0   all is well
  1   mistakes in the specs; with --check, generated files that differ; or a file that cannot be written
  2   the command itself is wrong: an unknown option, no folder specs/
  70  a bug in specwire`;

const USAGE_ERROR = 2;
/** Runs that a watch makes for nothing, unless somebody saves. */
const WARM_UPS = 3;

const palette: Palette = process.stdout.isTTY && !process.env.NO_COLOR ? pc.createColors(true) : PLAIN;

async function main(): Promise<void> {
  const program = new Command('specwire');
  program
    .description('Compiles OpenAPI and AsyncAPI contracts into a typed, durable job service.')
    .showHelpAfterError('Run with --help to see what there is.')
    .exitOverride(({ exitCode }) => process.exit(exitCode === 0 ? 0 : USAGE_ERROR))
    .configureOutput({ getOutHasColors: () => palette !== PLAIN });
  program
    .command('generate')
    .description('Compile specs/ into generated/, or any OpenAPI document into a folder.')
    .argument('[FILE...]', 'a document that stands by itself, with --out; specs/ is not needed then')
    .option('--out <dir>', 'where the code of FILE goes; made when all is well, not before')
    .option('--allow-outside', 'let FILE refer to files outside of its folder')
    .option('--allow-remote', 'let FILE refer to http: and https:')
    .option('--project <dir>', 'the folder that holds specs/', '.')
    .option('--check', 'write nothing; exit 1 if anything is stale, missing or left over')
    .option('--watch', 'stay, and compile again whenever a spec is saved')
    .addHelpText('after', HELP)
    .action(runGenerate);
  await program.parseAsync();
}

async function runGenerate(files: readonly string[], options: GenerateOptions): Promise<void> {
  if (files.length > 0 || options.out !== undefined) return runDocuments(files, options);
  const root = resolve(options.project);
  if (!existsSync(join(root, SPEC_FOLDER))) {
    const hint = "Run in the project's folder, or name it with --project.";
    return fail(`there is no folder specs/ in ${root}. ${hint}`, USAGE_ERROR);
  }
  if (options.watch && options.check) {
    return fail('--check is for a single run; leave --watch out.', USAGE_ERROR);
  }
  if (options.watch) return runWatch(root);
  const started = performance.now();
  const outcome = await new Compiler(root, signalShield(process)).run({ check: options.check === true });
  if (!report(outcome, options.check === true, performance.now() - started)) process.exitCode = 1;
}

/** Compiles documents that stand by themselves. */
async function runDocuments(files: readonly string[], options: GenerateOptions): Promise<void> {
  const { out, watch, check = false, allowOutside = false, allowRemote = false } = options;
  if (files.length === 0) return fail('--out is for a document: name its file as well.', USAGE_ERROR);
  if (out === undefined) return fail('say with --out where the code of the document goes.', USAGE_ERROR);
  if (watch) return fail('--watch is for a project with a folder specs/.', USAGE_ERROR);
  const { compileDocuments } = await import('./compile-document.js');
  const started = performance.now();
  const place = { cwd: process.cwd(), files: files.map((file) => resolve(file)), out: resolve(out) };
  const outcome = await compileDocuments(
    { ...place, check, allowOutside, allowRemote },
    signalShield(process),
  );
  if (!report(outcome, check, performance.now() - started)) process.exitCode = 1;
}

async function runWatch(root: string): Promise<void> {
  // Loads what only a watch needs; an unchanged project is answered in the time that Node needs to start.
  const { watchSpecs } = await import('./watch.js');
  const compiler = new Compiler(root, signalShield(process));
  let runs = 0;
  const run = async (): Promise<void> => {
    const started = performance.now();
    const number = ++runs;
    try {
      const outcome = await compiler.run({ eager: true, fresh: number === 1 });
      report(outcome, false, performance.now() - started);
      if (outcome.kind !== 'done' && outcome.kind !== 'mistakes') return;
      outcome.later?.then(({ diagnostics, texts }) => {
        // What is said of an older state than the present one would only confuse.
        if (number === runs) reportDiagnostics(diagnostics, texts);
      }, explain);
    } catch (error) {
      // A mistake of ours or of the file system: the next save tries again.
      explain(error);
    }
  };
  const watcher = await watchSpecs(root, run);
  print(palette.dim('Watching specs/. Ctrl-C ends it.'));
  const stop = (): void => void watcher.close();
  process.once('SIGINT', stop);
  process.once('SIGTERM', stop);
  for (let round = 0; round < WARM_UPS && runs === 1; round += 1)
    await compiler.warmUp().catch(() => undefined);
}

/** Prints how a run ended; false if it is a failure. */
function report(outcome: Outcome, check: boolean, milliseconds: number): boolean {
  switch (outcome.kind) {
    case 'mistakes':
      reportDiagnostics(outcome.diagnostics, outcome.texts);
      print('Nothing was written.');
      return false;
    case 'foreign':
      for (const path of outcome.paths) print(`${palette.red('not generated')}  ${path}`);
      print('A file of yours stands where a generated one belongs. Move it away. Nothing was written.');
      return false;
    case 'current':
      print(`${summary(outcome.counts)}: nothing to do, in ${seconds(milliseconds)}`);
      return true;
    case 'done':
      reportDiagnostics(outcome.diagnostics, outcome.texts);
      if (check) return reportCheck(outcome);
      reportChanges(outcome, milliseconds);
      return true;
    default:
      return outcome satisfies never;
  }
}

function reportDiagnostics(diagnostics: readonly Diagnostic[], texts: SpecTexts): void {
  if (diagnostics.length === 0) return;
  print(renderDiagnostics(diagnostics, (file) => texts.get(file), palette));
  const files = new Set(diagnostics.map(({ file }) => file)).size;
  const mistakes = diagnostics.filter(({ severity }) => severity === 'error').length;
  const counts = [plural(mistakes, 'mistake'), plural(diagnostics.length - mistakes, 'warning')];
  const said = counts.filter((count) => !count.startsWith('0 ')).join(' and ');
  const paint = mistakes > 0 ? palette.red : palette.yellow;
  print(paint(`${said} in ${plural(files, 'file')}.`));
}

type Done = Extract<Outcome, { kind: 'done' }>;

function reportCheck({ plan, counts }: Done): boolean {
  const words = { create: 'missing', stub: 'missing', update: 'stale  ', remove: 'extra  ' } as const;
  for (const { kind, path } of plan.changes) print(`${palette.red(words[kind])}  ${path}`);
  const wrong = plan.changes.length;
  if (wrong === 0) print(`${summary(counts)}: ${plural(counts.files, 'file')} as the specs say.`);
  else
    print(
      `${plural(wrong, 'file')} not as the specs say. Run \`specwire generate\` and commit what it writes.`,
    );
  return wrong === 0;
}

function reportChanges({ plan, counts }: Done, milliseconds: number): void {
  const words = { create: 'new    ', stub: 'new    ', update: 'changed', remove: 'removed' } as const;
  for (const { kind, path } of plan.changes) {
    const note = kind === 'stub' ? palette.dim('  a stub: write the handler there') : '';
    print(`${palette.cyan(words[kind])}  ${path}${note}`);
  }
  const removed = plan.changes.filter(({ kind }) => kind === 'remove').length;
  const done = `${plan.changes.length - removed} written, ${removed} removed, ${plan.unchanged.length} unchanged`;
  print(`${summary(counts)}: ${done}, in ${seconds(milliseconds)}`);
}

function summary({ operations, jobTypes, schemas }: Counts): string {
  return `${plural(operations, 'operation')}, ${plural(jobTypes, 'job type')}, ${plural(schemas, 'schema')}`;
}

function seconds(milliseconds: number): string {
  return `${(milliseconds / 1000).toFixed(2)} s`;
}

function plural(count: number, noun: string): string {
  return `${count} ${noun}${count === 1 ? '' : 's'}`;
}

function print(text: string): void {
  process.stdout.write(`${text}\n`);
}

/** A mistake in how the command was called: one line, no stack. */
function fail(message: string, exitCode = 1): void {
  process.stderr.write(`specwire: ${message}\n`);
  process.exitCode = exitCode;
}

/** A full disk or a missing permission is not our bug: one line. Everything else is: the stack helps to find it. */
function explain(error: unknown): void {
  const code = (error as NodeJS.ErrnoException).code;
  if (error instanceof Error && typeof code === 'string' && /^E[A-Z]+$/.test(code)) {
    fail(error.message);
    return;
  }
  const stack = error instanceof Error ? error.stack : String(error);
  process.stderr.write(`specwire: this is a bug in the compiler, not in your specs.\n${stack}\n`);
  process.exitCode = 70;
}

main().catch(explain);
