/** The one place where errors become responses: whatever was thrown, a problem document leaves (RFC 9457). */
import type { ProblemKind } from '../../generated/contract/problem-kind.js';
import type { RequestContext } from './context.js';
import { ProblemError } from './problem-error.js';

/** The contract's table of codes. */
export type ProblemKinds = Readonly<Record<string, ProblemKind>>;

/** Whether an error says that the database is out of reach for now. */
export type IsUnavailable = (error: unknown) => boolean;

/** How long a client waits before it tries an unavailable service again. */
const UNAVAILABLE_RETRY_SECONDS = 5;

/** Makes anything that was thrown a problem. */
export function toProblemError(error: unknown, isUnavailable: IsUnavailable): ProblemError {
  if (error instanceof ProblemError) return error;
  if (isUnavailable(error)) return unavailable('The service cannot reach its database.', error);
  // JSON may nest as deep as it is long; what walks through it recursively gives up at some depth.
  if (error instanceof RangeError && error.message.startsWith('Maximum call stack')) {
    return invalidBody('The body is nested too deeply.', 'is nested too deeply', 'depth');
  }
  return fromBodyParser(error) ?? new ProblemError('internal', { detail: INTERNAL_DETAIL, cause: error });
}

const INTERNAL_DETAIL = 'Something went wrong; it is logged under this request_id.';

/** The service cannot answer now, but will. */
export function unavailable(detail: string, cause?: unknown): ProblemError {
  return new ProblemError('unavailable', { detail, retryAfter: UNAVAILABLE_RETRY_SECONDS, cause });
}

/** The errors of body-parser and raw-body are told by their `type`; those of decompression have a status only. */
function fromBodyParser(error: unknown): ProblemError | undefined {
  if (!(error instanceof Error) || !('type' in error || 'status' in error)) return undefined;
  switch ('type' in error ? error.type : undefined) {
    case 'entity.too.large': {
      const limit = 'limit' in error ? error.limit : undefined;
      return new ProblemError('payload_too_large', { detail: `A body may have at most ${limit} bytes.` });
    }
    case 'entity.parse.failed':
      return invalidBody('The body is not valid JSON.', describeSyntaxError(error.message), 'json');
    case 'encoding.unsupported':
      return new ProblemError('unsupported_media_type', {
        detail: 'The Content-Encoding is not supported; send the body as it is, or with gzip, deflate or br.',
      });
    case 'charset.unsupported':
      return new ProblemError('unsupported_media_type', { detail: 'Send the JSON as UTF-8.' });
    case 'request.aborted':
    case 'request.size.invalid':
    case 'stream.encoding.set':
      return invalidBody('The body ended too early.', 'does not have the length that was declared', 'length');
    default:
      return 'status' in error && error.status === 400
        ? invalidBody('The body could not be read.', 'is not what its Content-Encoding says', 'encoding')
        : undefined;
  }
}

function invalidBody(detail: string, message: string, rule: string): ProblemError {
  return new ProblemError('invalid_request', {
    detail,
    errors: [{ in: 'body', pointer: '#', message, rule }],
  });
}

/** V8 repeats a part of the text in its message; where it went wrong is enough. */
function describeSyntaxError(message: string): string {
  const position = /at position (\d+)/.exec(message)?.[1];
  const reason = message.replace(/,? (?:\.\.\.)?".*$/s, '').replace(/ (?:in JSON )?at position .*$/s, '');
  return position === undefined ? reason : `${reason} at position ${position}`;
}

/** What a contract says of a code; one that it lacks is a fault of the server, and told as such. */
export function kindOf(kinds: ProblemKinds, code: string): ProblemKind & { readonly status: number } {
  const kind = kinds[code];
  return { title: code, description: '', retryable: false, ...kind, status: kind?.status ?? 500 };
}

/** The problem document of an error, for one request. */
export function buildProblem(kinds: ProblemKinds, problem: ProblemError, context: RequestContext) {
  const kind = kindOf(kinds, problem.code);
  const { details } = problem;
  return {
    type: `/problems/${problem.code}`,
    title: kind.title,
    status: kind.status,
    detail: details.detail ?? `${kind.title}.`,
    instance: instanceOf(context.path),
    code: problem.code,
    retryable: kind.retryable,
    request_id: context.requestId,
    trace_id: context.trace.traceId,
    ...(details.jobId !== undefined && { job_id: details.jobId }),
    ...(details.retryAfter !== undefined && { retry_after: details.retryAfter }),
    ...(details.errors !== undefined && { errors: details.errors }),
    ...details.extensions,
  };
}

/** A path may hold what no URI reference may (Node lets it pass): then it is shown encoded. */
function instanceOf(path: string): string {
  const encoded = path.replace(/[^\w.~!$&'()*+,;=:@%/-]/g, (character) => encodeURIComponent(character));
  // Two slashes at the beginning would be read as a host's name.
  return encoded.replace(/%(?![0-9A-Fa-f]{2})/g, '%25').replace(/^(?=\/\/)/, '/.');
}

/** Answers with the problem; a response that has begun already can only be cut off. */
export function sendProblem(kinds: ProblemKinds, problem: ProblemError, context: RequestContext): void {
  const { response } = context;
  if (response.headersSent) {
    response.destroy();
    return;
  }
  const { details, code } = problem;
  const body = JSON.stringify(buildProblem(kinds, problem, context));
  for (const name of ['ETag', 'Location', 'Preference-Applied', 'Idempotency-Replayed'])
    response.removeHeader(name);
  response.setHeader('Cache-Control', 'no-store');
  if (details.retryAfter !== undefined) response.setHeader('Retry-After', details.retryAfter);
  response.writeHead(kindOf(kinds, code).status, {
    ...details.headers,
    'Content-Type': 'application/problem+json',
    'Content-Length': Buffer.byteLength(body),
  });
  response.end(body);
}
