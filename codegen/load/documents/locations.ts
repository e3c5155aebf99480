/** Where files are, and what they are called in messages. */
import { relative, sep } from 'node:path';

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
