/**
 * The load project: job types for tests and benchmarks, in a project of its own that installs Specwire as a package. It is
 * made anew in a temporary folder, since what is generated for it is committed nowhere.
 */
import { cp, mkdir, mkdtemp, rm, symlink } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { execa } from 'execa';

const ROOT = fileURLToPath(new URL('../..', import.meta.url));

/** A project that is generated and can be run. */
export interface LoadProject {
  readonly root: string;
  remove(): Promise<void>;
}

/** Copies the project, links Specwire as npm would for a local package, and generates. */
export async function prepareLoadProject(): Promise<LoadProject> {
  const root = await mkdtemp(join(tmpdir(), 'specwire-load-'));
  await cp(join(ROOT, 'tests/load-project'), root, { recursive: true });
  await mkdir(join(root, 'node_modules/@types'), { recursive: true });
  await symlink(ROOT, join(root, 'node_modules/specwire'));
  for (const name of ['tsx', '@types/node'])
    await symlink(join(ROOT, 'node_modules', name), join(root, 'node_modules', name));
  await execa(process.execPath, ['--import', 'tsx', 'codegen/cli.ts', 'generate', '--project', root], {
    cwd: ROOT,
  });
  return { root, remove: () => rm(root, { recursive: true, force: true }) };
}
