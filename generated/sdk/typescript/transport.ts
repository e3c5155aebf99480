// Specwire's runtime, copied here by `npm run generate`. Do not edit.

import { toApiError } from './api-error.js';
import { whileConnected, withinTime } from './connection.js';
import type { StreamRequest } from './event-stream.js';
import { withRetries } from './retry.js';

export { newIdempotencyKey } from './idempotency-key.js';

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
  /** Two calls do what one does, whatever the method says. */
  readonly isIdempotent?: boolean | undefined;
  /** In place of the client's own. */
  readonly timeoutMs?: number | undefined;
  readonly signal?: AbortSignal | undefined;
}

/** Which stream, and from where. */
export interface EventStreamRequest extends Omit<TransportRequest, 'accept'>, StreamRequest {}

/** Sends requests, and sends those again that may be repeated. */
export class Transport {
  readonly #options: ClientOptions;
  readonly toError = toApiError;

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
    // A stream token is a credential by itself.
    const { stream_token: token } = request.query ?? {};
    const key = token === undefined ? await this.key() : undefined;
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

  #send<T>(request: TransportRequest, read: (response: Response) => T | Promise<T>): Promise<T> {
    const { maxRetries } = this.#options;
    const { method, isIdempotent, signal, timeoutMs = this.#options.timeoutMs ?? 60_000 } = request;
    const hasKey = request.headers?.['Idempotency-Key'] !== undefined;
    return withRetries({ method, hasKey, isIdempotent, maxRetries, signal }, () =>
      withinTime(timeoutMs, signal, async (ownSignal) => {
        const response = await this.connect({ ...request, signal: ownSignal });
        if (!response.ok) throw await toApiError(response);
        return await whileConnected(() => read(response));
      }),
    );
  }
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
