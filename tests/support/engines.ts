/** Vitest's global set-up of the line tests: one real PostgreSQL, one real Temporal and one load project for the whole run. */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { TestProject } from 'vitest/node';
import { ensureModel } from '../../scripts/engines/model.js';
import { type Postgres, startPostgres } from '../../scripts/engines/postgres.js';
import { ensureTemporal, startTemporal, type Temporal } from '../../scripts/engines/temporal.js';
import { compileProject } from './compile.js';
import { prepareLoadProject } from './load-project.js';

/** Where the engines of this run listen. */
export interface Engines {
  readonly postgresUrl: string;
  readonly temporalAddress: string;
  readonly modelPath: string;
  /** A folder of this run; gone at its end. */
  readonly folder: string;
}

declare module 'vitest' {
  interface ProvidedContext {
    engines: Engines;
    /** Root of this project's server and worker as JavaScript. */
    compiledProject: string;
    /** Root of the load project. */
    loadProject: string;
  }
}

/** Engines that run, and how they are ended. */
export interface RunningEngines extends Engines {
  readonly postgres: Postgres;
  readonly temporal: Temporal;
  /** Ends both and removes the folder. */
  stop(): Promise<void>;
}

/** Starts both in a folder of their own; a test that breaks engines has such, and leaves the run's alone. */
export async function startEngines(): Promise<RunningEngines> {
  const folder = await mkdtemp(join(tmpdir(), 'specwire-test-'));
  const modelPath = await ensureModel();
  const binary = await ensureTemporal();
  // What is deleted stays in the tables until they are vacuumed. Of a minute, that would be more than what the soak looks for,
  // and as much more as the machine is faster once the other tests are done.
  const settings = { autovacuum_naptime: '10s' };
  const postgres = await startPostgres({ dataDir: join(folder, 'postgres'), settings });
  const temporal = await startTemporal({ binary, dataDir: join(folder, 'temporal') });
  return {
    postgresUrl: postgres.url,
    temporalAddress: temporal.address,
    modelPath,
    folder,
    postgres,
    temporal,
    async stop() {
      await temporal.stop();
      await postgres.stop();
      await rm(folder, { recursive: true, force: true });
    },
  };
}

export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  const [engines, compiled] = await Promise.all([startEngines(), compileProject()]);
  const loadProject = await prepareLoadProject(compiled.root);
  project.provide('compiledProject', compiled.root);
  project.provide('loadProject', loadProject.root);
  const { postgresUrl, temporalAddress, modelPath, folder } = engines;
  project.provide('engines', { postgresUrl, temporalAddress, modelPath, folder });
  return async () => {
    await engines.stop();
    await loadProject.remove();
    await compiled.remove();
  };
}
