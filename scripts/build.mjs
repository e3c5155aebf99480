// `npm run build`: JavaScript in dist/, for production and for the package, where no TypeScript is compiled at start.
import { spawnSync } from 'node:child_process';
import { cpSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const dist = join(root, 'dist');

/** What the compiler does not carry over: SQL, generated documents and validators, and what is copied into outputs. */
const COPIED = [
  'store/migrations',
  'generated/docs',
  'generated/contract/validators',
  'codegen/runtime',
  'codegen/templates',
];
/** What others compile against; of all other modules nobody outside sees the types. */
const TYPED_ENTRIES = ['server/index.d.ts', 'worker/index.d.ts'];

/** Declarations that the typed entries lead to. */
function reachableDeclarations() {
  const found = new Set(TYPED_ENTRIES.map((path) => join(dist, path)));
  for (const path of found) {
    for (const [, target] of readFileSync(path, 'utf8').matchAll(/(?:from |import\()'(\.[^']+)\.js'/g)) {
      found.add(`${resolve(dirname(path), target)}.d.ts`);
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
const wanted = reachableDeclarations();
for (const entry of readdirSync(dist, { recursive: true, encoding: 'utf8' })) {
  const path = join(dist, entry);
  if (entry.endsWith('.d.ts') && !wanted.has(path)) rmSync(path);
}
