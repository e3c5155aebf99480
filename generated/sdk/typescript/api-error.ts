// Specwire's runtime, copied here by `npm run generate`. Do not edit.

import type { Problem } from '../../contract/schemas.js';

/** A response that is not a success. */
export class ApiError extends Error {
  override readonly name = 'ApiError';
  readonly status: number;
  /** The problem document (RFC 9457); undefined when something else answered, such as a proxy. */
  readonly problem: Problem | undefined;
  /** From `Retry-After`. */
  readonly retryAfterSeconds: number | undefined;

  constructor(status: number, problem: Problem | undefined, retryAfterSeconds?: number) {
    super(problem ? `${problem.code}: ${problem.detail ?? problem.title}` : `status ${status}`);
    this.status = status;
    this.problem = problem;
    this.retryAfterSeconds = retryAfterSeconds;
  }
}

/** The error of a failed response; reads its body. */
export async function toApiError(response: Response): Promise<ApiError> {
  const after = Number(response.headers.get('retry-after') ?? Number.NaN);
  const isProblem = response.headers.get('content-type')?.startsWith('application/problem+json') ?? false;
  const problem = isProblem
    ? ((await response.json().catch(() => undefined)) as Problem | undefined)
    : undefined;
  if (!isProblem) await response.body?.cancel();
  return new ApiError(response.status, problem, Number.isFinite(after) ? after : undefined);
}
