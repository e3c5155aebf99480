/** Everything that a service needs, on one machine, with real engines: the project's own, in processes of their own. */
import { EngineError } from '../engines/engine-error.js';
import { startEngines } from './engines.js';
import { startEntries } from './entries.js';
import { exampleJob, runFirstJob } from './first-job.js';
import { generate } from './generate.js';
import { greeting } from './greeting.js';
import { misspeltSettings, misspeltText } from './misspelt-settings.js';
import { assertPortFree } from './port.js';
import type { Project } from './project.js';
import { waitUntilReady } from './readiness.js';
import type { Run } from './run.js';
import { RunFile } from './run-file.js';
import { readSettings } from './settings.js';
import { onStopRequest } from './stop-requests.js';
import { Supervisor } from './supervisor.js';

function say(line: string): void {
  process.stdout.write(`· ${line}\n`);
}

/** Where the server is reached from this machine. */
function localUrl(host: string, port: number): string {
  const isEverywhere = host === '0.0.0.0' || host === '::';
  const name = isEverywhere ? '127.0.0.1' : host;
  return `http://${name.includes(':') ? `[${name}]` : name}:${port}`;
}

/** Resolves to whether the first job succeeded; rejects as soon as everything is to stop. */
async function startAll(run: Run): Promise<boolean> {
  const { project, settings, supervisor } = run;
  const { host, port, apiKey, dataDir } = settings;
  const { signal } = supervisor;
  await assertPortFree(host, port);
  say(`generated code: ${await generate(project.root, signal)}`);
  const engines = await startEngines(run);
  const entries = await startEntries(run, engines);
  say('server and worker: starting');
  const url = localUrl(host, port);
  await waitUntilReady(url, dataDir, entries, supervisor);
  const write = (text: string) => void process.stdout.write(text);
  const place = { baseUrl: url, apiKey, signal, write };
  const job = project.firstJob ?? (await exampleJob(place));
  write(greeting({ url, apiKey, dataDir }, job));
  return job === undefined || runFirstJob(job, place);
}

/** What to do about it in one line; the stack if it is a fault of ours. */
function explain(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  // The server and the worker have a ConfigError each.
  if (error instanceof EngineError || error.name === 'ConfigError') return error.message;
  const { code, path, syscall } = error as NodeJS.ErrnoException;
  if (code === 'ENOSPC') return 'the disk is full';
  if (syscall !== undefined && path !== undefined) {
    return `${path} cannot be used (${code}); mend it, or set SPECWIRE_DATA_DIR to another data folder`;
  }
  return error.stack ?? error.message;
}

/**
 * Starts a project and keeps it running until it is told to stop, or to its first job's end with `once`. Resolves to
 * the exit code, with everything stopped.
 */
export async function startProject(project: Project): Promise<number> {
  const supervisor = new Supervisor(say);
  let code = 0;
  const report = (error: unknown) => {
    process.stderr.write(`${explain(error)}\n`);
    code = 1;
  };
  const stopped = new Promise<void>((resolve) => {
    onStopRequest((fault) => {
      // Ctrl-C comes twice, from the terminal and from npm; the second changes nothing. Nor does what a stop breaks off.
      if (supervisor.isStopping) return;
      if (fault !== undefined) report(fault);
      say('stopping');
      void supervisor.stop().then(resolve, resolve);
    });
  });
  let taken: RunFile | undefined;
  try {
    const settings = readSettings(project.root, process.env);
    for (const misspelt of misspeltSettings(process.env)) say(misspeltText(misspelt));
    const runFile = new RunFile(settings.dataDir);
    await runFile.take((name) => say(`${name} of a killed run is still there; ending it`));
    taken = runFile;
    const hasSucceeded = await startAll({ project, settings, supervisor, runFile, say });
    if (!hasSucceeded) code = 1;
    if (!project.once) {
      say('running; Ctrl-C stops it');
      await stopped;
    }
  } catch (error) {
    if (!supervisor.isStopping) report(error);
  }
  await supervisor.stop();
  taken?.release();
  return code;
}
