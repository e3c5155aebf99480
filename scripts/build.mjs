// `npm run build`: JavaScript in dist/, for production and for the package, where no TypeScript is compiled at start.
import { spawnSync } from 'node:child_process';
import { cpSync, existsSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import pino from 'pino';

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const dist = join(root, 'dist');

/** What the compiler does not carry over: SQL, generated documents and validators, and what is copied into outputs. */
const COPIED = [
  'store/migrations',
  'generated/docs',
  'generated/contract/validators',
  'codegen/runtime',
  'codegen/templates',
  'scripts/start/typescript.mjs',
];
/** What others compile against; of all other modules nobody outside sees the types. */
const TYPED_ENTRIES = ['server/index.d.ts', 'worker/index.d.ts'];
/** The command line, and what is started by its path: as a process, and as a thread. */
const TOOL_ENTRIES = [
  'scripts/specwire.js',
  'codegen/cli.js',
  'codegen/emit/validators/operations/thread-entry.js',
];

/** The entries and what they import, directly or not. */
function reachableFrom(entries, extension) {
  const found = new Set(entries.map((path) => join(dist, path)));
  for (const path of found) {
    for (const [, target] of readFileSync(path, 'utf8').matchAll(
      /(?:\bfrom |\bimport\(|\bimport )'(\.[^']+)\.js'/g,
    )) {
      const file = `${resolve(dirname(path), target)}${extension}`;
      // What is not there is a text that goes into an output.
      if (existsSync(file)) found.add(file);
    }
  }
  return found;
}

rmSync(dist, { recursive: true, force: true });
const tsc = spawnSync(
  process.execPath,
  [join(root, 'node_modules/typescript/bin/tsc'), '-p', 'tsconfig.build.json'],
  { cwd: root, stdio: 'inherit' },
);
if (tsc.status !== 0) process.exit(1);
for (const folder of COPIED) {
  cpSync(join(root, folder), join(dist, folder), {
    recursive: true,
    filter: (path) => !/[/\\]runtime[/\\].*\.test\.ts$/.test(path),
  });
}
// Bundled here, workflows need not be bundled by the first worker. It is for this SDK and names folders of this machine, so the
// package does without.
if (!process.argv.includes('--package')) {
  const { loadWorkflowBundle } = await import(pathToFileURL(join(dist, 'worker/workflow-bundle.js')).href);
  await loadWorkflowBundle(join(dist, 'worker/workflow-bundle'), pino({ level: 'warn' }));
}
const types = reachableFrom(TYPED_ENTRIES, '.d.ts');
const tool = reachableFrom(TOOL_ENTRIES, '.js');
for (const entry of readdirSync(dist, { recursive: true, encoding: 'utf8' })) {
  const path = join(dist, entry);
  const isOfTool = /^codegen[/\\](?!runtime|templates).*\.js$/.test(entry);
  // Modules of types alone, and those that only tests use.
  if (entry.endsWith('.d.ts') ? !types.has(path) : isOfTool && !tool.has(path)) rmSync(path);
}
