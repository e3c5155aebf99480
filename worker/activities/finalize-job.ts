/** Ends a job whose handler activity ended without doing so: its worker is lost, its time is over, or none was free. */
import type { JobErrorCode } from '../../generated/contract/problems.js';
import type { JobError } from '../../generated/contract/schemas.js';
import {
  endJob,
  findJob,
  isTerminal,
  type JobEnding,
  type JobRow,
  requestCancel,
} from '../../store/index.js';
import type { AttemptDeps } from '../runtime/attempt.js';
import { isJobErrorCode, jobErrorBody, traceIdOf } from '../runtime/failure.js';

/** Why the handler's activity ended, as the workflow learnt it. */
export type FinalizeReason =
  | { readonly kind: 'cancelled' }
  | { readonly kind: 'timeout'; readonly timeout: string | undefined }
  | { readonly kind: 'failed'; readonly code: string };

/** The job to end. */
export interface FinalizeInput {
  readonly jobId: string;
  /** All attempts that Temporal made. */
  readonly attempts: number;
  /** What the job's type allows. */
  readonly maxAttempts: number;
  readonly reason: FinalizeReason;
}

/** What became of it. */
export type FinalizeOutcome =
  | { readonly kind: 'ended'; readonly status: string }
  /** So many attempts were no fault of the job's: it may have them still. */
  | { readonly kind: 'again'; readonly attempts: number };

/** How often a job that changes at the same time is looked at anew. */
const MAX_LOOKS = 5;

/** Ends the job, unless it has ended or may go on. */
export async function finalizeJob(deps: AttemptDeps, input: FinalizeInput): Promise<FinalizeOutcome> {
  const { jobId, reason } = input;
  for (let look = 1; look <= MAX_LOOKS; look++) {
    const job = await findJob(deps.database, jobId);
    if (job === undefined) return { kind: 'ended', status: 'missing' };
    if (isTerminal(job.status)) return { kind: 'ended', status: job.status };
    // A worker that was frozen did this late: somebody else did it before, and the job goes on.
    if (job.attempt > input.attempts) return { kind: 'ended', status: job.status };
    const left = attemptsLeft(job, input);
    if (left > 0) return { kind: 'again', attempts: left };
    const { status, error } = endingOf(job, reason);
    if (job.status === 'running' && status === 'cancelled') {
      // Cancelled in Temporal and nowhere else; a running job reaches `cancelled` over `cancelling`.
      await requestCancel(deps.database, { tenantId: job.tenantId, jobId, error });
      continue;
    }
    const outcome = await endJob(deps.database, { jobId, status, error, ifVersion: job.version });
    if (outcome.kind !== 'ended') continue;
    deps.log.warn(
      { job_id: jobId, trace_id: traceIdOf(job.traceparent), status, code: error.code, reason },
      'job ended by its workflow',
    );
    return { kind: 'ended', status };
  }
  throw new Error(`${jobId} changes faster than it can be ended`);
}

/**
 * Attempts that the job may have still.
 * - In the place of those that no worker ever began: Temporal hands tasks to a frozen or cut-off worker, too, as long as
 *   that one's polls are open, and takes them for lost after the heartbeat timeout.
 * - In the place of one that a stopping worker handed over; unless the type wants a single attempt, for that one did begin.
 */
function attemptsLeft(job: JobRow, { maxAttempts, reason }: FinalizeInput): number {
  const end = job.status === 'queued' ? job.queueDeadline : job.deadline;
  const isOver = end !== undefined && end.getTime() <= Date.now();
  if (job.status === 'cancelling' || isOver || reason.kind === 'cancelled' || isWait(reason)) return 0;
  const isHandedOver = reason.kind === 'failed' && reason.code === 'worker_lost';
  // Nothing begins: that is a fault of ours, and trying on would not mend it.
  if (reason.kind === 'failed' && !isHandedOver && job.status === 'queued') return 0;
  return Math.max(maxAttempts - job.attemptsBegun, isHandedOver && maxAttempts > 1 ? 1 : 0);
}

function endingOf(job: JobRow, reason: FinalizeReason): Pick<JobEnding, 'status' | 'error'> {
  const error = (code: JobErrorCode, detail: string): JobError => jobErrorBody(job.jobId, code, detail);
  if (job.status === 'cancelling' || reason.kind === 'cancelled') {
    return { status: 'cancelled', error: error('cancelled', 'The job was cancelled.') };
  }
  if (job.status === 'queued' && (isWait(reason) || job.queueDeadline.getTime() <= Date.now())) {
    const detail = `No worker was free within ${job.queueTimeoutSeconds} s.`;
    return { status: 'expired', error: error('queue_timeout', detail) };
  }
  if (job.deadline !== undefined && job.deadline.getTime() <= Date.now()) {
    const detail = `The job's time of ${job.timeoutSeconds} s ran out.`;
    return { status: 'timed_out', error: error('deadline_exceeded', detail) };
  }
  if (reason.kind === 'failed') {
    const code = isJobErrorCode(reason.code) ? reason.code : 'internal';
    return { status: 'failed', error: job.attemptError ?? error(code, 'The last attempt failed.') };
  }
  return { status: 'failed', error: error('worker_lost', workerLostDetail(job, reason)) };
}

/** The time ran out in a queue: before the first attempt, or between two. */
function isWait(reason: FinalizeReason): boolean {
  return reason.kind === 'timeout' && reason.timeout?.startsWith('SCHEDULE_TO_') === true;
}

function workerLostDetail(job: JobRow, reason: FinalizeReason): string {
  if (isWait(reason)) return 'No worker came back in time to continue the job.';
  return job.attemptsBegun === 1
    ? 'The worker disappeared in the only attempt.'
    : `The worker disappeared in the last of ${job.attemptsBegun} attempts.`;
}
