/** Cross-origin requests (Fetch standard, "CORS protocol"), for the origins that an operator lists. Off by default. */
import type { NextFunction, Request, Response } from 'express';

const EXPOSED = [
  'ETag',
  'Location',
  'Retry-After',
  'RateLimit',
  'RateLimit-Policy',
  'X-Request-ID',
  'Preference-Applied',
  'Idempotency-Replayed',
].join(', ');

const ALLOWED_HEADERS = [
  'Authorization',
  'Content-Type',
  'Idempotency-Key',
  'If-None-Match',
  'Last-Event-ID',
  'Prefer',
  'X-Request-ID',
  'traceparent',
].join(', ');

const PREFLIGHT_SECONDS = 600;

/** Makes the middleware. A preflight carries no credentials, so it is answered before authentication. */
export function allowOrigins(origins: readonly string[], methods: readonly string[]) {
  const allowed = new Set(origins);
  const allowedMethods = methods.join(', ');
  return function cors(request: Request, response: Response, next: NextFunction): void {
    const { origin } = request.headers;
    response.vary('Origin');
    if (origin === undefined || !(allowed.has(origin) || allowed.has('*'))) {
      next();
      return;
    }
    response.setHeader('Access-Control-Allow-Origin', origin);
    response.setHeader('Access-Control-Expose-Headers', EXPOSED);
    const isPreflight =
      request.method === 'OPTIONS' && request.headers['access-control-request-method'] !== undefined;
    if (!isPreflight) {
      next();
      return;
    }
    response.setHeader('Access-Control-Allow-Methods', allowedMethods);
    response.setHeader('Access-Control-Allow-Headers', ALLOWED_HEADERS);
    response.setHeader('Access-Control-Max-Age', PREFLIGHT_SECONDS);
    response.status(204).end();
  };
}
