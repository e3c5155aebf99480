/** Operations that a project adds to the platform's: what their handlers are told, and how they join the others. */
import type { RequestContext } from './http/context.js';
import { HandlerError, type OperationHandler } from './http/mount.js';
import { ProblemError } from './http/problem-error.js';

/** What the handler of an operation knows of a request beside what the contract says of it. */
export interface OperationContext {
  /** Whose API key came with the request. An operation that asks for no key (`security: []`) has no tenant: reading it throws. */
  readonly tenantId: string;
  /** The request's name, in its answer and in the logs. */
  readonly requestId: string;
  /** W3C Trace Context: to be sent along with whatever the handler asks of others. */
  readonly traceparent: string;
}

/** The handlers of a project's own operations, by operationId; the generated `Handlers` says what each is asked and answers. */
export type OperationHandlers = Readonly<
  Record<string, (request: never, context: OperationContext) => Promise<{ readonly status: number }>>
>;

/** All handlers of a server: the platform's, and those of the operations that a project adds. */
export function joinHandlers(platform: object, own: OperationHandlers): object {
  const clash = Object.keys(own).find((operationId) => Object.hasOwn(platform, operationId));
  if (clash !== undefined)
    throw new HandlerError(`operation ${clash} is the platform's: it cannot have another handler`);
  const adapted = Object.entries(own).map(([operationId, handler]) => [
    operationId,
    adapt(handler as OwnHandler),
  ]);
  return { ...platform, ...Object.fromEntries(adapted) };
}

type OwnHandler = (
  request: Parameters<OperationHandler>[0],
  context: OperationContext,
) => ReturnType<OperationHandler>;

function adapt(handler: OwnHandler): OperationHandler {
  return async (request, context) => {
    // A stream token is for the events of one job, whichever operation it is sent to.
    if (context.principal?.streamJobId !== undefined)
      throw new ProblemError('forbidden', { detail: 'A stream token opens the events of its job only.' });
    return handler(request, toOperationContext(context));
  };
}

function toOperationContext(context: RequestContext): OperationContext {
  return {
    get tenantId() {
      return context.caller.tenantId;
    },
    requestId: context.requestId,
    get traceparent() {
      return context.trace.traceparent;
    },
  };
}
