// Runs before `npm start` and `npm test`: installs the dependencies where the last install was of another lockfile, or
// did not come to its end. Plain JavaScript without imports of ours, since nothing is installed yet.
import { spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { mkdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const modules = join(root, 'node_modules');
/** Holds the lockfile's hash, and is there only if an install of it came to its end. */
const marker = join(modules, '.specwire-installed');
/** Holds the pids of whoever installs now. */
const lock = join(modules, '.specwire-installing');
const EXIT_CODES = { SIGHUP: 129, SIGINT: 130, SIGTERM: 143 };
const KILL_AFTER_MS = 5000;

/** @type {import('node:child_process').ChildProcess | undefined} */
let npm;
let hasLock = false;
/** Set once it is to stop: the exit code. */
let stopCode = 0;

function read(path) {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return '';
  }
}

function isInstalled(wanted) {
  return read(marker) === wanted;
}

/** Whether a process is one that installs: pids are used again. */
function isInstalling(pid) {
  if (process.platform === 'linux') return read(`/proc/${pid}/cmdline`).includes('install');
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
}

function isStale() {
  const pids = read(lock).split(' ').map(Number).filter(Boolean);
  if (pids.length > 0) return !pids.some(isInstalling);
  // Just made, and its pid not yet written; or left so by a full disk.
  const { mtimeMs } = statSync(lock, { throwIfNoEntry: false }) ?? {};
  return mtimeMs !== undefined && Date.now() - mtimeMs > 5000;
}

/** Makes the lock, waiting for another start that has it. */
async function takeLock() {
  mkdirSync(modules, { recursive: true });
  for (let hasSaid = false; ; ) {
    try {
      writeFileSync(lock, String(process.pid), { flag: 'wx' });
      hasLock = true;
      return;
    } catch (error) {
      if (error.code !== 'EEXIST') throw error;
    }
    if (isStale()) {
      rmSync(lock, { force: true });
      continue;
    }
    if (!hasSaid) console.log('· dependencies: another start installs them; waiting');
    hasSaid = true;
    await new Promise((resolve) => setTimeout(resolve, 200));
  }
}

function leave(code) {
  if (hasLock) rmSync(lock, { force: true });
  process.exit(code);
}

function killNpm(signal) {
  try {
    process.kill(-npm.pid, signal);
  } catch {
    // It ended by itself.
  }
}

/** Ends npm and all that it started, then this. */
function stop(code) {
  if (stopCode !== 0) return;
  stopCode = code;
  if (npm?.pid === undefined) return leave(code);
  killNpm('SIGTERM');
  setTimeout(() => killNpm('SIGKILL'), KILL_AFTER_MS);
}

/** Resolves to npm's exit code, once it and its output have ended. */
function install() {
  const path = process.env.npm_execpath;
  const [command, ...args] = path ? [process.execPath, path] : ['npm'];
  // Not `npm ci`: it refuses a lockfile without the builds for other systems, which a registry mirror may not carry.
  // `install --no-save` takes the same versions and integrity hashes from the lockfile and does not write it.
  args.push('install', '--no-save', '--no-audit', '--no-fund', '--no-progress', '--loglevel=error');
  // In a process group of its own, so that all of it can be ended.
  npm = spawn(command, args, { cwd: root, stdio: ['ignore', 'inherit', 'inherit'], detached: true });
  // Should this process be killed, the next start waits for npm.
  if (npm.pid !== undefined) writeFileSync(lock, `${process.pid} ${npm.pid}`);
  return new Promise((resolve) => {
    npm.once('error', () => resolve(1));
    npm.once('exit', (code) => resolve(code ?? 1));
  });
}

async function main() {
  const wanted = createHash('sha256')
    .update(readFileSync(join(root, 'package-lock.json')))
    .digest('hex');
  if (isInstalled(wanted)) return;
  await takeLock();
  if (!isInstalled(wanted)) {
    console.log('· dependencies: installing');
    rmSync(marker, { force: true });
    const code = await install();
    if (stopCode !== 0) leave(stopCode);
    if (code !== 0) {
      console.error('The dependencies could not be installed; see the lines above, and try again.');
      leave(1);
    }
    writeFileSync(marker, wanted);
  }
  leave(0);
}

const [major, minor] = process.versions.node.split('.').map(Number);
if (major < 20 || (major === 20 && minor < 19)) {
  console.error(
    `Specwire needs Node 20.19 or newer; this is ${process.versions.node}. Get one from https://nodejs.org`,
  );
  process.exit(1);
}
for (const [signal, code] of Object.entries(EXIT_CODES)) process.on(signal, () => stop(code));
// Nobody reads the output any more: the terminal was closed, or a pipe's other end has ended.
for (const stream of [process.stdout, process.stderr]) stream.on('error', () => stop(1));
try {
  await main();
} catch (error) {
  console.error(`The dependencies could not be installed: ${error.message}`);
  stop(1);
}
