/** The service under test, seen over HTTP: one origin, nothing followed, nothing sent anywhere else. */
import { Agent, type Dispatcher, request as send } from 'undici';
import { isEventStream, isLines } from '../emit/media-types.js';
import { Secrets } from './secrets.js';

/** A request as it goes over the wire. */
export interface WireRequest {
  readonly method: string;
  /** Path and query, behind the base URL. */
  readonly path: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: string | Uint8Array;
}

/** The head of an answer. Names of headers are in lower case, several of one name joined. */
export interface WireHead {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
}

/** An answer as it came. */
export interface WireAnswer extends WireHead {
  readonly body: Buffer;
  readonly milliseconds: number;
}

/** An answer whose body comes bit by bit. `close` must be called. */
export interface OpenAnswer extends WireHead {
  readonly chunks: AsyncIterable<Uint8Array>;
  close(): void;
}

/** Nothing came, or not all of it. */
export class NoAnswer extends Error {
  override readonly name = 'NoAnswer';
  /** The service is not there at all: another request would fare no better. */
  readonly isUnreachable: boolean;

  constructor(message: string, isUnreachable: boolean, cause: unknown) {
    super(message, { cause });
    this.isUnreachable = isUnreachable;
  }
}

/** How the service is spoken to. */
export interface ServiceOptions {
  /** Sent with every request: `Authorization`, for instance. Their values are shown nowhere. */
  readonly headers: readonly (readonly [name: string, value: string])[];
  /** For one answer. */
  readonly timeoutMs: number;
}

/** Names of given headers and of the given query, in lower case, that are left out: credentials. */
export type Without = ReadonlySet<string>;

const NOTHING: Without = new Set();

/** More than this of an answer is not read. */
const MOST_BYTES = 64 * 1024 * 1024;

/** So often a request is sent again that came at a time of too many. */
const MOST_REPEATS = 3;

/** Speaks to one service. */
export class Service implements Disposable {
  readonly timeoutMs: number;
  readonly secrets: Secrets;
  readonly #base: URL;
  readonly #headers: ServiceOptions['headers'];
  readonly #agent: Agent;

  constructor(base: URL, { headers, timeoutMs }: ServiceOptions) {
    this.#base = base;
    this.#headers = headers;
    this.timeoutMs = timeoutMs;
    this.secrets = new Secrets(base, headers);
    // What `--timeout` says is the only limit.
    this.#agent = new Agent({ connect: { timeout: timeoutMs }, headersTimeout: 0, bodyTimeout: 0 });
  }

  [Symbol.dispose](): void {
    void this.#agent.destroy();
  }

  /** Names of the headers that are sent with every request, in lower case. */
  get givenHeaders(): ReadonlySet<string> {
    return new Set(this.#headers.map(([name]) => name.toLowerCase()));
  }

  /** Names in the query of the base URL, in lower case: they are sent with every request too. */
  get givenQuery(): ReadonlySet<string> {
    return new Set([...this.#base.searchParams.keys()].map((name) => name.toLowerCase()));
  }

  /** The whole URL of a request. */
  urlOf(path: string, without: Without = NOTHING): string {
    const { origin, pathname, searchParams } = this.#base;
    const given = [...searchParams].filter(([name]) => !without.has(name.toLowerCase()));
    const joined = `${origin}${pathname.replace(/\/+$/, '')}${path}`;
    if (given.length === 0) return joined;
    return `${joined}${path.includes('?') ? '&' : '?'}${new URLSearchParams(given)}`;
  }

  /** The path of a URL or path that the service names, as seen from the base; undefined if it is somewhere else. */
  pathOf(location: string): string | undefined {
    if (!URL.canParse(location, this.#base.href)) return undefined;
    const { origin, pathname } = new URL(location, this.#base);
    if (origin !== this.#base.origin) return undefined;
    const prefix = this.#base.pathname.replace(/\/+$/, '');
    return pathname.startsWith(`${prefix}/`) ? pathname.slice(prefix.length) : pathname;
  }

  /** All headers of a request: those that are given, and its own, which win. */
  headersOf(request: WireRequest, without: Without = NOTHING): Readonly<Record<string, string>> {
    const own = new Set(Object.keys(request.headers).map((name) => name.toLowerCase()));
    const given = this.#headers.filter(
      ([name]) => !own.has(name.toLowerCase()) && !without.has(name.toLowerCase()),
    );
    return { ...Object.fromEntries(given), ...request.headers };
  }

  /** Sends a request and reads the whole answer. A 429 that says when to come again is obeyed. Throws NoAnswer. */
  async send(request: WireRequest, without?: Without): Promise<WireAnswer> {
    const started = performance.now();
    for (let repeat = 0; ; repeat += 1) {
      const answer = await this.#sendOnce(request, without);
      const pause = answer.status === 429 ? Number(answer.headers['retry-after']) * 1000 : Number.NaN;
      if (repeat >= MOST_REPEATS || !(pause <= this.timeoutMs))
        return { ...answer, milliseconds: Math.round(performance.now() - started) };
      await new Promise((resolve) => setTimeout(resolve, pause));
    }
  }

  async #sendOnce(request: WireRequest, without?: Without): Promise<Omit<WireAnswer, 'milliseconds'>> {
    const answer = await this.open(request, AbortSignal.timeout(this.timeoutMs), without);
    try {
      // A stream may have no end.
      if (isStreamType(answer.headers['content-type'])) return { ...head(answer), body: Buffer.alloc(0) };
      const chunks: Uint8Array[] = [];
      let size = 0;
      for await (const chunk of answer.chunks) {
        chunks.push(chunk);
        size += chunk.length;
        if (size > MOST_BYTES)
          throw new NoAnswer(`the answer is larger than ${MOST_BYTES} bytes`, false, undefined);
      }
      return { ...head(answer), body: Buffer.concat(chunks) };
    } finally {
      answer.close();
    }
  }

  /** Sends a request and leaves the body to be read. Throws NoAnswer; so do the chunks. */
  async open(request: WireRequest, signal: AbortSignal, without?: Without): Promise<OpenAnswer> {
    const stop = new AbortController();
    const { method, path, body } = request;
    try {
      const answer = await send(this.urlOf(path, without), {
        method: method as Dispatcher.HttpMethod,
        headers: this.headersOf(request, without),
        dispatcher: this.#agent,
        signal: AbortSignal.any([signal, stop.signal]),
        ...(body !== undefined && { body }),
      });
      const headers = Object.entries(answer.headers).map(([name, value]) => [
        name,
        [value].flat().join(', '),
      ]);
      return {
        status: answer.statusCode,
        headers: Object.fromEntries(headers) as Readonly<Record<string, string>>,
        chunks: readable(answer.body, this.timeoutMs),
        close: () => {
          answer.body.on('error', () => undefined);
          stop.abort();
        },
      };
    } catch (error) {
      throw noAnswer(error, this.timeoutMs);
    }
  }
}

function head({ status, headers }: WireHead): WireHead {
  return { status, headers };
}

/** What comes bit by bit, perhaps for ever. */
function isStreamType(contentType = ''): boolean {
  return isEventStream({ contentType }) || isLines({ contentType });
}

async function* readable(body: AsyncIterable<Uint8Array>, timeoutMs: number): AsyncGenerator<Uint8Array> {
  try {
    yield* body;
  } catch (error) {
    throw noAnswer(error, timeoutMs);
  }
}

const UNREACHABLE: Readonly<Record<string, string>> = {
  ECONNREFUSED: 'the connection is refused',
  ENOTFOUND: 'its name is not known',
  EAI_AGAIN: 'its name cannot be looked up',
  EHOSTUNREACH: 'there is no way to its host',
  ENETUNREACH: 'there is no way to its network',
  ETIMEDOUT: 'it does not answer',
  UND_ERR_CONNECT_TIMEOUT: 'it does not answer',
};

function noAnswer(error: unknown, timeoutMs: number): NoAnswer {
  if (error instanceof NoAnswer) return error;
  const { name, message, code = '' } = error as Error & { readonly code?: string };
  const text =
    UNREACHABLE[code] ??
    (/CERT|TLS|SSL/.test(code) ? `its certificate is not trusted: ${message}` : undefined);
  if (text !== undefined) return new NoAnswer(text, true, error);
  if (name === 'TimeoutError' || name === 'AbortError')
    return new NoAnswer(`no whole answer came within ${timeoutMs / 1000} s`, false, error);
  return new NoAnswer(`the connection broke: ${message}`, false, error);
}
