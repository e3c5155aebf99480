/** The package as npm makes it. */
import { execFile } from 'node:child_process';
import { mkdir, readdir, rename, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';

const run = promisify(execFile);

/** A packed package. */
export interface Packed {
  /** The archive. */
  readonly tarball: string;
  /** Where it is unpacked. */
  readonly folder: string;
  readonly packedBytes: number;
  readonly unpackedBytes: number;
  /** Paths in the package. */
  readonly files: readonly string[];
}

/** Builds and packs the package of `root`, and unpacks it beside its archive in `target`. */
export async function pack(root: string, target: string): Promise<Packed> {
  await mkdir(target, { recursive: true });
  const { stdout } = await run('npm', ['pack', '--silent', '--pack-destination', target], { cwd: root });
  const name = stdout.trim().split('\n').at(-1) ?? '';
  const tarball = join(target, name);
  await run('tar', ['-xzf', tarball, '-C', target]);
  const folder = join(target, 'unpacked');
  await rename(join(target, 'package'), folder);
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  const files = entries
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name).slice(folder.length + 1))
    .sort();
  const sizes = await Promise.all(files.map(async (file) => (await stat(join(folder, file))).size));
  const unpackedBytes = sizes.reduce((sum, size) => sum + size, 0);
  return { tarball, folder, packedBytes: (await stat(tarball)).size, unpackedBytes, files };
}

/** What a production install brings along. */
export interface Installed {
  readonly bytes: number;
  readonly packages: number;
  /** Of it, what is Temporal's: its SDK holds a native library per platform. */
  readonly temporalBytes: number;
}

/** Installs the archive, and nothing else, into an empty folder. */
export async function installForProduction(tarball: string, target: string): Promise<Installed> {
  await mkdir(target, { recursive: true });
  await writeFile(join(target, 'package.json'), JSON.stringify({ private: true }));
  await run('npm', ['install', '--omit=dev', '--no-audit', '--no-fund', '--loglevel=error', tarball], {
    cwd: target,
  });
  const modules = join(target, 'node_modules');
  const entries = await readdir(modules, { recursive: true, withFileTypes: true });
  const files = entries.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name));
  const sized = await Promise.all(files.map(async (file) => ({ file, size: (await stat(file)).size })));
  const bytesOf = (part: readonly { readonly size: number }[]) =>
    part.reduce((sum, one) => sum + one.size, 0);
  return {
    bytes: bytesOf(sized),
    packages: files.filter((file) => /node_modules\/(?:@[^/]+\/)?[^/]+\/package\.json$/.test(file)).length,
    temporalBytes: bytesOf(sized.filter(({ file }) => file.startsWith(join(modules, '@temporalio/')))),
  };
}
