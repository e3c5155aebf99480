/** The command line: the one place that reads arguments, prints and sets the exit code. */
import { resolve } from 'node:path';
import { Command } from 'commander';
import pc from 'picocolors';
import { PLAIN, type Palette, renderDiagnostics } from './diagnostics.js';
import { Compiler, type Outcome } from './generate.js';

interface GenerateOptions {
  readonly project: string;
  readonly check?: boolean;
  readonly watch?: boolean;
}

const HELP = `
What it reads (below --project):
  specs/openapi.yaml     the HTTP API, OpenAPI 3.1
  specs/asyncapi.yaml    events and channels, AsyncAPI 3
  specs/jobs/*.yaml      one file per job type
  specs/schemas/*.yaml   schemas that the others refer to

What it writes:
  generated/                    types, validators, server, worker, client, documents: commit it, never edit it
  worker/handlers/index.ts      the list of handlers: generated as well
  worker/handlers/<type>.ts     a stub for a new job type, once: yours from then on

Examples:
  $ specwire generate             compile, write what changed
  $ specwire generate --check     for CI: exit 1 and name the files if generated/ is not what the specs say
  $ specwire generate --watch     compile again on every save

A mistake in a spec is reported with its place, an excerpt and a hint, all mistakes at once. Then nothing is
written and the exit code is 1.`;

const palette: Palette = process.stdout.isTTY && !process.env.NO_COLOR ? pc.createColors(true) : PLAIN;

async function main(): Promise<void> {
  const program = new Command('specwire');
  program
    .description('Compiles OpenAPI and AsyncAPI contracts into a typed, durable job service.')
    .showHelpAfterError('Run with --help to see what there is.')
    .configureOutput({ getOutHasColors: () => palette !== PLAIN });
  program
    .command('generate')
    .description('Compile specs/ into generated/.')
    .option('--project <dir>', 'the folder that holds specs/', '.')
    .option('--check', 'write nothing; exit 1 if anything is stale, missing or left over')
    .option('--watch', 'stay, and compile again whenever a spec is saved')
    .addHelpText('after', HELP)
    .action(runGenerate);
  await program.parseAsync();
}

async function runGenerate(options: GenerateOptions): Promise<void> {
  const root = resolve(options.project);
  if (options.watch) {
    if (options.check) return fail('--check and --watch exclude each other: --check is for a single run.');
    return;
  }
  const started = performance.now();
  const outcome = await new Compiler(root).run({ check: options.check === true });
  report(outcome, options.check === true, performance.now() - started);
}

function report(outcome: Outcome, check: boolean, milliseconds: number): void {
  if (outcome.kind === 'mistakes') {
    const { diagnostics, texts } = outcome;
    print(renderDiagnostics(diagnostics, (file) => texts.get(file), palette));
    const files = new Set(diagnostics.map(({ file }) => file)).size;
    const count = `${plural(diagnostics.length, 'mistake')} in ${plural(files, 'file')}`;
    print(`${palette.red(count)}; nothing was written.`);
    process.exitCode = 1;
    return;
  }
  if (check) reportCheck(outcome);
  else reportWritten(outcome, milliseconds);
}

type Done = Extract<Outcome, { kind: 'done' }>;

function reportCheck({ plan, counts }: Done): void {
  for (const { path, before } of plan.writes) print(`${palette.red(before === undefined ? 'missing' : 'stale  ')}  ${path}`);
  for (const { path } of plan.removals) print(`${palette.red('extra  ')}  ${path}`);
  const wrong = plan.writes.length + plan.removals.length;
  if (wrong === 0) return print(`${plural(counts.files, 'file')} are what the specs say.`);
  print(`${plural(wrong, 'file')} not what the specs say. Run \`specwire generate\` and commit the result.`);
  process.exitCode = 1;
}

function reportWritten({ plan, counts }: Done, milliseconds: number): void {
  for (const { path, before, ownership } of plan.writes) {
    const note = ownership === 'once' ? palette.dim('  a stub: write the handler there') : '';
    print(`${before === undefined ? palette.cyan('new    ') : palette.yellow('changed')}  ${path}${note}`);
  }
  for (const { path } of plan.removals) print(`${palette.red('removed')}  ${path}`);
  const parts = [plural(counts.operations, 'operation'), plural(counts.jobTypes, 'job type'), plural(counts.schemas, 'schema')];
  const done = `${plan.writes.length} written, ${plan.removals.length} removed, ${plan.unchanged.length} unchanged`;
  print(`${parts.join(', ')}: ${done}, in ${(milliseconds / 1000).toFixed(2)} s`);
}

function plural(count: number, noun: string): string {
  return `${count} ${noun}${count === 1 ? '' : 's'}`;
}

function print(text: string): void {
  process.stdout.write(`${text}\n`);
}

/** A mistake in how the command was called: one line, no stack. */
function fail(message: string): void {
  process.stderr.write(`specwire: ${message}\n`);
  process.exitCode = 1;
}

main().catch((error: unknown) => {
  // A full disk or a missing permission is not our bug: say it in one line. Everything else is.
  const code = (error as NodeJS.ErrnoException).code;
  if (error instanceof Error && typeof code === 'string' && /^E[A-Z]+$/.test(code)) return fail(error.message);
  process.stderr.write(`specwire: this is a bug in the compiler, not in your specs.\n${error instanceof Error ? error.stack : String(error)}\n`);
  process.exitCode = 70;
});
