/** The command as it is called: what it prints where, and the code that it ends with. */
import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { COMMANDS } from './commands/index.js';

const CLI = join(import.meta.dirname, 'cli.ts');

interface Ended {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
}

function specwire(args: readonly string[], env: Record<string, string> = {}): Promise<Ended> {
  const { NO_COLOR: _, FORCE_COLOR: __, ...rest } = process.env;
  return new Promise((resolve) => {
    const child = execFile(
      process.execPath,
      ['--import', 'tsx/esm', CLI, ...args],
      { env: { ...rest, ...env } },
      (_error, stdout, stderr) => resolve({ code: child.exitCode ?? -1, stdout, stderr }),
    );
  });
}

test.for([
  [['--help'], 0],
  [['generate', '--help'], 0],
  [['--version'], 0],
  [['completion', 'bash'], 0],
  [[], 2],
  [['generat'], 2],
  [['generate', '--chek'], 2],
  [['generate', '--project', '/nowhere'], 2],
  [['generate', '--check', '--watch'], 2],
  [['completion', 'tcsh'], 2],
] as const)('%j ends with %i', async ([args, code]) => {
  const ended = await specwire(args);
  expect(ended.code, ended.stderr).toBe(code);
  // What was asked for goes to stdout, what is wrong with the question to stderr: never both.
  expect([ended.stdout !== '', ended.stderr !== '']).toEqual(code === 0 ? [true, false] : [false, true]);
});

test('help is coloured where colours are wanted, and only there', async () => {
  expect((await specwire(['--help'])).stdout).not.toContain('\u001b[');
  expect((await specwire(['--help'], { FORCE_COLOR: '1' })).stdout).toContain('\u001b[');
});

test.for(COMMANDS.map(({ name }) => name))('the help of %s has examples and exit codes', async (name) => {
  const { stdout } = await specwire([name, '--help']);
  expect(stdout).toContain('Examples:');
  expect(stdout).toContain('Exit codes:');
});
