/** A whole service for a figure or a round of it: fresh database, fresh task queues, real processes. */
import { fileURLToPath } from 'node:url';
import pg from 'pg';
import { type Service, type ServiceOptions, startService } from '../../tests/support/service.js';
import type { BenchContext } from './figure.js';
import type { Target } from './processes/jobs-over-http.js';

/** This repository, for its own job types. */
export const ROOT = fileURLToPath(new URL('../..', import.meta.url));

/** A service, where its clients find it, and its end. */
export interface BenchService {
  readonly service: Service;
  readonly target: Target;
  readonly stop: () => Promise<void>;
}

/** A rate limit that nothing reaches. */
const NO_LIMIT = '1000000000';

/** Starts a service of the load project (unless `root` says otherwise); it ends with the figure, unless stopped before. */
export async function startBenchService(
  context: BenchContext,
  options: ServiceOptions = {},
): Promise<BenchService> {
  const service = await startService(context.engines, {
    root: context.loadProject,
    ...options,
    env: { SPECWIRE_API_KEY_LIMIT: NO_LIMIT, ...options.env },
  });
  const stop = async () => {
    context.running.delete(stop);
    // Not asked to drain: a backlog of starts would go on into what is measured next.
    await Promise.all([...service.servers, ...service.workers].map((child) => child.stop('SIGKILL')));
  };
  context.running.add(stop);
  return { service, target: { url: service.client.url, apiKey: service.apiKey }, stop };
}

/** A database of its own for a baseline that has no service. */
export async function createDatabase(context: BenchContext, name: string): Promise<string> {
  const admin = new pg.Client({ connectionString: context.engines.postgresUrl });
  await admin.connect();
  await admin.query(`CREATE DATABASE ${name}`);
  await admin.end();
  const url = new URL(context.engines.postgresUrl);
  url.pathname = `/${name}`;
  return url.href;
}
