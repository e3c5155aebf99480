/** Vitest's global set-up of the line tests: one real PostgreSQL and one real Temporal for the whole run. */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { TestProject } from 'vitest/node';
import { ensureModel } from '../../scripts/engines/model.js';
import { startPostgres } from '../../scripts/engines/postgres.js';
import { ensureTemporal, startTemporal } from '../../scripts/engines/temporal.js';

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
  }
}

export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  const folder = await mkdtemp(join(tmpdir(), 'specwire-test-'));
  const modelPath = await ensureModel();
  const binary = await ensureTemporal();
  const postgres = await startPostgres({ dataDir: join(folder, 'postgres') });
  const temporal = await startTemporal({ binary, dataDir: join(folder, 'temporal') });
  project.provide('engines', {
    postgresUrl: postgres.url,
    temporalAddress: temporal.address,
    modelPath,
    folder,
  });
  return async () => {
    await temporal.stop();
    await postgres.stop();
    await rm(folder, { recursive: true, force: true });
  };
}
