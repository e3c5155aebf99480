import { toApiError } from './api-error.js';

/** How a client reaches the service. */
export interface ClientOptions {
  /** `https://api.example.com`. */
  readonly baseUrl: string;
  /** The API key, or a function that gives the one to use now; it is called for each connection. */
  readonly apiKey?: string | (() => string | Promise<string>);
  /** Replaces the global `fetch`. */
  readonly fetch?: typeof fetch;
  /** How often a safe request is tried again; 3 unless given. */
  readonly maxRetries?: number;
}

/** One request. */
export interface TransportRequest {
  readonly method: string;
  readonly path: string;
  readonly query?: Readonly<Record<string, unknown>>;
  readonly headers?: Readonly<Record<string, string | undefined>>;
  readonly body?: unknown;
  readonly signal?: AbortSignal | undefined;
}

const RETRY_STATUS = new Set([429, 502, 503, 504]);
const FIRST_DELAY_MS = 250;
const MAX_DELAY_MS = 10_000;

/** Sends requests, and sends those again that are safe to repeat. */
export class Transport {
  readonly #options: ClientOptions;

  constructor(options: ClientOptions) {
    this.#options = options;
  }

  /** Sends a request; throws ApiError unless it succeeds. Repeats what is idempotent by method or by key. */
  async send(request: TransportRequest): Promise<Response> {
    const isSafe = request.method !== 'POST' || request.headers?.['Idempotency-Key'] !== undefined;
    const tries = isSafe ? (this.#options.maxRetries ?? 3) : 0;
    for (let attempt = 0; ; attempt += 1) {
      const outcome = await this.#try(request);
      if (outcome instanceof Response && outcome.ok) return outcome;
      const error = outcome instanceof Response ? await toApiError(outcome) : outcome.error;
      const mayPass = outcome instanceof Response ? RETRY_STATUS.has(outcome.status) : true;
      request.signal?.throwIfAborted();
      if (!mayPass || attempt >= tries) throw error;
      const asked = outcome instanceof Response ? Number(outcome.headers.get('retry-after') ?? 0) * 1000 : 0;
      await pause(Math.max(asked || 0, backoff(attempt)), request.signal);
    }
  }

  /** One connection, as it is: the response whatever its status. Rejects when there is none. */
  async connect(request: TransportRequest): Promise<Response> {
    const { apiKey } = this.#options;
    const key = typeof apiKey === 'function' ? await apiKey() : apiKey;
    const headers = new Headers({ Accept: 'application/json, application/problem+json' });
    for (const [name, value] of Object.entries(request.headers ?? {})) {
      if (value !== undefined) headers.set(name, value);
    }
    if (key !== undefined) headers.set('Authorization', `Bearer ${key}`);
    if (request.body !== undefined) headers.set('Content-Type', 'application/json');
    const send = this.#options.fetch ?? fetch;
    return send(this.#url(request), {
      method: request.method,
      headers,
      ...(request.body !== undefined && { body: JSON.stringify(request.body) }),
      ...(request.signal && { signal: request.signal }),
    });
  }

  async #try(request: TransportRequest): Promise<Response | { readonly error: unknown }> {
    try {
      return await this.connect(request);
    } catch (error) {
      return { error };
    }
  }

  #url(request: TransportRequest): string {
    const query = new URLSearchParams();
    for (const [name, value] of Object.entries(request.query ?? {})) {
      if (value !== undefined && value !== null) query.append(name, String(value));
    }
    const search = query.size > 0 ? `?${query}` : '';
    return `${this.#options.baseUrl.replace(/\/+$/, '')}${request.path}${search}`;
  }
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
    const timer = setTimeout(() => {
      signal?.removeEventListener('abort', onAbort);
      resolve();
    }, milliseconds);
    signal?.addEventListener('abort', onAbort, { once: true });
  });
}
