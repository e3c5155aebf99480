import { abortWith, whileConnected, withinTime } from '../http/connection.js';
import { type EventReading, NotAStreamError, readEventStream } from '../http/event-stream.js';
import { withRetries } from '../http/retry.js';
import { isOneWay } from './body.js';
import { type SecuritySpec, showCredentials } from './credentials.js';
import { ApiError } from './errors.js';
import { readJsonLines } from './json-lines.js';
import { isLinesType } from './media-type.js';
import type { CallOptions, OperationSpec, RequestParts, StreamOptions, StreamSpec } from './operation.js';
import { acceptOf, hasKey, isRedirect, type PreparedRequest, prepare } from './prepared-request.js';
import { readReply, unexpected } from './read-reply.js';
import type { AnyReply } from './reply.js';
import { requestHeaders, requestUrl } from './request.js';
import { type StreamEvent, streamReading } from './stream-reading.js';
import { checkItem, checkReply, itemCheck, type OperationChecks, type ResponseChecks } from './validators.js';

/** How a client reaches the service. */
export interface HttpOptions {
  /** Replaces the global `fetch`. */
  readonly fetch?: typeof fetch | undefined;
  /** How often a call that may be repeated is tried again; 3 unless given. */
  readonly maxRetries?: number | undefined;
  /** Milliseconds that one try of a call may take; 60,000 unless given. Streams are not limited by it. */
  readonly timeoutMs?: number | undefined;
  /** `operationValidators` of the contract: responses and items of streams are checked, ValidationError is thrown. */
  readonly validate?: OperationChecks | undefined;
  /** Headers of every request. */
  readonly headers?: Readonly<Record<string, string>> | undefined;
}

/** What the client of a contract knows of its service. */
export interface ServiceSpec {
  readonly baseUrl: string;
  /** The base URL is what the caller gave: it is that of all operations. */
  readonly isGiven: boolean;
  readonly schemes: Readonly<Record<string, SecuritySpec>>;
  /** By the name of a scheme. */
  readonly credentials: object;
}

/** Sends requests as the contract describes them, and reads what is answered. */
export class HttpClient {
  readonly #options: HttpOptions;
  readonly #service: ServiceSpec;

  constructor(options: HttpOptions, service: ServiceSpec) {
    this.#options = options;
    this.#service = service;
  }

  /**
   * Sends a request; resolves to the reply, whatever its documented status. Throws UnexpectedResponseError for a response
   * that is not documented, ConnectionError when there is none, and the signal's reason on abort.
   */
  async call<Reply>(
    spec: OperationSpec,
    parts: RequestParts = {},
    options: CallOptions = {},
  ): Promise<Reply> {
    const checks = await this.#checks(spec);
    const request = prepare(spec, parts, options);
    try {
      return (await this.#retry(request, async (signal) => {
        const response = await this.#connect({ ...request, signal }, acceptOf(spec));
        const reply = await readReply(spec, response);
        if (checks !== undefined) checkReply(spec.id, checks, reply);
        if (!reply.ok) throw new ApiError(reply as AnyReply);
        return reply;
      })) as Reply;
    } catch (error) {
      // It has been tried often enough: what came is an answer like others.
      if (error instanceof ApiError) return error.reply as Reply;
      throw error;
    }
  }

  /** Reads a stream of server-sent events, over as many connections as it takes. Throws ApiError if it is refused. */
  async *events<Event extends StreamEvent<unknown>>(
    spec: OperationSpec,
    stream: StreamSpec,
    parts: RequestParts = {},
    options: StreamOptions = {},
  ): AsyncGenerator<Event, void, void> {
    const check = itemCheck(await this.#checks(spec), stream);
    const { lastEventId = lastEventIdOf(parts), silenceMs, resumes } = options;
    const request = { ...prepare(spec, parts, options), lastEventId, silenceMs, resumes };
    const transport = {
      connect: (one: PreparedRequest) => this.#connect(one, stream.contentType),
      toError: (response: Response) => errorOf(spec, response),
    };
    const reading = streamReading(stream, options, (event) =>
      checkItem(spec.id, check(event.event), event.data),
    );
    yield* readEventStream(transport, request, reading as EventReading<Event>);
  }

  /** Reads a stream of JSON texts, of one connection. Throws ApiError if it is refused. */
  async *lines<Item>(
    spec: OperationSpec,
    stream: StreamSpec,
    parts: RequestParts = {},
    options: CallOptions = {},
  ): AsyncGenerator<Item, void, void> {
    const check = itemCheck(await this.#checks(spec), stream);
    const request = prepare(spec, parts, options);
    const { response, abort } = await this.#retry(request, (signal) =>
      this.#openLines(request, stream, signal),
    );
    const unlink = abortWith(abort, options.signal);
    try {
      for await (const item of readJsonLines(response)) {
        checkItem(spec.id, check(undefined), item);
        yield item as Item;
      }
    } catch (error) {
      options.signal?.throwIfAborted();
      throw error;
    } finally {
      unlink();
      // Also when the caller leaves its loop: the connection must not stay open.
      abort.abort();
    }
  }

  /** A connection whose head has come, which `signal` limits; what comes after it is limited by the controller alone. */
  async #openLines(
    request: PreparedRequest,
    stream: StreamSpec,
    signal: AbortSignal,
  ): Promise<{ readonly response: Response; readonly abort: AbortController }> {
    const abort = new AbortController();
    const untie = abortWith(abort, signal);
    try {
      const response = await this.#connect({ ...request, signal: abort.signal }, stream.contentType);
      if (!response.ok) throw await errorOf(request.spec, response);
      const type = response.headers.get('content-type') ?? 'none';
      if (response.status !== 204 && !isLinesType(type)) {
        throw new NotAStreamError(`the content type is ${type}, not ${stream.contentType}`);
      }
      return { response, abort };
    } catch (error) {
      abort.abort();
      throw error;
    } finally {
      untie();
    }
  }

  async #checks({ id }: OperationSpec): Promise<ResponseChecks | undefined> {
    return await this.#options.validate?.[id]?.();
  }

  /** One try after another, each of which has its time. */
  #retry<T>(request: PreparedRequest, attempt: (signal: AbortSignal) => Promise<T>): Promise<T> {
    const { method, options, body, signal } = request;
    const limit = options.timeoutMs ?? this.#options.timeoutMs ?? 60_000;
    const given = isOneWay(body) ? 0 : (options.maxRetries ?? this.#options.maxRetries);
    const policy = { method, hasKey: hasKey(request), maxRetries: given, signal };
    return withRetries(policy, () => withinTime(limit, signal, attempt));
  }

  /** One connection, as it is: the response whatever its status. */
  async #connect(request: PreparedRequest, accept: string): Promise<Response> {
    const { spec, parts, options, body, signal } = request;
    const { baseUrl, isGiven, schemes, credentials } = this.#service;
    const shown = await showCredentials(spec, schemes, { ...credentials });
    const url = requestUrl(isGiven ? baseUrl : (spec.baseUrl ?? baseUrl), spec, parts, shown);
    const headers = new Headers({ Accept: accept, ...this.#options.headers });
    if (body?.contentType !== undefined) headers.set('Content-Type', body.contentType);
    const own = { ...requestHeaders(spec, request.parts, shown), ...request.headers, ...options.headers };
    for (const [name, value] of Object.entries(own)) {
      if (value !== undefined) headers.set(name, String(value));
    }
    const init: RequestInit & { duplex?: 'half' } = {
      method: spec.method,
      headers,
      redirect: options.redirect ?? (isRedirect(spec) ? 'manual' : 'follow'),
      ...(body !== undefined && { body: body.body as NonNullable<RequestInit['body']> }),
      ...(isOneWay(body) && { duplex: 'half' }),
      ...(signal && { signal }),
    };
    const send = this.#options.fetch ?? fetch;
    return whileConnected(() => send(url, init));
  }
}

/** Where the contract has it among its headers, the caller may give it there. */
function lastEventIdOf({ headers = {} }: RequestParts): string | undefined {
  const [, value] = Object.entries(headers).find(([name]) => name.toLowerCase() === 'last-event-id') ?? [];
  return value === undefined || value === null ? undefined : String(value);
}

/** The error of a response that a stream cannot begin with. */
async function errorOf(spec: OperationSpec, response: Response): Promise<Error> {
  try {
    const reply = await readReply(spec, response);
    if (!reply.ok) return new ApiError(reply as AnyReply);
  } catch (error) {
    if (error instanceof Error) return error;
  }
  return unexpected(response, `status ${response.status} where a stream was to begin`);
}
