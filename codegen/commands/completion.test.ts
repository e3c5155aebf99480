/** Completion as a shell does it. zsh and fish are not everywhere: of them, what is written is looked at. */
import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { beforeAll, describe, expect, test } from 'vitest';
import { bashCompletion } from './completion/bash.js';
import { fishCompletion } from './completion/fish.js';
import { type CompletionTable, completionTable } from './completion/grammar.js';
import { zshCompletion } from './completion/zsh.js';
import { COMMANDS } from './index.js';
import { createProgram } from './program.js';
import { terminalOf } from './terminal.js';

let table: CompletionTable;
beforeAll(async () => {
  table = completionTable(await createProgram(terminalOf(process), []));
});

/** What bash offers after these words, the last of which may be begun only. */
async function complete(...words: readonly string[]): Promise<readonly string[]> {
  const script = `${bashCompletion(table)}
    COMP_WORDS=("$@"); COMP_CWORD=$(($# - 1)); _specwire; printf '%s\\n' "\${COMPREPLY[@]}"`;
  const { stdout } = await promisify(execFile)('bash', ['-c', script, 'bash', 'specwire', ...words]);
  return stdout.split('\n').filter((line) => line !== '');
}

describe('bash', () => {
  test('offers every command', async () => {
    expect(await complete('')).toEqual(expect.arrayContaining(COMMANDS.map(({ name }) => name)));
  });
  test.for([
    [['gen'], ['generate']],
    [['generate', '--ch'], ['--check']],
    [
      ['completion', ''],
      ['bash', 'zsh', 'fish'],
    ],
    [['completion', 'b'], ['bash']],
    // Left to bash, which completes the names of files.
    [['generate', '--project', ''], []],
    [['nonsense', ''], []],
  ] as const)('%j: %j', async ([words, offered]) => {
    expect(await complete(...words)).toEqual(offered);
  });
});

test.for([
  ['zsh', zshCompletion],
  ['fish', fishCompletion],
] as const)('%s knows every command and every long option', ([, print]) => {
  const script = print(table);
  for (const { name, options } of table.commands) {
    expect(script).toContain(name);
    for (const option of options.flatMap(({ names }) => names)) {
      expect(script).toContain(option.replace(/^-+/, ''));
    }
  }
});

test('an apostrophe does not end the word that it stands in', () => {
  const odd = { names: ['--odd'], description: "the platform's [own]: \\ all" };
  const one = { name: 'one', summary: "it's", options: [odd], places: [], repeats: false };
  const small: CompletionTable = { commands: [one], options: [] };
  expect(zshCompletion(small)).toContain("'one:it'\\''s'");
  expect(zshCompletion(small)).toContain("'--odd[the platform'\\''s \\[own\\]\\: \\\\ all]'");
  expect(fishCompletion(small)).toContain("-d 'the platform\\'s [own]: \\\\ all'");
});
