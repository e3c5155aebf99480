/**
 * What the server and the worker agree on across Temporal: names, ids, the workflow's input and the time limits that
 * follow from a job type's spec. Payloads are not part of it: Temporal carries ids and times only.
 */
import type { JobTypeSpec } from '../generated/contract/job-type-spec.js';

/** Prefix of all task queues unless `TEMPORAL_TASK_QUEUE_PREFIX` says otherwise. */
export const DEFAULT_TASK_QUEUE_PREFIX = 'specwire';

/** Task queues of one installation. */
export interface TaskQueues {
  /** Workflow tasks, and the activity that ends a job whose handler could not. */
  readonly workflows: string;
  /** Handler activities of one job type. */
  readonly job: (type: string) => string;
  /** Workflows and attempts of webhook deliveries, which must not stand in the way of jobs. */
  readonly webhooks: string;
}

/** The task queues under a prefix; two installations that share a Temporal namespace use different ones. */
export function taskQueues(prefix: string = DEFAULT_TASK_QUEUE_PREFIX): TaskQueues {
  return {
    workflows: `${prefix}-workflows`,
    job: (type) => `${prefix}-job-${type}`,
    webhooks: `${prefix}-webhooks`,
  };
}

/** Name of the workflow that runs one job. Its workflow id is the job's id. */
export const JOB_WORKFLOW = 'runJob';

/** Input of the workflow: ids and times, never a payload. */
export interface RunJobInput {
  readonly jobId: string;
  readonly type: string;
  readonly taskQueuePrefix: string;
  readonly timeoutSeconds: number;
  readonly queueTimeoutSeconds: number;
  readonly maxAttempts: number;
  readonly traceparent?: string;
}

/** What a job itself says; the rest of the workflow's input is its type's. */
export interface JobToRun {
  readonly jobId: string;
  readonly timeoutSeconds: number;
  readonly queueTimeoutSeconds: number;
  readonly traceparent?: string | undefined;
}

/** The workflow's input for a job of a type. */
export function runJobInput(job: JobToRun, spec: JobTypeSpec, taskQueuePrefix: string): RunJobInput {
  return {
    jobId: job.jobId,
    type: spec.name,
    taskQueuePrefix,
    timeoutSeconds: job.timeoutSeconds,
    queueTimeoutSeconds: job.queueTimeoutSeconds,
    maxAttempts: spec.maxAttempts,
    ...(job.traceparent !== undefined && { traceparent: job.traceparent }),
  };
}

/** Start options of the job's workflow; a closed job is never run again under its id. */
export interface JobWorkflowOptions {
  readonly workflowId: string;
  readonly taskQueue: string;
  readonly workflowIdReusePolicy: 'REJECT_DUPLICATE';
  readonly args: [RunJobInput];
}

/** Options for `client.workflow.start(JOB_WORKFLOW, …)`. */
export function jobWorkflowOptions(input: RunJobInput): JobWorkflowOptions {
  return {
    workflowId: input.jobId,
    taskQueue: taskQueues(input.taskQueuePrefix).workflows,
    workflowIdReusePolicy: 'REJECT_DUPLICATE',
    args: [input],
  };
}

/** A running handler reports that it lives this often. */
export const HEARTBEAT_INTERVAL_SECONDS = 5;

/** Without a report for this long, its attempt is lost and the next one starts. */
const HEARTBEAT_TIMEOUT_SECONDS = 15;

/**
 * What an attempt may take beyond the job's deadline, to write the terminal state itself. The deadline is the
 * handler's; Temporal's own limits only catch an attempt that hangs.
 */
export const ATTEMPT_GRACE_SECONDS = 30;

/** Limits of the handler's activity, in seconds. */
export interface HandlerLimits {
  readonly scheduleToStart: number;
  readonly startToClose: number;
  readonly scheduleToClose: number;
  readonly heartbeat: number;
}

/** The limits that Temporal enforces on the handler's activity. */
export function handlerLimits(input: RunJobInput): HandlerLimits {
  return {
    scheduleToStart: input.queueTimeoutSeconds,
    startToClose: input.timeoutSeconds + ATTEMPT_GRACE_SECONDS,
    scheduleToClose: input.queueTimeoutSeconds + input.timeoutSeconds + ATTEMPT_GRACE_SECONDS,
    heartbeat: HEARTBEAT_TIMEOUT_SECONDS,
  };
}

/** Name of the workflow that delivers one webhook. Its workflow id is the delivery's id. */
export const WEBHOOK_WORKFLOW = 'deliverWebhook';

/** Name of the signal that has a delivery tried now. */
export const DELIVER_NOW_SIGNAL = 'deliverNow';

/** Input of the workflow. */
export interface DeliverWebhookInput {
  readonly deliveryId: string;
}

/** Start options of a delivery's workflow; one that is over may begin again, for a redelivery. */
export interface WebhookWorkflowOptions {
  readonly workflowId: string;
  readonly taskQueue: string;
  readonly workflowIdReusePolicy: 'ALLOW_DUPLICATE';
  readonly args: [DeliverWebhookInput];
}

/** Options for `client.workflow.start(WEBHOOK_WORKFLOW, …)`. */
export function webhookWorkflowOptions(deliveryId: string, taskQueuePrefix: string): WebhookWorkflowOptions {
  return {
    workflowId: deliveryId,
    taskQueue: taskQueues(taskQueuePrefix).webhooks,
    workflowIdReusePolicy: 'ALLOW_DUPLICATE',
    args: [{ deliveryId }],
  };
}
