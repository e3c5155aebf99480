import { whileConnected } from '../http/connection.js';
import { UnexpectedResponseError } from './errors.js';
import { closest, isJsonType, isStreamType, isTextType, matches } from './media-type.js';
import type { BodyReading, HeaderReading, OperationSpec } from './operation.js';

/** A response as its documentation has it. */
export interface ReadReply {
  readonly ok: boolean;
  readonly status: number;
  readonly headers: Readonly<Record<string, unknown>>;
  /** The documented one; what came where a range is documented, or nothing. */
  readonly contentType: string | undefined;
  readonly body: unknown;
  readonly raw: Response;
  /** Where in the contract it is documented. */
  readonly documented: { readonly status: string; readonly contentType: string | undefined };
}

/** The entry of a status: itself, its range, `default`. Where a success is documented, `default` is none. */
export function documentedStatus({ responses }: OperationSpec, status: number): string | undefined {
  const range = `${Math.floor(status / 100)}XX`;
  const names = Object.keys(responses);
  const isCovered = status >= 200 && status < 300 && names.some((name) => name.startsWith('2'));
  return (
    names.find((name) => name === String(status)) ??
    names.find((name) => name.toUpperCase() === range) ??
    (isCovered ? undefined : names.find((name) => name === 'default'))
  );
}

/** Reads a response. Throws UnexpectedResponseError if it is not documented, ConnectionError if it breaks off. */
export async function readReply(spec: OperationSpec, raw: Response): Promise<ReadReply> {
  const status = documentedStatus(spec, raw.status);
  if (status === undefined) throw await unexpected(raw, `status ${raw.status} is not documented`);
  const content = spec.responses[status] ?? {};
  const actual = raw.headers.get('content-type');
  const reply = {
    ok: raw.ok,
    status: raw.status,
    headers: readHeaders(raw.headers, spec.responseHeaders?.[status] ?? {}),
    raw,
  };
  if (hasNoBody(spec, raw)) {
    await raw.body?.cancel();
    return {
      ...reply,
      contentType: undefined,
      body: undefined,
      documented: { status, contentType: undefined },
    };
  }
  const documented = findContent(Object.keys(content), actual);
  if (documented === undefined) {
    if (Object.keys(content).length > 0) {
      throw await unexpected(
        raw,
        `status ${raw.status} with content type ${actual ?? 'none'} is not documented`,
      );
    }
    const body = await readBody(raw, 'any');
    return {
      ...reply,
      contentType: actual ?? undefined,
      body,
      documented: { status, contentType: undefined },
    };
  }
  const body = await readBody(raw, content[documented] ?? 'any');
  const contentType = documented.includes('*') ? (actual ?? documented) : documented;
  return { ...reply, contentType, body, documented: { status, contentType: documented } };
}

/** The error of a response that is not documented. */
export async function unexpected(
  raw: Response,
  message: string,
  cause?: unknown,
): Promise<UnexpectedResponseError> {
  // The status says enough where the body breaks off; a stream may have no end.
  const isStream = isStreamType(raw.headers.get('content-type') ?? '');
  const text = raw.bodyUsed || isStream ? '' : await raw.text().catch(() => '');
  if (isStream) await raw.body?.cancel();
  return new UnexpectedResponseError(message, raw, text, cause);
}

function hasNoBody({ method }: OperationSpec, { status, body }: Response): boolean {
  return method === 'HEAD' || status === 204 || status === 205 || status === 304 || body === null;
}

/** The documented content type of what came: the very one, a range, or else one of the same kind. */
function findContent(documented: readonly string[], actual: string | null): string | undefined {
  // A server that does not say what it sends sends what it documents.
  if (actual === null) return documented.length === 1 ? documented[0] : undefined;
  const isAlike = (type: string) =>
    (isJsonType(type) && isJsonType(actual)) || (isTextType(type) && isTextType(actual));
  const same = documented.filter((type) => !type.includes('*') && matches(type, actual));
  return (
    closest(same, actual) ??
    documented.find((type) => type !== '*/*' && matches(type, actual)) ??
    documented.find((type) => matches(type, actual)) ??
    documented.find(isAlike)
  );
}

async function readBody(raw: Response, reading: BodyReading): Promise<unknown> {
  switch (reading) {
    case 'json':
      return parseJson(raw, await whileConnected(() => raw.text()));
    case 'text':
      return whileConnected(() => raw.text());
    case 'blob':
      return whileConnected(() => raw.blob());
    case 'any':
      return readAny(raw);
    default:
      return reading satisfies never;
  }
}

/** Whatever it is. Nothing at all is undefined. */
async function readAny(raw: Response): Promise<unknown> {
  const type = raw.headers.get('content-type') ?? '';
  if (!isJsonType(type) && !isTextType(type)) {
    const blob = await whileConnected(() => raw.blob());
    return blob.size === 0 ? undefined : blob;
  }
  const text = await whileConnected(() => raw.text());
  if (text === '') return undefined;
  return isJsonType(type) ? parseJson(raw, text) : text;
}

function parseJson(raw: Response, text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    throw new UnexpectedResponseError(`status ${raw.status} with a body that is not JSON`, raw, text, error);
  }
}

function readHeaders(
  headers: Headers,
  readings: Readonly<Record<string, HeaderReading>>,
): Readonly<Record<string, unknown>> {
  const values = Object.entries(readings).flatMap(([name, reading]): [string, unknown][] => {
    const text = headers.get(name);
    return text === null ? [] : [[name, readHeader(text, reading)]];
  });
  return Object.fromEntries(values);
}

/** What is no JSON stays the text that it is. */
function jsonOr(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}

function readHeader(text: string, reading: HeaderReading): unknown {
  const items = () => (text === '' ? [] : text.split(',').map((item) => item.trim()));
  switch (reading) {
    case 'string':
      return text;
    case 'number':
      return Number(text);
    case 'boolean':
      return text === 'true';
    case 'strings':
      return items();
    case 'numbers':
      return items().map(Number);
    case 'json':
      return jsonOr(text);
    default:
      return reading satisfies never;
  }
}
