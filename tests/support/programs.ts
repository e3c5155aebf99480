import { execFileSync } from 'node:child_process';

/** Whether a program is on PATH; a test that needs one that is not is skipped, by name. */
export function isInstalled(program: string): boolean {
  try {
    execFileSync('sh', ['-c', `command -v ${program}`], { stdio: 'ignore' });
    return true;
  } catch {
    return false;
  }
}
