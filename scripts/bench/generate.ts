import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { cp, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { BenchContext, Figure, Measurement } from './figure.js';
import { type Helper, startHelper } from './helper.js';
import { ROOT } from './load-service.js';
import type { TypesAlone } from './processes/types-alone.js';
import { alternate, pick } from './rounds.js';

const EDITED = 'specs/schemas/job.yaml';
const EDITED_TEXT = /description: (?=\S)(?![>|])/;
const WRITTEN = /\d+ written/;
/** Between two saves: nobody saves while the one before is still being looked at. */
const PAUSE_MS = 2500;

/** How long the compiler takes on our own specs. */
export const generate: Figure = {
  name: 'generate',
  title: 'generate, our specs',
  baseline:
    'openapi-typescript on the bundled OpenAPI document, which makes the types only: a process like the compiler’s, or, beside `--watch`, one that is warm.',
  method:
    'A copy of `specs/` and `worker/handlers/`. Cold: nothing generated, nothing cached. Unchanged: the same again. Both from the start of the process to its end. One edit: a description in a schema file is saved while `generate --watch` runs, from the save to the line that says what was written; the second opinion of AsyncAPI’s parser on the edit before has come by then.',
  durability: 'none: files are compared, and written where they differ.',
  note: 'Cold, AsyncAPI’s own parser takes 1.9 s in a thread of its own; of 2.8 s of the main thread, 0.8 is loading libraries, 0.5 compiling validators with Ajv, 0.3 checking schemas and examples against each other. Unchanged, it is Node, and the specs, the compiler and the outputs read and hashed; no parser is loaded. After an edit, a third is checking the specs, a quarter openapi-typescript and its printer, which make all types again; of the documents only the entries that the edit changed are printed anew. The first edits after a start take longer than later ones, which take 0.28 s: with webhooks and sockets the specs have become twice as large as when they took 0.2.',
  run,
};

async function run(context: BenchContext): Promise<readonly Measurement[]> {
  const folder = await mkdtemp(join(tmpdir(), 'specwire-bench-'));
  const remove = () => rm(folder, { recursive: true, force: true });
  context.running.add(remove);
  const project = join(folder, 'project');
  const document = join(ROOT, 'generated/docs/openapi.json');
  const types = { from: document, to: join(folder, 'types.ts') };
  const compile = () => timeProcess(context.compiled.compiler, ['generate', '--project', project]);
  const bare = () => timeProcess(context.compiled.typesAlone, [types.from, types.to]);
  const cold = await alternate(context, () => copyProject(project).then(compile), bare);
  const unchanged = await alternate(context, compile, bare);
  const watch = await startWatch(context, project);
  const warm = startHelper<TypesAlone>(context, 'types-alone');
  await timeEdit(watch, project);
  await warm.ask('generate', types);
  const edit = await alternate(
    context,
    () => timeEdit(watch, project),
    () => timeWarm(warm, types),
  );
  const values = (rounds: typeof cold) => pick(rounds, (milliseconds) => milliseconds / 1000);
  return [
    { label: 'cold', unit: 's', ...values(cold), aims: [] },
    { label: 'unchanged', unit: 's', ...values(unchanged), aims: [{ kind: 'at most', value: 0.3 }] },
    { label: 'one edit on `--watch`', unit: 's', ...values(edit), aims: [{ kind: 'at most', value: 0.3 }] },
  ];
}

async function copyProject(project: string): Promise<void> {
  await rm(project, { recursive: true, force: true });
  for (const part of ['specs', 'worker/handlers'])
    await cp(join(ROOT, part), join(project, part), { recursive: true });
}

function spawnNode(script: string, args: readonly string[]): ChildProcess {
  return spawn(process.execPath, [script, ...args], {
    cwd: ROOT,
    stdio: ['ignore', 'pipe', 'inherit'],
  });
}

async function timeProcess(script: string, args: readonly string[]): Promise<number> {
  const started = performance.now();
  const child = spawnNode(script, args);
  child.stdout?.resume();
  const [code] = await once(child, 'exit');
  if (code !== 0) throw new Error(`${script} ended with ${code}`);
  return performance.now() - started;
}

/** A compiler that watches, and whoever waits for its next line about what it wrote. */
interface Watch {
  nextWrite(): Promise<void>;
}

async function startWatch(context: BenchContext, project: string): Promise<Watch> {
  const child = spawnNode(context.compiled.compiler, ['generate', '--project', project, '--watch']);
  context.running.add(async () => {
    child.kill();
    if (child.exitCode === null && child.signalCode === null) await once(child, 'exit');
  });
  const waitFor = (line: RegExp) =>
    new Promise<void>((resolve, reject) => {
      const look = (chunk: Buffer) => {
        if (!line.test(String(chunk))) return;
        child.stdout?.off('data', look);
        resolve();
      };
      child.stdout?.on('data', look);
      child.once('exit', () => reject(new Error('the compiler has ended')));
    });
  await waitFor(/^Watching/m);
  return { nextWrite: () => waitFor(WRITTEN) };
}

async function timeEdit(watch: Watch, project: string): Promise<number> {
  const path = join(project, EDITED);
  const text = await readFile(path, 'utf8');
  if (!EDITED_TEXT.test(text)) throw new Error(`${EDITED} has no description to edit`);
  await sleep(PAUSE_MS);
  const written = watch.nextWrite();
  const started = performance.now();
  await writeFile(path, text.replace(EDITED_TEXT, '$&Really, '));
  await written;
  return performance.now() - started;
}

async function timeWarm(warm: Helper<TypesAlone>, types: { from: string; to: string }): Promise<number> {
  const started = performance.now();
  await warm.ask('generate', types);
  return performance.now() - started;
}
