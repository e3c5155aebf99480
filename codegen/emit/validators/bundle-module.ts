/** Modules that stand alone: what they import inlined by esbuild. */

/** The text of a module with all that it imports in it. `folder` is where its imports are looked up. */
export async function bundleModule(code: string, folder: string): Promise<string> {
  const { build } = await import('esbuild');
  const bundled = await build({
    stdin: { contents: code, resolveDir: folder, loader: 'ts' },
    bundle: true,
    write: false,
    format: 'esm',
    platform: 'neutral',
    mainFields: ['main'],
    target: 'es2022',
    legalComments: 'none',
    logLevel: 'silent',
  });
  return stripPaths(bundled.outputFiles[0]?.text ?? '');
}

/** The line that opens a module of a package: `  "../node_modules/ajv/dist/runtime/equal.js"(exports) {`. */
const MODULE_KEY = /^( {2}")[^"\n]*(node_modules\/[^"\n]*"\([\w, ]*\) \{)$/gm;

/** esbuild names each module's file, as found from the current folder: the output must not depend on that. */
function stripPaths(code: string): string {
  return code.replaceAll(/^\/\/ .*\n/gm, '').replaceAll(MODULE_KEY, '$1$2');
}
