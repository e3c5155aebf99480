/** Finds and reads a project's specs. Apart from `project.ts`, so that a run on unchanged specs need not load a parser. */
import type { Dirent } from 'node:fs';
import { readdir, readFile } from 'node:fs/promises';
import { join, relative } from 'node:path';
import { packageFolder } from '../package-folder.js';
import { decodeText } from './encoding.js';

/** Where the documents stand, relative to the project's root. */
export const SPEC_FOLDER = 'specs';
export const OPENAPI_FILE = 'specs/openapi.yaml';
export const ASYNCAPI_FILE = 'specs/asyncapi.yaml';
export const JOBS_FOLDER = 'specs/jobs';
export const SCHEMAS_FOLDER = 'specs/schemas';

/** A spec file's text by its path. */
export type SpecTexts = ReadonlyMap<string, string>;

/** The platform's own documents, for projects that have job types only; named by where they are installed. */
export const PLATFORM_FOLDER = 'node_modules/specwire/specs';

/** Whether a file is the platform's, used by another project. */
export function isPlatformFile(path: string): boolean {
  return path.startsWith(`${PLATFORM_FOLDER}/`);
}

/**
 * Reads the texts of all specs, in the order of their paths: everything below `specs/` and, where job types are all
 * that there is, the platform's documents for them to join.
 */
export async function readSpecs(root: string): Promise<SpecTexts> {
  const own = await readFolder(join(root, SPEC_FOLDER), SPEC_FOLDER);
  const hasJobs = [...own.keys()].some((path) => path.startsWith(`${JOBS_FOLDER}/`));
  if (own.has(OPENAPI_FILE) || !hasJobs) return own;
  const platform = await readFolder(join(packageFolder(), SPEC_FOLDER), PLATFORM_FOLDER);
  const documents = [...platform].filter(([path]) => !path.startsWith(`${PLATFORM_FOLDER}/jobs/`));
  return new Map([...own, ...documents]);
}

async function readFolder(folder: string, name: string): Promise<SpecTexts> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true }).catch((): Dirent[] => []);
  const paths = entries
    // A folder may be called `text.yaml` as well.
    .filter((entry) => !entry.isDirectory())
    .map((entry) => `${name}/${relative(folder, join(entry.parentPath, entry.name)).replaceAll('\\', '/')}`)
    .filter((path) => /\.(ya?ml|json)$/i.test(path) && !/\/\./.test(path))
    .sort();
  const texts = await Promise.all(
    paths.map(async (path) => decodeText(await readFile(join(folder, path.slice(name.length))))),
  );
  return new Map(paths.map((path, index) => [path, texts[index] ?? '']));
}
