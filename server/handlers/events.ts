/** The operations on a job's event stream. */
import type { EventsHandlers } from '../../generated/server/handlers.js';
import { createStreamToken, isTerminal, type JobRow } from '../../store/index.js';
import { findStartingPoint } from '../events/cursor.js';
import { buildFrame } from '../events/frames.js';
import { resetEvent } from '../events/reset.js';
import { negotiate } from '../http/accept.js';
import type { RequestContext } from '../http/context.js';
import { ProblemError } from '../http/problem-error.js';
import { invalidRequest } from '../http/request-check.js';
import { canTakeOver } from '../http/upgrade.js';
import { type JobTypes, jobLinks, takesInput } from '../jobs/job-view.js';
import type { Services } from '../services.js';
import { openSocket } from '../socket/open-socket.js';
import { mayOpenFrom } from '../socket/origin.js';
import { jobNotFound } from './job-answers.js';

const STREAM_HEADERS = { 'Cache-Control': 'no-cache, no-transform', 'X-Accel-Buffering': 'no' } as const;

/** Makes the handlers of the tag `events`. */
export function createEventsHandlers(services: Services): EventsHandlers<RequestContext> {
  const { database, streams, settings } = services;
  const { jobTypes } = services.contract;
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
      const opening = start.reset ? resetFrame(job, jobTypes) : '';
      const { after } = start;
      return {
        status: 200,
        headers: STREAM_HEADERS,
        stream: (response) => streams.open(response, { jobId: job.jobId, after, head: job.lastSeq, opening }),
      };
    },

    async openJobSocket({ path, headers, query }, context) {
      context.noteJob(path.job_id);
      refuseOtherJob(context, path.job_id);
      refuseOrigin(context, settings.corsOrigins);
      const job = await services.readJob(context.caller.tenantId, path.job_id);
      if (job === undefined) throw jobNotFound();
      if (!takesInput(jobTypes, job.type)) throw noSocket(job);
      refuseExpiredLog(job);
      refuseOtherProtocol(context, headers);
      const start = findStartingPoint(
        { header: headers['Last-Event-ID'], query: query.last_event_id },
        { first: job.firstSeq, last: job.lastSeq },
      );
      return {
        status: 101,
        headers: {},
        upgrade: (request, socket, head, lines) =>
          openSocket(services, context, { request, socket, head, headers: lines, job, start }),
      };
    },

    async createStreamToken({ path, body }, context) {
      const jobId = path.job_id;
      context.noteJob(jobId);
      const { tenantId, apiKeyId } = context.caller;
      const job = await services.readJob(tenantId, jobId);
      if (job === undefined) throw jobNotFound();
      const hasSocket = takesInput(jobTypes, job.type);
      const mayWrite = body?.write === true;
      if (mayWrite && !hasSocket) throw noSocket(job);
      const created = await createStreamToken(database, { tenantId, jobId, apiKeyId, mayWrite });
      if (created === undefined) throw jobNotFound();
      const { token, expiresAt } = created;
      const links = jobLinks(jobId);
      const query = `?stream_token=${token}`;
      return {
        status: 201,
        headers: { 'Cache-Control': 'no-store' },
        body: {
          token,
          expires_at: expiresAt.toISOString(),
          url: `${links.events}${query}`,
          ...(hasSocket && { socket_url: `${links.socket}${query}` }),
        },
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

/** The one event that is not stored, as a frame of the stream. */
function resetFrame(job: JobRow, jobTypes: JobTypes): string {
  return buildFrame(job.firstSeq - 1, 'stream.reset', resetEvent(job, jobTypes));
}

function refuseOrigin({ request }: RequestContext, allowed: readonly string[]): void {
  const { origin, host } = request.headers;
  if (origin === undefined || mayOpenFrom(origin, host, allowed)) return;
  throw new ProblemError('forbidden', { detail: `The origin ${origin} is not allowed to open sockets.` });
}

function noSocket(job: JobRow): ProblemError {
  return new ProblemError('channel_not_supported', {
    detail: `Jobs of the type ${job.type} have no WebSocket.`,
    jobId: job.jobId,
  });
}

/** Said last, so that an ordinary request can find out why a socket was refused, which browsers do not tell. */
function refuseOtherProtocol(context: RequestContext, headers: Readonly<Record<string, unknown>>): void {
  const missing = ['Upgrade', 'Sec-WebSocket-Version', 'Sec-WebSocket-Key'].filter(
    (name) => headers[name] === undefined,
  );
  if (missing.length === 0 && !canTakeOver(context.response)) missing.push('Connection');
  if (missing.length === 0) return;
  throw invalidRequest(
    missing.map((pointer) => ({ in: 'header', pointer, message: 'is required', rule: 'required' })),
  );
}
