/** Writes the pages as files, for any web server. */
import { existsSync } from 'node:fs';
import { mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import type { SiteFile } from './assets.js';
import { GENERATOR } from './page.js';

const INDEX = 'index.html';

/** A page that an earlier run may have written, of a document that has one kind of pages only now. */
const SOMETIMES = 'events.html';

/** The first file that is in the way of a site: it is there, and not of an earlier one. */
export async function fileInTheWay(
  folder: string,
  files: readonly Pick<SiteFile, 'path'>[],
): Promise<string | undefined> {
  const paths = (await isOurs(join(folder, INDEX))) ? [] : files.map(({ path }) => path);
  return paths.find((path) => existsSync(join(folder, path)));
}

/** Writes the files of a site below a folder. Whatever else stands there stays. */
export async function writeSite(folder: string, files: readonly SiteFile[]): Promise<void> {
  for (const { path, content } of files) {
    await mkdir(dirname(join(folder, path)), { recursive: true });
    await writeFile(join(folder, path), content);
  }
  const left = files.some(({ path }) => path === SOMETIMES) ? undefined : join(folder, SOMETIMES);
  if (left !== undefined && (await isOurs(left))) await rm(left);
}

async function isOurs(page: string): Promise<boolean> {
  const text = await readFile(page, 'utf8').catch(() => '');
  return text.includes(`<meta name="generator" content="${GENERATOR}">`);
}
