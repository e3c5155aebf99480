/** The workflow code as Temporal's sandbox wants it: bundled once, kept by the hash of what went in. */
import { createHash } from 'node:crypto';
import { mkdir, readdir, readFile, rename, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { dirname, extname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { bundleWorkflowCode } from '@temporalio/worker';
import type { Logger } from 'pino';
import { temporalLogger } from './temporal-logger.js';

/** Folders and files whose content decides the bundle, relative to this file. */
const SOURCES = ['workflows', 'contract'];

/** Returns the bundle's code, from the cache folder if it is there (building takes more than a second). */
export async function loadWorkflowBundle(cacheDir: string, log: Logger): Promise<string> {
  const file = join(cacheDir, `workflows-${await sourceHash()}.js`);
  const cached = await readFile(file, 'utf8').catch(() => undefined);
  if (cached !== undefined) return cached;
  const { code } = await bundleWorkflowCode({
    workflowsPath: sourceFile('workflows/index'),
    logger: temporalLogger(log),
  });
  await store(file, code).catch((error: unknown) => log.warn({ err: error }, 'workflow bundle not cached'));
  return code;
}

/** Source files keep their names in a compiled package; only the extension differs. */
function sourceFile(name: string): string {
  return fileURLToPath(new URL(`./${name}${extname(import.meta.url)}`, import.meta.url));
}

async function sourceHash(): Promise<string> {
  const hash = createHash('sha256').update(sdkVersion());
  for (const source of SOURCES) {
    for (const file of await filesOf(source)) hash.update(file).update(await readFile(file));
  }
  return hash.digest('hex').slice(0, 16);
}

async function filesOf(source: string): Promise<readonly string[]> {
  const file = sourceFile(source);
  const folder = file.slice(0, -extname(file).length);
  const names = await readdir(folder).catch(() => undefined);
  if (names === undefined) return [file];
  return names
    .filter((name) => extname(name) === extname(file))
    .sort()
    .map((name) => join(folder, name));
}

/** The bundle holds the SDK's own workflow code, too. */
function sdkVersion(): string {
  const manifest = createRequire(import.meta.url)('@temporalio/worker/package.json') as { version: string };
  return manifest.version;
}

/** Whole or not at all: two workers may start at once. */
async function store(file: string, code: string): Promise<void> {
  await mkdir(dirname(file), { recursive: true });
  const partial = `${file}.${process.pid}`;
  await writeFile(partial, code);
  await rename(partial, file);
}
