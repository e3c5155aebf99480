/**
 * The load project: job types for tests and benchmarks, in a project of its own that installs Specwire as a package. It is
 * made anew in a temporary folder, since what is generated for it is committed nowhere.
 */
import { cp, mkdir, mkdtemp, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { execa } from 'execa';
import { transpile } from '../../codegen/testing/transpile.js';

const ROOT = fileURLToPath(new URL('../..', import.meta.url));

/** A project that is generated and can be run. */
export interface LoadProject {
  readonly root: string;
  remove(): Promise<void>;
}

/** Copies the project, installs Specwire from its source or from what is compiled of it, adds its operation, and generates. */
export async function prepareLoadProject(compiled?: string): Promise<LoadProject> {
  const root = await mkdtemp(join(tmpdir(), 'specwire-load-'));
  await cp(join(ROOT, 'tests/load-project'), root, { recursive: true });
  await mkdir(join(root, 'node_modules/@types'), { recursive: true });
  await installSpecwire(join(root, 'node_modules/specwire'), compiled);
  for (const name of ['tsx', '@types/node'])
    await symlink(join(ROOT, 'node_modules', name), join(root, 'node_modules', name));
  const specwire = (...args: string[]) =>
    execa(process.execPath, ['--import', 'tsx/esm', 'codegen/cli.ts', ...args, '--project', root], {
      cwd: ROOT,
    });
  await specwire('new', 'operation', 'get', '/v1/reports/{report_id}');
  await specwire('generate');
  if (compiled !== undefined) {
    for (const folder of ['generated', 'server', 'worker']) await transpile(join(root, folder));
  }
  return { root, remove: () => rm(root, { recursive: true, force: true }) };
}

/** The package as it is installed, except that its types are the source: nothing has to be built for the tests. */
async function installSpecwire(folder: string, compiled: string | undefined): Promise<void> {
  await mkdir(folder);
  await symlink(ROOT, join(folder, 'source'));
  await symlink(join(ROOT, 'tsconfig.json'), join(folder, 'tsconfig.json'));
  if (compiled !== undefined) await symlink(compiled, join(folder, 'compiled'));
  const exportOf = (name: string) => ({
    types: `./source/${name}/index.ts`,
    default: compiled === undefined ? `./source/${name}/index.ts` : `./compiled/${name}/index.js`,
  });
  const exports = { './server': exportOf('server'), './worker': exportOf('worker') };
  await writeFile(
    join(folder, 'package.json'),
    JSON.stringify({ name: 'specwire', type: 'module', exports }),
  );
}
