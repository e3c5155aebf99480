/** Names of files for things with names of any kind. */
import { createHash } from 'node:crypto';

/** Names that Windows keeps for devices, whatever their ending. */
const DEVICES = /^(con|prn|aux|nul|com\d|lpt\d)$/;
const MAX_LENGTH = 80;

/**
 * A file's name for each name, without its ending: in lower case, so that no two differ by case alone, and the same
 * whatever order the names come in.
 */
export function fileNames(names: Iterable<string>): ReadonlyMap<string, string> {
  const taken = new Set<string>();
  const files = new Map<string, string>();
  for (const name of [...new Set(names)].sort()) {
    const plain = kebabCase(name);
    const isFree = plain !== '' && plain.length <= MAX_LENGTH && !DEVICES.test(plain) && !taken.has(plain);
    const file = isFree ? plain : `${plain.slice(0, MAX_LENGTH)}-${hash(name)}`;
    taken.add(file);
    files.set(name, file);
  }
  return files;
}

/** `repos/list-for-org` → `repos-list-for-org`, `createJob` → `create-job`. */
function kebabCase(name: string): string {
  return name
    .replaceAll(/([a-z0-9])([A-Z])/g, '$1-$2')
    .split(/[^A-Za-z0-9]+/)
    .filter((word) => word !== '')
    .join('-')
    .toLowerCase();
}

function hash(text: string): string {
  return createHash('sha256').update(text).digest('hex').slice(0, 8);
}
