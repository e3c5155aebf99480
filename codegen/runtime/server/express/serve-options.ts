import type { NextFunction, Request, Response } from 'express';
import type { OperationValidators } from '../../contract/validation.js';
import type { HttpProblem, ProblemDetail } from './http-problem.js';
import type { Route, RouteSecurityScheme } from './route.js';
import type { Authenticate } from './security.js';

/** A contract as the router serves it. */
export interface ServedContract {
  readonly routes: readonly Route[];
  readonly securitySchemes: readonly RouteSecurityScheme[];
  /** By operationId; each is loaded when its operation is asked for the first time. */
  readonly operationValidators: Readonly<Record<string, (() => Promise<OperationValidators>) | undefined>>;
}

/** What a handler knows beside its request, if `context` makes nothing else of it. */
export interface RequestContext<Identity = unknown> {
  /** Who the client is, as `authenticate` says; undefined if nobody must be known. */
  readonly identity: Identity | undefined;
  readonly request: Request;
  readonly response: Response;
  /** Aborted when the client leaves before its answer is complete. */
  readonly signal: AbortSignal;
}

/** An answer that breaks the contract. */
export interface BrokenAnswer {
  readonly operationId: string;
  readonly status: number;
  readonly errors: readonly ProblemDetail[];
}

/** How a contract is served. Sizes are in bytes. */
export interface ServeOptions {
  /** Most that a body may be that is held in memory: JSON, text, forms without files. Default: 1 MB. */
  readonly bodyLimit?: number;
  /** Most that a multipart form or a stream may be. Default: 100 MB. */
  readonly uploadLimit?: number;
  /** Pause between the comments that keep an event stream open, in milliseconds. Default: 15 s. */
  readonly heartbeatMs?: number;
  /**
   * Checks what handlers answer. `true`: an answer that breaks the contract is not sent, but 500; `'log'`: it is sent.
   * `onBrokenAnswer` is told in both cases. Default: false.
   */
  readonly validateResponses?: boolean | 'log';
  readonly onBrokenAnswer?: (broken: BrokenAnswer) => void;
  /**
   * Is shown a body that is held in memory as it came, before anything is read from it: to verify a signature. It throws
   * an `HttpProblem` to refuse it.
   */
  readonly verifyBody?: (bytes: Buffer, request: Request) => void | Promise<void>;
  /** Leaves paths and methods that the contract lacks to what is mounted after the router. Default: 404 and 405. */
  readonly fallThrough?: boolean;
  /** What a handler throws, an `HttpProblem` aside. Default: Express's error handling. */
  readonly onError?: (error: unknown, request: Request, response: Response, next: NextFunction) => void;
  /** Sends a refusal in another form than RFC 9457's; of an operation, unless the contract has none for the request. */
  readonly sendProblem?: (
    problem: HttpProblem,
    request: Request,
    response: Response,
    operationId: string | undefined,
  ) => void;
}

/** How webhooks are received. */
export interface ReceiveOptions extends ServeOptions {
  /**
   * Which one a request is, where all come to one URL: the path that it has by itself, without its slash. Undefined: 404.
   * `({ headers }) => headers['x-event']`
   */
  readonly nameOf?: (request: Request) => string | undefined;
}

/** What the types of a contract add to the options. */
export interface ContractOptions extends ReceiveOptions {
  readonly authenticate?: Authenticate<unknown, never, never>;
  readonly context?: ContextOf<unknown, never>;
}

/** Makes what a handler gets as its context. */
export type ContextOf<Context, Identity> = (known: RequestContext<Identity>) => Context | Promise<Context>;
