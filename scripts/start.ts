/** `npm start`: everything that a service needs, on one machine, with real engines. */
import { spawnSync } from 'node:child_process';
import { mkdirSync, statfsSync } from 'node:fs';
import { createServer } from 'node:net';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { startChild, tailOf } from './engines/child.js';
import { EngineError } from './engines/engine-error.js';
import { freePort } from './engines/free-port.js';
import { ensureModel } from './engines/model.js';
import { startPostgres } from './engines/postgres.js';
import { ensureTemporal, startTemporal } from './engines/temporal.js';
import { runFirstJob } from './start/first-job.js';
import { RunFile } from './start/run-file.js';
import { readSettings, type StartSettings } from './start/settings.js';
import { type Running, Supervisor } from './start/supervisor.js';

const ROOT = dirname(dirname(fileURLToPath(import.meta.url)));
const READY_SECONDS = 90;
const STOP_SECONDS = 12;
/** With less than this free, PostgreSQL cannot write. */
const LEAST_FREE_BYTES = 1_000_000;
/** Requests a minute of the key that is printed: enough to try anything. */
const KEY_LIMIT = '100000';

function say(line: string): void {
  process.stdout.write(`· ${line}\n`);
}

async function assertPortFree(host: string, port: number): Promise<void> {
  const server = createServer();
  await new Promise<void>((resolve, reject) => {
    server.once('error', (error: NodeJS.ErrnoException) => {
      if (error.code === 'EADDRINUSE') {
        reject(
          new EngineError(
            `port ${port} is already in use; stop what listens there, or set PORT to another one`,
          ),
        );
      } else {
        reject(new EngineError(`cannot listen on ${host}:${port} (${error.code}); look at HOST and PORT`));
      }
    });
    server.listen(port, host, resolve);
  });
  await new Promise((resolve) => server.close(resolve));
}

function generate(): void {
  const result = spawnSync(process.execPath, ['--import', 'tsx', 'codegen/cli.ts', 'generate'], {
    cwd: ROOT,
    encoding: 'utf8',
  });
  if (result.status !== 0) {
    process.stderr.write(result.stderr || result.stdout);
    throw new EngineError('the specs have mistakes; mend them and start again');
  }
  say(`generated code: ${result.stdout.trim().split('\n').at(-1)}`);
}

/** A process of ours, marked with its data folder so that a later start knows it again. */
function entryService(name: string, settings: StartSettings, env: Record<string, string>, runFile: RunFile) {
  const logFile = join(settings.dataDir, 'logs', `${name}.log`);
  return {
    name,
    logFile,
    start: async (): Promise<Running> => {
      const mark = `${name}/main.ts`;
      const child = startChild({
        command: process.execPath,
        args: ['--import', 'tsx', join(ROOT, mark), `--data-dir=${settings.dataDir}`],
        cwd: ROOT,
        env: { ...process.env, ...env },
        logFile,
      });
      runFile.add({ name, pid: child.pid, mark });
      return { ...child, stop: () => child.stop('SIGTERM', STOP_SECONDS) };
    },
  };
}

async function startEngines(settings: StartSettings, supervisor: Supervisor, runFile: RunFile) {
  const modelPath = settings.hasRemoteModel ? undefined : await ensureModel(say);
  if (modelPath !== undefined) say('language model: there');
  let { databaseUrl, temporalAddress } = settings;
  if (databaseUrl === undefined) {
    const port = await freePort();
    const dataDir = join(settings.dataDir, 'postgres');
    const postgres = await supervisor.keep({
      name: 'PostgreSQL',
      start: () => startPostgres({ dataDir, port, onProgress: say }),
    });
    databaseUrl = postgres.url;
    say(`PostgreSQL: 127.0.0.1:${port}`);
  }
  if (temporalAddress === undefined && !supervisor.isStopping) {
    const binary = await ensureTemporal(say);
    const port = await freePort();
    const dataDir = join(settings.dataDir, 'temporal');
    const temporal = await supervisor.keep({
      name: 'Temporal',
      start: async () => {
        const running = await startTemporal({ binary, dataDir, port });
        runFile.add({ name: 'Temporal', pid: running.pid, mark: 'start-dev' });
        return running;
      },
    });
    temporalAddress = temporal.address;
    say(`Temporal: ${temporalAddress}`);
  }
  return { databaseUrl, temporalAddress: temporalAddress ?? '', modelPath };
}

function assertDiskNotFull(folder: string): void {
  const { bavail, bsize } = statfsSync(folder);
  if (bavail * bsize >= LEAST_FREE_BYTES) return;
  throw new EngineError(`the disk of ${folder} is full; free some space, and start again`);
}

async function waitUntilReady(
  url: string,
  dataDir: string,
  logFiles: readonly string[],
  supervisor: Supervisor,
): Promise<void> {
  const end = Date.now() + READY_SECONDS * 1000;
  while (!supervisor.isStopping) {
    const answer = await fetch(`${url}/readyz`, { signal: AbortSignal.timeout(3000) }).catch(() => undefined);
    if (answer?.status === 200) return;
    assertDiskNotFull(dataDir);
    if (Date.now() > end) {
      const tails = logFiles.map((file) => `${file}:\n${tailOf(file)}`).join('\n');
      throw new EngineError(`not ready after ${READY_SECONDS} s. The last lines of the logs:\n${tails}`);
    }
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
}

function greet(url: string, apiKey: string, dataDir: string): void {
  process.stdout.write(`
Specwire is ready at ${url}
  API key  ${apiKey}
  logs     ${join(dataDir, 'logs')}

Create a job and follow its events:

  curl -sN -H 'Authorization: Bearer ${apiKey}' ${url}$(curl -s ${url}/v1/jobs \\
    -H 'Authorization: Bearer ${apiKey}' -H 'Content-Type: application/json' \\
    -d '{"type":"text.generate","input":{"prompt":"Tell me a joke.","max_tokens":64}}' \\
    | sed 's/.*"events":"\\([^"]*\\)".*/\\1/')

A first job:

`);
}

async function startAll(
  settings: StartSettings,
  supervisor: Supervisor,
  runFile: RunFile,
  signal: AbortSignal,
) {
  await assertPortFree(settings.host, settings.port);
  generate();
  mkdirSync(join(settings.dataDir, 'logs'), { recursive: true });
  const engines = await startEngines(settings, supervisor, runFile);
  if (supervisor.isStopping) return true;
  const shared = {
    DATABASE_URL: engines.databaseUrl,
    TEMPORAL_ADDRESS: engines.temporalAddress,
    SPECWIRE_DATA_DIR: settings.dataDir,
  };
  const worker = entryService(
    'worker',
    settings,
    { ...shared, ...(engines.modelPath !== undefined && { SPECWIRE_MODEL_PATH: engines.modelPath }) },
    runFile,
  );
  const server = entryService(
    'server',
    settings,
    {
      ...shared,
      HOST: settings.host,
      PORT: String(settings.port),
      SPECWIRE_API_KEY: settings.apiKey,
      SPECWIRE_API_KEY_LIMIT: KEY_LIMIT,
      SPECWIRE_EXPECT_WORKER: 'true',
    },
    runFile,
  );
  await supervisor.keep(worker);
  await supervisor.keep(server);
  const isEverywhere = settings.host === '0.0.0.0' || settings.host === '::';
  const host = isEverywhere ? '127.0.0.1' : settings.host;
  const url = `http://${host.includes(':') ? `[${host}]` : host}:${settings.port}`;
  say('server and worker: starting');
  await waitUntilReady(url, settings.dataDir, [server.logFile, worker.logFile], supervisor);
  if (supervisor.isStopping) return true;
  greet(url, settings.apiKey, settings.dataDir);
  return runFirstJob(url, settings.apiKey, (text) => process.stdout.write(text), signal);
}

function explain(error: unknown): string {
  if (error instanceof EngineError) return error.message;
  const { code } = error as NodeJS.ErrnoException;
  if (code === 'ENOSPC') return 'the disk is full';
  return error instanceof Error ? (error.stack ?? error.message) : String(error);
}

async function main(): Promise<number> {
  const abort = new AbortController();
  const supervisor = new Supervisor(say);
  let hasTaken = false;
  let runFile: RunFile | undefined;
  const stopped = new Promise<void>((resolve) => {
    // Ctrl-C comes twice, from the terminal and from npm; the second changes nothing.
    const stop = () => {
      if (supervisor.isStopping) return;
      say('stopping');
      abort.abort(new Error('stopped'));
      supervisor.stop().then(resolve, resolve);
    };
    process.on('SIGINT', stop);
    process.on('SIGTERM', stop);
    process.on('SIGHUP', stop);
  });
  let code = 0;
  try {
    const settings = readSettings(process.argv.slice(2), process.env);
    runFile = new RunFile(settings.dataDir);
    await runFile.take((name) => say(`${name} of a killed run is still there; ending it`));
    hasTaken = true;
    const isFine = await startAll(settings, supervisor, runFile, abort.signal);
    code = isFine ? 0 : 1;
    if (!settings.once && !supervisor.isStopping) {
      say('running; Ctrl-C stops it');
      await stopped;
    }
  } catch (error) {
    if (!supervisor.isStopping) {
      process.stderr.write(`${explain(error)}\n`);
      code = 1;
    }
  }
  await supervisor.stop();
  if (hasTaken) runFile?.release();
  return code;
}

process.exitCode = await main();
process.exit();
