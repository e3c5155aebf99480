/** Resolves the references of documents: by JSON Pointer, by `$anchor` and by `$id`. */
import { posix } from 'node:path';
import { type DiagnosticCode, didYouMean } from '../../diagnostics.js';
import type { JsonValue } from '../../model/contract.js';
import { childPointer, isArray, isObject, own, pointerSegments, valueAt } from '../json.js';
import { nearPointer } from '../references.js';
import type { Origin, SourceFile } from '../source.js';
import { type Absence, type DocumentSet, splitReference } from './document-set.js';
import { absenceText } from './read-documents.js';

/** What a reference leads to, or what is wrong with it; no problem is told of a file whose own mistakes are. */
export type Resolved =
  | { readonly kind: 'found'; readonly target: Origin; readonly value: JsonValue }
  | { readonly kind: 'lost'; readonly problem?: Problem };

/** What to tell of a reference. */
export interface Problem {
  readonly code: DiagnosticCode;
  readonly message: string;
  readonly hint?: string | undefined;
}

/** References between the files of a set. */
export class DocumentReferences {
  readonly #set: DocumentSet;
  #identified: ReadonlyMap<string, Origin> | undefined;

  constructor(set: DocumentSet) {
    this.#set = set;
  }

  /** Resolves a reference that stands at `from`. */
  resolve(from: Origin, reference: string): Resolved {
    const base = this.#set.locations.get(from.file) ?? '';
    const { location, fragment } = splitReference(base, reference);
    const file = this.#set.files.get(location);
    if (file !== undefined && (fragment === '' || fragment.startsWith('/'))) {
      const isEmbedded = reference.startsWith('#') ? this.#withinIdentified(from) : undefined;
      const start = isEmbedded ?? { file, pointer: '' };
      const target = { file: start.file, pointer: `${start.pointer}${fragment}` };
      const value = valueAt(target.file.value, target.pointer);
      if (value !== undefined) return { kind: 'found', target, value };
      const plain = valueAt(file.value, fragment);
      if (plain !== undefined) return { kind: 'found', target: { file, pointer: fragment }, value: plain };
      return { kind: 'lost', problem: nothingThere(file, fragment) };
    }
    const identified = this.#byIdentifier(from, reference);
    if (identified !== undefined) {
      const value = valueAt(identified.file.value, identified.pointer);
      if (value !== undefined) return { kind: 'found', target: identified, value };
    }
    if (file !== undefined) {
      const message = `there is no \`$anchor: ${fragment}\` in ${file.path}`;
      return { kind: 'lost', problem: { code: 'dangling-ref', message } };
    }
    return { kind: 'lost', ...this.#absent(reference, location) };
  }

  #absent(reference: string, location: string): { readonly problem?: Problem } {
    const absence: Absence = this.#set.absent.get(location) ?? { kind: 'missing' };
    const why = absenceText(absence);
    if (why === undefined) return {};
    const isThere = absence.kind !== 'missing';
    const near =
      absence.kind === 'missing' ? didYouMean(posix.basename(location), this.#fileNames()) : undefined;
    const hint = absence.kind === 'refused' ? absence.hint : near && `Did you mean \`${near}\`?`;
    const message =
      absence.kind === 'missing'
        ? `there is no file for \`${reference}\``
        : `\`${reference}\` cannot be read: ${why}`;
    return { problem: { code: isThere ? 'bad-ref' : 'dangling-ref', message, hint } };
  }

  #fileNames(): readonly string[] {
    return [...this.#set.files.keys()].map((location) => posix.basename(location));
  }

  /** Schemas by the URIs that `$id` and `$anchor` give them (JSON Schema 2020-12, section 8.2). */
  #identifiers(): ReadonlyMap<string, Origin> {
    if (this.#identified !== undefined) return this.#identified;
    const found = new Map<string, Origin>();
    for (const [location, file] of this.#set.files) {
      if (/["'\s](\$id|\$anchor|\$dynamicAnchor)["']?\s*:/.test(file.text)) collect(file, location, found);
    }
    this.#identified = found;
    return found;
  }

  #byIdentifier(from: Origin, reference: string): Origin | undefined {
    const identifiers = this.#identifiers();
    if (identifiers.size === 0) return undefined;
    const base = enclosingIdentifier(from, this.#set.locations.get(from.file) ?? '').base;
    const uri = resolveUri(reference, base);
    const exact = identifiers.get(uri);
    if (exact !== undefined) return exact;
    const hash = uri.indexOf('#');
    const whole = hash === -1 ? undefined : identifiers.get(uri.slice(0, hash));
    if (whole === undefined || !uri.startsWith('/', hash + 1)) return undefined;
    return { file: whole.file, pointer: `${whole.pointer}${decodeURIComponent(uri.slice(hash + 1))}` };
  }

  /** The schema with an `$id` that `from` stands in: `#/…` is seen from there. */
  #withinIdentified(from: Origin): Origin | undefined {
    if (this.#identifiers().size === 0) return undefined;
    const { pointer } = enclosingIdentifier(from, '');
    return pointer === undefined ? undefined : { file: from.file, pointer };
  }
}

function collect(file: SourceFile, location: string, found: Map<string, Origin>): void {
  const visit = (node: JsonValue, pointer: string, base: string): void => {
    if (isArray(node)) {
      for (const [index, child] of node.entries()) visit(child, `${pointer}/${index}`, base);
      return;
    }
    if (!isObject(node)) return;
    const id = own(node, '$id');
    const inner = typeof id === 'string' ? resolveUri(id, base) : base;
    if (typeof id === 'string') found.set(inner, { file, pointer });
    for (const key of ['$anchor', '$dynamicAnchor']) {
      const anchor = own(node, key);
      if (typeof anchor === 'string') found.set(`${inner.replace(/#.*$/, '')}#${anchor}`, { file, pointer });
    }
    for (const [key, child] of Object.entries(node))
      if (typeof child === 'object') visit(child, childPointer(pointer, key), inner);
  };
  visit(file.value, '', location);
}

function enclosingIdentifier(
  { file, pointer }: Origin,
  location: string,
): { readonly base: string; readonly pointer?: string } {
  let node: JsonValue | undefined = file.value;
  let base = location;
  let found: string | undefined;
  let at = '';
  for (const segment of ['', ...pointerSegments(pointer)]) {
    if (at !== '' || segment !== '') {
      node = isArray(node) ? node[Number(segment)] : isObject(node) ? own(node, segment) : undefined;
      at = childPointer(at, segment);
    }
    const id = isObject(node) ? own(node, '$id') : undefined;
    if (typeof id === 'string' && at !== '') {
      base = resolveUri(id, base);
      found = at;
    }
  }
  return { base, ...(found !== undefined && { pointer: found }) };
}

function resolveUri(reference: string, base: string): string {
  const absolute = base.startsWith('/') ? `file://${base}` : base;
  if (URL.canParse(reference, absolute)) return new URL(reference, absolute).href.replace(/^file:\/\//, '');
  return reference;
}

function nothingThere(file: SourceFile, pointer: string): Problem {
  const message = `there is nothing at \`#${pointer}\` in ${file.path}`;
  return { code: 'dangling-ref', message, hint: nearPointer(file, pointer) };
}
