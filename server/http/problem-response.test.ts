import type { IncomingMessage, ServerResponse } from 'node:http';
import { describe, expect, it } from 'vitest';
import { RequestContext } from './context.js';
import { ProblemError } from './problem-error.js';
import { buildProblem, toProblemError } from './problem-response.js';

const KINDS = {
  not_found: { status: 404, title: 'Not found', description: '', retryable: false },
  internal: { status: 500, title: 'Internal error', description: '', retryable: false },
};

const TRACE = '0af7651916cd43dd8448eb211c80319c';

function context(url: string): RequestContext {
  const headers = { 'x-request-id': 'request-1', traceparent: `00-${TRACE}-b7ad6b7169203331-01` };
  return new RequestContext({ url, headers } as unknown as IncomingMessage, {} as ServerResponse);
}

const never = () => false;

/** An error as body-parser makes it. */
const parserError = (type: string, message = type, more = {}) =>
  Object.assign(new Error(message), { type, status: 400, ...more });

describe('toProblemError', () => {
  const table: readonly [given: unknown, code: string, detail: RegExp, rule?: string][] = [
    [new ProblemError('forbidden', { detail: 'No.' }), 'forbidden', /^No\.$/],
    [new Error('secret of the database'), 'internal', /^Something went wrong; it is logged/],
    ['a string', 'internal', /logged/],
    [undefined, 'internal', /logged/],
    [parserError('entity.too.large', 'x', { limit: 7 }), 'payload_too_large', /at most 7 bytes/],
    [parserError('entity.parse.failed', 'Unexpected end of JSON input'), 'invalid_request', /JSON/, 'json'],
    [parserError('encoding.unsupported'), 'unsupported_media_type', /Content-Encoding/],
    [
      Object.assign(new Error('unexpected end of file'), { status: 400 }),
      'invalid_request',
      /read/,
      'encoding',
    ],
    [parserError('request.aborted'), 'invalid_request', /too early/, 'length'],
    [new RangeError('Maximum call stack size exceeded'), 'invalid_request', /nested too deeply/, 'depth'],
  ];
  it.each(table)('%s → %s', (given, code, detail, rule) => {
    const problem = toProblemError(given, never);
    expect(problem.code).toBe(code);
    expect(problem.details.detail).toMatch(detail);
    expect(problem.details.errors?.[0]?.rule).toBe(rule);
  });

  it('makes a database that is away a 503 to come back to', () => {
    const problem = toProblemError(new Error('connect ECONNREFUSED 10.0.0.7:5432'), () => true);
    expect(problem).toMatchObject({ code: 'unavailable', details: { retryAfter: 5 } });
    expect(problem.details.detail).not.toContain('10.0.0.7');
  });

  it('says where JSON went wrong without repeating it', () => {
    const message = `Unexpected token 's', ..."key": secret value"... is not valid JSON`;
    const [error] = toProblemError(parserError('entity.parse.failed', message), never).details.errors ?? [];
    expect(error?.message).toBe("Unexpected token 's'");
    const atPosition = `Expected ',' or '}' after property value in JSON at position 41 (line 1 column 42)`;
    const [second] =
      toProblemError(parserError('entity.parse.failed', atPosition), never).details.errors ?? [];
    expect(second?.message).toBe("Expected ',' or '}' after property value at position 41");
  });
});

describe('buildProblem', () => {
  it('is the whole document, and leaves out what does not apply', () => {
    expect(buildProblem(KINDS, new ProblemError('not_found'), context('/v1/x?stream_token=secret'))).toEqual({
      type: '/problems/not_found',
      title: 'Not found',
      status: 404,
      detail: 'Not found.',
      instance: '/v1/x',
      code: 'not_found',
      retryable: false,
      request_id: 'request-1',
      trace_id: TRACE,
    });
  });

  it('has what does apply', () => {
    const problem = new ProblemError('not_found', {
      detail: 'Gone.',
      jobId: 'job_1',
      retryAfter: 3,
      errors: [{ in: 'query', pointer: 'a', message: 'b', rule: 'c' }],
      extensions: { checks: {} },
      cause: new Error('for the log'),
    });
    expect(buildProblem(KINDS, problem, context('/'))).toMatchObject({
      detail: 'Gone.',
      job_id: 'job_1',
      retry_after: 3,
      errors: [{ in: 'query', pointer: 'a', message: 'b', rule: 'c' }],
      checks: {},
    });
  });

  const paths: readonly [path: string, instance: string][] = [
    ['/v1/jobs/%zz', '/v1/jobs/%25zz'],
    ['/a b"<>', '/a%20b%22%3C%3E'],
    ['/a%20b', '/a%20b'],
    ['http://host/a?b', '/a'],
    ['//host/a', '/.//host/a'],
  ];
  it.each(paths)('shows %s as %s', (path, instance) => {
    expect(buildProblem(KINDS, new ProblemError('not_found'), context(path)).instance).toBe(instance);
  });
});
