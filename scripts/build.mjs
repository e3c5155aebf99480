// `npm run build`: JavaScript for production in dist/, where no TypeScript is compiled at start.
import { spawnSync } from 'node:child_process';
import { cpSync, rmSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = dirname(dirname(fileURLToPath(import.meta.url)));
rmSync(join(root, 'dist'), { recursive: true, force: true });
const tsc = spawnSync(
  process.execPath,
  [join(root, 'node_modules/typescript/bin/tsc'), '-p', 'tsconfig.build.json'],
  {
    cwd: root,
    stdio: 'inherit',
  },
);
if (tsc.status !== 0) process.exit(1);
// What the compiler does not carry over: SQL, generated documents and validators.
for (const folder of ['store/migrations', 'generated/docs', 'generated/contract/validators']) {
  cpSync(join(root, folder), join(root, 'dist', folder), { recursive: true });
}
