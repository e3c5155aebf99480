// Runs before `npm start` and `npm test`: installs the dependencies where they are missing or older than the lockfile.
// Plain JavaScript without imports of ours, since nothing is installed yet.
import { spawnSync } from 'node:child_process';
import { existsSync, statSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const [major, minor] = process.versions.node.split('.').map(Number);
if (major < 20 || (major === 20 && minor < 19)) {
  console.error(
    `Specwire needs Node 20.19 or newer; this is ${process.versions.node}. Get one from https://nodejs.org`,
  );
  process.exit(1);
}

const installed = join(root, 'node_modules', '.package-lock.json');
const lockfile = join(root, 'package-lock.json');
if (!existsSync(installed) || statSync(installed).mtimeMs < statSync(lockfile).mtimeMs - 1000) {
  console.log('· dependencies: installing');
  const npm = process.env.npm_execpath;
  const [command, ...args] = npm ? [process.execPath, npm] : ['npm'];
  // Not `npm ci`: it refuses a lockfile without the builds for other systems, which a registry mirror may not carry.
  // `install --no-save` takes the same versions and integrity hashes from the lockfile and does not write it.
  const install = ['install', '--no-save', '--no-audit', '--no-fund', '--loglevel=error'];
  const result = spawnSync(command, [...args, ...install], { cwd: root, stdio: 'inherit' });
  if (result.status !== 0) {
    console.error(
      'The dependencies could not be installed; see the lines above, and try again with `npm install`.',
    );
    process.exit(1);
  }
}
