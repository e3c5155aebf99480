/** Programs that are installed. */
import { existsSync } from 'node:fs';
import { delimiter, join } from 'node:path';

/** The path of a program on PATH, if it is there. */
export function onPath(name: string): string | undefined {
  const suffix = process.platform === 'win32' ? '.exe' : '';
  return (process.env.PATH ?? '')
    .split(delimiter)
    .map((folder) => join(folder, name + suffix))
    .find((path) => existsSync(path));
}
