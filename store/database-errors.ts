/** Which errors of the database mean "later", and which mean "never". */

/** PostgreSQL's error codes (Appendix A of its manual) of a server that cannot answer now. */
const UNAVAILABLE_CODES: ReadonlySet<string> = new Set([
  '25006', // read-only: a standby, after a failover
  '57014', // query_canceled: our own statement_timeout
  '57P01', // admin_shutdown
  '57P02', // crash_shutdown
  '57P03', // cannot_connect_now: starting up
  '57P05', // idle_session_timeout
  '58030', // io_error
  '40001', // serialization_failure
  '40P01', // deadlock_detected
  // Node's.
  'ECONNREFUSED',
  'ECONNRESET',
  'ECONNABORTED',
  'EPIPE',
  'ETIMEDOUT',
  'EHOSTUNREACH',
  'EHOSTDOWN',
  'ENETUNREACH',
  'ENETDOWN',
  'ENOTFOUND',
  'EAI_AGAIN',
  'ENOENT', // a Unix socket that is not there
]);

/** Connection exceptions (08) and insufficient resources (53: disk full, out of memory, too many connections). */
const UNAVAILABLE_CLASSES: ReadonlySet<string> = new Set(['08', '53']);

/** `pg` gives its own connection errors no code. */
const UNAVAILABLE_MESSAGES: readonly RegExp[] = [
  /^Connection terminated/,
  /^Client was closed/,
  /^Client has encountered a connection error/,
  /^Query read timeout/,
  /^timeout exceeded when trying to connect/,
  /^timeout expired/,
  /^Cannot use a pool after calling end/,
];

/** Whether PostgreSQL could not answer, so that the same statement may succeed later. */
export function isUnavailable(error: unknown): boolean {
  if (!(error instanceof Error)) return false;
  const { code } = error as { readonly code?: unknown };
  if (typeof code === 'string' && isUnavailableCode(code)) return true;
  if (error instanceof AggregateError && error.errors.some(isUnavailable)) return true;
  if (UNAVAILABLE_MESSAGES.some((message) => message.test(error.message))) return true;
  return error.cause !== undefined && isUnavailable(error.cause);
}

function isUnavailableCode(code: string): boolean {
  return UNAVAILABLE_CODES.has(code) || (code.length === 5 && UNAVAILABLE_CLASSES.has(code.slice(0, 2)));
}

/** Whether a statement gave up waiting for a lock (`lock_timeout`). */
export function isLockTimeout(error: unknown): boolean {
  return (error as { readonly code?: unknown } | null)?.code === '55P03';
}
