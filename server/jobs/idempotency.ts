/** Idempotency keys (IETF draft "The Idempotency-Key HTTP Header Field") and the fingerprint of what came with them. */
import { createHash } from 'node:crypto';
import stringify from 'safe-stable-stringify';
import { ProblemError } from '../http/problem-error.js';

/** What the keys of `POST /v1/jobs` are scoped to, beside the tenant. */
export const CREATE_OPERATION = 'createJob';

const MAX_LENGTH = 255;
const PRINTABLE = /^[\x20-\x7e]*$/;
/** RFC 8941 section 3.3.3: a string, in which only quotes and backslashes are escaped. */
const QUOTED = /^"((?:[^"\\]|\\["\\])*)"$/;

/** The key that the header names, with or without quotes; throws `idempotency_key_invalid`. */
export function parseIdempotencyKey(header: string | undefined): string | undefined {
  if (header === undefined) return undefined;
  if (!PRINTABLE.test(header)) throw invalidKey('may consist of printable ASCII characters only');
  const key = header.startsWith('"') ? unquote(header) : bare(header);
  if (key === '') throw invalidKey('is empty');
  if (key.length > MAX_LENGTH) throw invalidKey(`is longer than ${MAX_LENGTH} characters`);
  return key;
}

/** With a quote inside it is neither of the two forms; most likely the quotes at its ends got lost. */
function bare(header: string): string {
  if (header.includes('"')) throw invalidKey('has a quote, but is not a quoted string');
  return header;
}

function unquote(header: string): string {
  const content = QUOTED.exec(header)?.[1];
  if (content === undefined) throw invalidKey('begins with a quote, but is not a quoted string');
  return content.replaceAll(/\\(["\\])/g, '$1');
}

function invalidKey(fault: string): ProblemError {
  return new ProblemError('idempotency_key_invalid', { detail: `Idempotency-Key ${fault}.` });
}

/** Equal for bodies that are equal as JSON values, whatever the order of their keys. */
export function fingerprint(body: unknown): string {
  return createHash('sha256')
    .update(stringify(body) ?? '')
    .digest('base64url');
}
