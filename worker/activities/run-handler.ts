/** The activity around a handler: from a Temporal task to an attempt, and from its end to what Temporal must know. */
import { ApplicationFailure, CancelledFailure, Context } from '@temporalio/activity';
import type { JobDefinition } from '../../generated/worker/job.js';
import { endJob, type StartOutcome, startAttempt } from '../../store/index.js';
import { HEARTBEAT_INTERVAL_SECONDS } from '../contract.js';
import { Attempt, type AttemptDeps, type AttemptEnd } from '../runtime/attempt.js';
import { jobErrorBody, traceIdOf } from '../runtime/failure.js';

/** What the workflow tells the activity: ids only. */
export interface HandlerInput {
  readonly jobId: string;
  readonly type: string;
  /** Attempts of earlier rounds; Temporal counts anew in each. */
  readonly attemptsBefore: number;
  readonly traceparent?: string;
}

const HEARTBEAT_MS = HEARTBEAT_INTERVAL_SECONDS * 1000;

/** After an attempt that a stopping worker gave up, the next one need not wait. */
const SHUTDOWN_RETRY_DELAY = '200 milliseconds';

/** Runs one attempt; returns how the job stands. */
export async function runHandler(
  deps: AttemptDeps,
  definition: JobDefinition,
  input: HandlerInput,
): Promise<string> {
  const context = Context.current();
  const traceId = traceIdOf(input.traceparent);
  let run: Attempt | undefined;
  const heartbeats = setInterval(() => {
    context.heartbeat();
    void checkState(deps, run, HEARTBEAT_MS);
  }, HEARTBEAT_MS);
  try {
    const start = await startPatiently(deps, context, input);
    if (start.kind === 'refused') return await refuse(deps, input.jobId, traceId, start);
    // By what really began: what Temporal gave to a worker that was frozen or cut off does not count.
    const isLast = start.job.attemptsBegun >= definition.spec.maxAttempts;
    run = new Attempt(deps, { definition, start, traceId, isLast });
    followCancellation(deps, context, run);
    return toAnswer(await run.run());
  } catch (error) {
    throw discreet(deps, input.jobId, error);
  } finally {
    clearInterval(heartbeats);
  }
}

/** Waits for PostgreSQL as long as it takes: its outage must not use the job's attempts up. */
async function startPatiently(
  deps: AttemptDeps,
  context: Context,
  { jobId, attemptsBefore }: HandlerInput,
): Promise<StartOutcome> {
  const { stopping } = deps.running;
  const signal = AbortSignal.any([stopping, context.cancellationSignal]);
  const patienceMs = Number.POSITIVE_INFINITY;
  try {
    const attempt = attemptsBefore + context.info.attempt;
    return await startAttempt(deps.database, { jobId, attempt, signal, patienceMs });
  } catch (error) {
    if (stopping.aborted) throw toFailure({ kind: 'again', code: 'worker_lost', isShutdown: true });
    throw error;
  }
}

/** Temporal hands in again what is over, or what another attempt has: nothing to do, unless nobody said so yet. */
async function refuse(
  deps: AttemptDeps,
  jobId: string,
  traceId: string | undefined,
  refusal: Extract<StartOutcome, { kind: 'refused' }>,
): Promise<string> {
  deps.log.info({ job_id: jobId, trace_id: traceId, reason: refusal.reason }, 'attempt refused');
  if (refusal.reason !== 'queue_timeout') return refusal.reason;
  const error = jobErrorBody(jobId, 'queue_timeout', 'No worker was free in the time that the job may wait.');
  await endJob(deps.database, { jobId, status: 'expired', error });
  return 'expired';
}

/** Temporal's cancel, and whatever else makes it lose interest in this attempt. */
function followCancellation(deps: AttemptDeps, context: Context, run: Attempt): void {
  const heed = () => {
    const details = context.cancellationDetails;
    if (details?.cancelRequested) run.abort('cancelled');
    else if (details?.workerShutdown) run.abort('shutdown');
    // Timed out, or unknown to a Temporal that lost its history: whether the job goes on is PostgreSQL's word.
    else void checkState(deps, run, 0);
  };
  if (context.cancellationSignal.aborted) heed();
  else context.cancellationSignal.addEventListener('abort', heed, { once: true });
}

/** Looks whether the attempt should go on; PostgreSQL may be away, then the next look tells. */
async function checkState(deps: AttemptDeps, run: Attempt | undefined, maxAgeMs: number): Promise<void> {
  try {
    await run?.check(maxAgeMs);
  } catch (error) {
    deps.log.debug({ err: error, job_id: run?.jobId }, 'state of the job not read');
  }
}

function toAnswer(end: AttemptEnd): string {
  switch (end.kind) {
    case 'ended':
      return end.status;
    case 'superseded':
      return end.kind;
    case 'again':
      throw toFailure(end);
    default:
      return end satisfies never;
  }
}

/** An error of ours may quote what was to be stored: it goes to the log, and not into Temporal's history. */
function discreet(deps: AttemptDeps, jobId: string, error: unknown): Error {
  if (error instanceof ApplicationFailure || error instanceof CancelledFailure) return error;
  // What a stopping worker could not store any more is for the next attempt.
  if (deps.running.stopping.aborted)
    return toFailure({ kind: 'again', code: 'worker_lost', isShutdown: true });
  deps.log.error({ err: error, job_id: jobId }, 'attempt broke off');
  return ApplicationFailure.retryable('the attempt broke off', 'internal');
}

/** Only the code goes into Temporal's history: no detail, no cause. */
function toFailure(end: Extract<AttemptEnd, { kind: 'again' }>): ApplicationFailure {
  return ApplicationFailure.create({
    message: end.isShutdown ? 'the worker stops' : 'the attempt failed',
    type: end.code,
    ...(end.isShutdown && { nextRetryDelay: SHUTDOWN_RETRY_DELAY }),
  });
}
