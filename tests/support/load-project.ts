/**
 * The load project: job types for tests and benchmarks, in a project of its own that installs Specwire as a package. It is
 * made anew in a temporary folder, since what is generated for it is committed nowhere.
 */
import { cp, mkdir, mkdtemp, rm, symlink, writeFile } from 'node:fs/promises';
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

/** Copies the project, installs Specwire from its source, and generates. */
export async function prepareLoadProject(): Promise<LoadProject> {
  const root = await mkdtemp(join(tmpdir(), 'specwire-load-'));
  await cp(join(ROOT, 'tests/load-project'), root, { recursive: true });
  await mkdir(join(root, 'node_modules/@types'), { recursive: true });
  await installSource(join(root, 'node_modules/specwire'));
  for (const name of ['tsx', '@types/node'])
    await symlink(join(ROOT, 'node_modules', name), join(root, 'node_modules', name));
  await execa(process.execPath, ['--import', 'tsx', 'codegen/cli.ts', 'generate', '--project', root], {
    cwd: ROOT,
  });
  return { root, remove: () => rm(root, { recursive: true, force: true }) };
}

/** The package as it is installed, except that its modules are the source: nothing has to be built for the tests. */
async function installSource(folder: string): Promise<void> {
  await mkdir(folder);
  await symlink(ROOT, join(folder, 'source'));
  await symlink(join(ROOT, 'tsconfig.json'), join(folder, 'tsconfig.json'));
  const exports = { './server': './source/server/index.ts', './worker': './source/worker/index.ts' };
  await writeFile(
    join(folder, 'package.json'),
    JSON.stringify({ name: 'specwire', type: 'module', exports }),
  );
}
