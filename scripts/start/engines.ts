/** What the server and the worker need: PostgreSQL, Temporal and a model, ours where none is given. */
import { join } from 'node:path';
import { startPostgres } from '../engines/postgres.js';
import { ensureTemporal, startTemporal } from '../engines/temporal.js';
import { assertTemporalAnswers, type DatabasePlace, prepareDatabase } from './reach.js';
import type { Run } from './run.js';

/** Where they are. */
export interface Engines {
  readonly database: DatabasePlace;
  readonly temporalAddress: string;
  /** Unset if the project needs none, or a model server is used. */
  readonly modelPath: string | undefined;
}

/** Starts those that are not given, and looks at those that are; first what fails soonest. */
export async function startEngines(run: Run): Promise<Engines> {
  const { settings, say } = run;
  const { ensureModel } = run.project;
  const { signal } = run.supervisor;
  const given = settings.databaseUrl;
  if (given !== undefined) await prepareDatabase({ url: given, dataDir: undefined }, signal);
  if (settings.temporal !== undefined) await assertTemporalAnswers(settings.temporal, signal);
  const modelPath = settings.hasRemoteModel ? undefined : await ensureModel?.(say, signal);
  signal.throwIfAborted();
  if (modelPath !== undefined) say('language model: there');
  const database = given === undefined ? await startOwnPostgres(run) : { url: given, dataDir: undefined };
  const temporalAddress = settings.temporal?.address ?? (await startOwnTemporal(run));
  return { database, temporalAddress, modelPath };
}

async function startOwnPostgres({ settings, supervisor, runFile, say }: Run): Promise<DatabasePlace> {
  const dataDir = join(settings.dataDir, 'postgres');
  /** Any free one at first; the same again from then on, since the server and the worker know it. */
  let port: number | undefined;
  const { url } = await supervisor.keep({
    name: 'PostgreSQL',
    start: async () => {
      const running = await startPostgres({ dataDir, onProgress: say, ...(port !== undefined && { port }) });
      port = running.port;
      // SIGTERM would wait for its clients to leave.
      runFile.add({ name: 'PostgreSQL', pid: running.pid, mark: 'postgres', signal: 'SIGINT' });
      return running;
    },
  });
  const place = { url, dataDir: settings.dataDir };
  await prepareDatabase(place, supervisor.signal);
  say(`PostgreSQL: 127.0.0.1:${port}`);
  return place;
}

async function startOwnTemporal({ settings, supervisor, runFile, say }: Run): Promise<string> {
  const binary = await ensureTemporal(say, supervisor.signal);
  supervisor.signal.throwIfAborted();
  const dataDir = join(settings.dataDir, 'temporal');
  let port: number | undefined;
  const { address } = await supervisor.keep({
    name: 'Temporal',
    start: async () => {
      const running = await startTemporal({ binary, dataDir, ...(port !== undefined && { port }) });
      port = Number(running.address.split(':').at(-1));
      runFile.add({ name: 'Temporal', pid: running.pid, mark: 'start-dev' });
      return running;
    },
  });
  say(`Temporal: ${address}`);
  return address;
}
