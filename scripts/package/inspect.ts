/** What is in the package that must not be, and what nothing in it leads to. */
import { readFileSync } from 'node:fs';
import { homedir } from 'node:os';
import { join, posix } from 'node:path';
import type { Packed } from './pack.js';

/** Where others, or Node, come in. */
const ENTRIES = [
  'dist/scripts/specwire.js',
  'dist/server/index.js',
  'dist/server/index.d.ts',
  'dist/worker/index.js',
  'dist/worker/index.d.ts',
  // These are found by their paths: by Temporal's bundler, as a process, and as a thread.
  'dist/worker/workflows/index.js',
  'dist/codegen/cli.js',
  'dist/codegen/emit/validators/operations/thread-entry.js',
];
/** Texts that are copied into outputs. */
const TEXTS = /^dist\/codegen\/(?:runtime|templates)\//;
const MODULE = /\.(?:js|d\.ts)$/;

/** One line per fault: `path: what is wrong with it`. */
export function faultsOf(
  { folder, files }: Pick<Packed, 'folder' | 'files'>,
  root: string,
): readonly string[] {
  const places = [`${root.replace(/\/$/, '')}/`, `${homedir().replace(/\/$/, '')}/`].filter(
    (place) => place !== '/',
  );
  const reachable = reachableFrom(folder, new Set(files));
  return files.flatMap((path) => {
    const text = readFileSync(join(folder, path), 'utf8');
    const place = places.find((one) => text.includes(one));
    return [
      ...(isForbidden(path) ? [`${path}: does not belong in the package`] : []),
      ...(place === undefined ? [] : [`${path}: names ${place}, a folder of this machine`]),
      ...(isIdle(path, reachable) && !isOfTypesOnly(text)
        ? [`${path}: nothing in the package leads to it`]
        : []),
    ];
  });
}

function isForbidden(path: string): boolean {
  if (path.endsWith('.map') || /(?:^|\/)(?:testing|fixtures|node_modules)\//.test(path)) return true;
  if (/(?:^|\/)tests?\/|\.test\.\w+$/.test(path)) return !path.startsWith('dist/codegen/templates/');
  return path.endsWith('.ts') && !path.endsWith('.d.ts') && !TEXTS.test(path);
}

function isIdle(path: string, reachable: ReadonlySet<string>): boolean {
  return path.startsWith('dist/') && MODULE.test(path) && !TEXTS.test(path) && !reachable.has(path);
}

/** A module of types is imported by nobody once it is compiled. */
function isOfTypesOnly(text: string): boolean {
  const code = text.replaceAll(/\/\*[\s\S]*?\*\/|^\/\/.*$/gm, '');
  return code.trim() === 'export {};';
}

function reachableFrom(folder: string, present: ReadonlySet<string>): ReadonlySet<string> {
  const found = new Set(ENTRIES);
  for (const path of found) {
    if (!present.has(path)) throw new Error(`the package has no ${path}`);
    const text = readFileSync(join(folder, path), 'utf8');
    for (const [, target = ''] of text.matchAll(/(?:\bfrom |\bimport\(|\bimport )\s*'(\.[^']+)'/g)) {
      const wanted = posix.join(posix.dirname(path), target);
      const file = path.endsWith('.d.ts') ? wanted.replace(/\.js$/, '.d.ts') : wanted;
      // What is not there is a text that goes into an output.
      if (present.has(file)) found.add(file);
    }
  }
  return found;
}
