/** W3C Trace Context, level 1: the `traceparent` of a request, continued as a child span. */
import { randomUUID } from 'node:crypto';

/** The request's place in a trace. */
export interface TraceContext {
  /** 32 hexadecimal digits. */
  readonly traceId: string;
  /** What is handed on: our own span as the parent. */
  readonly traceparent: string;
}

const TRACEPARENT = /^(?!ff)[0-9a-f]{2}-(?!0{32})([0-9a-f]{32})-(?!0{16})[0-9a-f]{16}-([0-9a-f]{2})(-.*)?$/;

/** Continues the caller's trace, or begins one when there is none or it is malformed (section 3.2.2). */
export function continueTrace(traceparent: string | undefined): TraceContext {
  const parent = traceparent === undefined ? null : TRACEPARENT.exec(traceparent);
  const isVersion0 = traceparent?.startsWith('00-') ?? false;
  const isValid = parent !== null && !(isVersion0 && parent[3] !== undefined);
  // randomUUID draws from a pool of random bytes: far cheaper than randomBytes for each request.
  const fresh = randomUUID().replaceAll('-', '');
  const traceId = isValid ? (parent[1] ?? fresh) : fresh;
  const flags = isValid ? (parent[2] ?? '00') : '00';
  // The tail, with the id's random part; the head would repeat a fresh trace id's.
  return { traceId, traceparent: `00-${traceId}-${fresh.slice(16)}-${flags}` };
}
