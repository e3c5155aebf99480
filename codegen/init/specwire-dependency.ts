/** How a new project depends on the package that made it. */
import { readFileSync } from 'node:fs';
import { basename, dirname, join, relative, resolve } from 'node:path';

/** Where this Specwire came from. */
export interface InstalledPackage {
  /** The package's folder. */
  readonly folder: string;
  readonly version: string;
}

/**
 * The version to depend on, as package.json says it. A package that came as a file (from `npm pack`, or a clone) is in
 * no registry: then it is the way there from the project's folder.
 */
export function specwireDependency({ folder, version }: InstalledPackage, project: string): string {
  const modules = dirname(folder);
  if (basename(modules) !== 'node_modules') return fileDependency(project, folder);
  const file = /^file:(.+)/.exec(resolvedFrom(modules) ?? '')?.[1];
  return file === undefined ? `^${version}` : fileDependency(project, resolve(dirname(modules), file));
}

function fileDependency(project: string, target: string): string {
  return `file:${relative(project, target).replaceAll('\\', '/')}`;
}

/** What npm noted when it installed the package. */
function resolvedFrom(modules: string): string | undefined {
  try {
    const lock = JSON.parse(readFileSync(join(modules, '.package-lock.json'), 'utf8')) as {
      readonly packages?: Readonly<Record<string, { readonly resolved?: string }>>;
    };
    return lock.packages?.['node_modules/specwire']?.resolved;
  } catch {
    // Another package manager: it installs from a registry.
    return undefined;
  }
}
