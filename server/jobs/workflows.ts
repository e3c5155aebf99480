/** What the server asks of Temporal: to start a job's workflow, to cancel it, and how it is. */
import {
  type Client,
  type Connection,
  WorkflowExecutionAlreadyStartedError,
  WorkflowNotFoundError,
} from '@temporalio/client';
import type { JobTypeSpec } from '../../generated/contract/job-type-spec.js';
import { JOB_WORKFLOW, type JobToRun, jobWorkflowOptions, runJobInput } from '../../worker/contract.js';

/** A job to start: its own times, and its type's name. */
export interface StartableJob extends JobToRun {
  readonly type: string;
}

/** How a job's workflow is. */
type WorkflowState = 'running' | 'closed' | 'missing';

/** The job workflows, as far as the server has to do with them. */
export interface JobWorkflows {
  /** Starts the workflow; one that exists already, open or closed, is left alone. */
  start(job: StartableJob): Promise<void>;
  /** Asks the workflow to cancel; one that is closed or gone needs no asking. */
  cancel(jobId: string): Promise<void>;
  state(jobId: string): Promise<WorkflowState>;
  /** Whether Temporal answers. */
  check(): Promise<boolean>;
}

/** What the workflows are reached with. */
export interface WorkflowOptions {
  readonly connection: Connection;
  readonly client: Client;
  readonly taskQueuePrefix: string;
  readonly jobTypes: Readonly<Record<string, JobTypeSpec>>;
}

/** Temporal that does not answer in this time is taken for down; without it, a call waits for minutes. */
const CALL_MS = 5000;
const CHECK_MS = 1000;

const CLOSED: ReadonlySet<string> = new Set(['COMPLETED', 'FAILED', 'CANCELLED', 'TERMINATED', 'TIMED_OUT']);

/** The job workflows of one Temporal namespace. */
export function connectWorkflows(options: WorkflowOptions): JobWorkflows {
  const { connection, client } = options;
  const call = <T>(work: () => Promise<T>, milliseconds = CALL_MS) =>
    connection.withDeadline(Date.now() + milliseconds, work);
  return {
    start: (job) => call(() => startWorkflow(options, job)),
    cancel: (jobId) => call(() => cancelWorkflow(client, jobId)),
    state: (jobId) => call(() => readState(client, jobId)),
    check: () =>
      call(() => connection.workflowService.getSystemInfo({}), CHECK_MS).then(
        () => true,
        () => false,
      ),
  };
}

async function startWorkflow(options: WorkflowOptions, job: StartableJob): Promise<void> {
  const spec = options.jobTypes[job.type];
  // A type that was taken out of the contract: nobody can run the job, so it expires when its queue time is over.
  if (spec === undefined) return;
  const input = runJobInput(job, spec, options.taskQueuePrefix);
  try {
    await options.client.workflow.start(JOB_WORKFLOW, jobWorkflowOptions(input));
  } catch (error) {
    if (!(error instanceof WorkflowExecutionAlreadyStartedError)) throw error;
  }
}

async function cancelWorkflow(client: Client, jobId: string): Promise<void> {
  try {
    await client.workflow.getHandle(jobId).cancel();
  } catch (error) {
    if (!(error instanceof WorkflowNotFoundError)) throw error;
  }
}

async function readState(client: Client, jobId: string): Promise<WorkflowState> {
  try {
    const { status } = await client.workflow.getHandle(jobId).describe();
    return CLOSED.has(status.name) ? 'closed' : 'running';
  } catch (error) {
    if (error instanceof WorkflowNotFoundError) return 'missing';
    throw error;
  }
}
