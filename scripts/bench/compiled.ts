/** What is measured, as JavaScript: as it is installed, and as its baselines are. Nothing is compiled while it is measured. */
import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';
import { compiledCompiler } from '../../codegen/testing/transpile.js';
import { compileProject } from '../../tests/support/compile.js';

const TYPES_ALONE = fileURLToPath(new URL('./processes/types-alone.ts', import.meta.url));

/** Programs as they are run elsewhere. */
export interface Compiled {
  /** Root of this project's server and worker. */
  readonly project: string;
  /** The compiler's command line. */
  readonly compiler: string;
  /** openapi-typescript on one document. */
  readonly typesAlone: string;
}

/** Compiles them; `remove` takes them away again. */
export async function compileAll(): Promise<Compiled & { remove(): Promise<void> }> {
  const [project, compiler] = await Promise.all([compileProject(), compiledCompiler()]);
  const typesAlone = join(compiler.root, 'types-alone.js');
  await build({
    entryPoints: [TYPES_ALONE],
    outfile: typesAlone,
    bundle: true,
    packages: 'external',
    format: 'esm',
    platform: 'node',
    target: 'es2023',
    logLevel: 'error',
  });
  const remove = async () => {
    await Promise.all([project.remove(), rm(compiler.root, { recursive: true, force: true })]);
  };
  return { project: project.root, compiler: compiler.cli, typesAlone, remove };
}
