/** Mounts a contract's route table on Express: each operation with its gate, its checks and its handler. */
import type { Application, Request, Response } from 'express';
import type { Validator } from '../../generated/contract/validation.js';
import type { PolicyName } from '../limits/fields.js';
import { type Admission, type AdmissionRule, DEFAULT_RULE } from './admission.js';
import { bodyReader } from './body.js';
import { contextOf, type RequestContext } from './context.js';
import { ContractValidator } from './contract-validator.js';
import { type DocumentOperation, findOperation, type JsonRecord } from './operation-document.js';
import { ProblemError } from './problem-error.js';
import { type CheckedRequest, RequestCheck } from './request-check.js';
import { type HandlerResponse, respond } from './respond.js';

/** One operation of the route table. */
interface MountedRoute {
  readonly operationId: string;
  readonly method: string;
  /** `/v1/jobs/{job_id}`. */
  readonly path: string;
  readonly public: boolean;
  readonly rateLimit: PolicyName | null;
  readonly streams: boolean;
  readonly upgrades: boolean;
  readonly requestBody: boolean;
}

/** A handler as the mount sees it; the generated interface gives each one its own types. */
export type OperationHandler = (request: CheckedRequest, context: RequestContext) => Promise<HandlerResponse>;

/** The handlers are not those of the operations; its message is one line for whoever wrote them. */
export class HandlerError extends Error {
  override readonly name = 'HandlerError';
}

/** All that is needed to serve a route table. */
export interface MountOptions {
  readonly routes: readonly MountedRoute[];
  readonly handlers: Readonly<Record<string, OperationHandler>>;
  /** The bundled OpenAPI 3.1 document. */
  readonly document: JsonRecord;
  readonly bodyValidators: Readonly<Record<string, { readonly body?: Validator<unknown> } | undefined>>;
  readonly admission: Admission;
  readonly bodyLimitBytes: number;
  /** The limit of this very body, by what it is for; applied before its schema. */
  readonly limitOf: (body: unknown) => BodyLimit;
}

/** How large a body of a kind may be. */
export interface BodyLimit {
  readonly bytes: number;
  /** What the limit belongs to, for people. */
  readonly subject: string;
}

type ExpressMethod = 'get' | 'post' | 'put' | 'patch' | 'delete' | 'options' | 'head' | 'all';

/**
 * Registers every operation, then what is to be said of other methods and other paths. Returns how to have all schemas
 * compiled before the first request comes.
 */
export function mountRoutes(app: Application, options: MountOptions): () => Promise<void> {
  const readBody = bodyReader(options.bodyLimitBytes);
  const operations = options.routes.map((route) => findOperation(options.document, route));
  const validator = new ContractValidator(options.document, operations);
  options.routes.forEach((route, index) => {
    const validate = options.bodyValidators[route.operationId]?.body;
    const check = new RequestCheck(operations[index] as DocumentOperation, validator, validate);
    app[route.method as ExpressMethod](
      expressPath(route.path),
      serveOperation(route, options, readBody, check),
    );
  });
  for (const [path, routes] of groupByPath(options.routes)) {
    app.all(expressPath(path), refuseMethod(routes, options.admission));
  }
  app.use(async (request, response) => {
    await options.admission.admit(request, contextOf(response), DEFAULT_RULE);
    throw nothingHere();
  });
  const checked = operations.filter((operation) => operation.refusesInvalid);
  return () => validator.prepare(checked.map((operation) => operation.operationId));
}

/** The problem of a path that nothing is served at. */
export function nothingHere(): ProblemError {
  return new ProblemError('not_found', { detail: 'There is nothing at this path.' });
}

function expressPath(path: string): string {
  return path.replaceAll(/\{([^}]+)\}/g, ':$1');
}

function groupByPath(routes: readonly MountedRoute[]): Map<string, MountedRoute[]> {
  const groups = new Map<string, MountedRoute[]>();
  for (const route of routes) groups.set(route.path, [...(groups.get(route.path) ?? []), route]);
  return groups;
}

function serveOperation(
  route: MountedRoute,
  options: MountOptions,
  readBody: (request: Request, response: Response) => Promise<void>,
  check: RequestCheck,
) {
  const { operationId } = route;
  const handler = options.handlers[operationId];
  if (handler === undefined) {
    const advice = `write one, and give it to runServerProcess(contract, { handlers: { ${operationId} } })`;
    throw new HandlerError(`operation ${operationId} has no handler: ${advice}`);
  }
  const rule: AdmissionRule = { policy: route.rateLimit, takesStreamToken: route.streams || route.upgrades };
  return async function serve(request: Request, response: Response): Promise<void> {
    const context = contextOf(response);
    context.operationId = operationId;
    if (!route.public) await options.admission.admit(request, context, rule);
    if (route.requestBody) {
      await readBody(request, response);
      refuseLarge(context.bodyBytes, options.limitOf(request.body));
    }
    const checked = await check.run(request, context);
    const answer = await handler(checked, context);
    // A client that has left gets nothing, and is told nothing: what it asked for is done all the same.
    if (!response.destroyed) respond(response, answer);
  };
}

function refuseLarge(bytes: number, limit: BodyLimit): void {
  if (bytes <= limit.bytes) return;
  throw new ProblemError('payload_too_large', {
    detail: `A body for ${limit.subject} may have at most ${limit.bytes} bytes.`,
  });
}

/** A path that needs no key says which methods it has to anybody. */
function refuseMethod(routes: readonly MountedRoute[], admission: Admission) {
  const methods = routes.map((route) => route.method.toUpperCase());
  const allow = methods.flatMap((method) => (method === 'GET' ? ['GET', 'HEAD'] : [method])).join(', ');
  const isPublic = routes.every((route) => route.public);
  return async function refuse(request: Request, response: Response): Promise<void> {
    if (!isPublic) await admission.admit(request, contextOf(response), DEFAULT_RULE);
    throw new ProblemError('method_not_allowed', {
      detail: `${request.method} is not allowed here; ${methods.join(' and ')} ${methods.length > 1 ? 'are' : 'is'}.`,
      headers: { Allow: allow },
    });
  };
}
