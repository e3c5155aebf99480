/** Cancelling a job, whichever way a client asks for it. */
import { type JobRow, requestCancel } from '../../store/index.js';
import { ProblemError } from '../http/problem-error.js';
import type { Services } from '../services.js';
import { buildJobError } from './job-error.js';
import { stateOf } from './job-view.js';

/** What a cancel needs of the server. */
export type CancelServices = Pick<Services, 'contract' | 'database' | 'workflows' | 'log'>;

/** What became of it. */
export interface Cancelled {
  readonly job: JobRow;
  /** The job has ended; else it is being stopped. */
  readonly isOver: boolean;
}

/** Cancels a tenant's job; undefined if there is none. Throws `job_already_terminal`. */
export async function cancelJob(
  services: CancelServices,
  tenantId: string,
  jobId: string,
): Promise<Cancelled | undefined> {
  const detail = 'The job was cancelled before it had started.';
  const error = buildJobError(services.contract.jobErrors, 'cancelled', detail, jobId);
  const outcome = await requestCancel(services.database, { tenantId, jobId, error });
  if (outcome.kind === 'not_found') return undefined;
  if (outcome.kind === 'already_terminal') {
    throw new ProblemError('job_already_terminal', {
      detail: `The job ${stateOf(outcome.job)} already.`,
      jobId: outcome.job.jobId,
    });
  }
  if (outcome.changed) cancelWorkflow(services, jobId);
  return { job: outcome.job, isOver: outcome.kind === 'cancelled' };
}

/** The handler hears of it through PostgreSQL; this is for what Temporal still has in mind, and the sweep repeats it. */
function cancelWorkflow(services: CancelServices, jobId: string): void {
  services.workflows.cancel(jobId).catch((error: unknown) => {
    services.log.warn({ job_id: jobId, err: error }, 'workflow not cancelled; the sweep will try again');
  });
}
