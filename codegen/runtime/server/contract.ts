import type { IncomingMessage } from 'node:http';
import type { Duplex } from 'node:stream';
import type { JobTypeSpec } from '../contract/job-type-spec.js';
import type { ProblemKind } from '../contract/problem-kind.js';
import type { JobErrorCode, ProblemCode } from '../contract/problems.js';
import type { Validator } from '../contract/validation.js';

/** One operation of the route table. */
export interface Route {
  readonly operationId: string;
  readonly method: 'get' | 'put' | 'post' | 'delete' | 'options' | 'head' | 'patch' | 'trace';
  /** The path template as the spec has it: `/v1/jobs/{job_id}`. */
  readonly path: string;
  readonly tag: string;
  /** Asks for no key. */
  readonly public: boolean;
  /** The budget that it counts against. */
  readonly rateLimit: 'jobs' | 'reads' | null;
  /** Answers with an event stream. */
  readonly streams: boolean;
  /** Turns its connection into a WebSocket. */
  readonly upgrades: boolean;
  readonly requestBody: boolean;
}

/** The published documents: parsed where the server reads them itself, else as they are sent. */
export interface ServiceDocuments {
  readonly openapi: Readonly<Record<string, unknown>>;
  readonly openapiJson: string;
  readonly openapiYaml: string;
  readonly openapi32Json: string;
  readonly asyncapiYaml: string;
}

/**
 * Takes over a connection that is to become a WebSocket, with what the client has sent on it already, and the headers of
 * the answer, as lines.
 */
export type TakeOver = (
  request: IncomingMessage,
  socket: Duplex,
  head: Buffer,
  headers: readonly string[],
) => void;

/** Validators by name. */
export type Validators = Readonly<Record<string, Validator<unknown> | undefined>>;

/** A contract as the runtime serves it: plain data, so that any project's can be served. */
export interface ServiceContract {
  readonly routes: readonly Route[];
  readonly jobTypes: Readonly<Record<string, JobTypeSpec>>;
  readonly problems: Readonly<Record<ProblemCode, ProblemKind>>;
  readonly jobErrors: Readonly<Record<JobErrorCode, ProblemKind>>;
  readonly validators: {
    /** By operationId. */
    readonly requests: Readonly<Record<string, { readonly body?: Validator<unknown> } | undefined>>;
    /** Of whole input frames, by job type and input. */
    readonly inputs: Readonly<Record<string, Validators | undefined>>;
    /** Of the other frames that clients send, by their type. */
    readonly clientFrames: Validators;
  };
  readonly documents: ServiceDocuments;
}
