/** The files of a document that stands by itself: the one that was named, and those that it refers to. */

import type { JsonValue } from '../../model/contract.js';
import { decodeFragment } from '../../model/schema-references.js';
import { isArray, isObject } from '../json.js';
import type { SourceFile } from '../source.js';
import { isRemote } from './locations.js';

/** Why a file is not there. */
export type Absence =
  | { readonly kind: 'missing' }
  | { readonly kind: 'folder' }
  /** It stands outside of where files may be read, or on another machine. */
  | { readonly kind: 'refused'; readonly reason: string; readonly hint: string }
  /** It was read, or asked for, and cannot be used. */
  | { readonly kind: 'unreadable'; readonly reason: string }
  /** Its own mistakes are told already. */
  | { readonly kind: 'broken' };

/** What reading gave. Files are known by where they are: an absolute path, or a URL. */
export interface DocumentSet {
  readonly entries: readonly SourceFile[];
  readonly files: ReadonlyMap<string, SourceFile>;
  readonly absent: ReadonlyMap<string, Absence>;
  /** Where each file is. */
  readonly locations: ReadonlyMap<SourceFile, string>;
}

/** A reference taken apart: the file it means, undefined for its own, and what stands behind `#`, decoded. */
export interface ReferenceParts {
  readonly location: string;
  readonly fragment: string;
}

/** Takes a reference apart, as it is written in the file at `from`. */
export function splitReference(from: string, reference: string): ReferenceParts {
  const hash = reference.indexOf('#');
  const written = hash === -1 ? reference : reference.slice(0, hash);
  const fragment = hash === -1 ? '' : decodeFragment(reference.slice(hash + 1));
  if (written === '') return { location: from, fragment };
  return { location: resolveLocation(from, written), fragment };
}

function resolveLocation(from: string, written: string): string {
  if (isRemote(written)) return URL.canParse(written) ? new URL(written).href : written;
  if (isRemote(from)) return URL.canParse(written, from) ? new URL(written, from).href : written;
  const base = new URL(`file://${from.split('/').map(encodeURIComponent).join('/')}`);
  // `my file.yaml` and `my%20file.yaml` mean the same file; `file:` URLs are paths.
  const plain = written.replace(/^file:\/\//i, '').replace(/[?].*$/, '');
  const url = plain.startsWith('/') ? plain : `./${plain}`;
  try {
    return decodeFragment(new URL(url.replaceAll('#', '%23'), base).pathname);
  } catch {
    return written;
  }
}

/** Every reference in a value that may lead to another file, each once. */
export function referencesIn(value: JsonValue): ReadonlySet<string> {
  const found = new Set<string>();
  const visit = (node: JsonValue): void => {
    if (isArray(node)) for (const child of node) visit(child);
    else if (isObject(node)) {
      for (const [key, child] of Object.entries(node)) {
        if (typeof child === 'string') {
          if ((key === '$ref' || key === '$dynamicRef') && !child.startsWith('#')) found.add(child);
        } else if (key === 'mapping' && isObject(child)) {
          for (const target of Object.values(child))
            if (typeof target === 'string' && /[./]/.test(target) && !target.startsWith('#'))
              found.add(target);
        } else visit(child);
      }
    }
  };
  visit(value);
  return found;
}
