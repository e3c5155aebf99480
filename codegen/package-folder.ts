import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';

/** The folder of the package that this is installed with: what is built stands in dist/, below it. */
export function packageFolder(): string {
  for (let folder = import.meta.dirname; ; folder = dirname(folder)) {
    if (existsSync(join(folder, 'package.json')) || folder === dirname(folder)) return folder;
  }
}
