import type { NextFunction, Request, Response } from 'express';
import type { OperationValidators } from '../../contract/validation.js';
import { type Answer, sendAnswer, sendProblem } from './answer.js';
import { answerFaults, checkBody, checkParameters, withCheckedItems } from './checks.js';
import { HttpProblem, type ProblemDetail } from './http-problem.js';
import { negotiate } from './negotiation.js';
import { ClientLeft } from './read-bytes.js';
import { readBody } from './request-body.js';
import { readParameters } from './request-parameters.js';
import type { Route, RouteBody } from './route.js';
import { type PathMatch, RouteMatcher, type Values } from './route-matcher.js';
import { type Authenticate, readCredentials, unauthorized } from './security.js';
import type {
  ContextOf,
  ContractOptions,
  ReceiveOptions,
  RequestContext,
  ServedContract,
} from './serve-options.js';
import { queryOf } from './written-pairs.js';

/** Handlers by operationId. */
type Handlers = Readonly<
  Record<string, ((request: object, context: unknown) => Promise<Answer>) | undefined>
>;

/** The options, whose types the contract knows and this class does not. */
interface Options extends ReceiveOptions {
  readonly authenticate?: Authenticate<unknown, unknown>;
  readonly context?: ContextOf<unknown, unknown>;
}

/** A request that is not answered as its handler would. */
interface Failed {
  readonly request: Request;
  readonly response: Response;
  readonly next: NextFunction;
  readonly operationId: string | undefined;
}

const MEGABYTE = 1_000_000;

/** Serves a contract. */
export class ContractServer {
  readonly #contract: ServedContract;
  readonly #handlers: Handlers;
  readonly #options: Options;
  readonly #matcher: RouteMatcher;
  readonly #validators = new Map<string, OperationValidators>();

  /** Throws if the contract asks who the client is and nobody can say. */
  constructor(contract: ServedContract, handlers: object, options: ContractOptions) {
    const closed = contract.routes.find(({ security }) => security !== undefined);
    if (closed !== undefined && options.authenticate === undefined)
      throw new Error(`${closed.operationId} needs \`authenticate\` to know who the client is`);
    this.#contract = contract;
    this.#handlers = handlers as Handlers;
    this.#options = options as Options;
    this.#matcher = new RouteMatcher(contract.routes);
  }

  /** Handles one request; never rejects. */
  async handle(request: Request, response: Response, next: NextFunction): Promise<void> {
    let operationId: string | undefined;
    try {
      const match = this.#matcher.match(
        request.method.toLowerCase(),
        this.#pathOf(request),
        queryOf(request),
      );
      operationId = match?.route?.operationId;
      if (match?.route !== undefined) await this.#serve(match.route, match.values, request, response);
      else if (this.#options.fallThrough === true) next();
      else this.#decline(match, request, response);
    } catch (error) {
      this.#fail(error, { request, response, next, operationId });
    }
  }

  #pathOf(request: Request): string {
    const { nameOf } = this.#options;
    if (nameOf === undefined) return request.path;
    const name = nameOf(request);
    return name === undefined ? '' : `/${name.split('/').map(encodeURIComponent).join('/')}`;
  }

  #decline(match: PathMatch | undefined, { method }: Request, response: Response): void {
    if (match === undefined) throw new HttpProblem(404, 'The contract has no such path');
    const methods = [...match.allowed, ...(match.allowed.has('get') ? ['head'] : []), 'options'];
    const allow = [...new Set(methods)].map((one) => one.toUpperCase()).join(', ');
    if (method !== 'OPTIONS')
      throw new HttpProblem(405, `${method} is not known here; ${allow} are`, { headers: { allow } });
    response.setHeader('Allow', allow);
    response.statusCode = 204;
    response.end();
  }

  async #serve(route: Route, pathValues: Values, request: Request, response: Response): Promise<void> {
    const identity = route.security === undefined ? undefined : await this.#identify(route, request);
    const validators = this.#validators.get(route.operationId) ?? (await this.#load(route));
    const values = readParameters(route, pathValues, request, this.#contract.securitySchemes);
    checkParameters(values, validators);
    const accepts = negotiate(route, request);
    const body = route.body && (await this.#readBody(route.body, request, validators));
    const handler = this.#handlers[route.operationId];
    if (typeof handler !== 'function') throw new HttpProblem(501);
    const known = contextOf(identity, request, response);
    const context = this.#options.context === undefined ? known : await this.#options.context(known);
    const asked = Object.assign(values, body, accepts !== undefined && { accepts });
    const answer = await handler.call(this.#handlers, asked, context);
    const checked = this.#checkAnswer(route, answer, validators);
    if (response.destroyed) return;
    await sendAnswer(route, checked, request, response, { heartbeatMs: this.#options.heartbeatMs ?? 15_000 });
  }

  async #identify(route: Route, request: Request): Promise<unknown> {
    const requirements = route.security ?? [];
    const { securitySchemes } = this.#contract;
    const credentials = readCredentials(securitySchemes, request);
    const { operationId } = route;
    const identity = await this.#options.authenticate?.({ operationId, requirements, credentials, request });
    const mayBeUnknown = requirements.some((requirement) => Object.keys(requirement).length === 0);
    if ((identity === undefined || identity === null) && !mayBeUnknown)
      throw unauthorized(route, securitySchemes);
    return identity ?? undefined;
  }

  async #load({ operationId }: Route): Promise<OperationValidators> {
    const { operationValidators } = this.#contract;
    const load = Object.hasOwn(operationValidators, operationId)
      ? operationValidators[operationId]
      : undefined;
    const validators = (await load?.()) ?? { responses: {} };
    this.#validators.set(operationId, validators);
    return validators;
  }

  /** The members of the request that come from its body. */
  async #readBody(route: RouteBody, request: Request, validators: OperationValidators): Promise<object> {
    const { bodyLimit = MEGABYTE, uploadLimit = 100 * MEGABYTE, verifyBody } = this.#options;
    const verify = verifyBody && ((bytes: Buffer) => verifyBody(bytes, request));
    const body = await readBody(request, route, { bodyLimit, uploadLimit, verify });
    if (body === undefined) return {};
    checkBody(body, validators);
    return { body: body.value, contentType: body.contentType };
  }

  #checkAnswer(route: Route, answer: Answer, validators: OperationValidators): Answer {
    const { validateResponses = false, onBrokenAnswer } = this.#options;
    if (validateResponses === false) return answer;
    const onFault = (errors: readonly ProblemDetail[]): void => {
      onBrokenAnswer?.({ operationId: route.operationId, status: answer.status, errors });
      // What is wrong with it is told to the service, not to its client.
      if (validateResponses === true) throw new HttpProblem(500);
    };
    const errors = answerFaults(route, answer, validators);
    if (errors.length > 0) onFault(errors);
    return withCheckedItems(route, answer, validators, onFault);
  }

  #fail(error: unknown, { request, response, next, operationId }: Failed): void {
    if (error instanceof ClientLeft) return;
    if (error instanceof HttpProblem && !response.headersSent) {
      const send = this.#options.sendProblem ?? ((problem, _, to) => sendProblem(problem, to));
      send(error, request, response, operationId);
      return;
    }
    const { onError } = this.#options;
    if (onError !== undefined) onError(error, request, response, next);
    else next(error);
    // Half an answer must not look like a whole one.
    if (response.headersSent && !response.writableEnded) response.destroy();
  }
}

function contextOf(identity: unknown, request: Request, response: Response): RequestContext {
  let controller: AbortController | undefined;
  return {
    identity,
    request,
    response,
    get signal(): AbortSignal {
      if (controller === undefined) {
        const made = new AbortController();
        controller = made;
        if (response.destroyed) made.abort();
        response.once('close', () => response.writableFinished || made.abort());
      }
      return controller.signal;
    },
  };
}
