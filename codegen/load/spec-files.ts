/** Finds and reads a project's specs. Apart from `project.ts`, so that a run on unchanged specs need not load a parser. */
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';

/** Where the documents stand, relative to the project's root. */
export const SPEC_FOLDER = 'specs';
export const OPENAPI_FILE = 'specs/openapi.yaml';
export const ASYNCAPI_FILE = 'specs/asyncapi.yaml';
export const JOBS_FOLDER = 'specs/jobs';

/** A spec file's text by its path. */
export type SpecTexts = ReadonlyMap<string, string>;

/** Reads the texts of everything below `specs/`, in the order of their paths. */
export async function readSpecs(root: string): Promise<SpecTexts> {
  const entries = await readdir(join(root, SPEC_FOLDER), { recursive: true }).catch((): string[] => []);
  const paths = entries
    .map((entry) => `${SPEC_FOLDER}/${entry.replaceAll('\\', '/')}`)
    .filter((path) => /\.(ya?ml|json)$/.test(path) && !/\/\./.test(path))
    .sort();
  const texts = await Promise.all(paths.map((path) => readFile(join(root, path), 'utf8')));
  return new Map(paths.map((path, index) => [path, texts[index] ?? '']));
}
