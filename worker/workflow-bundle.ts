/** The workflow code as Temporal's sandbox wants it: bundled once, kept by the hash of what went in. */
import { createHash } from 'node:crypto';
import { mkdir, readdir, readFile, rename, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { basename, dirname, extname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { bundleWorkflowCode } from '@temporalio/worker';
import type { Logger } from 'pino';
import { temporalLogger } from './temporal-logger.js';

/** Folders and files whose content decides the bundle, relative to this file. */
const SOURCES = ['workflows', 'contract'];

/** Where the build puts it, so that in production no worker has to make it. */
const PREBUILT = fileURLToPath(new URL('./workflow-bundle/', import.meta.url));

/**
 * Returns the bundle's code: what the build made or the cache folder has, if it is of these sources and this SDK. Building it
 * takes a second or two.
 */
export async function loadWorkflowBundle(cacheDir: string, log: Logger): Promise<string> {
  const name = `workflows-${await sourceHash()}.js`;
  for (const folder of [PREBUILT, cacheDir]) {
    const code = await readFile(join(folder, name), 'utf8').catch(() => undefined);
    if (code !== undefined) return code;
  }
  const { code } = await bundleWorkflowCode({
    workflowsPath: sourceFile('workflows/index'),
    logger: temporalLogger(log),
  });
  await store(join(cacheDir, name), code).catch((error: unknown) =>
    log.warn({ err: error }, 'workflow bundle not cached'),
  );
  return code;
}

/** Source files keep their names in a compiled package; only the extension differs. */
function sourceFile(name: string): string {
  return fileURLToPath(new URL(`./${name}${extname(import.meta.url)}`, import.meta.url));
}

async function sourceHash(): Promise<string> {
  const hash = createHash('sha256').update(sdkVersion());
  for (const source of SOURCES) {
    // By its name alone: a build is also used in other places than that where it was made.
    for (const file of await filesOf(source)) hash.update(basename(file)).update(await readFile(file));
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
