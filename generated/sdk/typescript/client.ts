// Generated from the specs by `npm run generate`. Do not edit.

import type { JobTypeName } from '../../contract/job-types.js';
import type * as schemas from '../../contract/schemas.js';
import { readEventStream } from './event-stream.js';
import { type CreateJobBody, type CreatedJob, type JobEvent, jobEvents, type JobReference } from './events.js';
import { type ClientOptions, Transport } from './transport.js';

/** Options of every call. */
export interface CallOptions {
  /** Gives the call up. */
  readonly signal?: AbortSignal | undefined;
}

/** Options of createJob. */
export interface CreateJobOptions extends CallOptions {
  /**
   * Any text of 1 to 255 printable ASCII characters that names this one creation, best a fresh UUID; `"k"`
   * and `k` are the same key. A malformed one is answered with 400 `idempotency_key_invalid`.
   */
  readonly idempotencyKey?: string | undefined;
  /** Waits up to so many seconds for the result, where the job type allows it. */
  readonly wait?: number | undefined;
}

/** Options of listJobs. */
export interface ListJobsOptions extends CallOptions {
  /** How many jobs a page has at most. */
  readonly limit?: number | undefined;
  /** The `next_cursor` of the page before; absent for the first page. */
  readonly cursor?: string | undefined;
  /** Only jobs in this state. */
  readonly status?: schemas.JobStatus | undefined;
  /** Only jobs of this type. A type that does not exist has no jobs. */
  readonly type?: schemas.JobTypeName | undefined;
  /** Only jobs that have this tag. */
  readonly tag?: schemas.Tag | undefined;
  /** Only jobs created later than this time (RFC 3339, any offset; write `+` as `%2B`). */
  readonly created_after?: string | undefined;
  /** Only jobs created earlier than this time (RFC 3339, any offset; write `+` as `%2B`). */
  readonly created_before?: string | undefined;
}

/** Options of streamJobEvents. */
export interface StreamJobEventsOptions extends CallOptions {
  /**
   * The `id` of the last event that you saw; the stream goes on after it, and `0` starts it at the first
   * event. Wins over `last_event_id`; empty counts as absent. Any value that is not a number of this job's
   * log, from the first available one − 1 to the last, is no error: it leads to `stream.reset`.
   */
  readonly lastEventId?: string | undefined;
}

/** The operations of `jobs`. */
export class JobsClient {
  readonly #transport: Transport;

  constructor(transport: Transport) {
    this.#transport = transport;
  }

  /**
   * Create a job
   *
   * POST /v1/jobs
   */
  async create<T extends JobTypeName>(body: CreateJobBody<T>, options: CreateJobOptions = {}): Promise<CreatedJob<T>> {
    const response = await this.#transport.send({
      method: 'POST',
      path: '/v1/jobs',
      headers: {
        'Idempotency-Key': options.idempotencyKey ?? crypto.randomUUID(),
        Prefer: options.wait === undefined ? undefined : `wait=${options.wait}`,
      },
      body,
      signal: options.signal,
    });
    return (await response.json()) as CreatedJob<T>;
  }

  /**
   * List jobs
   *
   * GET /v1/jobs
   */
  async list(options: ListJobsOptions = {}): Promise<schemas.JobList> {
    const response = await this.#transport.send({
      method: 'GET',
      path: '/v1/jobs',
      query: {
        limit: options.limit,
        cursor: options.cursor,
        status: options.status,
        type: options.type,
        tag: options.tag,
        created_after: options.created_after,
        created_before: options.created_before,
      },
      signal: options.signal,
    });
    return (await response.json()) as schemas.JobList;
  }

  /**
   * Read a job's state
   *
   * GET /v1/jobs/{job_id}
   */
  async get(jobId: string, options: CallOptions = {}): Promise<schemas.Job> {
    const response = await this.#transport.send({
      method: 'GET',
      path: `/v1/jobs/${encodeURIComponent(jobId)}`,
      signal: options.signal,
    });
    return (await response.json()) as schemas.Job;
  }

  /**
   * Delete a finished job
   *
   * DELETE /v1/jobs/{job_id}
   */
  async delete(jobId: string, options: CallOptions = {}): Promise<void> {
    const response = await this.#transport.send({
      method: 'DELETE',
      path: `/v1/jobs/${encodeURIComponent(jobId)}`,
      signal: options.signal,
    });
    await response.body?.cancel();
  }

  /**
   * Follow a job's events
   *
   * GET /v1/jobs/{job_id}/events
   */
  events<T extends JobTypeName = JobTypeName>(job: string | JobReference<T>, options: StreamJobEventsOptions = {}): AsyncGenerator<JobEvent<T>, void, void> {
    const jobId = typeof job === 'string' ? job : job.job_id;
    return readEventStream<JobEvent<T>>(this.#transport, {
      path: `/v1/jobs/${encodeURIComponent(jobId)}/events`,
      lastEventId: options.lastEventId,
      signal: options.signal,
      ...jobEvents<T>(),
    });
  }

  /**
   * Make a token for a job's event stream
   *
   * POST /v1/jobs/{job_id}/stream-token
   */
  async createStreamToken(jobId: string, options: CallOptions = {}): Promise<schemas.StreamToken> {
    const response = await this.#transport.send({
      method: 'POST',
      path: `/v1/jobs/${encodeURIComponent(jobId)}/stream-token`,
      signal: options.signal,
    });
    return (await response.json()) as schemas.StreamToken;
  }

  /**
   * Read a job's result
   *
   * GET /v1/jobs/{job_id}/result
   */
  async result<T extends JobTypeName>(jobId: string, options: CallOptions = {}): Promise<Extract<schemas.JobResult, { readonly type: T }>> {
    const response = await this.#transport.send({
      method: 'GET',
      path: `/v1/jobs/${encodeURIComponent(jobId)}/result`,
      signal: options.signal,
    });
    return (await response.json()) as Extract<schemas.JobResult, { readonly type: T }>;
  }

  /**
   * Cancel a job
   *
   * POST /v1/jobs/{job_id}/cancel
   */
  async cancel(jobId: string, options: CallOptions = {}): Promise<schemas.Job> {
    const response = await this.#transport.send({
      method: 'POST',
      path: `/v1/jobs/${encodeURIComponent(jobId)}/cancel`,
      signal: options.signal,
    });
    return (await response.json()) as schemas.Job;
  }
}

/** The operations of `job-types`. */
export class JobTypesClient {
  readonly #transport: Transport;

  constructor(transport: Transport) {
    this.#transport = transport;
  }

  /**
   * List the job types
   *
   * GET /v1/job-types
   */
  async list(options: CallOptions = {}): Promise<schemas.JobTypeList> {
    const response = await this.#transport.send({
      method: 'GET',
      path: '/v1/job-types',
      signal: options.signal,
    });
    return (await response.json()) as schemas.JobTypeList;
  }
}

/** The operations of `meta`. */
export class MetaClient {
  readonly #transport: Transport;

  constructor(transport: Transport) {
    this.#transport = transport;
  }

  /**
   * Is the process alive?
   *
   * GET /healthz
   */
  async getHealth(options: CallOptions = {}): Promise<schemas.Health> {
    const response = await this.#transport.send({
      method: 'GET',
      path: '/healthz',
      signal: options.signal,
    });
    return (await response.json()) as schemas.Health;
  }

  /**
   * Can the service take jobs?
   *
   * GET /readyz
   */
  async getReadiness(options: CallOptions = {}): Promise<schemas.Readiness> {
    const response = await this.#transport.send({
      method: 'GET',
      path: '/readyz',
      signal: options.signal,
    });
    return (await response.json()) as schemas.Readiness;
  }

  /**
   * What does an error code mean?
   *
   * GET /problems/{code}
   */
  async getProblem(code: string, options: CallOptions = {}): Promise<schemas.ProblemType> {
    const response = await this.#transport.send({
      method: 'GET',
      path: `/problems/${encodeURIComponent(code)}`,
      signal: options.signal,
    });
    return (await response.json()) as schemas.ProblemType;
  }

  /**
   * This document as JSON
   *
   * GET /openapi.json
   */
  async getOpenapiJson(options: CallOptions = {}): Promise<unknown> {
    const response = await this.#transport.send({
      method: 'GET',
      path: '/openapi.json',
      signal: options.signal,
    });
    return (await response.json()) as unknown;
  }

  /**
   * This document as YAML
   *
   * GET /openapi.yaml
   */
  async getOpenapiYaml(options: CallOptions = {}): Promise<string> {
    const response = await this.#transport.send({
      method: 'GET',
      path: '/openapi.yaml',
      signal: options.signal,
    });
    return response.text();
  }

  /**
   * This document as OpenAPI 3.2
   *
   * GET /openapi-3.2.json
   */
  async getOpenapi32(options: CallOptions = {}): Promise<unknown> {
    const response = await this.#transport.send({
      method: 'GET',
      path: '/openapi-3.2.json',
      signal: options.signal,
    });
    return (await response.json()) as unknown;
  }

  /**
   * The events as AsyncAPI
   *
   * GET /asyncapi.yaml
   */
  async getAsyncapi(options: CallOptions = {}): Promise<string> {
    const response = await this.#transport.send({
      method: 'GET',
      path: '/asyncapi.yaml',
      signal: options.signal,
    });
    return response.text();
  }
}

/** Client of Specwire jobs API. */
export class SpecwireClient {
  readonly jobs: JobsClient;
  readonly jobTypes: JobTypesClient;
  readonly meta: MetaClient;

  constructor(options: ClientOptions) {
    const transport = new Transport(options);
    this.jobs = new JobsClient(transport);
    this.jobTypes = new JobTypesClient(transport);
    this.meta = new MetaClient(transport);
  }
}
