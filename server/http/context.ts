/** What the server knows about one request, from its first byte to its log line. */
import { randomUUID } from 'node:crypto';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { isJobId } from '../../store/index.js';
import { continueTrace, type TraceContext } from './trace-context.js';

/** Who asks: a key of a tenant, or a stream token made with it. */
export interface Principal {
  readonly tenantId: string;
  readonly apiKeyId: string;
  readonly jobsPerMinute: number;
  readonly readsPerMinute: number;
  /** The only job that a stream token opens; absent for API keys. */
  readonly streamJobId?: string;
  /** Whether input and cancel frames may be sent; a stream token mostly only reads. */
  readonly mayWrite: boolean;
}

const REQUEST_ID = /^[A-Za-z0-9._-]{8,64}$/;

/** One request on its way through the server. */
export class RequestContext {
  readonly request: IncomingMessage;
  readonly response: ServerResponse;
  readonly requestId: string;
  readonly startedAt = performance.now();
  /** The path as it was asked for, without the query. */
  readonly path: string;
  operationId: string | undefined;
  principal: Principal | undefined;
  #jobId: string | undefined;
  /** The body's size in bytes, decompressed, before it was parsed. */
  bodyBytes = 0;
  #trace: TraceContext | undefined;

  constructor(request: IncomingMessage, response: ServerResponse) {
    this.request = request;
    this.response = response;
    this.path = pathOf(request.url ?? '/');
    const given = request.headers['x-request-id'];
    this.requestId = typeof given === 'string' && REQUEST_ID.test(given) ? given : `req_${randomUUID()}`;
  }

  /** The caller's trace, continued; or one of its own. */
  get trace(): TraceContext {
    this.#trace ??= continueTrace(headerOf(this.request, 'traceparent'));
    return this.#trace;
  }

  /** The principal of an authenticated request. */
  get caller(): Principal {
    if (this.principal === undefined) throw new Error(`${this.operationId} is public and has no caller`);
    return this.principal;
  }

  /** The job that the request is about, for the log. */
  get jobId(): string | undefined {
    return this.#jobId;
  }

  /** Notes which job the request is about; what is no job's id is not worth a note. */
  noteJob(jobId: string): void {
    if (isJobId(jobId)) this.#jobId = jobId;
  }

  /** A header that may come once. */
  header(name: string): string | undefined {
    return headerOf(this.request, name);
  }
}

/** Of a request target in origin form or, as proxies send it, in absolute form (RFC 9112 section 3.2). */
function pathOf(target: string): string {
  const withoutQuery = target.split('?', 1)[0] ?? '/';
  return withoutQuery.startsWith('/')
    ? withoutQuery
    : withoutQuery.replace(/^[a-z][a-z0-9+.-]*:\/\/[^/]*/i, '');
}

function headerOf(request: IncomingMessage, name: string): string | undefined {
  const value = request.headers[name];
  return typeof value === 'string' ? value : undefined;
}

const CONTEXT = Symbol('specwire.context');

interface Carrier {
  [CONTEXT]?: RequestContext;
}

/** Keeps the context where every layer finds it. */
export function attachContext(context: RequestContext): void {
  (context.response as Carrier)[CONTEXT] = context;
}

/** The context of the request that is answered by this response. */
export function contextOf(response: ServerResponse): RequestContext {
  const context = (response as Carrier)[CONTEXT];
  if (context === undefined) throw new Error('the request has no context');
  return context;
}
