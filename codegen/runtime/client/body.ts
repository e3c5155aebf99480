import { isFormType, isJsonType, isLinesType, mediaType } from './media-type.js';
import { writeMultipart } from './multipart.js';
import type { Formats, OperationSpec, RequestParts } from './operation.js';
import { queryText } from './serialise.js';

/** A body as `fetch` takes it. */
export interface WrittenBody {
  readonly body: string | Blob | Uint8Array | ArrayBuffer | URLSearchParams | FormData | ReadableStream;
  /** Absent: `fetch` knows it. */
  readonly contentType?: string;
}

/** Writes the body of a request by its content type; undefined if it has none. */
export function writeBody(spec: OperationSpec, { body, contentType }: RequestParts): WrittenBody | undefined {
  if (body === undefined) return undefined;
  const declared = contentType ?? Object.keys(spec.body ?? {})[0] ?? 'application/json';
  const formats = spec.body?.[declared] ?? {};
  const type = declared.includes('*') ? guessedType(body) : declared;
  if (isJsonType(type)) return { body: JSON.stringify(body), contentType: type };
  // These name their own type, with the boundary between parts.
  if (body instanceof FormData) return { body };
  if (isRaw(body)) return { body, contentType: type };
  if (isLinesType(type)) return { body: writeLines(body as Iterable<unknown>, type), contentType: type };
  if (typeof body !== 'object' || body === null) return { body: String(body), contentType: type };
  if (mediaType(type).startsWith('multipart/')) {
    const { body: parts, boundary } = writeMultipart(body, formats);
    return { body: parts, contentType: `${type}; boundary=${boundary}` };
  }
  if (isFormType(type)) {
    return { body: writeForm(body, formats), contentType: type };
  }
  return { body: JSON.stringify(body), contentType: type };
}

/** Whether a body can be sent once only. */
export function isOneWay(body: WrittenBody | undefined): boolean {
  return body?.body instanceof ReadableStream;
}

function isRaw(body: unknown): body is WrittenBody['body'] {
  return (
    typeof body === 'string' ||
    body instanceof Blob ||
    body instanceof Uint8Array ||
    body instanceof ArrayBuffer ||
    body instanceof URLSearchParams ||
    body instanceof ReadableStream
  );
}

/** Of a body whose documented type is a range. */
function guessedType(body: unknown): string {
  if (body instanceof Blob && body.type !== '') return body.type;
  if (typeof body === 'string') return 'text/plain;charset=UTF-8';
  return isRaw(body) ? 'application/octet-stream' : 'application/json';
}

/** `application/x-www-form-urlencoded`: objects are JSON unless their format says otherwise, lists are repeated. */
export function writeForm(fields: object, formats: Formats): string {
  return Object.entries(fields)
    .map(([name, value]) => {
      const format = formats[name];
      // Leaving out what is null would say nothing of it.
      if (value === null) return queryText(name, '');
      const isObject = typeof value === 'object' && !Array.isArray(value);
      return queryText(name, value, format ?? (isObject ? { contentType: 'application/json' } : {}));
    })
    .filter((pairs) => pairs !== '')
    .join('&');
}

function writeLines(items: Iterable<unknown>, type: string): string {
  const start = mediaType(type).endsWith('json-seq') ? '\x1e' : '';
  return Array.from(items, (item) => `${start}${JSON.stringify(item)}\n`).join('');
}
