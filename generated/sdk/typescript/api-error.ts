// Specwire's runtime, copied here by `npm run generate`. Do not edit.

import { HttpError, retryAfterSeconds } from './http-error.js';
import type { Problem } from './problem.js';

export { ConnectionError } from './connection.js';

/** How the service refused a request. */
interface Refusal {
  readonly status: number;
  readonly problem: Problem | undefined;
  readonly retryAfterSeconds: number | undefined;
  readonly requestId: string | undefined;
}

/** A response that is not a success. */
export class ApiError extends HttpError {
  override readonly name = 'ApiError';
  /** The problem document (RFC 9457); undefined when something else answered, such as a proxy. */
  readonly problem: Problem | undefined;
  /** What the service's operators ask for. */
  readonly requestId: string | undefined;

  constructor({ status, problem, retryAfterSeconds, requestId }: Refusal) {
    const words = [problem?.code, problem?.detail ?? problem?.title].filter((part) => part !== undefined);
    const message = words.length > 0 ? `${status} ${words.join(': ')}` : `status ${status}`;
    super(message, { status, retryAfterSeconds, retryable: problem?.retryable });
    this.problem = problem;
    this.requestId = requestId;
  }
}

/** The error of a failed response; reads its body. */
export async function toApiError(response: Response): Promise<ApiError> {
  const { status, headers } = response;
  const problem = await readProblem(response);
  return new ApiError({
    status,
    problem,
    retryAfterSeconds: retryAfterSeconds(headers.get('retry-after'), Date.now()),
    requestId: headers.get('x-request-id') ?? problem?.request_id,
  });
}

async function readProblem(response: Response): Promise<Problem | undefined> {
  const isProblem = /^application\/problem\+json\s*(;|$)/i.test(response.headers.get('content-type') ?? '');
  try {
    if (isProblem) return (await response.json()) as Problem;
    await response.body?.cancel();
  } catch {
    // The status says enough.
  }
  return undefined;
}
