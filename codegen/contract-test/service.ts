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
  /** Whether its time is over. */
  readonly isLate: () => boolean;
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
  /** Hears of a wait that the service asks for with 429. */
  readonly onPause?: (milliseconds: number) => void;
}

/** Names of given headers and of the given query, in lower case, that are left out: credentials. */
export type Without = ReadonlySet<string>;

const NOTHING: Without = new Set();

/** More than this of an answer is not read. */
const MOST_BYTES = 64 * 1024 * 1024;

/** So often a request is sent again that came at a time of too many. */
const MOST_REPEATS = 3;

/** The longest `Retry-After` that is waited for: windows of a minute are common. */
const LONGEST_PAUSE_MS = 65_000;

const PROBE_PAUSE_MS = 250;

/** Speaks to one service. */
export class Service implements Disposable {
  readonly timeoutMs: number;
  readonly secrets: Secrets;
  readonly #base: URL;
  readonly #headers: ServiceOptions['headers'];
  readonly #agent: Agent;
  readonly #onPause: (milliseconds: number) => void;
  /** It has kept on answering 429: no other request waits for it. */
  #isFlooded = false;

  constructor(base: URL, { headers, timeoutMs, onPause = () => undefined }: ServiceOptions) {
    this.#base = base;
    this.#headers = headers;
    this.#onPause = onPause;
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

  /** Waits until the service answers, with anything but 502, 503 or 504. Throws NoAnswer once the time is over. */
  async waitUntilThere(timeMs: number): Promise<void> {
    const deadline = performance.now() + timeMs;
    for (;;) {
      const absence = await this.#absence();
      if (absence === undefined) return;
      if (performance.now() + PROBE_PAUSE_MS > deadline) throw absence;
      await pause(PROBE_PAUSE_MS);
    }
  }

  /** Why it is not there; undefined if it is. */
  async #absence(): Promise<NoAnswer | undefined> {
    try {
      const { status, close } = await this.#openOnce(
        { method: 'GET', path: '/', headers: {} },
        this.timeoutMs,
      );
      close();
      const isGateway = status >= 502 && status <= 504;
      return isGateway ? new NoAnswer(`it still answers ${status}`, true, undefined) : undefined;
    } catch (error) {
      if (error instanceof NoAnswer) return error;
      throw error;
    }
  }

  /** Sends a request and reads the whole answer. Throws NoAnswer. */
  async send(request: WireRequest, without?: Without): Promise<WireAnswer> {
    const started = performance.now();
    const answer = await this.open(request, this.timeoutMs, without);
    const done = (body: Buffer): WireAnswer => {
      const { status, headers } = answer;
      return { status, headers, body, milliseconds: Math.round(performance.now() - started) };
    };
    try {
      // A stream may have no end.
      if (isStreamType(answer.headers['content-type'])) return done(Buffer.alloc(0));
      const chunks: Uint8Array[] = [];
      let size = 0;
      for await (const chunk of answer.chunks) {
        chunks.push(chunk);
        size += chunk.length;
        if (size > MOST_BYTES)
          throw new NoAnswer(`the answer is larger than ${MOST_BYTES} bytes`, false, undefined);
      }
      return done(Buffer.concat(chunks));
    } finally {
      answer.close();
    }
  }

  /**
   * Sends a request and leaves the body to be read. A 429 that says when to come again is obeyed; one that does not, or
   * that is still there afterwards, is no answer: it says nothing of the request. Throws NoAnswer; so do the chunks.
   */
  async open(request: WireRequest, timeMs: number, without?: Without): Promise<OpenAnswer> {
    for (let repeat = 0; ; repeat += 1) {
      const answer = await this.#openOnce(request, timeMs, without);
      if (answer.status !== 429) return answer;
      answer.close();
      const milliseconds = retryAfterMs(answer);
      this.#isFlooded ||=
        repeat >= MOST_REPEATS || milliseconds === undefined || milliseconds > LONGEST_PAUSE_MS;
      if (this.#isFlooded || milliseconds === undefined) throw new NoAnswer(FLOODED, false, undefined);
      this.#onPause(milliseconds);
      await pause(milliseconds);
    }
  }

  async #openOnce(request: WireRequest, timeMs: number, without?: Without): Promise<OpenAnswer> {
    const stop = new AbortController();
    const timeout = AbortSignal.timeout(Math.ceil(timeMs));
    const { method, path, body } = request;
    try {
      const answer = await send(this.urlOf(path, without), {
        method: method as Dispatcher.HttpMethod,
        headers: this.headersOf(request, without),
        dispatcher: this.#agent,
        signal: AbortSignal.any([timeout, stop.signal]),
        ...(body !== undefined && { body }),
      });
      const headers = Object.entries(answer.headers).map(([name, value]) => [
        name,
        [value].flat().join(', '),
      ]);
      return {
        status: answer.statusCode,
        headers: Object.fromEntries(headers) as Readonly<Record<string, string>>,
        chunks: readable(answer.body, timeMs),
        isLate: () => timeout.aborted,
        close: () => {
          answer.body.on('error', () => undefined);
          stop.abort();
        },
      };
    } catch (error) {
      throw noAnswer(error, timeMs);
    }
  }
}

const FLOODED =
  'answers 429, too many requests, which says nothing of this one: give the key a higher limit, or test fewer operations';

/** What `Retry-After` says, in seconds or as a date (RFC 9110, section 10.2.3); undefined if it says nothing. */
function retryAfterMs({ headers }: WireHead): number | undefined {
  const text = headers['retry-after']?.trim() ?? '';
  if (/^\d+$/.test(text)) return Number(text) * 1000;
  const date = Date.parse(text);
  return Number.isNaN(date) ? undefined : Math.max(0, date - Date.now());
}

function pause(milliseconds: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, milliseconds));
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
