/**
 * The second opinion on the AsyncAPI document, by AsyncAPI's own parser. It takes a second, so it reads the bundled
 * document only, and what it said of a document is kept.
 */
import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { Worker } from 'node:worker_threads';
import type { Diagnostic, DiagnosticCode } from '../../diagnostics.js';
import type { BuiltContract } from '../../model/build-contract.js';
import type { JsonObject, JsonValue } from '../../model/contract.js';
import { writeCached } from '../../stamp.js';
import {
  asObject,
  asString,
  childPointer,
  isArray,
  isObject,
  own,
  pointerSegments,
  valueAt,
} from '../json.js';
import type { Project } from '../project.js';
import { diagnosticAt, type Origin } from '../source.js';

/** A mistake as the parser reports it: by its path in the bundled document. */
interface Finding {
  readonly message: string;
  readonly path: readonly string[];
}

/** Raised when the same document might be judged differently: by another version or other options of the parser. */
const CACHE_VERSION = 1;

/** The parser's `DiagnosticSeverity.Error`; its hints and recommendations are no mistakes. */
const ERROR = 0;

/** Mistakes of these kinds leave holes in the bundled document, or put one thing in another's place. */
const HOLES: ReadonlySet<DiagnosticCode> = new Set([
  'bad-yaml',
  'duplicate-key',
  'structure',
  'dangling-ref',
  'bad-ref',
  'name-collision',
  'duplicate-job-type',
]);

/**
 * Checks the bundled document if there is a whole one in spite of `mistakes`. Findings are placed in the files that it
 * was bundled from; those of lines that have a mistake already are that mistake in other words.
 */
export async function checkAsyncapi(
  project: Project,
  built: BuiltContract,
  cacheFolder: string,
  mistakes: readonly Diagnostic[] = [],
): Promise<readonly Diagnostic[]> {
  const { asyncapi } = built.contract.documents;
  if (!asyncapi || !project.asyncapi) return [];
  const isHole = ({ code, file }: Diagnostic) => HOLES.has(code) && file !== project.openapi?.path;
  if (project.unreadable.size > 0 || mistakes.some(isHole)) return [];
  const text = JSON.stringify(asyncapi);
  const key = createHash('sha256').update(`${CACHE_VERSION} ${text}`).digest('hex').slice(0, 32);
  const cached = join(cacheFolder, `asyncapi-${key}.json`);
  const findings = (await readCached(cached)) ?? (await parse(text));
  // A folder that cannot be written costs a second each time, nothing else.
  await writeCached(cached, JSON.stringify(findings)).catch(() => undefined);
  const root: Origin = { file: project.asyncapi, pointer: '' };
  const taken = new Set(mistakes.map(lineOf));
  return findings
    .map(({ message, path }) => diagnosticAt(sourceOf(asyncapi, built, root, path), 'asyncapi', message))
    .filter((finding) => !taken.has(lineOf(finding)));
}

function lineOf({ file, line }: Diagnostic): string {
  return `${file}:${line}`;
}

async function parse(text: string): Promise<readonly Finding[]> {
  const document = JSON.parse(text) as JsonObject;
  const errors = (await parseInThread(text))
    .filter(({ severity }) => severity === ERROR)
    .map(({ message, path }) => ({
      message: firstSmall(message),
      path: followReferences(document, path.map(String)),
    }));
  // What is referred to from several places is reported at each of them, and again by everything around it.
  const distinct = [...new Map(errors.map((error) => [JSON.stringify(error), error])).values()];
  const precise = distinct.filter(({ message }) => !/must match "(then|else)" schema$/.test(message));
  return precise.length > 0 ? precise : distinct;
}

/** What the parser reports, as far as it is of use. */
interface Reported {
  readonly severity: number;
  readonly message: string;
  readonly path: readonly (string | number)[];
}

/** The thread's own code. As text, because a thread starts without the loader that reads TypeScript here. */
const THREAD = `
  const { parentPort, workerData } = require('node:worker_threads');
  const { Parser } = require(workerData.parser);
  new Parser().validate(workerData.text).then((found) =>
    parentPort.postMessage(found.map(({ severity, message, path }) => ({ severity, message, path }))));
`;

/** In a thread of its own: it takes as long as everything else together, and all else goes on meanwhile. */
function parseInThread(text: string): Promise<readonly Reported[]> {
  const parser = createRequire(import.meta.url).resolve('@asyncapi/parser');
  return new Promise((resolve, reject) => {
    const worker = new Worker(THREAD, { eval: true, workerData: { text, parser } });
    worker.once('message', (reported: readonly Reported[]) => {
      resolve(reported);
      void worker.terminate();
    });
    worker.once('error', reject);
    worker.once('exit', (code) => reject(new Error(`The thread of @asyncapi/parser ended with ${code}`)));
  });
}

/** The parser reports a place as it is reached; this is where it stands in the document. */
function followReferences(document: JsonObject, path: readonly string[]): readonly string[] {
  let at: readonly string[] = [];
  for (const key of path) {
    for (let step = 0; step < 20 && key !== '$ref'; step++) {
      const value = valueAt(document, at.reduce<string>(childPointer, ''));
      const reference = isObject(value) ? asString(value.$ref) : undefined;
      if (reference === undefined || !reference.startsWith('#/')) break;
      at = pointerSegments(reference.slice(1));
    }
    at = [...at, key];
  }
  return at;
}

function firstSmall(message: string): string {
  return `${message.charAt(0).toLowerCase()}${message.slice(1)}`;
}

/** Where the author wrote what stands at a path of the bundled document: at the last copied object on the way. */
function sourceOf(
  document: JsonObject,
  { bundler }: BuiltContract,
  root: Origin,
  path: readonly string[],
): Origin {
  let value: JsonValue | undefined = document;
  let origin = root;
  let rest: readonly string[] = [];
  for (const key of path) {
    value = isArray(value) ? value[Number(key)] : own(asObject(value), key);
    const known = typeof value === 'object' && value !== null ? bundler.origins.get(value) : undefined;
    rest = known ? [] : [...rest, key];
    origin = known ?? origin;
  }
  return { file: origin.file, pointer: rest.reduce<string>(childPointer, origin.pointer) };
}

async function readCached(path: string): Promise<readonly Finding[] | undefined> {
  try {
    return JSON.parse(await readFile(path, 'utf8')) as readonly Finding[];
  } catch {
    return undefined;
  }
}
