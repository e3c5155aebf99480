/** Reads JSON bodies: their media type, their size in bytes, their encoding. */
import { isUtf8 } from 'node:buffer';
import { json, type Request, type Response } from 'express';
import { contextOf } from './context.js';
import { ProblemError } from './problem-error.js';

const JSON_TYPE = /^application\/json[ \t]*(?:;|$)/i;
const CHARSET = /;[ \t]*charset[ \t]*=[ \t]*"?([^\s";]+)/i;

function checkMediaType(contentType: string | undefined): void {
  if (contentType === undefined || !JSON_TYPE.test(contentType.trim())) {
    const given = contentType?.split(';', 1)[0]?.trim() ?? '';
    const detail = `Send application/json, ${given === '' ? 'with a Content-Type that says so' : `not ${given}`}.`;
    throw new ProblemError('unsupported_media_type', { detail });
  }
  const charset = CHARSET.exec(contentType)?.[1] ?? 'utf-8';
  // RFC 8259 section 8.1: JSON between systems is UTF-8.
  if (!/^utf-8$/i.test(charset)) {
    throw new ProblemError('unsupported_media_type', {
      detail: `Send the JSON as UTF-8, not as ${charset}.`,
    });
  }
}

function hasBody(request: Request): boolean {
  const length = request.headers['content-length'];
  return request.headers['transfer-encoding'] !== undefined || (length !== undefined && length !== '0');
}

/** Makes the reader of bodies up to a size. `request.body` stays undefined without one. */
export function bodyReader(limitBytes: number): (request: Request, response: Response) => Promise<void> {
  const parse = json({
    limit: limitBytes,
    strict: false,
    type: () => true,
    verify: (_request, response, bytes) => {
      contextOf(response).bodyBytes = bytes.length;
      if (isUtf8(bytes)) return;
      throw new ProblemError('invalid_request', {
        detail: 'The body is not valid JSON.',
        errors: [{ in: 'body', pointer: '#', message: 'is not UTF-8', rule: 'json' }],
      });
    },
  });
  return async function readBody(request, response) {
    if (!hasBody(request)) return;
    checkMediaType(request.headers['content-type']);
    await new Promise<void>((resolve, reject) => {
      parse(request, response, (error?: unknown) => (error === undefined ? resolve() : reject(error)));
    });
  };
}
