/** From whatever broke a request off to the contract's codes. */
import { ResolveError, type TargetRefusal } from '../../webhooks/targets/index.js';

/** A connection that was not made, since its target is refused. */
export class TargetRefusedError extends Error {
  override readonly name = 'TargetRefusedError';
  readonly refusal: TargetRefusal;

  constructor(refusal: TargetRefusal) {
    super(`the URL ${refusal.message}`);
    this.refusal = refusal;
  }
}

/** The codes of the contract for an attempt without an answer. */
export type SendErrorCode =
  | 'target_refused'
  | 'dns_failed'
  | 'connect_failed'
  | 'connect_timeout'
  | 'tls_failed'
  | 'response_timeout'
  | 'connection_reset';

/** Why there is no answer, for the receiver's owner. */
export interface SendError {
  readonly code: SendErrorCode;
  readonly detail: string;
}

const CODES: Readonly<Record<string, SendErrorCode>> = {
  ECONNREFUSED: 'connect_failed',
  EHOSTUNREACH: 'connect_failed',
  EHOSTDOWN: 'connect_failed',
  ENETUNREACH: 'connect_failed',
  ENETDOWN: 'connect_failed',
  EADDRNOTAVAIL: 'connect_failed',
  EACCES: 'connect_failed',
  EINVAL: 'connect_failed',
  ETIMEDOUT: 'connect_timeout',
  UND_ERR_CONNECT_TIMEOUT: 'connect_timeout',
  UND_ERR_HEADERS_TIMEOUT: 'response_timeout',
  UND_ERR_BODY_TIMEOUT: 'response_timeout',
  UND_ERR_ABORTED: 'response_timeout',
  ECONNRESET: 'connection_reset',
  EPIPE: 'connection_reset',
  UND_ERR_SOCKET: 'connection_reset',
};

/** OpenSSL's and Node's codes of certificates and handshakes. */
const TLS_CODE =
  /^(ERR_TLS_|ERR_SSL_|CERT_|CRL_|UNABLE_TO_|ERROR_IN_CERT_|SELF_SIGNED_|DEPTH_ZERO_|INVALID_(CA|PURPOSE)|HOSTNAME_MISMATCH|PATH_LENGTH|EPROTO)/;

const DETAILS: Readonly<Record<SendErrorCode, string>> = {
  target_refused: 'The service does not post to this URL.',
  dns_failed: 'The host did not resolve.',
  connect_failed: 'No connection was possible.',
  connect_timeout: 'No connection was made in time.',
  tls_failed: 'The TLS connection could not be trusted or made.',
  response_timeout: 'No answer came in time.',
  connection_reset: 'The connection ended before the answer.',
};

/** Classifies what a request was broken off by. Addresses are not told: they are the operator's to know. */
export function toSendError(error: unknown): SendError {
  if (error instanceof TargetRefusedError) {
    const { reason, message } = error.refusal;
    return { code: 'target_refused', detail: `The URL ${message} (${reason}).` };
  }
  if (error instanceof ResolveError) return { code: 'dns_failed', detail: DETAILS.dns_failed };
  const code = codeOf(error);
  const known = CODES[code] ?? (TLS_CODE.test(code) ? 'tls_failed' : 'connection_reset');
  const isTelling = /^[A-Z][A-Z0-9_]{2,60}$/.test(code);
  return { code: known, detail: isTelling ? `${DETAILS[known].slice(0, -1)} (${code}).` : DETAILS[known] };
}

/** Of the error itself, or where several addresses were tried, of the last of them. */
function codeOf(error: unknown): string {
  if (!(error instanceof Error)) return '';
  if (error.name === 'TimeoutError') return 'UND_ERR_HEADERS_TIMEOUT';
  if (error instanceof AggregateError && error.errors.length > 0) return codeOf(error.errors.at(-1));
  if ('code' in error && typeof error.code === 'string') return error.code;
  return error.cause === undefined ? '' : codeOf(error.cause);
}
