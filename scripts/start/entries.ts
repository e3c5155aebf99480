/** The worker and the server: processes of ours, marked with their data folder so that a later start knows them again. */
import { existsSync, mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { threadPoolEnv } from '../../worker/thread-pool.js';
import { startChild } from '../engines/child.js';
import { EngineError } from '../engines/engine-error.js';
import type { Engines } from './engines.js';
import { forgetDeadWorkers } from './reach.js';
import { type Logged, sizeOf } from './readiness.js';
import type { Run } from './run.js';
import type { Service } from './supervisor.js';

const STOP_SECONDS = 12;
/** Requests a minute of the key that is printed: enough to try anything. */
const KEY_LIMIT = '100000';

interface Entry extends Service, Logged {}

/** Starts both. */
export async function startEntries(run: Run, engines: Engines): Promise<readonly Logged[]> {
  const { settings, supervisor } = run;
  mkdirSync(join(settings.dataDir, 'logs'), { recursive: true });
  const shared = {
    DATABASE_URL: engines.database.url,
    TEMPORAL_ADDRESS: engines.temporalAddress,
    SPECWIRE_DATA_DIR: settings.dataDir,
    SPECWIRE_SECRET_KEYS: settings.secretKeys,
    // On somebody's own machine receivers are tried out, too. Others who reach this one may not reach into it.
    SPECWIRE_WEBHOOK_ALLOW_LOOPBACK:
      process.env.SPECWIRE_WEBHOOK_ALLOW_LOOPBACK?.trim() || String(isOwnMachine(settings.host)),
  };
  const { modelPath } = engines;
  const worker = {
    ...entry(run, 'worker', {
      ...shared,
      ...(modelPath !== undefined && { SPECWIRE_MODEL_PATH: modelPath, ...threadPoolEnv() }),
    }),
    onEnded: () => forgetDeadWorkers(engines.database),
  };
  const server = entry(run, 'server', {
    ...shared,
    HOST: settings.host,
    PORT: String(settings.port),
    SPECWIRE_API_KEY: settings.apiKey,
    SPECWIRE_API_KEY_LIMIT: KEY_LIMIT,
    SPECWIRE_EXPECT_WORKER: 'true',
  });
  await supervisor.keep(worker);
  await supervisor.keep(server);
  return [server, worker];
}

function isOwnMachine(host: string): boolean {
  return host === 'localhost' || host === '::1' || host.startsWith('127.');
}

function entry({ project, settings, runFile }: Run, name: string, env: Record<string, string>): Entry {
  const logFile = join(settings.dataDir, 'logs', `${name}.log`);
  const mark = mainModule(project.root, name);
  return {
    name,
    logFile,
    logSize: sizeOf(logFile),
    start: async () => {
      const child = startChild({
        command: process.execPath,
        args: [...loaderOf(mark), join(project.root, mark), `--data-dir=${settings.dataDir}`],
        cwd: project.root,
        env: { ...process.env, ...env },
        logFile,
      });
      runFile.add({ name, pid: child.pid, mark });
      return { ...child, stop: () => child.stop('SIGTERM', STOP_SECONDS) };
    },
  };
}

/** `server/main.ts`, or what is compiled from it. */
function mainModule(root: string, name: string): string {
  const candidates = [`${name}/main.ts`, `${name}/main.js`];
  const found = candidates.find((path) => existsSync(join(root, path)));
  if (found === undefined) throw new EngineError(`there is no ${candidates[0]} in ${root}`);
  return found;
}

const RUN_TYPESCRIPT = fileURLToPath(new URL('./typescript.mjs', import.meta.url));

/** What runs a module, if it is not Node alone. */
function loaderOf(path: string): readonly string[] {
  return path.endsWith('.ts') ? [RUN_TYPESCRIPT] : [];
}
