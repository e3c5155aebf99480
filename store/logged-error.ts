/** What of an error may be logged: enough to find its place and cause, nothing that a client sent. */

/** An error as a log line carries it. */
export interface LoggedError {
  readonly type: string;
  readonly message?: string;
  readonly code?: unknown;
  /** The frames alone. */
  readonly stack?: string;
  readonly cause?: LoggedError;
}

/**
 * For an error that may quote what a client sent, as what a handler throws may (`JSON.parse` repeats its text): all but
 * the message.
 */
export function describeDiscreetly(error: unknown): LoggedError {
  if (!(error instanceof Error)) return { type: typeof error };
  const stack = error.stack?.match(/^ +at .*$/gm)?.join('\n');
  return {
    type: error.name,
    ...('code' in error && { code: error.code }),
    ...(stack !== undefined && { stack }),
    ...(error.cause !== undefined && { cause: describeDiscreetly(error.cause) }),
  };
}

/**
 * For an error of ours or of a driver. Drivers attach more than is told here (a PostgreSQL error's `detail` repeats
 * values), and PostgreSQL's data exceptions (SQLSTATE class 22) repeat the value in their message: their code has to do.
 */
export function describeError(error: unknown): LoggedError {
  if (!(error instanceof Error)) return { type: typeof error, message: String(error) };
  const isDataException = 'code' in error && /^22[0-9A-Z]{3}$/.test(String(error.code));
  return {
    ...describeDiscreetly(error),
    ...(!isDataException && { message: error.message }),
    ...(error.cause !== undefined && { cause: describeError(error.cause) }),
  };
}
