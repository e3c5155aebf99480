/** One job in Temporal: the handler's activity, and whatever it could not write itself. Ids and times only. */
import {
  ActivityCancellationType,
  ActivityFailure,
  ApplicationFailure,
  CancellationScope,
  isCancellation,
  proxyActivities,
  TimeoutFailure,
} from '@temporalio/workflow';
import type { Activities, FinalizeReason } from '../activities/index.js';
import { handlerLimits, type RunJobInput, taskQueues } from '../contract.js';

/** Time for the finaliser to reach PostgreSQL once; it is tried until it has. */
const FINALIZE_TIMEOUT = '20 seconds';

/** Runs the job; returns how it ended, for people who look at Temporal. */
export async function runJob(input: RunJobInput): Promise<string> {
  const { jobId, type, traceparent } = input;
  let attemptsBefore = 0;
  let attempts = input.maxAttempts;
  for (;;) {
    try {
      const handler = handlerActivity(input, attempts);
      return await handler.runHandler({ jobId, type, attemptsBefore, ...(traceparent && { traceparent }) });
    } catch (error) {
      attemptsBefore += attempts;
      // Also when the workflow itself was cancelled: the job must not stay without an end.
      const outcome = await CancellationScope.nonCancellable(() =>
        finalizeActivity(input).finalizeJob({
          jobId,
          attempts: attemptsBefore,
          maxAttempts: input.maxAttempts,
          reason: finalizeReason(error),
        }),
      );
      if (outcome.kind === 'ended') return outcome.status;
      attempts = outcome.attempts;
    }
  }
}

function handlerActivity(input: RunJobInput, attempts: number): Pick<Activities, 'runHandler'> {
  const limits = handlerLimits(input);
  return proxyActivities<Activities>({
    taskQueue: taskQueues(input.taskQueuePrefix).job(input.type),
    scheduleToStartTimeout: limits.scheduleToStart * 1000,
    startToCloseTimeout: limits.startToClose * 1000,
    scheduleToCloseTimeout: limits.scheduleToClose * 1000,
    heartbeatTimeout: limits.heartbeat * 1000,
    retry: {
      maximumAttempts: attempts,
      initialInterval: '1 second',
      backoffCoefficient: 2,
      maximumInterval: '30 seconds',
    },
    // The handler writes `cancelled` itself, once it has really stopped.
    cancellationType: ActivityCancellationType.WAIT_CANCELLATION_COMPLETED,
  });
}

function finalizeActivity(input: RunJobInput): Pick<Activities, 'finalizeJob'> {
  return proxyActivities<Activities>({
    taskQueue: taskQueues(input.taskQueuePrefix).workflows,
    startToCloseTimeout: FINALIZE_TIMEOUT,
    retry: { initialInterval: '1 second', maximumInterval: '10 seconds' },
  });
}

/** Why the handler's activity gave no answer. */
function finalizeReason(error: unknown): FinalizeReason {
  if (isCancellation(error)) return { kind: 'cancelled' };
  const cause = error instanceof ActivityFailure ? error.cause : error;
  if (cause instanceof TimeoutFailure) return { kind: 'timeout', timeout: cause.timeoutType };
  if (cause instanceof ApplicationFailure) return { kind: 'failed', code: cause.type ?? 'internal' };
  return { kind: 'failed', code: 'internal' };
}
