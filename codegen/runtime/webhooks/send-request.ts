import { findStatus } from '../server/express/answer.js';
import { bodyKind, mediaType } from '../server/express/content-type.js';
import type { Route } from '../server/express/route.js';

/** What is sent: as the other side's handler gets it. */
export interface SentRequest {
  readonly query?: object;
  readonly headers?: object;
  readonly contentType?: string | undefined;
  readonly body?: unknown;
}

/** What came back. */
export interface ReceivedAnswer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly contentType?: string;
  readonly body?: unknown;
}

/** How a request is sent. */
export interface SendOptions {
  /** Headers beside those of the contract; a function is given the body as it is sent, to sign it. */
  readonly headers?:
    | Readonly<Record<string, string>>
    | ((
        body: string | undefined,
      ) => Readonly<Record<string, string>> | Promise<Readonly<Record<string, string>>>);
  /** Ends the wait. */
  readonly signal?: AbortSignal;
  /** Default: Node's. */
  readonly fetch?: typeof fetch;
}

/** The other side answered with a status that the contract lacks. */
export class UndocumentedAnswer extends Error {
  override readonly name = 'UndocumentedAnswer';
  readonly status: number;

  constructor(operationId: string, status: number) {
    super(`${operationId} was answered with ${status}, which the contract lacks`);
    this.status = status;
  }
}

/** Sends a request of the contract to whom it is for. A redirection is not followed: it leads who knows where. */
export async function sendRequest(
  route: Route,
  target: string | URL,
  request: SentRequest,
  options: SendOptions = {},
): Promise<ReceivedAnswer> {
  const url = new URL(target);
  for (const [name, value] of Object.entries(request.query ?? {})) {
    for (const one of [value].flat()) if (one !== undefined) url.searchParams.append(name, String(one));
  }
  const contentType = request.contentType ?? route.body?.content[0]?.contentType;
  const body = request.body === undefined ? undefined : await bodyText(contentType, request.body);
  const send = options.fetch ?? fetch;
  const response = await send(url, {
    method: route.method.toUpperCase(),
    headers: await headersOf(request, { contentType, body, options }),
    redirect: 'manual',
    ...(body !== undefined && { body }),
    ...(options.signal !== undefined && { signal: options.signal }),
  });
  return readAnswer(route, response);
}

interface Sending {
  readonly contentType: string | undefined;
  readonly body: string | FormData | undefined;
  readonly options: SendOptions;
}

async function headersOf(
  request: SentRequest,
  { contentType, body, options }: Sending,
): Promise<Record<string, string>> {
  const { headers: more = {} } = options;
  const own = Object.entries(request.headers ?? {}).filter(([, value]) => value !== undefined);
  return {
    // A form of several parts has a boundary, which only `fetch` knows.
    ...(contentType !== undefined && typeof body === 'string' && { 'content-type': contentType }),
    ...Object.fromEntries(own.map(([name, value]) => [name, String(value)])),
    ...(typeof more === 'function' ? await more(typeof body === 'string' ? body : undefined) : more),
  };
}

async function bodyText(contentType = 'application/json', body: unknown): Promise<string | FormData> {
  const kind = bodyKind(contentType);
  if (kind === 'json') return JSON.stringify(body);
  if (kind === 'lines') return linesText(contentType, body as AsyncIterable<unknown>);
  if (kind !== 'form' && kind !== 'multipart') return String(body);
  const form = kind === 'form' ? new URLSearchParams() : new FormData();
  for (const [name, value] of Object.entries(body as object)) {
    for (const one of [value].flat()) if (one !== undefined) form.append(name, fieldText(one));
  }
  return form instanceof FormData ? form : form.toString();
}

/** All of it, since senders sign what they send. */
async function linesText(contentType: string, items: AsyncIterable<unknown>): Promise<string> {
  const start = /json-seq$/.test(mediaType(contentType)) ? '\x1e' : '';
  let text = '';
  for await (const item of items) text += `${start}${JSON.stringify(item)}\n`;
  return text;
}

async function* linesOf(text: string): AsyncGenerator<unknown> {
  for (const line of text.replaceAll('\x1e', '\n').split('\n'))
    if (line.trim() !== '') yield JSON.parse(line) as unknown;
}

function fieldText(value: unknown): string {
  // `FormData` takes a file as it is, which its type tells of by another signature.
  if (value instanceof Blob) return value as never;
  return typeof value === 'object' ? JSON.stringify(value) : String(value);
}

async function readAnswer(route: Route, response: Response): Promise<ReceivedAnswer> {
  const { status } = response;
  const contentType = response.headers.get('content-type') ?? undefined;
  const text = await response.text();
  const found = findStatus(route.responses, status);
  if (found === undefined) throw new UndocumentedAnswer(route.operationId, status);
  const headers = Object.fromEntries(response.headers);
  const [, types] = found;
  const kind = bodyKind(contentType ?? types[0] ?? '');
  if (types.length === 0 || (text === '' && kind !== 'lines')) return { status, headers };
  const whole = kind === 'json' ? (JSON.parse(text) as unknown) : text;
  return {
    status,
    headers,
    ...(contentType !== undefined && { contentType }),
    body: kind === 'lines' ? linesOf(text) : whole,
  };
}
