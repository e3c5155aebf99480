/** Methods that an author names: those of `additionalOperations` (OpenAPI 3.2, section 4.9.1). */
import type { DiagnosticCode } from '../../diagnostics.js';
import { isToken } from '../../model/http-token.js';
import { hasField } from '../../model/methods.js';

/** What is to be told of a method. */
export interface MethodProblem {
  readonly code: DiagnosticCode;
  readonly message: string;
  readonly hint?: string;
  /** There is no operation of it in code. */
  readonly isLeftOut: boolean;
}

/** Beside those of OpenAPI, what the HTTP parser of Node 20 takes; it answers any other method with 400. */
const SERVED = new Set([
  ...['ACL', 'BIND', 'CHECKOUT', 'COPY', 'LINK', 'LOCK', 'M-SEARCH', 'MERGE', 'MKACTIVITY', 'MKCALENDAR'],
  ...['MKCOL', 'MOVE', 'NOTIFY', 'PROPFIND', 'PROPPATCH', 'PURGE', 'QUERY', 'REBIND', 'REPORT', 'SEARCH'],
  ...['SOURCE', 'SUBSCRIBE', 'UNBIND', 'UNLINK', 'UNLOCK', 'UNSUBSCRIBE'],
]);

/** What is wrong with a method; undefined if nothing is. */
export function methodProblem(method: string): MethodProblem | undefined {
  const field = method.toLowerCase();
  if (hasField(field))
    return {
      code: 'structure',
      message: `\`${method}\` has a field of its own; this is left out`,
      hint: `Write \`${field}\` beside \`additionalOperations\`.`,
      isLeftOut: true,
    };
  if (!isToken(method))
    return {
      code: 'structure',
      message: `\`${method}\` cannot be a method of HTTP; this is left out`,
      isLeftOut: true,
    };
  // https://fetch.spec.whatwg.org/#methods
  if (field === 'connect' || field === 'track')
    return {
      code: 'unsupported',
      message: `clients and servers have no ${method}; this is left out`,
      isLeftOut: true,
    };
  if (SERVED.has(method)) return undefined;
  const message = `servers on Node answer \`${method}\` with 400, whatever the contract; clients send it`;
  return { code: 'unsupported', message, isLeftOut: false };
}
