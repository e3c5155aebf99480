/** A document that stands by itself: read → lower → model → emit → write, into any folder. */
import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { dirname, join, relative, sep } from 'node:path';
import { applyPlan } from './apply-plan.js';
import { type Diagnostic, sortDiagnostics } from './diagnostics.js';
import { type Counts, countsOf, type Outcome } from './generate.js';
import { hash, hashTextFile } from './hashes.js';
import { nameOf } from './load/documents/locations.js';
import type { ReadOptions, ReadResult } from './load/documents/read-documents.js';
import { decodeText } from './load/encoding.js';
import type { Contract, GeneratedFile, SchemaGap } from './model/contract.js';
import { NO_CACHE } from './model/no-cache.js';
import type { Shield } from './signals.js';
import { compilerFingerprint, documentStamp, isCurrent, readStamp, writeStamp } from './stamp.js';
import { leftOverFiles, planWrites } from './write.js';

/** What to compile, and where to. */
export interface DocumentOptions extends ReadOptions {
  /** Absolute paths, and URLs. */
  readonly files: readonly string[];
  /** The output folder, an absolute path. It is made when all is well, not before. */
  readonly out: string;
  /** Write nothing. */
  readonly check?: boolean;
}

/** One run. `shield` keeps whatever may end the process away from the write. */
export async function compileDocuments(options: DocumentOptions, shield: Shield): Promise<Outcome> {
  const place = placeOf(options.out);
  const compiler = compilerFingerprint(import.meta.dirname);
  const current = compiler === undefined ? undefined : await unchanged(options, place, compiler);
  if (current) return current;
  const [{ readDocuments }, { lowerDocuments }, { documentContract }] = await Promise.all([
    import('./load/documents/read-documents.js'),
    import('./load/documents/load-documents.js'),
    import('./model/document-contract.js'),
  ]);
  const read = await readDocuments(options.files, options);
  const lowered = lowerDocuments(read.set);
  const found = sortDiagnostics([...read.diagnostics, ...lowered.diagnostics]);
  if (found.some(({ severity }) => severity === 'error'))
    return { kind: 'mistakes', diagnostics: found, texts: read.texts };
  const contract = documentContract(lowered);
  const { files, gaps } = await emitDocument(contract);
  const told = gaps.flatMap(({ schema, reason }) => lowered.warnOf(schema, reason));
  const diagnostics = sortDiagnostics([...found, ...told]);
  const plan = planWrites(place.root, files, { folder: place.folder, isShared: true });
  if (plan.foreign.length > 0) return { kind: 'foreign', paths: plan.foreign };
  const counts = countsOf(contract, files);
  const done = { kind: 'done', plan, counts, diagnostics, texts: read.texts } as const;
  if (options.check === true) return done;
  await shield(() => applyPlan(place.root, plan, place.folder));
  if (compiler !== undefined)
    await remember(options, read, { compiler, place, outputs: plan.outputs, counts, told: diagnostics });
  return done;
}

/** The files of a document's contract, and what they do not do of what it says. */
export interface EmittedDocument {
  readonly files: readonly GeneratedFile[];
  readonly gaps: readonly SchemaGap[];
}

/** Emits everything that there is for a document. */
export async function emitDocument(contract: Contract): Promise<EmittedDocument> {
  const { documentEmitters } = await import('./emit/index.js');
  const gaps: SchemaGap[] = [];
  const report = (gap: SchemaGap): void => void gaps.push(gap);
  const emitters = documentEmitters(contract);
  const emitted = await Promise.all(emitters.map((emitter) => emitter(contract, NO_CACHE, report)));
  const files = emitted.flat().map((file) => ({ ...file, content: withCommand(file.content) }));
  return { files, gaps };
}

/** The first line of a file names the command that makes it again. */
function withCommand(content: string): string {
  return content.startsWith('// ') ? content.replace('`npm run generate`', '`specwire generate`') : content;
}

interface Place {
  /** The nearest folder above the output that is there. */
  readonly root: string;
  /** The output folder as seen from there. */
  readonly folder: string;
}

function placeOf(out: string): Place {
  let root = dirname(out);
  while (!existsSync(root)) root = dirname(root);
  return { root, folder: pathFrom(root, out) };
}

/** As outputs are noted, with slashes everywhere. */
function pathFrom(root: string, path: string): string {
  return relative(root, path).split(sep).join('/');
}

/** How the last good run ended, if all is as it left it. */
async function unchanged(
  options: DocumentOptions,
  { root, folder }: Place,
  compiler: string,
): Promise<Outcome | undefined> {
  const stamp = readStamp(documentStamp(options.out));
  if (stamp === undefined || !existsSync(options.out)) return undefined;
  const paths = Object.keys(stamp.inputs).filter((path) => !path.startsWith('?'));
  const hashes = paths.map((path) => [path, hashTextFile(path) ?? ''] as const);
  const inputs = { ...Object.fromEntries(hashes), ...settings(options) };
  if (!isCurrent(root, stamp, compiler, inputs)) return undefined;
  if (leftOverFiles(root, Object.keys(stamp.outputs), folder).length > 0) return undefined;
  const { counts, told = [] } = stamp;
  if (told.length === 0) return { kind: 'current', counts };
  const files = new Set(told.map(({ file }) => file));
  const shown = paths
    .map((path) => [nameOf(path, options), path] as const)
    .filter(([name]) => files.has(name))
    .map(async ([name, path]) => [name, decodeText(await readFile(path))] as const);
  return { kind: 'current', counts, diagnostics: told, texts: new Map(await Promise.all(shown)) };
}

/** What changes the output and is no file. */
function settings({ files, allowOutside, allowRemote }: DocumentOptions): Readonly<Record<string, string>> {
  return { '?': hash(JSON.stringify([files, allowOutside === true, allowRemote === true])) };
}

/** What a run made. */
interface Made {
  readonly compiler: string;
  readonly place: Place;
  readonly outputs: ReadonlyMap<string, string | null>;
  readonly counts: Counts;
  readonly told: readonly Diagnostic[];
}

async function remember(options: DocumentOptions, { set }: ReadResult, made: Made): Promise<void> {
  // What another machine says may be something else tomorrow.
  const isLocal = [...set.files.keys()].every((location) => location.startsWith('/'));
  if (!isLocal) return;
  const inputs = [...set.files].map(([location, { text }]) => [location, hash(text)] as const);
  // The folders above the output are there now: the next run sees it from the nearest.
  const now = placeOf(options.out).root;
  const outputs = [...made.outputs].map(
    ([path, content]) =>
      [pathFrom(now, join(made.place.root, path)), content === null ? null : hash(content)] as const,
  );
  await writeStamp(documentStamp(options.out), {
    compiler: made.compiler,
    inputs: { ...Object.fromEntries(inputs), ...settings(options) },
    outputs: Object.fromEntries(outputs),
    told: made.told,
    counts: made.counts,
  });
}
