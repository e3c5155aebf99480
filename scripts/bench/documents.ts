import { fork, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdir, mkdtemp, readdir, readFile, rm, stat, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';
import { DIRECTORY, GITHUB } from '../../tests/corpus/catalog.js';
import { ensureNpmPackage, unpack } from '../engines/npm-package.js';
import { amount, type BenchContext, type Figure, type Measurement } from './figure.js';
import { startHelper } from './helper.js';
import { ROOT } from './load-service.js';
import type { BareExpress } from './processes/bare-express.js';
import type { HttpLoad } from './processes/http-load.js';
import { alternate, pick, repeat } from './rounds.js';

const PEAK = fileURLToPath(new URL('./processes/peak-memory.mjs', import.meta.url));
const SERVER = fileURLToPath(new URL('./processes/generated-server.mjs', import.meta.url));
/** An operation of GitHub's with parameters in the path and in the query. */
const PATH = '/repos/octo/hello/issues?per_page=30&state=open&labels=a,b';
const CONNECTIONS = 20;

/** What documents of other teams cost. */
export const documents: Figure = {
  name: 'documents',
  title: 'generate, documents of other teams',
  baseline:
    'openapi-typescript on the same document, in a process like the compiler’s: the types only. Requests: bare Express, which answers the same from memory and checks nothing.',
  method:
    'GitHub’s description of its REST API (1,223 operations, 13 MB), Stripe’s (452) and Spotify’s (88), each from the start of the process to its end, into an empty folder: types, validators of every request and response, server, client. `tsc` compiles all of it under the strictest settings. The server is compiled to JavaScript; from the start of its process to the first answer, whose parameters are checked; then twenty connections ask it for the same.',
  durability: 'none.',
  note: 'Of GitHub’s, the main thread reads and lowers the document in 0.8 s, makes schemas of it that openapi-typescript gets right and loads that with TypeScript in another 0.8 (as CommonJS; imported, as in the baseline, TypeScript takes 0.5 longer), and lets it work for 1.5; client and server take 0.5, comparing, writing and noting 3,160 files 0.3. Beside it a thread compiles the validators with Ajv, some 2.7 s. V8’s own threads, which optimize what runs often, took a quarter of all processor time; the compiler has them wait three times as long. Unchanged, each byte of those files is read and hashed, which takes 0.1 s since it is done without promises; as much again is decoding 13 MB to show two warnings where they stand. The rest is Node. `tsc` took 11 s while the table of routes was an array, each of whose elements it compares with each other; it is a tuple now. A request is found among 1,223 operations, and its five parameters are read and checked, in about the time in which bare Express computes the entity tag of its answer.',
  run,
};

interface Subject {
  readonly label: string;
  readonly path: string;
  readonly isLargest?: true;
}

async function run(context: BenchContext): Promise<readonly Measurement[]> {
  const folder = await mkdtemp(join(tmpdir(), 'specwire-bench-'));
  context.running.add(() => rm(folder, { recursive: true, force: true }));
  const subjects = await prepare(context, folder);
  const rows: Measurement[] = [];
  for (const subject of subjects) rows.push(...(await compileTimes(context, folder, subject)));
  const [largest] = subjects;
  if (largest?.isLargest) {
    const out = outputOf(folder, largest);
    rows.push(await typeCheck(context, out), ...(await serve(context, out)));
  }
  return rows;
}

function outputOf(folder: string, { label }: Subject): string {
  return join(folder, 'out', label);
}

async function prepare(context: BenchContext, folder: string): Promise<readonly Subject[]> {
  const [github, stripe, small] = [
    'generated/api.github.com.json',
    'api/stripe.com.json',
    'api/spotify.com.json',
  ];
  await unpack(await ensureNpmPackage(DIRECTORY), folder, [stripe, small]);
  const spotify = { label: 'Spotify’s', path: join(folder, small) };
  if (context.isQuick) return [spotify];
  await unpack(await ensureNpmPackage(GITHUB), folder, [github]);
  return [
    { label: 'GitHub’s', path: join(folder, github), isLargest: true },
    { label: 'Stripe’s', path: join(folder, stripe) },
    spotify,
  ];
}

async function compileTimes(
  context: BenchContext,
  folder: string,
  subject: Subject,
): Promise<readonly Measurement[]> {
  const { label, path, isLargest } = subject;
  const out = outputOf(folder, subject);
  const compile = () => timeProcess(folder, context.compiled.compiler, ['generate', path, '--out', out]);
  const types = join(folder, 'types.ts');
  const rounds = await alternate(
    context,
    () => rm(out, { recursive: true, force: true }).then(compile),
    () => timeProcess(folder, context.compiled.typesAlone, [path, types]),
  );
  const unchanged = await repeat(context, compile);
  const aims = (aim: Measurement['aims'][number]) => (isLargest ? [aim] : []);
  return [
    {
      label: `${label}, all outputs`,
      unit: 's',
      ...pick(rounds, ({ seconds }) => seconds),
      aims: aims({ kind: 'ratio at most', value: 1.2 }),
    },
    {
      label: `${label}, peak memory`,
      unit: 'MB',
      ...pick(rounds, ({ megabytes }) => megabytes),
      aims: aims({ kind: 'at most', value: 800 }),
    },
    {
      label: `${label}, lines of output`,
      unit: 'k lines',
      ours: [await countLines(out)],
      baseline: [await countLines(types)],
      aims: [],
    },
    {
      label: `${label}, unchanged`,
      unit: 's',
      ours: unchanged.map(({ seconds }) => seconds),
      aims: [{ kind: 'at most', value: 0.5 }],
    },
  ];
}

/** Thousands of lines in a file, or in all files below a folder. */
async function countLines(path: string): Promise<number> {
  if ((await stat(path)).isFile()) return (await readFile(path, 'utf8')).split('\n').length / 1000;
  const counts = await Promise.all((await readdir(path)).map((name) => countLines(join(path, name))));
  return counts.reduce((sum, count) => sum + count, 0);
}

interface Run {
  readonly seconds: number;
  readonly megabytes: number;
}

async function timeProcess(folder: string, script: string, args: readonly string[]): Promise<Run> {
  const peak = join(folder, 'peak');
  const started = performance.now();
  const child = spawn(process.execPath, ['--import', PEAK, script, ...args], {
    cwd: ROOT,
    stdio: ['ignore', 'ignore', 'inherit'],
    env: { ...process.env, SPECWIRE_BENCH_PEAK: peak },
  });
  const [code] = await once(child, 'exit');
  if (code !== 0) throw new Error(`${script} ended with ${code}`);
  const seconds = (performance.now() - started) / 1000;
  return { seconds, megabytes: Number(await readFile(peak, 'utf8')) / 1000 };
}

/** `tsc` over everything, at its strictest. */
async function typeCheck(context: BenchContext, out: string): Promise<Measurement> {
  await symlink(join(ROOT, 'node_modules'), join(out, 'node_modules'));
  await writeFile(join(out, 'package.json'), '{ "type": "module" }');
  const compilerOptions = {
    ...{
      strict: true,
      exactOptionalPropertyTypes: true,
      noUncheckedIndexedAccess: true,
      isolatedModules: true,
    },
    ...{ noEmit: true, module: 'nodenext', target: 'es2022', types: ['node'], skipLibCheck: true },
    lib: ['es2023', 'dom', 'dom.iterable'],
  };
  await writeFile(join(out, 'tsconfig.json'), JSON.stringify({ compilerOptions, include: ['**/*.ts'] }));
  const ours = await repeat(context, async () => {
    const started = performance.now();
    const child = spawn(join(ROOT, 'node_modules/.bin/tsc'), ['-p', out], { stdio: 'inherit' });
    const [code] = await once(child, 'exit');
    if (code !== 0) throw new Error('the output does not compile');
    return (performance.now() - started) / 1000;
  });
  return {
    label: 'GitHub’s, `tsc` over the output',
    unit: 's',
    ours,
    aims: [{ kind: 'at most', value: 10 }],
  };
}

/** The generated server: until its first answer, and under load. */
async function serve(context: BenchContext, out: string): Promise<readonly Measurement[]> {
  const compiled = join(out, 'js');
  await compileServer(out, compiled);
  const first = await repeat(context, async () => {
    const started = performance.now();
    const server = await startServer(context, compiled);
    const response = await fetch(server.url + PATH);
    if (response.status !== 200) throw new Error(`${response.status}: ${await response.text()}`);
    await response.text();
    const seconds = (performance.now() - started) / 1000;
    await server.stop();
    return seconds;
  });
  const server = await startServer(context, compiled);
  const answer = await fetch(server.url + PATH);
  const body = (await answer.json()) as unknown;
  const load = startHelper<HttpLoad>(context, 'http-load');
  const express = startHelper<BareExpress>(context, 'bare-express');
  await express.ask('answerReads', { headers: { 'content-type': 'application/json' }, body });
  const bareUrl = await express.ask('listen', null);
  const ask = async (url: string, cpuUsage: () => Promise<NodeJS.CpuUsage>) => {
    const before = await cpuUsage();
    const seconds = amount(context, 3, 1);
    const asked = {
      url,
      method: 'GET',
      headers: {},
      connections: CONNECTIONS,
      seconds,
      status: 200,
    } as const;
    const { perSecond, count } = await load.ask('run', asked);
    const after = await cpuUsage();
    const microseconds = after.user + after.system - before.user - before.system;
    return { perSecond, cpu: microseconds / 1000 / count };
  };
  const askOurs = () => ask(server.url + PATH, server.cpuUsage);
  const askBare = () => ask(`${bareUrl}/v1/jobs/any`, () => express.ask('cpuUsage', null));
  await askOurs();
  await askBare();
  const rounds = await alternate(context, askOurs, askBare);
  return [
    {
      label: 'GitHub’s, server’s first answer',
      unit: 's',
      ours: first,
      aims: [{ kind: 'at most', value: 0.5 }],
    },
    {
      label: 'GitHub’s, requests/s with checked parameters',
      unit: '/s',
      ...pick(rounds, ({ perSecond }) => perSecond),
      aims: [],
    },
    {
      label: 'GitHub’s, processor time per request',
      unit: 'ms',
      ...pick(rounds, ({ cpu }) => cpu),
      aims: [{ kind: 'ratio at most', value: 1.1 }],
    },
  ];
}

/** As it would be deployed: JavaScript, file by file. */
async function compileServer(out: string, compiled: string): Promise<void> {
  await mkdir(compiled, { recursive: true });
  await build({
    entryPoints: [join(out, 'server/**/*.ts'), join(out, 'contract/**/*.ts'), join(out, 'contract/**/*.js')],
    outdir: compiled,
    outbase: out,
    format: 'esm',
    logLevel: 'error',
  });
}

interface GeneratedServer {
  readonly url: string;
  readonly cpuUsage: () => Promise<NodeJS.CpuUsage>;
  readonly stop: () => Promise<void>;
}

async function startServer(context: BenchContext, folder: string): Promise<GeneratedServer> {
  const child = fork(SERVER, [join(folder, 'server/express.js')], {
    execArgv: [],
    stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
  });
  const cpuUsage = async () => {
    child.send('cpuUsage');
    const [usage] = (await once(child, 'message')) as [NodeJS.CpuUsage];
    return usage;
  };
  const stop = async () => {
    context.running.delete(stop);
    child.kill();
    if (child.exitCode === null && child.signalCode === null) await once(child, 'exit');
  };
  context.running.add(stop);
  const [url] = (await once(child, 'message')) as [string];
  return { url, cpuUsage, stop };
}
