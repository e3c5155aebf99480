/** For tests: whether generated code reads as the formatter and the linter want it. */
import { execFile } from 'node:child_process';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';

const BINARY = join(import.meta.dirname, '../../node_modules/@biomejs/biome/bin/biome');

/** What Biome says of a folder, with this repository's settings, except of some files; nothing if all is well. */
export async function formatErrors(folder: string, except: readonly string[]): Promise<string> {
  const config = {
    root: true,
    files: { includes: ['**/*.ts', ...except.map((pattern) => `!${pattern}`)] },
    formatter: { indentStyle: 'space', indentWidth: 2, lineWidth: 110 },
    json: { formatter: { enabled: false } },
    javascript: { formatter: { quoteStyle: 'single', semicolons: 'always', trailingCommas: 'all' } },
    linter: { rules: { correctness: { noUnusedImports: 'error', noUnusedVariables: 'error' } } },
  };
  await writeFile(join(folder, 'biome.json'), JSON.stringify(config));
  const args = [BINARY, 'check', '--error-on-warnings', '--max-diagnostics=20', '.'];
  return promisify(execFile)(process.execPath, args, { cwd: folder }).then(
    () => '',
    (error: { stdout: string; stderr: string }) => error.stdout + error.stderr,
  );
}
