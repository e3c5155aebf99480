/** This project's server and worker as JavaScript, as they run in production: compiled once for a run. */
import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import pino from 'pino';
import { transpiledCopy } from '../../codegen/testing/transpile.js';

/** Server and worker, and what they import. */
const FOLDERS = [
  ...['contract', 'docs', 'server', 'worker'].map((name) => `generated/${name}`),
  'server',
  'store',
  'webhooks',
  'worker',
];

/** A folder with this project's server and worker. */
export interface CompiledProject {
  readonly root: string;
  remove(): Promise<void>;
}

/** Compiles them into a folder of their own, the workflows bundled as by the build. */
export async function compileProject(): Promise<CompiledProject> {
  const root = await transpiledCopy(FOLDERS);
  const module = pathToFileURL(join(root, 'worker/workflow-bundle.js')).href;
  const { loadWorkflowBundle } = (await import(module)) as typeof import('../../worker/workflow-bundle.js');
  await loadWorkflowBundle(join(root, 'worker/workflow-bundle'), pino({ level: 'warn' }));
  return { root, remove: () => rm(root, { recursive: true, force: true }) };
}
