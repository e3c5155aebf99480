import { isJsonType } from './media-type.js';
import type { Formats, ValueFormat } from './operation.js';
import { queryText } from './serialise.js';

/** A body in parts, and the boundary between them. */
export interface Multipart {
  readonly body: Blob;
  readonly boundary: string;
}

/** What stands in a part. */
interface Part {
  readonly content: string | Blob;
  readonly contentType: string | undefined;
  readonly fileName: string | undefined;
}

/**
 * Writes fields as parts (RFC 7578), a list as several parts of one name: files as they are, objects as JSON, all else as
 * text, unless they are written as `deepObject`. Not by `FormData`, which would take a part with a content type for a file.
 */
export function writeMultipart(fields: object, formats: Formats): Multipart {
  const boundary = `part-${crypto.getRandomValues(new Uint32Array(4)).join('-')}`;
  const pieces: (string | Blob)[] = [];
  for (const [name, value] of Object.entries(fields).flatMap(([key, one]) =>
    nested(key, one, formats[key]),
  )) {
    for (const item of Array.isArray(value) ? value : [value]) {
      if (item === undefined || item === null) continue;
      const part = partOf(item, formats[name] ?? {});
      pieces.push(`--${boundary}\r\n${headOf(name, part)}\r\n`, part.content, '\r\n');
    }
  }
  return { body: new Blob([...pieces, `--${boundary}--\r\n`]), boundary };
}

/** The fields of a `deepObject`, each by the whole way to it: `a[b]`. */
function nested(
  name: string,
  value: unknown,
  format: ValueFormat = {},
): readonly (readonly [string, unknown])[] {
  if (format.style !== 'deepObject' || typeof value !== 'object' || value === null) return [[name, value]];
  const text = queryText(name, value, format);
  return text === '' ? [] : [...new URLSearchParams(text)];
}

function partOf(value: unknown, { contentType }: ValueFormat): Part {
  // Several types are those that a file may have.
  const [only, ...others] = contentType?.split(',').map((type) => type.trim()) ?? [];
  const declared = others.length > 0 || only?.includes('*') ? undefined : only;
  if (value instanceof Blob) {
    const type = value.type || (declared ?? 'application/octet-stream');
    return { content: value, contentType: type, fileName: 'name' in value ? String(value.name) : 'blob' };
  }
  if (value instanceof Uint8Array || value instanceof ArrayBuffer) {
    const content = new Blob([new Uint8Array(value)]);
    return { content, contentType: declared ?? 'application/octet-stream', fileName: 'blob' };
  }
  const isJson = declared === undefined ? typeof value === 'object' : isJsonType(declared);
  return {
    content: isJson ? JSON.stringify(value) : String(value),
    contentType: declared ?? (isJson ? 'application/json' : undefined),
    fileName: undefined,
  };
}

function headOf(name: string, { contentType, fileName }: Part): string {
  const file = fileName === undefined ? '' : `; filename="${quoted(fileName)}"`;
  const type = contentType === undefined ? '' : `Content-Type: ${contentType}\r\n`;
  return `Content-Disposition: form-data; name="${quoted(name)}"${file}\r\n${type}`;
}

/** As browsers write names (HTML, "multipart form data"). */
function quoted(name: string): string {
  return name.replaceAll('\r', '%0D').replaceAll('\n', '%0A').replaceAll('"', '%22');
}
