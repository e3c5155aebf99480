/** The first step of every request: its context, the headers that every response has, and its log line at the end. */
import type { NextFunction, Request, Response } from 'express';
import type { Logger } from 'pino';
import { attachContext, RequestContext } from './context.js';

/** Operations that probes call all the time. */
const QUIET: ReadonlySet<string> = new Set(['getHealth', 'getReadiness']);

/** Makes the middleware. */
export function beginRequests(log: Logger) {
  return function begin(request: Request, response: Response, next: NextFunction): void {
    const context = new RequestContext(request, response);
    attachContext(context);
    response.setHeader('X-Request-ID', context.requestId);
    response.setHeader('Cache-Control', 'no-store');
    response.setHeader('X-Content-Type-Options', 'nosniff');
    response.on('close', () => logRequest(log, context));
    next();
  };
}

/** Neither the query (it may hold a stream token) nor any header or body is logged. */
function logRequest(log: Logger, context: RequestContext): void {
  const { request, response } = context;
  const level = QUIET.has(context.operationId ?? '') ? 'debug' : 'info';
  if (!log.isLevelEnabled(level)) return;
  const fields: Record<string, unknown> = {
    request_id: context.requestId,
    trace_id: context.trace.traceId,
    method: request.method,
    path: context.path,
    status: response.statusCode,
    ms: Math.round((performance.now() - context.startedAt) * 10) / 10,
  };
  if (context.operationId !== undefined) fields.operation = context.operationId;
  if (context.principal !== undefined) fields.tenant_id = context.principal.tenantId;
  if (context.jobId !== undefined) fields.job_id = context.jobId;
  // The client left before the end: of a stream that is nothing unusual.
  if (!response.writableFinished && response.statusCode !== 101) fields.closed_by_client = true;
  log[level](fields, 'request');
}
