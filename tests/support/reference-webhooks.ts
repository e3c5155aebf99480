/** The Standard Webhooks library for Python, from PyPI, in an environment of its own beside the other downloads. */
import { execFile, execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, renameSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { cacheFolder } from '../../scripts/engines/cache.js';
import { isInstalled } from './programs.js';

const PACKAGE = 'standardwebhooks==1.1.0';
const SCRIPT = join(import.meta.dirname, 'reference-webhooks.py');
const run = promisify(execFile);

/** What the library is asked. */
export type ReferenceRequest =
  | {
      readonly do: 'sign';
      readonly secret: string;
      readonly id: string;
      readonly seconds: number;
      readonly body: string;
    }
  | {
      readonly do: 'verify';
      readonly secret: string;
      readonly headers: Readonly<Record<string, string>>;
      readonly body: string;
    };

/** Whether there is a Python that can make environments: Debian's comes without that. */
export function hasPython(): boolean {
  if (!isInstalled('python3')) return false;
  try {
    execFileSync('python3', ['-c', 'import venv, ensurepip'], { stdio: 'ignore' });
    return true;
  } catch {
    return false;
  }
}

/** Asks the library; a signature for each `sign`, `verified` or the reason why not for each `verify`. */
export async function askPython(requests: readonly ReferenceRequest[]): Promise<readonly string[]> {
  const python = join(await ensureEnvironment(), 'bin/python');
  const running = run(python, [SCRIPT], { maxBuffer: 2 ** 26 });
  running.child.stdin?.end(requests.map((request) => `${JSON.stringify(request)}\n`).join(''));
  const { stdout } = await running;
  return stdout
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line) as string);
}

async function ensureEnvironment(): Promise<string> {
  const cache = cacheFolder();
  const path = join(cache, `python-${PACKAGE.replace('==', '-')}`);
  if (existsSync(path)) return path;
  mkdirSync(cache, { recursive: true });
  // A name that a killed run's leavings are swept by.
  const folder = mkdtempSync(join(cache, '.download-'));
  try {
    await run('python3', ['-m', 'venv', folder]);
    await run(join(folder, 'bin/python'), ['-m', 'pip', 'install', '--quiet', PACKAGE]);
    renameSync(folder, path);
  } catch (error) {
    rmSync(folder, { recursive: true, force: true });
    // Another run may have been faster.
    if (!existsSync(path)) throw error;
  }
  return path;
}
