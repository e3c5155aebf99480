/** The first lines of generated files: which specs they come from and how to make them again. */
import type { Contract } from '../model/contract.js';

/** The comment at the top. */
export function header(source: string): string {
  return `// Generated from ${source} by \`npm run generate\`. Do not edit.\n`;
}

/** The OpenAPI document. */
export function openapiSource(contract: Contract): string {
  return contract.sources.find((source) => /openapi/i.test(source)) ?? allSources(contract);
}

/** The folder of the job types, or all specs where there are none. */
export function jobsSource(contract: Contract): string {
  return folderOf(contract.jobTypes.map((job) => job.source)) ?? allSources(contract);
}

/** The folder that all specs stand in, or the only file. */
export function allSources(contract: Contract): string {
  const [only] = contract.sources;
  if (only !== undefined && contract.sources.length === 1) return only;
  return folderOf(contract.sources) ?? 'the specs';
}

/** The folder that the files have in common, with a slash behind it. */
function folderOf(files: readonly string[]): string | undefined {
  const folders = files.map((file) => file.split('/').slice(0, -1));
  const [first = []] = folders;
  const length = first.findIndex((name, at) => folders.some((folder) => folder[at] !== name));
  const common = length < 0 ? first : first.slice(0, length);
  return common.length === 0 ? undefined : `${common.join('/')}/`;
}
