/** From an admitted request to an open socket. */
import type { IncomingMessage } from 'node:http';
import type { Duplex } from 'node:stream';
import { isTerminal, isUnavailable, type JobRow } from '../../store/index.js';
import type { StartingPoint } from '../events/cursor.js';
import { resetEvent } from '../events/reset.js';
import type { RequestContext } from '../http/context.js';
import type { ProblemError } from '../http/problem-error.js';
import { toProblemError } from '../http/problem-response.js';
import { cancelJob } from '../jobs/cancel.js';
import type { Services } from '../services.js';
import { ClientFrames } from './client-frames.js';

/** A connection that is to become the socket of a job. */
export interface SocketRequest {
  readonly request: IncomingMessage;
  readonly socket: Duplex;
  readonly head: Buffer;
  readonly headers: readonly string[];
  readonly job: JobRow;
  readonly start: StartingPoint;
}

/** Opens the socket; its end is the end of the request. */
export function openSocket(services: Services, context: RequestContext, opened: SocketRequest): void {
  const { job, start } = opened;
  const { jobId, type } = job;
  const { contract, database } = services;
  services.sockets.open({
    ...opened,
    jobId,
    after: start.after,
    lastSeq: job.lastSeq,
    opening: start.reset ? resetEvent(job, contract.jobTypes) : undefined,
    isDone: isTerminal(job.status) && start.after === job.lastSeq,
    listen: (session) =>
      new ClientFrames(session, {
        contract,
        database,
        cancel: () => cancelJob(services, context.caller.tenantId, jobId),
        toProblem: (error) => logged(services, context, toProblemError(error, isUnavailable)),
        job: { jobId, type },
        context,
        now: () => performance.now(),
      }),
    // Whoever waits for the end of the response, such as the log, hears of it now.
    onClose: () => context.response.emit('close'),
  });
}

function logged({ log }: Services, context: RequestContext, problem: ProblemError): ProblemError {
  if (problem.code !== 'internal') return problem;
  const fields = { request_id: context.requestId, trace_id: context.trace.traceId, job_id: context.jobId };
  log.error({ ...fields, err: problem.details.cause }, 'frame failed');
  return problem;
}
