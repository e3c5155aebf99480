/** The operations on a job's event stream. */
import type { EventsHandlers } from '../../generated/server/handlers.js';
import { createStreamToken, isTerminal, type JobRow } from '../../store/index.js';
import { findStartingPoint } from '../events/cursor.js';
import { buildFrame } from '../events/frames.js';
import { negotiate } from '../http/accept.js';
import type { RequestContext } from '../http/context.js';
import { ProblemError } from '../http/problem-error.js';
import { jobLinks, toJob } from '../jobs/job-view.js';
import type { Services } from '../services.js';
import { jobNotFound } from './job-answers.js';

const STREAM_HEADERS = { 'Cache-Control': 'no-cache, no-transform', 'X-Accel-Buffering': 'no' } as const;

/** Makes the handlers of the tag `events`. */
export function createEventsHandlers(services: Services): EventsHandlers<RequestContext> {
  const { database, streams } = services;
  return {
    async streamJobEvents({ path, headers, query }, context) {
      context.noteJob(path.job_id);
      refuseOtherJob(context, path.job_id);
      refuseOtherType(context);
      const job = await services.readJob(context.caller.tenantId, path.job_id);
      if (job === undefined) throw jobNotFound();
      refuseExpiredLog(job);
      const start = findStartingPoint(
        { header: headers['Last-Event-ID'], query: query.last_event_id },
        { first: job.firstSeq, last: job.lastSeq },
      );
      const isDone = isTerminal(job.status) && start.after === job.lastSeq && !start.reset;
      if (isDone) return { status: 204, headers: {} };
      const opening = start.reset ? resetFrame(job) : '';
      const { after } = start;
      return {
        status: 200,
        headers: STREAM_HEADERS,
        stream: (response) => streams.open(response, { jobId: job.jobId, after, head: job.lastSeq, opening }),
      };
    },

    async createStreamToken({ path }, context) {
      const jobId = path.job_id;
      context.noteJob(jobId);
      const { tenantId, apiKeyId } = context.caller;
      const created = await createStreamToken(database, { tenantId, jobId, apiKeyId });
      if (created === undefined) throw jobNotFound();
      const { token, expiresAt } = created;
      const url = `${jobLinks(jobId).events}?stream_token=${token}`;
      return {
        status: 201,
        headers: { 'Cache-Control': 'no-store' },
        body: { token, expires_at: expiresAt.toISOString(), url },
      };
    },
  };
}

/** Said before the job is looked up, so that a token tells nothing about other jobs. */
function refuseOtherJob(context: RequestContext, jobId: string): void {
  const { streamJobId } = context.caller;
  if (streamJobId === undefined || streamJobId === jobId) return;
  throw new ProblemError('forbidden', { detail: 'This stream token is for another job.' });
}

function refuseOtherType(context: RequestContext): void {
  if (negotiate(context.request.headers.accept, ['text/event-stream']) !== undefined) return;
  throw new ProblemError('not_acceptable', { detail: 'An event stream is text/event-stream only.' });
}

/** The log may be expired and not purged yet, or purged early by an operator. */
function refuseExpiredLog(job: JobRow): void {
  const isOver = job.eventsExpireAt !== undefined && job.eventsExpireAt.getTime() <= Date.now();
  if (!isOver && job.firstSeq <= job.lastSeq) return;
  throw new ProblemError('event_log_expired', {
    detail: `The events were kept until ${job.eventsExpireAt?.toISOString()}.`,
    jobId: job.jobId,
  });
}

/** The one event that is not stored: it tells a client with a cursor of no use where it can begin. */
function resetFrame(job: JobRow): string {
  const event = {
    type: 'stream.reset',
    job_id: job.jobId,
    attempt: job.attempt,
    timestamp: new Date().toISOString(),
    data: { job: toJob(job), first_seq: job.firstSeq },
  };
  return buildFrame(job.firstSeq - 1, event.type, JSON.stringify(event));
}
