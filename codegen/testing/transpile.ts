/**
 * Modules as JavaScript for processes that tests start: a loader that compiles TypeScript costs each of them more than a third
 * of its time. The types are checked elsewhere.
 */
import { cp, mkdtemp, readdir, symlink } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { build } from 'esbuild';

const REPOSITORY = join(import.meta.dirname, '../..');

/** Puts beside each module of the folder its JavaScript. What is not `wanted` (a path in the folder) is left alone. */
export async function transpile(folder: string, wanted = (_path: string): boolean => true): Promise<void> {
  const paths = await readdir(folder, { recursive: true });
  const entryPoints = paths
    .filter((path) => path.endsWith('.ts') && !path.endsWith('.d.ts') && wanted(path))
    .map((path) => join(folder, path));
  await build({
    entryPoints,
    outdir: folder,
    outbase: folder,
    format: 'esm',
    target: 'es2023',
    logLevel: 'error',
  });
}

/** Compiles folders of this repository into a new one, with what they read; whoever asks for it removes it. */
export async function transpiledCopy(
  folders: readonly string[],
  wanted?: (path: string) => boolean,
): Promise<string> {
  const root = await mkdtemp(join(tmpdir(), 'specwire-compiled-'));
  for (const name of folders) {
    await cp(join(REPOSITORY, name), join(root, name), { recursive: true, filter: isNoTest });
    await transpile(join(root, name), wanted);
  }
  await cp(join(REPOSITORY, 'package.json'), join(root, 'package.json'));
  for (const name of ['node_modules', 'docs']) await symlink(join(REPOSITORY, name), join(root, name));
  return root;
}

/** The compiler as it is installed; whoever asks for it removes the folder. */
export async function compiledCompiler(): Promise<{ readonly root: string; readonly cli: string }> {
  const root = await transpiledCopy(['codegen'], isOfCompiler);
  return { root, cli: join(root, 'codegen/cli.js') };
}

/** The rest is copied into what is generated, as it is. */
export function isOfCompiler(path: string): boolean {
  return !/^(?:runtime|templates)\b/.test(path);
}

function isNoTest(path: string): boolean {
  return !path.endsWith('.test.ts');
}
