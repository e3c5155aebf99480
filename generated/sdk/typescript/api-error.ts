// Specwire's runtime, copied here by `npm run generate`. Do not edit.

import type { Problem } from './problem.js';

/** How the service refused a request. */
interface Refusal {
  readonly status: number;
  readonly problem: Problem | undefined;
  readonly retryAfterSeconds: number | undefined;
  readonly requestId: string | undefined;
}

/** A response that is not a success. */
export class ApiError extends Error {
  override readonly name = 'ApiError';
  readonly status: number;
  /** The problem document (RFC 9457); undefined when something else answered, such as a proxy. */
  readonly problem: Problem | undefined;
  /** From `Retry-After`. */
  readonly retryAfterSeconds: number | undefined;
  /** What the service's operators ask for. */
  readonly requestId: string | undefined;

  constructor({ status, problem, retryAfterSeconds, requestId }: Refusal) {
    const words = [problem?.code, problem?.detail ?? problem?.title].filter((part) => part !== undefined);
    super(words.length > 0 ? `${status} ${words.join(': ')}` : `status ${status}`);
    this.status = status;
    this.problem = problem;
    this.retryAfterSeconds = retryAfterSeconds;
    this.requestId = requestId;
  }
}

/** There was no answer, or it broke off: the network, a proxy, or the time that a call may take. */
export class ConnectionError extends Error {
  override readonly name = 'ConnectionError';
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

/** Seconds, or the time until a date (RFC 9110, section 10.2.3). */
export function retryAfterSeconds(value: string | null, now: number): number | undefined {
  if (value === null) return undefined;
  if (/^\d+$/.test(value)) return Number(value);
  const date = Date.parse(value);
  return Number.isNaN(date) ? undefined : Math.max(0, Math.ceil((date - now) / 1000));
}
