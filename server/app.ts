/** The Express application of a contract. It knows no operation by name: routes, checks and words come with the contract. */
import express, { type Application, type NextFunction, type Request, type Response } from 'express';
import type { Logger } from 'pino';
import type { ServiceContract } from '../generated/server/contract.js';
import { type Admission, DEFAULT_RULE } from './http/admission.js';
import { beginRequests } from './http/begin.js';
import { contextOf } from './http/context.js';
import { allowOrigins } from './http/cors.js';
import { type BodyLimit, mountRoutes, nothingHere, type OperationHandler } from './http/mount.js';
import type { ProblemError } from './http/problem-error.js';
import { type IsUnavailable, sendProblem, toProblemError } from './http/problem-response.js';
import { invalidRequest } from './http/request-check.js';

/** What an application is made of. */
export interface AppOptions {
  /** The generated contract: this project's, or that of a project that uses the runtime. */
  readonly contract: ServiceContract;
  /** One handler per operation of the contract. */
  readonly handlers: object;
  readonly admission: Admission;
  readonly log: Logger;
  readonly corsOrigins: readonly string[];
  /** The largest body that is read where no job type says otherwise. */
  readonly bodyLimitBytes: number;
  readonly isUnavailable: IsUnavailable;
}

/** Builds the application. It listens to nothing yet. */
export function createApp(options: AppOptions): Application {
  const { contract, log } = options;
  const app = express();
  app.disable('x-powered-by');
  app.disable('etag');
  app.enable('case sensitive routing');
  app.enable('strict routing');
  app.set('query parser', 'simple');
  app.use(beginRequests(log));
  if (options.corsOrigins.length > 0) {
    const methods = new Set(contract.routes.map((route) => route.method.toUpperCase()));
    app.use(allowOrigins(options.corsOrigins, [...methods]));
  }
  app.use(refuseMalformed(options.admission));
  const prepare = mountRoutes(app, {
    routes: contract.routes,
    handlers: options.handlers as Readonly<Record<string, OperationHandler>>,
    document: contract.documents.openapi,
    bodyValidators: contract.validators.requests,
    admission: options.admission,
    bodyLimitBytes: largestBody(contract, options.bodyLimitBytes),
    limitOf: (body) =>
      limitOfJob(contract, body) ?? { bytes: options.bodyLimitBytes, subject: 'this operation' },
  });
  app.use(answerErrors(options));
  preparations.set(app, prepare);
  return app;
}

const preparations = new WeakMap<Application, () => Promise<void>>();

/** Does what an application would otherwise do at its first requests. */
export async function prepareApp(app: Application): Promise<void> {
  await preparations.get(app)?.();
}

/** The parser takes the largest body that any job type allows; the type's own limit is applied after it. */
function largestBody(contract: ServiceContract, least: number): number {
  return Math.max(least, ...Object.values(contract.jobTypes).map((type) => type.bodyLimitBytes));
}

/** A body with the name of a job type is one for that type. */
function limitOfJob(contract: ServiceContract, body: unknown): BodyLimit | undefined {
  const type = typeof body === 'object' && body !== null && 'type' in body ? body.type : undefined;
  if (typeof type !== 'string' || !Object.hasOwn(contract.jobTypes, type)) return undefined;
  return { bytes: contract.jobTypes[type]?.bodyLimitBytes ?? 0, subject: type };
}

/** Node and the router would refuse it too, but before they know who asks, and in words of their own. */
function refuseMalformed(admission: Admission) {
  return function refuse(
    request: Request,
    response: Response,
    next: NextFunction,
  ): Promise<void> | undefined {
    const problem = faultOf(request, contextOf(response).path);
    if (problem !== undefined) {
      return admission.admit(request, contextOf(response), DEFAULT_RULE).then(() => {
        throw problem;
      });
    }
    next();
    return undefined;
  };
}

function faultOf(request: Request, path: string): ProblemError | undefined {
  // RFC 9112 section 3.2.
  if (request.headers.host === undefined && request.httpVersion === '1.1') {
    return invalidRequest([{ in: 'header', pointer: 'Host', message: 'is required', rule: 'required' }]);
  }
  // It names nothing that there could be, a malformed job id among others.
  if (path.includes('%') && !isDecodable(path)) return nothingHere();
  return undefined;
}

function isDecodable(path: string): boolean {
  try {
    decodeURIComponent(path);
    return true;
  } catch {
    return false;
  }
}

/** Express tells an error handler by its four parameters. */
function answerErrors(options: AppOptions) {
  const kinds = options.contract.problems;
  return function answerError(
    error: unknown,
    _request: Request,
    response: Response,
    _next: NextFunction,
  ): void {
    const context = contextOf(response);
    const problem = toProblemError(error, options.isUnavailable);
    const fields = { request_id: context.requestId, trace_id: context.trace.traceId, job_id: context.jobId };
    if (problem.code === 'internal')
      options.log.error({ ...fields, err: problem.details.cause }, 'request failed');
    else if (problem.code === 'unavailable' && problem.details.cause !== undefined) {
      options.log.warn({ ...fields, reason: reasonOf(problem.details.cause) }, 'unavailable');
    }
    sendProblem(kinds, problem, context);
  };
}

/** Every request fails while the database is away: one line each, without a stack. */
function reasonOf(cause: unknown): string | undefined {
  return cause instanceof Error ? cause.message : undefined;
}
