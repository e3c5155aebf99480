/** `POST /v1/jobs`: stores the job, then answers; everything else happens after it is safe. */
import type { JobTypeSpec } from '../../generated/contract/job-type-spec.js';
import type { JobWithResult } from '../../generated/contract/schemas.js';
import type { CreateJobResponse, JobsHandlers } from '../../generated/server/handlers.js';
import {
  type CreateOutcome,
  getResult,
  isTerminal,
  type JobRow,
  type NewJob,
  newJobId,
} from '../../store/index.js';
import type { RequestContext } from '../http/context.js';
import { parseWait } from '../http/prefer.js';
import { ProblemError } from '../http/problem-error.js';
import { preparedBody } from '../http/respond.js';
import { CREATE_OPERATION, fingerprint, parseIdempotencyKey } from '../jobs/idempotency.js';
import { jobLinks, toJob } from '../jobs/job-view.js';
import type { Services } from '../services.js';
import { checkJobWebhook, toJobWebhook } from '../webhooks/job-webhook.js';
import { pollHeaders } from './job-answers.js';

type CreateJob = JobsHandlers<RequestContext>['createJob'];
type CreateJobRequest = Parameters<CreateJob>[0];

/** Makes the handler. */
export function createJobHandler(services: Services): CreateJob {
  const { jobTypes } = services.contract;
  return async function createJobOperation(request, context) {
    const spec = jobTypes[request.body.type];
    if (spec === undefined) throw new Error(`the validators let the job type ${request.body.type} through`);
    services.starter.noteCreate();
    const stored = await store(services, request, context, spec);
    const { job } = stored;
    context.noteJob(job.jobId);
    // Also a repetition: whoever accepted the job may have died before its start.
    if (job.status === 'queued' && job.workflowStartedAt === undefined) services.starter.submit(job);
    const headers = {
      Location: jobLinks(job.jobId).self,
      ...(stored.kind === 'replayed' && { 'Idempotency-Replayed': 'true' as const }),
    };
    const wait = spec.sync ? parseWait(request.headers.Prefer) : undefined;
    if (wait === undefined)
      return { status: 202, headers: { ...headers, ...pollHeaders(job) }, body: toJob(job, jobTypes) };
    const seconds = Math.min(wait, services.settings.syncWaitMaxSeconds);
    const applied = { ...headers, 'Preference-Applied': `wait=${seconds}` };
    return waitAndAnswer(services, context, job, seconds, applied);
  };
}

type Stored = Extract<CreateOutcome, { readonly job: JobRow }>;

async function store(
  services: Services,
  request: CreateJobRequest,
  context: RequestContext,
  spec: JobTypeSpec,
): Promise<Stored> {
  const key = parseIdempotencyKey(request.headers['Idempotency-Key']);
  const { webhook } = request.body;
  if (webhook !== undefined) await checkJobWebhook(services, context.caller.tenantId, webhook, key);
  const outcome = await services.creator.create({
    ...newJob(services, request, context, spec),
    ...(key !== undefined && {
      idempotency: { operation: CREATE_OPERATION, key, fingerprint: fingerprint(request.body) },
    }),
  });
  switch (outcome.kind) {
    case 'created':
    case 'replayed':
      return outcome;
    case 'key_reused':
      throw new ProblemError('idempotency_key_reused', {
        detail: outcome.jobDeleted
          ? 'This Idempotency-Key was used for a job that has been deleted.'
          : 'This Idempotency-Key was used before with a different body.',
      });
    case 'key_in_flight':
      throw new ProblemError('idempotency_key_in_flight', {
        detail: 'A request with this Idempotency-Key is still in progress.',
        retryAfter: 1,
      });
    default:
      throw new TypeError(`unknown outcome ${outcome satisfies never}`);
  }
}

function newJob(
  services: Services,
  { body }: CreateJobRequest,
  context: RequestContext,
  spec: JobTypeSpec,
): NewJob {
  return {
    jobId: newJobId(),
    tenantId: context.caller.tenantId,
    type: spec.name,
    typeVersion: spec.version,
    // As it was sent: the worker fills in the defaults of its own version.
    input: JSON.stringify(body.input),
    metadata: body.metadata ?? {},
    tags: body.tags ?? [],
    timeoutSeconds: body.timeout_seconds ?? spec.timeoutSeconds,
    queueTimeoutSeconds: body.queue_timeout_seconds ?? spec.queueTimeoutSeconds,
    resultTtlSeconds: spec.resultTtlSeconds,
    eventTtlSeconds: services.settings.eventRetentionSeconds,
    requestId: context.requestId,
    traceparent: context.trace.traceparent,
    ...(body.webhook !== undefined && { webhook: toJobWebhook(body.webhook) }),
  };
}

async function waitAndAnswer(
  services: Services,
  context: RequestContext,
  job: JobRow,
  seconds: number,
  headers: { readonly Location: string; readonly 'Preference-Applied': string },
): Promise<CreateJobResponse> {
  if (!isTerminal(job.status)) {
    // Nobody is there to be answered once the connection is closed; the job goes on.
    const left = new AbortController();
    context.response.once('close', () => left.abort());
    await services.waiter.wait(job.jobId, job.lastSeq, seconds * 1000, left.signal);
  }
  const outcome = await readOutcome(services, context, job);
  // Deleted while we waited: it was accepted, and that is what is left to say.
  const latest = outcome.kind === 'not_found' ? job : outcome.job;
  const view = toJob(latest, services.contract.jobTypes);
  if (outcome.kind === 'not_ready' || outcome.kind === 'not_found') {
    return { status: 202, headers: { ...headers, ...pollHeaders(latest) }, body: view };
  }
  const text = JSON.stringify(view);
  const body = outcome.kind === 'ready' ? `${text.slice(0, -1)},"result":${outcome.result}}` : text;
  return { status: 200, headers, body: preparedBody<JobWithResult>(body) };
}

/** The database may have gone while we waited; that the job is accepted stays true, and can be said without it. */
async function readOutcome(services: Services, context: RequestContext, job: JobRow) {
  try {
    return await getResult(services.database, context.caller.tenantId, job.jobId);
  } catch (error) {
    if (isTerminal(job.status)) throw error;
    services.log.warn({ job_id: job.jobId, err: error }, 'job not read again after its wait');
    return { kind: 'not_ready' as const, job };
  }
}
