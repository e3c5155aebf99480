/** Looks at PostgreSQL and Temporal before anything is started on them, so that what cannot work is one line. */
import { hostname } from 'node:os';
import type { ServerConfig } from '../../server/config.js';
import { ChangedMigrationError, forgetWorkers, migrate, openDatabase } from '../../store/index.js';
import { EngineError } from '../engines/engine-error.js';

const PATIENCE_MS = 2000;

/** A database, and where an operator finds it. */
export interface DatabasePlace {
  readonly url: string;
  /** Set if it is our own. */
  readonly dataDir: string | undefined;
}

/** Brings the database to the form that this code expects. */
export async function prepareDatabase(place: DatabasePlace, signal: AbortSignal): Promise<void> {
  try {
    await migrate({ url: place.url, applicationName: 'specwire start' }, { patienceMs: PATIENCE_MS, signal });
    await forgetDeadWorkers(place);
  } catch (error) {
    signal.throwIfAborted();
    const what = place.dataDir === undefined ? 'the database of DATABASE_URL' : 'this data folder';
    if (!(error instanceof ChangedMigrationError)) {
      throw new EngineError(`${what} cannot be used: ${describe(error)}`);
    }
    const remedy =
      place.dataDir === undefined
        ? 'use another one'
        : `remove it (rm -rf ${place.dataDir}) or use another SPECWIRE_DATA_DIR`;
    throw new EngineError(`${what} was made by another version of Specwire; ${remedy}`);
  }
}

/** A worker that was killed is listed for some seconds more: readiness must not take it for one that polls. */
export async function forgetDeadWorkers(place: DatabasePlace): Promise<void> {
  const database = openDatabase({ url: place.url, max: 1, applicationName: 'specwire start' });
  try {
    // In somebody else's database only those of this machine; one that lives announces itself again within seconds.
    await forgetWorkers(database, place.dataDir === undefined ? `${hostname()}-` : '');
  } finally {
    await database.close();
  }
}

/** Connects to a Temporal that is somebody else's, once. */
export async function assertTemporalAnswers(
  temporal: ServerConfig['temporal'],
  signal: AbortSignal,
): Promise<void> {
  const { Connection } = await import('@temporalio/client');
  const { address, namespace, tls, apiKey } = temporal;
  try {
    const connection = await Connection.connect({
      address,
      tls,
      connectTimeout: 5000,
      ...(apiKey !== undefined && { apiKey }),
    });
    await connection.withDeadline(Date.now() + 5000, () =>
      connection.workflowService.describeNamespace({ namespace }),
    );
    await connection.close();
  } catch (error) {
    signal.throwIfAborted();
    throw new EngineError(`Temporal at TEMPORAL_ADDRESS ${address} cannot be used: ${describe(error)}`);
  }
}

/** One line of an error; never the URL, which may hold a password. */
function describe(error: unknown): string {
  if (error instanceof AggregateError && error.errors.length > 0) return describe(error.errors[0]);
  if (!(error instanceof Error)) return String(error);
  const { details } = error as { readonly details?: unknown };
  const text = (typeof details === 'string' && details) || error.message || error.name;
  return text.split('\n')[0] ?? text;
}
