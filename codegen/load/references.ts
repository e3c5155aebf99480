/** Resolves `$ref`s between spec files. */
import { posix } from 'node:path';
import { type Diagnostic, didYouMean } from '../diagnostics.js';
import { decodeFragment } from '../model/schema-references.js';
import { asObject, childPointer, isObject, pointerSegments, valueAt } from './json.js';
import type { Project } from './project.js';
import { diagnosticAt, type Origin, type SourceFile } from './source.js';
import { isPlatformFile, SPEC_FOLDER } from './spec-files.js';
import { mapsNamesToSchemas } from './walk.js';

/** What a `$ref` leads to, or why it leads nowhere. */
export type Resolution =
  | { readonly kind: 'found'; readonly target: Origin }
  | { readonly kind: 'no-file'; readonly path: string }
  | { readonly kind: 'unreadable' }
  | { readonly kind: 'no-value'; readonly file: SourceFile; readonly pointer: string }
  | { readonly kind: 'unsupported'; readonly reason: string; readonly hint?: string };

/** Resolves a reference as written in `from`. */
export function resolveReference(project: Project, from: SourceFile, reference: string): Resolution {
  if (/^[a-z][a-z0-9+.-]*:/i.test(reference)) {
    return { kind: 'unsupported', reason: 'only files of this project can be referred to' };
  }
  const hash = reference.indexOf('#');
  const filePart = hash === -1 ? reference : reference.slice(0, hash);
  const fragment = hash === -1 ? '' : decodeFragment(reference.slice(hash + 1));
  if (fragment !== '' && !fragment.startsWith('/')) {
    return { kind: 'unsupported', reason: 'after `#` comes a JSON Pointer, which starts with `/`' };
  }
  const path = filePart === '' ? from.path : posix.normalize(posix.join(posix.dirname(from.path), filePart));
  if (!path.startsWith(`${SPEC_FOLDER}/`) && !isPlatformFile(path)) {
    return { kind: 'unsupported', reason: `only files below \`${SPEC_FOLDER}/\` can be referred to` };
  }
  if (project.unreadable.has(path)) return { kind: 'unreadable' };
  const file = project.files.get(path);
  if (!file) return { kind: 'no-file', path };
  if (fragment === '' && !isWholeObject(file)) return wholeFile(file, filePart);
  if (valueAt(file.value, fragment) === undefined) return { kind: 'no-value', file, pointer: fragment };
  return { kind: 'found', target: { file, pointer: fragment } };
}

/**
 * A discriminator's mapping names a schema by a reference or by its name alone: as a reference in either case.
 * @see https://spec.openapis.org/oas/v3.1.1.html#discriminator-object
 */
export function mappingReference(from: SourceFile, written: string): string {
  if (!/^[A-Za-z0-9._-]+$/.test(written) || /\.(ya?ml|json)$/.test(written)) return written;
  return `${mapsNamesToSchemas(from) ? '#' : '#/components/schemas'}/${written}`;
}

/** Whether a file is one object, such as a schema: not a document, and not a mapping of names to schemas. */
function isWholeObject(file: SourceFile): boolean {
  if (!isObject(file.value)) return true;
  return !('openapi' in file.value || 'asyncapi' in file.value || mapsNamesToSchemas(file));
}

function wholeFile(file: SourceFile, filePart: string): Resolution {
  const reason = 'it leads to a whole file, and not to an object in it';
  const [name] = mapsNamesToSchemas(file) ? Object.keys(asObject(file.value)) : ['components/schemas/Name'];
  const hint = `Say which one: \`${filePart}#/${name ?? 'Name'}\`, for instance.`;
  return { kind: 'unsupported', reason, hint };
}

/** The diagnostic for a reference that leads nowhere; none if the target's own file has a mistake already. */
export function referenceDiagnostic(
  project: Project,
  origin: Origin,
  reference: string,
  resolution: Exclude<Resolution, { kind: 'found' }>,
): Diagnostic | undefined {
  switch (resolution.kind) {
    case 'unreadable':
      return undefined;
    case 'unsupported': {
      const what = reference === '' ? 'an empty reference' : `\`${reference}\``;
      return diagnosticAt(origin, 'bad-ref', `${what} cannot be read: ${resolution.reason}`, {
        hint: resolution.hint,
      });
    }
    case 'no-file': {
      const near = didYouMean(resolution.path, project.files.keys());
      const from = posix.dirname(origin.file.path);
      return diagnosticAt(origin, 'dangling-ref', `there is no file ${resolution.path}`, {
        hint: near && `Did you mean \`${dotted(posix.relative(from, near))}${fragmentOf(reference)}\`?`,
      });
    }
    case 'no-value': {
      const message = `there is nothing at \`#${resolution.pointer}\` in ${resolution.file.path}`;
      return diagnosticAt(origin, 'dangling-ref', message, {
        hint: nearPointer(resolution.file, resolution.pointer),
      });
    }
    default:
      return resolution satisfies never;
  }
}

function fragmentOf(reference: string): string {
  const hash = reference.indexOf('#');
  return hash === -1 ? '' : reference.slice(hash);
}

function dotted(path: string): string {
  return path.startsWith('.') ? path : `./${path}`;
}

/** The sibling of the first wrong segment that looks most like it. */
export function nearPointer(file: SourceFile, pointer: string): string | undefined {
  const segments = pointerSegments(pointer);
  let good = '';
  for (const segment of segments) {
    const parent = valueAt(file.value, good);
    const next = childPointer(good, segment);
    if (valueAt(file.value, next) !== undefined) {
      good = next;
      continue;
    }
    if (!isObject(parent)) return undefined;
    const near = didYouMean(segment, Object.keys(parent));
    return near === undefined ? undefined : `Did you mean \`#${good}/${near}\`?`;
  }
  return undefined;
}
