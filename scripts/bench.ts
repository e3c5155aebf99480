/**
 * `npm run bench`: measures every figure against its baseline and prints the table. When all figures ran in full, it writes
 * docs/benchmarks.md. `--only=name,name` runs some, `--rounds=N` that many alternating rounds (3), `--quick` little of
 * everything, to see that it works.
 */
import { execFileSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { cpus, totalmem } from 'node:os';
import { setTimeout as sleep } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import { type RunningEngines, startEngines } from '../tests/support/engines.js';
import { type LoadProject, prepareLoadProject } from '../tests/support/load-project.js';
import { compileAll } from './bench/compiled.js';
import type { BenchContext, Figure } from './bench/figure.js';
import { figures } from './bench/figures.js';
import { isMet, type Measured, renderPage, renderText } from './bench/table.js';
import { EngineError } from './engines/engine-error.js';

const PAGE = 'docs/benchmarks.md';
const ROUNDS = 3;
/** A figure whose processes are gone gives up sooner. */
const BREAK_OFF_MS = 15_000;

interface Options {
  readonly chosen: readonly Figure[];
  readonly rounds: number;
  readonly isQuick: boolean;
}

function say(line: string): void {
  process.stdout.write(`${line}\n`);
}

/** The options, or what is wrong with them. */
function readOptions(): Options | string {
  const values = parseValues();
  if (typeof values === 'string') return values;
  const isQuick = values.quick ?? false;
  const rounds = Number(values.rounds ?? (isQuick ? 1 : ROUNDS));
  if (!Number.isInteger(rounds) || rounds < 1) return '--rounds takes a whole number from 1';
  const names = values.only?.split(',') ?? figures.map(({ name }) => name);
  const unknown = names.filter((name) => !figures.some((figure) => figure.name === name));
  if (unknown.length > 0) {
    return `there is no figure ${unknown.join(', ')}; there are ${figures.map(({ name }) => name).join(', ')}`;
  }
  return { chosen: figures.filter(({ name }) => names.includes(name)), rounds, isQuick };
}

function parseValues() {
  try {
    return parseArgs({
      options: { only: { type: 'string' }, rounds: { type: 'string' }, quick: { type: 'boolean' } },
    }).values;
  } catch (error) {
    return (error as Error).message;
  }
}

/** The newest first: what came last may need what came before. */
async function stopAll(running: BenchContext['running']): Promise<void> {
  for (const stop of [...running].reverse()) {
    running.delete(stop);
    await stop();
  }
}

async function measure(figure: Figure, context: BenchContext): Promise<Measured> {
  const started = Date.now();
  try {
    const measured = { figure, measurements: await figure.run(context) };
    const mark = measured.measurements.every(isMet) ? '✓' : '✗';
    say(`${mark} ${figure.name} (${((Date.now() - started) / 1000).toFixed(0)} s)`);
    return measured;
  } finally {
    await stopAll(context.running);
  }
}

/** What a run stands on. */
interface Ground {
  readonly engines: RunningEngines;
  readonly compiled: Awaited<ReturnType<typeof compileAll>>;
  readonly loadProject: LoadProject;
}

async function prepareGround(): Promise<Ground> {
  const compiled = await compileAll();
  const loadProject = await prepareLoadProject(compiled.project);
  return { compiled, loadProject, engines: await startEngines() };
}

async function clear({ engines, compiled, loadProject }: Ground): Promise<void> {
  await Promise.all([engines.stop(), loadProject.remove()]);
  await compiled.remove();
}

/** Rejects when somebody ends the run. Engines and services outlive this process: they have to be stopped. */
function rejectOnSignal(): Promise<never> {
  const stopped = new Promise<never>((_, reject) => {
    for (const signal of ['SIGINT', 'SIGTERM'] as const) {
      process.once(signal, () => reject(new EngineError(`bench: stopped by ${signal}`)));
    }
  });
  stopped.catch(() => undefined);
  return stopped;
}

/** Stops what runs, and what the figure goes on to start, until it gives up. */
async function breakOff(figure: Promise<unknown>, running: BenchContext['running']): Promise<void> {
  let isOver = false;
  figure
    .catch(() => undefined)
    .finally(() => {
      isOver = true;
    });
  for (const end = Date.now() + BREAK_OFF_MS; !isOver && Date.now() < end; ) {
    await stopAll(running);
    await sleep(200);
  }
}

async function main({ chosen, rounds, isQuick }: Options): Promise<void> {
  const started = Date.now();
  const stopped = rejectOnSignal();
  const ground = await prepareGround();
  const { engines, compiled, loadProject } = ground;
  const running: BenchContext['running'] = new Set();
  const context = { engines, compiled, loadProject: loadProject.root, rounds, isQuick, running };
  const measured: Measured[] = [];
  let figureRun: Promise<Measured> | undefined;
  try {
    for (const figure of chosen) {
      await Promise.race([stopped, Promise.resolve()]);
      figureRun = measure(figure, context);
      measured.push(await Promise.race([stopped, figureRun]));
    }
  } finally {
    if (figureRun !== undefined) await breakOff(figureRun, running);
    await clear(ground);
  }
  say(`\n${renderText(measured)}`);
  if (isQuick || chosen.length < figures.length) return;
  const run = { date: new Date().toISOString().slice(0, 10), machine: machine(), rounds };
  const minutes = Math.ceil((Date.now() - started) / 60_000);
  writeFileSync(PAGE, renderPage(measured, { ...run, minutes }));
  // The page is held to the format of all others.
  execFileSync('node_modules/.bin/biome', ['format', '--write', PAGE]);
  say(`\nWritten: ${PAGE}`);
}

function machine(): string {
  const memory = Math.round(totalmem() / 2 ** 30);
  return `${cpus().length} cores, ${memory} GiB, Node ${process.versions.node} on ${process.platform} ${process.arch}`;
}

const options = readOptions();
try {
  if (typeof options === 'string') throw new EngineError(`bench: ${options}`);
  await main(options);
} catch (error) {
  if (!(error instanceof EngineError)) throw error;
  process.stderr.write(`${error.message}\n`);
  process.exitCode = 1;
}
