/** Reads documents and all that they refer to, within bounds that no honest document meets. */
import { readFile, realpath, stat } from 'node:fs/promises';
import { dirname, sep } from 'node:path';
import type { Diagnostic } from '../../diagnostics.js';
import { decodeText } from '../encoding.js';
import { parseSource, type SourceFile } from '../source.js';
import { type Absence, type DocumentSet, referencesIn, splitReference } from './document-set.js';
import { isRemote, type NameOptions, nameOf } from './locations.js';

/** What may be read. */
export interface ReadOptions extends NameOptions {
  /** Files outside of the folder of the document, and of `cwd`, may be read. */
  readonly allowOutside?: boolean;
  /** What is referred to by `http:` and `https:` may be fetched, wherever it is. */
  readonly allowRemote?: boolean;
}

/** A set of files, and what is wrong with their text. */
export interface ReadResult {
  readonly set: DocumentSet;
  readonly texts: ReadonlyMap<string, string>;
  readonly diagnostics: readonly Diagnostic[];
}

const MAX_FILE_BYTES = 64_000_000;
const MAX_TOTAL_BYTES = 256_000_000;
const MAX_FILES = 5000;
const FETCH_TIMEOUT_MS = 10_000;
const MAX_FETCH_BYTES = 16_000_000;

/** Reads the files at these absolute paths and URLs, and whatever they lead to. */
export async function readDocuments(paths: readonly string[], options: ReadOptions): Promise<ReadResult> {
  const reader = new Reader(paths, options);
  for (const path of paths) await reader.read(path);
  await reader.readReferences();
  const { files, absent, locations, texts, diagnostics } = reader;
  const entries = paths.flatMap((path) => files.get(path) ?? []);
  return { set: { entries, files, absent, locations }, texts, diagnostics };
}

class Reader {
  readonly files = new Map<string, SourceFile>();
  readonly absent = new Map<string, Absence>();
  readonly locations = new Map<SourceFile, string>();
  readonly texts = new Map<string, string>();
  readonly diagnostics: Diagnostic[] = [];
  readonly #roots: readonly string[];
  /** The folders of the URLs that were named: what stands in them is fetched as they are. */
  readonly #remoteRoots: readonly string[];
  readonly #options: ReadOptions;
  readonly #queue: string[] = [];
  readonly #entries: ReadonlySet<string>;
  #bytes = 0;

  constructor(paths: readonly string[], options: ReadOptions) {
    this.#options = options;
    this.#entries = new Set(paths);
    this.#roots = [options.cwd, ...paths.filter((path) => !isRemote(path)).map((path) => dirname(path))];
    this.#remoteRoots = paths.filter(isRemote).map((url) => new URL('.', url).href);
  }

  async readReferences(): Promise<void> {
    for (let location = this.#queue.shift(); location !== undefined; location = this.#queue.shift())
      await this.read(location);
  }

  /** Reads one file, unless it is known already. */
  async read(location: string): Promise<void> {
    if (this.files.has(location) || this.absent.has(location)) return;
    const text = isRemote(location) ? await this.#fetch(location) : await this.#load(location);
    if (typeof text !== 'string') {
      this.absent.set(location, text);
      if (this.#entries.has(location)) this.#tellOfEntry(location, text);
      return;
    }
    const path = nameOf(location, this.#options);
    this.texts.set(path, text);
    const { file, diagnostics } = parseSource(path, text);
    if (diagnostics.length > 0) {
      this.diagnostics.push(...diagnostics);
      this.absent.set(location, { kind: 'broken' });
      return;
    }
    this.files.set(location, file);
    this.locations.set(file, location);
    for (const reference of referencesIn(file.value))
      this.#queue.push(splitReference(location, reference).location);
  }

  async #load(path: string): Promise<string | Absence> {
    try {
      const status = await stat(path);
      if (status.isDirectory()) return { kind: 'folder' };
      if (!status.isFile()) return unreadable('it is not a file');
      const outside = await this.#refusal(path);
      if (outside !== undefined) return outside;
      const refusal = this.#tooMuch(status.size, MAX_FILE_BYTES);
      return refusal ?? decodeText(await readFile(path));
    } catch (error) {
      const { code } = error as NodeJS.ErrnoException;
      if (code === 'ENOENT' || code === 'ENOTDIR') return { kind: 'missing' };
      return unreadable(code === 'EACCES' ? 'it may not be read' : String(code));
    }
  }

  /** A link that leads out is outside as well. */
  async #refusal(path: string): Promise<Absence | undefined> {
    if (this.#options.allowOutside === true || this.#entries.has(path)) return undefined;
    const real = await realpath(path);
    const roots = await Promise.all(this.#roots.map((root) => realpath(root)));
    if (roots.some((root) => real.startsWith(root.endsWith(sep) ? root : `${root}${sep}`))) return undefined;
    const reason = 'it stands outside of the folder of the document';
    return { kind: 'refused', reason, hint: 'Allow that with --allow-outside, if you trust the document.' };
  }

  async #fetch(url: string): Promise<string | Absence> {
    const isFree = this.#options.allowRemote === true || this.#entries.has(url);
    if (!isFree && !this.#remoteRoots.some((root) => url.startsWith(root)))
      return notAllowed('it is on another machine');
    try {
      const response = await fetch(url, {
        redirect: isFree ? 'follow' : 'manual',
        signal: AbortSignal.timeout(FETCH_TIMEOUT_MS),
      });
      if (!isFree && !response.ok && response.headers.has('location'))
        return notAllowed('its server leads elsewhere');
      if (!response.ok) return unreadable(`its server answers ${response.status}`);
      const chunks: Uint8Array[] = [];
      let size = 0;
      for await (const chunk of response.body ?? []) {
        size += chunk.byteLength;
        if (size > MAX_FETCH_BYTES) return unreadable(tooLarge(MAX_FETCH_BYTES));
        chunks.push(chunk);
      }
      return this.#tooMuch(size, MAX_FETCH_BYTES) ?? decodeText(Buffer.concat(chunks));
    } catch (error) {
      const isTimeout = error instanceof Error && error.name === 'TimeoutError';
      return unreadable(
        isTimeout ? `no answer in ${FETCH_TIMEOUT_MS / 1000} s` : 'its server cannot be reached',
      );
    }
  }

  #tooMuch(size: number, limit: number): Absence | undefined {
    if (size > limit) return unreadable(tooLarge(limit));
    this.#bytes += size;
    if (this.#bytes > MAX_TOTAL_BYTES)
      return unreadable(`all files together ${tooLarge(MAX_TOTAL_BYTES).slice(3)}`);
    if (this.files.size >= MAX_FILES) return unreadable(`it is one of more than ${MAX_FILES} files`);
    return undefined;
  }

  #tellOfEntry(location: string, absence: Absence): void {
    const message = absenceText(absence);
    if (message === undefined) return;
    const place = { file: nameOf(location, this.#options), line: 1, column: 1, length: 1 };
    this.diagnostics.push({ code: 'missing-document', severity: 'error', message, ...place });
  }
}

/** Why a file cannot be used, as the end of a sentence; undefined if that is told elsewhere. */
export function absenceText(absence: Absence): string | undefined {
  switch (absence.kind) {
    case 'missing':
      return 'there is no such file';
    case 'folder':
      return 'it is a folder, not a file';
    case 'refused':
    case 'unreadable':
      return absence.reason;
    case 'broken':
      return undefined;
    default:
      return absence satisfies never;
  }
}

function notAllowed(reason: string): Absence {
  return { kind: 'refused', reason, hint: 'Allow that with --allow-remote, if you trust the document.' };
}

function unreadable(reason: string): Absence {
  return { kind: 'unreadable', reason };
}

function tooLarge(limit: number): string {
  return `it is larger than ${limit / 1_000_000} MB`;
}
