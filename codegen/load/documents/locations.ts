/** Where files are, and what they are called in messages. */
import { posix, relative, sep } from 'node:path';

const REMOTE = /^https?:\/\//i;

/** Whether a location is on another machine. */
export function isRemote(location: string): boolean {
  return REMOTE.test(location);
}

/** How files are called. */
export interface NameOptions {
  /** Paths in messages are relative to this folder. */
  readonly cwd: string;
}

/** What a file is called: its path as seen from where the command runs, unless that leads far away. */
export function nameOf(location: string, { cwd }: NameOptions): string {
  if (isRemote(location)) return location;
  const path = relative(cwd, location).split(sep).join('/');
  return path.startsWith('../../..') ? location : path;
}

/** The name of a file wherever it stands, without what a query of its URL may give away; that of its server if it has none. */
export function fileNameOf(path: string): string {
  if (!isRemote(path)) return posix.basename(path);
  const { pathname, host } = new URL(path);
  return posix.basename(pathname) || host;
}
