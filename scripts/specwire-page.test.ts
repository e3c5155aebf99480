/** docs/cli.md has a section for each command, with each of its options. */
import { execFile } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { expect, test } from 'vitest';

const ROOT = join(import.meta.dirname, '..');
const page = readFileSync(join(ROOT, 'docs/cli.md'), 'utf8');
/** Said once for all commands. */
const common = page.split(/^(?=## )/m).find((text) => text.startsWith('## What all')) ?? '';

async function help(...args: readonly string[]): Promise<string> {
  const command = ['--import', 'tsx/esm', 'scripts/specwire.ts', ...args, '--help'];
  return (await promisify(execFile)(process.execPath, command, { cwd: ROOT })).stdout;
}

test('has all commands, in the order of the help, with all options', async () => {
  const list = /^Commands:\n(.*?)\n\n/ms.exec(await help())?.[1] ?? '';
  const names = [...list.matchAll(/^ {2}(\w+)/gm)]
    .map(([, name = '']) => name)
    .filter((name) => name !== 'help');
  expect(names.length).toBeGreaterThan(5);
  const sections = page.split(/^(?=## )/m).filter((text) => text.startsWith('## `specwire '));
  expect(sections.map((text) => /^## `specwire (\w+)`/.exec(text)?.[1])).toEqual(names);
  const helps = await Promise.all(names.map((name) => help(name)));
  const missing = names.flatMap((name, index) => {
    const options = [...(helps[index] ?? '').matchAll(/^ {2}(?:-\w, )?(--[\w-]+)/gm)].map(
      ([, one = '']) => one,
    );
    const text = `${common}${sections[index]}`;
    return options.filter((one) => one !== '--help' && !text.includes(one)).map((one) => `${name} ${one}`);
  });
  expect(missing).toEqual([]);
});
