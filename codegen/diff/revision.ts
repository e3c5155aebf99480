/** Files as they are in a revision of git, put into a folder of their own. */
import { execFile } from 'node:child_process';
import { mkdtemp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, posix } from 'node:path';

/** `REV:path` taken apart; undefined if it is not of that form. */
export function parseRevision(
  text: string,
): { readonly revision: string; readonly path: string } | undefined {
  const [, revision, path] = /^(?:git:)?([^:]+):(.*)$/.exec(text) ?? [];
  return revision === undefined || path === undefined ? undefined : { revision, path };
}

/** What git says against it, in one line. */
export class RevisionError extends Error {}

/** A revision's YAML and JSON files, in a folder that is to be removed after use. */
export interface CheckedOut {
  readonly folder: string;
  /** `path` as git reads it: from the root of the repository, or from here if it begins with `./`. */
  readonly path: string;
}

/** Takes a revision's files out of git. Neither the working tree nor the index is touched. */
export async function checkOut(revision: string, path: string, cwd: string): Promise<CheckedOut> {
  const root = (await git(cwd, ['rev-parse', '--show-toplevel'])).trim();
  const prefix = (await git(cwd, ['rev-parse', '--show-prefix'])).trim();
  const commit = (await git(cwd, ['rev-parse', '--verify', `${revision}^{commit}`])).trim();
  const names = (await git(root, ['ls-tree', '-r', '-z', '--name-only', commit])).split('\0');
  const specs = names.filter((name) => /\.(ya?ml|json)$/i.test(name));
  const folder = await mkdtemp(join(tmpdir(), 'specwire-revision-'));
  const env = { GIT_INDEX_FILE: join(folder, '.index') };
  await git(root, ['read-tree', commit], { env });
  const out = ['checkout-index', '-z', '--stdin', `--prefix=${folder}/`];
  await git(root, out, { env, input: specs.join('\0') });
  const isFromHere = path === '.' || path.startsWith('./') || path.startsWith('../');
  return { folder, path: posix.normalize(isFromHere ? posix.join(prefix, path) : path || '.') };
}

function git(
  cwd: string,
  args: readonly string[],
  { env = {}, input = '' }: { readonly env?: Record<string, string>; readonly input?: string } = {},
): Promise<string> {
  return new Promise((resolve, reject) => {
    const options = { cwd, env: { ...process.env, ...env }, maxBuffer: 64_000_000 };
    const child = execFile('git', [...args], options, (error, stdout, stderr) => {
      if (!error) return resolve(stdout);
      const [line = ''] = stderr.trim().split('\n');
      return reject(new RevisionError(line.replace(/^fatal: /, '') || `git ${args[0]} failed`));
    });
    // A git that wants no input may be gone before it gets any.
    child.stdin?.on('error', () => undefined);
    child.stdin?.end(input);
  });
}
