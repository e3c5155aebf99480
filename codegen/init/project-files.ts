/** The files of a new project: templates, filled in with its name, and the package.json that they need. */
import { readdirSync, readFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { PAGE_PACKAGES } from '../optional-packages.js';

/** A file of a new project. */
export interface ProjectFile {
  /** Relative to the project's folder. */
  readonly path: string;
  readonly content: string;
}

/** What a new project is to be. */
export interface NewProject {
  /** A name that npm takes. */
  readonly name: string;
  /** How it depends on this package: `^1.2.0`, or `file:…`. */
  readonly specwire: string;
}

/** The part of this package's package.json that a new project is made from. */
export interface PackageManifest {
  readonly engines: { readonly node: string };
  readonly peerDependencies: Readonly<Record<string, string>>;
  readonly devDependencies: Readonly<Record<string, string>>;
  readonly allowScripts: Readonly<Record<string, boolean>>;
}

const TEMPLATES = join(import.meta.dirname, '../templates/project');
/** npm leaves files of this name out of packages. */
const RENAMED: Readonly<Record<string, string>> = { gitignore: '.gitignore' };
/** What the templates import or name beside the optional peers. */
const TYPES_OF_NODE = '@types/node';
const INSTALL = 'npm install --no-audit --no-fund --loglevel=error';

/** All files, in the order of their paths. */
export function projectFiles(project: NewProject, manifest: PackageManifest): readonly ProjectFile[] {
  const entries = readdirSync(TEMPLATES, { recursive: true, withFileTypes: true });
  const templates = entries
    .filter((entry) => entry.isFile())
    .map((entry) => {
      const file = join(entry.parentPath, entry.name);
      const path = relative(TEMPLATES, file).replaceAll('\\', '/');
      const content = readFileSync(file, 'utf8').replaceAll('{{name}}', project.name);
      return { path: RENAMED[path] ?? path, content };
    });
  const files = [...templates, { path: 'package.json', content: packageJson(project, manifest) }];
  return files.sort((one, other) => (one.path < other.path ? -1 : 1));
}

function packageJson({ name, specwire }: NewProject, manifest: PackageManifest): string {
  const { peerDependencies, devDependencies, allowScripts } = manifest;
  const peers = Object.entries(peerDependencies).filter(([peer]) => !PAGE_PACKAGES.includes(peer));
  const wanted = { ...Object.fromEntries(peers), [TYPES_OF_NODE]: devDependencies[TYPES_OF_NODE] };
  const text = {
    name,
    version: '0.1.0',
    private: true,
    type: 'module',
    engines: manifest.engines,
    scripts: {
      prestart: INSTALL,
      start: 'specwire start',
      pretest: INSTALL,
      test: 'specwire generate && node --import tsx --test test/*.test.ts',
      check: 'specwire generate --check && specwire lint && tsc',
      generate: 'specwire generate',
    },
    dependencies: { specwire },
    devDependencies: Object.fromEntries(Object.entries(wanted).sort(([a], [b]) => (a < b ? -1 : 1))),
    allowScripts: Object.fromEntries(
      Object.entries(allowScripts).filter(
        ([script]) => script in peerDependencies || !(script in devDependencies),
      ),
    ),
  };
  return `${JSON.stringify(text, null, 2)}\n`;
}
