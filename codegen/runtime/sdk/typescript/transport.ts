import { ApiError, ConnectionError, toApiError } from './api-error.js';

/** How a client reaches the service. */
export interface ClientOptions {
  /** `https://api.example.com`. */
  readonly baseUrl: string;
  /** The API key, or a function that gives the one to use now; it is called for each connection. */
  readonly apiKey?: string | (() => string | Promise<string>) | undefined;
  /** Replaces the global `fetch`. */
  readonly fetch?: typeof fetch | undefined;
  /** How often a call that may be repeated is tried again; 3 unless given. */
  readonly maxRetries?: number | undefined;
  /** Milliseconds that one try of a call may take; 60,000 unless given. Streams are not limited by it. */
  readonly timeoutMs?: number | undefined;
}

/** One request. */
export interface TransportRequest {
  readonly method: string;
  readonly path: string;
  readonly query?: Readonly<Record<string, unknown>> | undefined;
  readonly headers?: Readonly<Record<string, unknown>> | undefined;
  /** Sent as JSON if `contentType` is that or is absent, else as it is. */
  readonly body?: unknown;
  readonly contentType?: string | undefined;
  /** Content types that are understood; JSON unless given. */
  readonly accept?: string | undefined;
  readonly signal?: AbortSignal | undefined;
}

/** Methods of which two calls do what one does (RFC 9110, section 9.2.2). */
const IDEMPOTENT_METHODS = new Set(['GET', 'HEAD', 'OPTIONS', 'PUT', 'DELETE', 'TRACE']);
/** The request was turned away before anything was done. */
const TURNED_AWAY = new Set([429, 503]);
/** Nobody knows whether anything was done. */
const UNCERTAIN = new Set([408, 500, 502, 504]);

const FIRST_DELAY_MS = 250;
const MAX_DELAY_MS = 10_000;
/** A caller should hear of a longer wait than this rather than sit it out. */
const MAX_ASKED_MS = 60_000;
/** Beyond this, timers fire at once. */
const MAX_TIMER_MS = 2 ** 31 - 1;

/** Sends requests, and sends those again that may be repeated. */
export class Transport {
  readonly #options: ClientOptions;

  constructor(options: ClientOptions) {
    this.#options = options;
  }

  /** The URL of a path of the service. */
  address(path: string, query?: TransportRequest['query']): string {
    return `${this.#options.baseUrl.replace(/\/+$/, '')}${path}${search(query)}`;
  }

  /** The API key to use now, if there is one. */
  async key(): Promise<string | undefined> {
    const { apiKey } = this.#options;
    return typeof apiKey === 'function' ? await apiKey() : apiKey;
  }

  /** Sends a request; resolves to the JSON of the answer, undefined if that is empty. */
  async json<T>(request: TransportRequest): Promise<T> {
    const text = await this.text(request);
    return (text === '' ? undefined : JSON.parse(text)) as T;
  }

  /** Sends a request; resolves to the text of the answer. */
  text(request: TransportRequest): Promise<string> {
    return this.#send(request, (response) => response.text());
  }

  /** Sends a request; resolves to the bytes of the answer. */
  async bytes(request: TransportRequest): Promise<Uint8Array> {
    return new Uint8Array(await this.#send(request, (response) => response.arrayBuffer()));
  }

  /** Sends a request whose answer has nothing to read. */
  async nothing(request: TransportRequest): Promise<void> {
    await this.#send(request, (response) => response.body?.cancel());
  }

  /** One connection, as it is: the response whatever its status. Throws ConnectionError when there is none. */
  async connect(request: TransportRequest): Promise<Response> {
    const key = await this.key();
    const headers = new Headers({ Accept: request.accept ?? 'application/json, application/problem+json' });
    for (const [name, value] of Object.entries(request.headers ?? {})) {
      if (value !== undefined) headers.set(name, String(value));
    }
    if (key !== undefined) headers.set('Authorization', `Bearer ${key}`);
    const { body, contentType = 'application/json' } = request;
    const isJson = /[/+]json$/.test(contentType);
    // FormData names its own content type, with the boundary between its parts.
    if (body !== undefined && !(body instanceof FormData)) headers.set('Content-Type', contentType);
    const send = this.#options.fetch ?? fetch;
    const url = this.address(request.path, request.query);
    return whileConnected(() =>
      send(url, {
        method: request.method,
        headers,
        ...(body !== undefined && { body: isJson ? JSON.stringify(body) : (body as string) }),
        ...(request.signal && { signal: request.signal }),
      }),
    );
  }

  async #send<T>(request: TransportRequest, read: (response: Response) => T | Promise<T>): Promise<T> {
    const tries = this.#options.maxRetries ?? 3;
    for (let attempt = 0; ; attempt += 1) {
      try {
        return await this.#try(request, read);
      } catch (error) {
        request.signal?.throwIfAborted();
        const asked = error instanceof ApiError ? (error.retryAfterSeconds ?? 0) * 1000 : 0;
        if (attempt >= tries || asked > MAX_ASKED_MS || !mayBeRepeated(request, error)) throw error;
        await pause(Math.max(asked, backoff(attempt)), request.signal);
      }
    }
  }

  async #try<T>(request: TransportRequest, read: (response: Response) => T | Promise<T>): Promise<T> {
    const limit = this.#options.timeoutMs ?? 60_000;
    const abort = new AbortController();
    const timer = setTimeout(() => abort.abort(new ConnectionError(`no answer in ${limit} ms`)), limit);
    const unlink = abortWith(abort, request.signal);
    try {
      const response = await this.connect({ ...request, signal: abort.signal });
      if (!response.ok) throw await toApiError(response);
      return await whileConnected(() => read(response));
    } finally {
      clearTimeout(timer);
      unlink();
    }
  }
}

/** A fresh Idempotency-Key. Not `crypto.randomUUID`: browsers have that on secure pages only. */
export function newIdempotencyKey(): string {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('');
}

/** Runs what fails only if the connection does. */
export async function whileConnected<T>(action: () => T | Promise<T>): Promise<T> {
  try {
    return await action();
  } catch (error) {
    if (error instanceof ConnectionError) throw error;
    throw new ConnectionError(error instanceof Error ? error.message : 'no connection', { cause: error });
  }
}

/** Lets `signal` abort the controller; the function that it returns ends that. */
export function abortWith(abort: AbortController, signal: AbortSignal | undefined): () => void {
  const onAbort = () => abort.abort(signal?.reason);
  if (signal?.aborted) onAbort();
  signal?.addEventListener('abort', onAbort, { once: true });
  return () => signal?.removeEventListener('abort', onAbort);
}

/** Whether the same request again may succeed, and does no harm if the first one did already. */
function mayBeRepeated(request: TransportRequest, error: unknown): boolean {
  const hasKey = request.headers?.['Idempotency-Key'] !== undefined;
  const isHarmless = hasKey || IDEMPOTENT_METHODS.has(request.method);
  if (error instanceof ConnectionError) return isHarmless;
  if (!(error instanceof ApiError) || error.problem?.retryable === false) return false;
  if (TURNED_AWAY.has(error.status)) return true;
  // The first request with the key is still being worked on.
  if (error.status === 409) return hasKey && error.problem?.retryable === true;
  return isHarmless && UNCERTAIN.has(error.status);
}

/** The query string: a list is its items under one name, an object its fields. */
function search(query: TransportRequest['query']): string {
  const parameters = new URLSearchParams();
  const append = (name: string, value: unknown): void => {
    if (value === undefined || value === null) return;
    if (Array.isArray(value)) for (const item of value) append(name, item);
    else if (typeof value === 'object') for (const entry of Object.entries(value)) append(...entry);
    else parameters.append(name, String(value));
  };
  for (const [name, value] of Object.entries(query ?? {})) append(name, value);
  return parameters.size > 0 ? `?${parameters}` : '';
}

/** Milliseconds before the next try: doubled each time, up to 10 s, half of it by chance so that clients spread out. */
export function backoff(attempt: number, firstMs = FIRST_DELAY_MS): number {
  const full = Math.min(firstMs * 2 ** attempt, Math.max(MAX_DELAY_MS, firstMs));
  return full / 2 + Math.random() * (full / 2);
}

/** Waits; rejects with the signal's reason when it aborts. */
export function pause(milliseconds: number, signal?: AbortSignal): Promise<void> {
  return new Promise((resolve, reject) => {
    signal?.throwIfAborted();
    const onAbort = () => {
      clearTimeout(timer);
      reject(signal?.reason);
    };
    const onTime = () => {
      signal?.removeEventListener('abort', onAbort);
      resolve();
    };
    const timer = setTimeout(onTime, Math.min(milliseconds, MAX_TIMER_MS));
    signal?.addEventListener('abort', onAbort, { once: true });
  });
}
