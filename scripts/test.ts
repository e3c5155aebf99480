/**
 * `npm test`: checks, unit tests, and the tests of the whole line against real engines. Prints what fails and ends with
 * `N passed, N failed`, counted from the runners. `--full`: full durations and samples, and a dated summary under docs/.
 * `--only=checks,unit,corpus,line` runs a part.
 */
import { spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { cpus, tmpdir, totalmem } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import pLimit from 'p-limit';
import { EngineError } from './engines/engine-error.js';
import { ensureModel } from './engines/model.js';
import { ensureTemporal } from './engines/temporal.js';
import { closingLine, readVitestReport, sum, type Tally } from './test/tally.js';

const CHECKS: readonly (readonly [name: string, ...command: string[]])[] = [
  [
    'generated code is fresh',
    process.execPath,
    '--import',
    'tsx/esm',
    'codegen/cli.ts',
    'generate',
    '--check',
  ],
  ['format and lint', 'node_modules/.bin/biome', 'check', '--error-on-warnings'],
  ['types', 'node_modules/.bin/tsc', '--noEmit'],
  [
    'import boundaries',
    'node_modules/.bin/depcruise',
    'codegen',
    'generated',
    'server',
    'worker',
    'store',
    'webhooks',
    'scripts',
    'tests',
  ],
  ['dead code', 'node_modules/.bin/knip'],
];

interface Finished {
  readonly code: number;
  readonly output: string;
}

function run(command: readonly string[], env: Record<string, string> = {}): Promise<Finished> {
  const [program = '', ...args] = command;
  return new Promise((resolve) => {
    const child = spawn(program, args, {
      env: { ...process.env, ...env },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    let output = '';
    child.stdout.on('data', (chunk) => (output += String(chunk)));
    child.stderr.on('data', (chunk) => (output += String(chunk)));
    child.once('error', (error) => resolve({ code: 1, output: error.message }));
    child.once('close', (code) => resolve({ code: code ?? 1, output }));
  });
}

/** Each of them computes on one core, mostly. */
const CHECKS_AT_ONCE = 2;

async function runChecks(): Promise<Tally> {
  const check = async ([name, ...command]: (typeof CHECKS)[number]): Promise<Tally> => {
    const started = Date.now();
    const { code, output } = await run(command);
    process.stdout.write(
      `${code === 0 ? '✓' : '✗'} ${name} (${((Date.now() - started) / 1000).toFixed(1)} s)\n`,
    );
    if (code !== 0) process.stdout.write(`${output.trimEnd()}\n`);
    return { passed: code === 0 ? 1 : 0, failed: code === 0 ? 0 : 1, skipped: [] };
  };
  return sum(await pLimit(CHECKS_AT_ONCE).map(CHECKS, check));
}

async function runTests(project: 'unit' | 'corpus' | 'line', isFull: boolean): Promise<Tally> {
  const folder = mkdtempSync(join(tmpdir(), 'specwire-report-'));
  const report = join(folder, 'report.json');
  const started = Date.now();
  try {
    const { code, output } = await run(
      [
        'node_modules/.bin/vitest',
        'run',
        '--project',
        project,
        '--reporter=default',
        '--reporter=json',
        `--outputFile.json=${report}`,
      ],
      isFull ? { SPECWIRE_TEST_FULL: '1' } : {},
    );
    const tally = readReport(report);
    const isGreen = code === 0 && tally.failed === 0;
    const line = closingLine(tally);
    process.stdout.write(
      `${isGreen ? '✓' : '✗'} ${project} tests: ${line} (${((Date.now() - started) / 1000).toFixed(0)} s)\n`,
    );
    if (!isGreen) process.stdout.write(`${output.trimEnd()}\n`);
    // An error outside of any test fails the run although every test passed.
    return code !== 0 && tally.failed === 0 ? sum([tally, { passed: 0, failed: 1, skipped: [] }]) : tally;
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

function readReport(path: string): Tally {
  try {
    return readVitestReport(readFileSync(path, 'utf8'));
  } catch {
    return { passed: 0, failed: 1, skipped: [] };
  }
}

function writeSummary(tally: Tally, seconds: number): void {
  const date = new Date().toISOString().slice(0, 10);
  const skipped = tally.skipped.map((name) => `- skipped: ${name}\n`);
  // No blank line at the end: the page is formatted like every other, which the next run checks.
  const list = skipped.length > 0 ? `\n${skipped.join('')}` : '';
  writeFileSync(
    'docs/test-full.md',
    `# The last full test run

\`npm run test:full\` on ${date}, Node ${process.versions.node}, ${cpus().length} cores, ${Math.round(totalmem() / 2 ** 30)} GiB: ${closingLine(tally)}, in ${Math.round(seconds / 60)} minutes.
${list}`,
  );
}

async function main(): Promise<number> {
  const { values } = parseArgs({ options: { full: { type: 'boolean' }, only: { type: 'string' } } });
  const parts = new Set((values.only ?? 'checks,unit,corpus,line').split(','));
  const isFull = values.full ?? false;
  const started = Date.now();
  if (parts.has('line')) {
    const say = (line: string) => process.stdout.write(`· ${line}\n`);
    await ensureModel(say);
    await ensureTemporal(say);
  }
  const tallies: Tally[] = [];
  if (parts.has('checks')) tallies.push(await runChecks());
  if (parts.has('unit')) tallies.push(await runTests('unit', isFull));
  if (parts.has('corpus')) tallies.push(await runTests('corpus', isFull));
  if (parts.has('line')) tallies.push(await runTests('line', isFull));
  const tally = sum(tallies);
  for (const name of tally.skipped) process.stdout.write(`skipped: ${name}\n`);
  if (isFull) writeSummary(tally, (Date.now() - started) / 1000);
  process.stdout.write(`${closingLine(tally)}\n`);
  // Where everything is installed, a skip hides something.
  const mayNotSkip = process.env.CI === 'true' && tally.skipped.length > 0;
  return tally.failed > 0 || tally.passed === 0 || mayNotSkip ? 1 : 0;
}

try {
  process.exitCode = await main();
} catch (error) {
  if (!(error instanceof EngineError)) throw error;
  process.stderr.write(`${error.message}\n`);
  process.exitCode = 1;
}
