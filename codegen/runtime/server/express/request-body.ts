import type { Readable } from 'node:stream';
import type { Request } from 'express';
import { bodyKind, findContent, mediaType, parametersOf } from './content-type.js';
import { readForm, readMultipart } from './form-body.js';
import { HttpProblem, malformed } from './http-problem.js';
import { openBody, readBytes } from './read-bytes.js';
import type { RouteBody, RouteContent } from './route.js';

/** How bodies are read. Limits are in bytes. */
export interface ReadOptions {
  /** Of JSON, text and forms without files. */
  readonly bodyLimit: number;
  /** Of multipart forms and everything that is given to handlers as a stream. */
  readonly uploadLimit: number;
  /** Is shown the bytes of a body that is held in memory. */
  readonly verify: ((bytes: Buffer) => void | Promise<void>) | undefined;
}

/** A body as a handler gets it. */
export interface ReadBody {
  /** The content type's key in the contract, under which its validator is found. */
  readonly key: string;
  /** The key; where that is a range, the type that came. */
  readonly contentType: string;
  readonly value: unknown;
  /** Whether it is a value that a schema can check. */
  readonly isChecked: boolean;
}

/** Reads a request's body; undefined if there is none and none is needed. */
export async function readBody(
  request: Request,
  body: RouteBody,
  options: ReadOptions,
): Promise<ReadBody | undefined> {
  if (!hasBody(request)) {
    if (body.required !== true) return undefined;
    throw malformed('/body', 'is required', 'required');
  }
  const sent = request.headers['content-type'] ?? impliedType(body);
  const content = findContent(body.content, ({ contentType }) => contentType, sent);
  if (content === undefined) throw unsupported(body, request.headers['content-type']);
  const key = content.contentType;
  const contentType = key.includes('*') ? mediaType(sent) : key;
  const read = await readValue(request, content, { sent, options });
  if (read.value === undefined && body.required === true) throw malformed('/body', 'is required', 'required');
  return { key, contentType, ...read };
}

function hasBody({ headers, body }: Request): boolean {
  if (headers['transfer-encoding'] !== undefined) return true;
  return (
    Number(headers['content-length'] ?? 0) > 0 || (headers['content-length'] !== '0' && body !== undefined)
  );
}

/** A client that does not say what it sends means the one thing that it can send. */
function impliedType({ content }: RouteBody): string {
  const [only] = content;
  return content.length === 1 && only && !only.contentType.includes('*')
    ? only.contentType
    : 'application/octet-stream';
}

function unsupported({ content }: RouteBody, sent: string | undefined): HttpProblem {
  const types = content.map(({ contentType }) => contentType).join(', ');
  const detail =
    sent === undefined ? 'Content-Type is missing' : `Content-Type ${JSON.stringify(sent)} is not accepted`;
  return new HttpProblem(415, `${detail}; send ${types}`, { headers: { accept: types } });
}

interface Reading {
  /** The Content-Type with its parameters. */
  readonly sent: string;
  readonly options: ReadOptions;
}

type Value = Pick<ReadBody, 'value' | 'isChecked'>;

async function readValue(
  request: Request,
  content: RouteContent,
  { sent, options }: Reading,
): Promise<Value> {
  const kind = bodyKind(content.contentType.includes('*') ? sent : content.contentType);
  switch (kind) {
    case 'json': {
      const parsed = parsedBefore(request);
      if (parsed !== undefined && options.verify !== undefined) throw new Error(READ_BEFORE);
      if (parsed !== undefined) return { value: parsed, isChecked: true };
      return { value: parseJson(await readText(request, sent, options)), isChecked: true };
    }
    case 'form': {
      return { value: readForm(await readText(request, sent, options), content), isChecked: true };
    }
    case 'multipart': {
      return {
        value: await readMultipart(await readAll(request, options, options.uploadLimit), sent, content),
        isChecked: true,
      };
    }
    case 'text':
    case 'events':
      return {
        value: await readText(request, sent, options),
        isChecked: content.unchecked !== true && !content.contentType.startsWith('*'),
      };
    case 'lines':
      return { value: readLines(openStream(request, options.uploadLimit)), isChecked: false };
    case 'binary':
      return { value: openStream(request, options.uploadLimit), isChecked: false };
    default:
      return kind satisfies never;
  }
}

/** What `express.json()` has made of the body already, where it stands before the router. */
function parsedBefore(request: Request): unknown {
  const { body } = request as { readonly body?: unknown };
  return body === undefined || Buffer.isBuffer(body) || typeof body === 'string' ? undefined : body;
}

async function readAll(request: Request, { verify }: ReadOptions, limit: number): Promise<Buffer> {
  const bytes = await bytesOf(request, limit);
  await verify?.(bytes);
  return bytes;
}

function bytesOf(request: Request, limit: number): Promise<Buffer> | Buffer {
  const { body } = request as { readonly body?: unknown };
  if (Buffer.isBuffer(body)) return body;
  if (typeof body === 'string') return Buffer.from(body);
  if (request.readableDidRead) throw new Error(READ_BEFORE);
  return readBytes(request, limit);
}

const READ_BEFORE = 'Something before the router has read the body: mount the router before it';

function openStream(request: Request, limit: number): Readable {
  if (request.readableDidRead) throw new Error(READ_BEFORE);
  const stream = openBody(request, limit);
  // A handler that does not read it must not end the process by that.
  stream.on('error', () => undefined);
  return stream;
}

async function readText(request: Request, sent: string, options: ReadOptions): Promise<string> {
  const bytes = await readAll(request, options, options.bodyLimit);
  const charset = parametersOf(sent).get('charset') ?? 'utf-8';
  let decoder: InstanceType<typeof TextDecoder>;
  try {
    decoder = new TextDecoder(charset, { fatal: true });
  } catch {
    throw new HttpProblem(415, `The charset ${JSON.stringify(charset)} is not known`);
  }
  try {
    return decoder.decode(bytes);
  } catch {
    throw malformed('/body', `is not ${decoder.encoding}`, 'encoding');
  }
}

function parseJson(text: string): unknown {
  if (text.trim() === '') return undefined;
  try {
    return JSON.parse(text);
  } catch {
    throw malformed('/body', 'is not JSON', 'json');
  }
}

/** The items of a sequence of JSON texts, each as it comes (JSON lines; RFC 7464). */
async function* readLines(stream: Readable): AsyncGenerator<unknown> {
  let rest = '';
  for await (const text of stream.setEncoding('utf8')) {
    const lines = `${rest}${text as string}`.replaceAll('\u001e', '\n').split('\n');
    rest = lines.pop() ?? '';
    for (const line of lines) if (line.trim() !== '') yield parseJson(line);
  }
  if (rest.trim() !== '') yield parseJson(rest);
}
