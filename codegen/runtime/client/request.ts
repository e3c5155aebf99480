import { writeForm } from './body.js';
import type { ShownCredentials } from './credentials.js';
import { isFormType, isJsonType } from './media-type.js';
import type { Formats, OperationSpec, RequestParts } from './operation.js';
import { cookieText, headerText, pathText, queryText } from './serialise.js';

/** The URL of a request. Throws TypeError if a path parameter is missing, or would lead to another path. */
export function requestUrl(
  baseUrl: string,
  spec: OperationSpec,
  parts: RequestParts,
  { query: shown }: Pick<ShownCredentials, 'query'>,
): string {
  const path = fillPath(spec, parts.path ?? {});
  const query =
    spec.querystring === undefined
      ? texts(parts.query as object | undefined, spec.formats?.query, queryText)
      : whole(spec.querystring, parts.query);
  const pairs = [...query, ...texts(shown, {}, queryText)].join('&');
  const separator = path.includes('?') ? '&' : '?';
  return `${baseUrl.replace(/\/+$/, '')}${path}${pairs === '' ? '' : separator + pairs}`;
}

/** A query that is one value. */
function whole(
  { contentType, formats }: NonNullable<OperationSpec['querystring']>,
  query: unknown,
): readonly string[] {
  if (query === undefined || query === null) return [];
  const text =
    isFormType(contentType) && typeof query === 'object'
      ? writeForm(query, formats)
      : encodeURIComponent(isJsonType(contentType) ? JSON.stringify(query) : String(query));
  return text === '' ? [] : [text];
}

/** The header parameters and cookies of a request. */
export function requestHeaders(
  spec: OperationSpec,
  parts: RequestParts,
  shown: ShownCredentials,
): Readonly<Record<string, string>> {
  const headers = Object.entries(parts.headers ?? {})
    .filter(([, value]) => value !== undefined && value !== null)
    .map(([name, value]) => [name, headerText(value, spec.formats?.headers?.[name])] as const);
  const cookies = [
    ...texts(parts.cookies, spec.formats?.cookies, cookieText),
    ...texts(shown.cookies, {}, cookieText),
  ].join('; ');
  return {
    ...shown.headers,
    ...Object.fromEntries(headers),
    // Browsers send the cookies that they have, and let no script name them.
    ...(cookies !== '' && { Cookie: cookies }),
  };
}

type Write = (name: string, value: unknown, format?: Formats[string]) => string;

function texts(values: object | undefined, formats: Formats = {}, write: Write): readonly string[] {
  return Object.entries(values ?? {})
    .map(([name, value]) => write(name, value, formats[name]))
    .filter((text) => text !== '');
}

function fillPath(spec: OperationSpec, values: object): string {
  const named = values as Readonly<Record<string, unknown>>;
  const path = spec.path.replaceAll(/\{([^{}]+)\}/g, (_, name: string) => {
    const text = pathText(name, named[name], spec.formats?.path?.[name]);
    if (text === '') throw new TypeError(`${spec.id}: the path parameter ${name} is missing or empty`);
    return text;
  });
  // `fetch` would take such a segment for a step to another path.
  const [segments = ''] = path.split('?', 1);
  if (segments.split('/').some((segment) => /^\.\.?$/.test(segment))) {
    throw new TypeError(`${spec.id}: a path parameter must not be "." or ".."`);
  }
  return path;
}
