/** What the pages load: the libraries that show documents, as their packages bring them for browsers, and our own script. */
import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import type { PageKind } from './page.js';

/** A file of the site. */
export interface SiteFile {
  /** Relative to the site's root: `assets/page.js`. */
  readonly path: string;
  readonly content: string;
}

const OWN = join(import.meta.dirname, '../templates/pages');

/** By kind of page: files of optional packages, and what they are called in the site. */
const LIBRARIES: Readonly<Record<PageKind, readonly (readonly [path: string, file: string])[]>> = {
  rest: [
    ['assets/redoc.js', 'redoc/bundles/redoc.standalone.js'],
    ['assets/redoc.standalone.js.LICENSE.txt', 'redoc/bundles/redoc.standalone.js.LICENSE.txt'],
  ],
  // The one with a parser makes code out of text, which the pages do not allow.
  events: [
    ['assets/asyncapi.js', '@asyncapi/react-component/browser/standalone/without-parser.js'],
    ['assets/asyncapi.css', '@asyncapi/react-component/styles/default.min.css'],
    [
      'assets/without-parser.js.LICENSE.txt',
      '@asyncapi/react-component/browser/standalone/without-parser.js.LICENSE.txt',
    ],
  ],
};

/** Redoc's mark beside the link to its makers comes from their machine; without it the link stays. */
const FOREIGN_IMAGE = 'https://cdn.redoc.ly/redoc/logo-mini.svg';
const NO_IMAGE = 'data:image/svg+xml,%3Csvg xmlns=%22http://www.w3.org/2000/svg%22/%3E';

/** The files that pages of these kinds load. Rejects as Node does if a package is not installed. */
export async function readAssets(kinds: readonly PageKind[]): Promise<readonly SiteFile[]> {
  const { resolve } = createRequire(import.meta.url);
  const own = ['page.js', 'page.css'].map((name) => [`assets/${name}`, join(OWN, name)] as const);
  const files = kinds.flatMap((kind) =>
    LIBRARIES[kind].map(([path, file]) => [path, resolve(file)] as const),
  );
  return Promise.all(
    [...own, ...files].map(async ([path, file]) => {
      const content = await readFile(file, 'utf8');
      return { path, content: content.replaceAll(FOREIGN_IMAGE, NO_IMAGE) };
    }),
  );
}
