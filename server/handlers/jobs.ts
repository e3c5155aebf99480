/** The operations on jobs. */
import type { Job } from '../../generated/contract/schemas.js';
import type { JobsHandlers } from '../../generated/server/handlers.js';
import { deleteJob, getJob, getResult } from '../../store/index.js';
import type { RequestContext } from '../http/context.js';
import { matchesTag, versionTag } from '../http/entity-tag.js';
import { ProblemError } from '../http/problem-error.js';
import { preparedBody } from '../http/respond.js';
import { cancelJob } from '../jobs/cancel.js';
import { stateOf, toJob } from '../jobs/job-view.js';
import { pollAfter } from '../jobs/poll-after.js';
import type { Services } from '../services.js';
import { createJobHandler } from './create-job.js';
import { jobNotFound, pollHeaders } from './job-answers.js';
import { listJobsHandler } from './list-jobs.js';

/** Makes the handlers of the tag `jobs`. */
export function createJobsHandlers(services: Services): JobsHandlers<RequestContext> {
  const { database } = services;
  const { jobTypes } = services.contract;
  return {
    createJob: createJobHandler(services),
    listJobs: listJobsHandler(services),

    async getJob({ path, headers }, context) {
      context.noteJob(path.job_id);
      const row = await services.readJob(context.caller.tenantId, path.job_id);
      if (row === undefined) throw jobNotFound();
      const tag = versionTag(row.version);
      const fields = { ETag: tag, 'Cache-Control': 'private, no-cache' as const, ...pollHeaders(row) };
      if (matchesTag(headers['If-None-Match'], tag)) return { status: 304, headers: fields };
      return { status: 200, headers: fields, body: toJob(row, jobTypes) };
    },

    async deleteJob({ path }, context) {
      context.noteJob(path.job_id);
      const outcome = await deleteJob(database, context.caller.tenantId, path.job_id);
      if (outcome === 'not_found') throw jobNotFound();
      if (outcome === 'not_terminal') throw await jobNotTerminal(services, context, path.job_id);
      return { status: 204, headers: {} };
    },

    async getJobResult({ path }, context) {
      context.noteJob(path.job_id);
      const outcome = await getResult(database, context.caller.tenantId, path.job_id);
      if (outcome.kind !== 'ready') throw noResult(outcome);
      const { job, result } = outcome;
      const head = JSON.stringify({ job_id: job.jobId, type: job.type });
      const tail = JSON.stringify({ result_expires_at: job.resultExpiresAt?.toISOString() });
      // The stored text is what the worker's validator accepted: it goes out as it is.
      return {
        status: 200,
        headers: {},
        body: preparedBody(`${head.slice(0, -1)},"result":${result},${tail.slice(1)}`),
      };
    },

    async cancelJob({ path }, context) {
      const jobId = path.job_id;
      context.noteJob(jobId);
      const cancelled = await cancelJob(services, context.caller.tenantId, jobId);
      if (cancelled === undefined) throw jobNotFound();
      const body: Job = toJob(cancelled.job, jobTypes);
      if (cancelled.isOver) return { status: 200, headers: {}, body };
      return { status: 202, headers: pollHeaders(cancelled.job), body };
    },
  };
}

async function jobNotTerminal(
  services: Services,
  context: RequestContext,
  jobId: string,
): Promise<ProblemError> {
  const job = await getJob(services.database, context.caller.tenantId, jobId);
  const retryAfter = job === undefined ? undefined : pollHeaders(job)['Retry-After'];
  return new ProblemError('job_not_terminal', {
    detail: `The job is ${job?.status ?? 'not finished'}; cancel it first, or wait for its end.`,
    jobId,
    ...(retryAfter !== undefined && { retryAfter }),
  });
}

function noResult(
  outcome: Exclude<Awaited<ReturnType<typeof getResult>>, { readonly kind: 'ready' }>,
): ProblemError {
  switch (outcome.kind) {
    case 'not_found':
      return jobNotFound();
    case 'not_ready':
      return new ProblemError('result_not_ready', {
        detail: `The job is ${outcome.job.status}.`,
        jobId: outcome.job.jobId,
        retryAfter: pollAfter(outcome.job.createdAt),
      });
    case 'not_succeeded':
      return new ProblemError('job_not_succeeded', {
        detail: `The job ${stateOf(outcome.job)}; its error is ${outcome.job.error?.code}.`,
        jobId: outcome.job.jobId,
      });
    case 'expired':
      return new ProblemError('result_expired', {
        detail: `The result was kept until ${outcome.job.resultExpiresAt?.toISOString()}.`,
        jobId: outcome.job.jobId,
      });
    default:
      throw new TypeError(`unknown outcome ${outcome satisfies never}`);
  }
}
