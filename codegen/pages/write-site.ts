/** Writes the pages as files, for any web server. */
import { mkdir, rm, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import type { SiteFile } from './assets.js';

/** A page that an earlier run may have written, of a document that has one kind of pages only now. */
const SOMETIMES = 'events.html';

/** Writes the files of a site below a folder. Whatever else stands there stays. */
export async function writeSite(folder: string, files: readonly SiteFile[]): Promise<void> {
  for (const { path, content } of files) {
    await mkdir(dirname(join(folder, path)), { recursive: true });
    await writeFile(join(folder, path), content);
  }
  if (!files.some(({ path }) => path === SOMETIMES)) await rm(join(folder, SOMETIMES), { force: true });
}
