// Generated from specs/openapi.yaml by `npm run generate`. Do not edit.

import type { ServerResponse } from 'node:http';
import type * as schemas from '../contract/schemas.js';

/** Request of createJob. */
export interface CreateJobRequest {
  readonly headers: {
    /**
     * Your name for this request, returned in `X-Request-ID` and in errors, and written to the service's
     * logs. Accepted if it matches `^[A-Za-z0-9._-]{8,64}$`, else replaced by one of the service's.
     */
    readonly 'X-Request-ID'?: string;
    /**
     * W3C Trace Context. Its trace is continued; on create, through the workflow to the job's handler. A
     * malformed one is ignored.
     */
    readonly traceparent?: string;
    /**
     * Any text of 1 to 255 printable ASCII characters that names this one creation, best a fresh UUID; `"k"`
     * and `k` are the same key. A malformed one is answered with 400 `idempotency_key_invalid`.
     */
    readonly 'Idempotency-Key'?: string;
    /**
     * `wait=N` asks to wait up to N seconds for the job's end (RFC 7240). Other preferences, and a malformed
     * header, are ignored.
     */
    readonly Prefer?: string;
  };
  /** The job to make. */
  readonly body: schemas.CreateJobRequest;
}

/** What createJob answers, problems aside. */
export type CreateJobResponse =
  | {
    readonly status: 200;
    readonly headers: {
      readonly 'X-Request-ID'?: schemas.RequestId;
      readonly 'RateLimit-Policy'?: string;
      readonly RateLimit?: string;
      readonly Location: string;
      readonly 'Preference-Applied'?: string;
      readonly 'Idempotency-Replayed'?: 'true';
    };
    readonly body: schemas.JobWithResult;
  }
  | {
    readonly status: 202;
    readonly headers: {
      readonly 'X-Request-ID'?: schemas.RequestId;
      readonly 'RateLimit-Policy'?: string;
      readonly RateLimit?: string;
      readonly Location: string;
      readonly 'Retry-After'?: number;
      readonly 'Preference-Applied'?: string;
      readonly 'Idempotency-Replayed'?: 'true';
    };
    readonly body: schemas.Job;
  };

/** Request of listJobs. */
export interface ListJobsRequest {
  readonly query: {
    /** How many jobs a page has at most. */
    readonly limit: number;
    /** The `next_cursor` of the page before; absent for the first page. */
    readonly cursor?: string;
    /** Only jobs in this state. */
    readonly status?: schemas.JobStatus;
    /** Only jobs of this type. A type that does not exist has no jobs. */
    readonly type?: schemas.JobTypeName;
    /** Only jobs that have this tag. */
    readonly tag?: schemas.Tag;
    /** Only jobs created later than this time (RFC 3339, any offset; write `+` as `%2B`). */
    readonly created_after?: string;
    /** Only jobs created earlier than this time (RFC 3339, any offset; write `+` as `%2B`). */
    readonly created_before?: string;
  };
  readonly headers: {
    /**
     * Your name for this request, returned in `X-Request-ID` and in errors, and written to the service's
     * logs. Accepted if it matches `^[A-Za-z0-9._-]{8,64}$`, else replaced by one of the service's.
     */
    readonly 'X-Request-ID'?: string;
    /**
     * W3C Trace Context. Its trace is continued; on create, through the workflow to the job's handler. A
     * malformed one is ignored.
     */
    readonly traceparent?: string;
  };
}

/** What listJobs answers, problems aside. */
export type ListJobsResponse =
  | {
    readonly status: 200;
    readonly headers?: {
      readonly 'X-Request-ID'?: schemas.RequestId;
      readonly 'RateLimit-Policy'?: string;
      readonly RateLimit?: string;
    };
    readonly body: schemas.JobList;
  };

/** Request of getJob. */
export interface GetJobRequest {
  readonly path: {
    /** The job's id, as create returned it. A malformed one is answered like an unknown one, with 404. */
    readonly job_id: string;
  };
  readonly headers: {
    /**
     * Your name for this request, returned in `X-Request-ID` and in errors, and written to the service's
     * logs. Accepted if it matches `^[A-Za-z0-9._-]{8,64}$`, else replaced by one of the service's.
     */
    readonly 'X-Request-ID'?: string;
    /**
     * W3C Trace Context. Its trace is continued; on create, through the workflow to the job's handler. A
     * malformed one is ignored.
     */
    readonly traceparent?: string;
    /** The `ETag` that you have, or several. If the job is unchanged, the answer is 304 without a body. */
    readonly 'If-None-Match'?: string;
  };
}

/** What getJob answers, problems aside. */
export type GetJobResponse =
  | {
    readonly status: 200;
    readonly headers: {
      readonly 'X-Request-ID'?: schemas.RequestId;
      readonly 'RateLimit-Policy'?: string;
      readonly RateLimit?: string;
      readonly ETag: string;
      readonly 'Cache-Control': 'private, no-cache';
      readonly 'Retry-After'?: number;
    };
    readonly body: schemas.Job;
  }
  | {
    readonly status: 304;
    readonly headers: {
      readonly 'X-Request-ID'?: schemas.RequestId;
      readonly 'RateLimit-Policy'?: string;
      readonly RateLimit?: string;
      readonly ETag: string;
      readonly 'Cache-Control': 'private, no-cache';
      readonly 'Retry-After'?: number;
    };
  };

/** Request of deleteJob. */
export interface DeleteJobRequest {
  readonly path: {
    /** The job's id, as create returned it. A malformed one is answered like an unknown one, with 404. */
    readonly job_id: string;
  };
  readonly headers: {
    /**
     * Your name for this request, returned in `X-Request-ID` and in errors, and written to the service's
     * logs. Accepted if it matches `^[A-Za-z0-9._-]{8,64}$`, else replaced by one of the service's.
     */
    readonly 'X-Request-ID'?: string;
    /**
     * W3C Trace Context. Its trace is continued; on create, through the workflow to the job's handler. A
     * malformed one is ignored.
     */
    readonly traceparent?: string;
  };
}

/** What deleteJob answers, problems aside. */
export type DeleteJobResponse =
  | {
    readonly status: 204;
    readonly headers?: {
      readonly 'X-Request-ID'?: schemas.RequestId;
      readonly 'RateLimit-Policy'?: string;
      readonly RateLimit?: string;
    };
  };

/** Request of streamJobEvents. */
export interface StreamJobEventsRequest {
  readonly path: {
    /** The job's id, as create returned it. A malformed one is answered like an unknown one, with 404. */
    readonly job_id: string;
  };
  readonly query: {
    /** The same as `Last-Event-ID`, for clients that cannot set headers. */
    readonly last_event_id?: string;
  };
  readonly headers: {
    /**
     * Your name for this request, returned in `X-Request-ID` and in errors, and written to the service's
     * logs. Accepted if it matches `^[A-Za-z0-9._-]{8,64}$`, else replaced by one of the service's.
     */
    readonly 'X-Request-ID'?: string;
    /**
     * W3C Trace Context. Its trace is continued; on create, through the workflow to the job's handler. A
     * malformed one is ignored.
     */
    readonly traceparent?: string;
    /**
     * The `id` of the last event that you saw; the stream goes on after it, and `0` starts it at the first
     * event. Wins over `last_event_id`; empty counts as absent. Any value that is not a number of this job's
     * log, from the first available one − 1 to the last, is no error: it leads to `stream.reset`.
     */
    readonly 'Last-Event-ID'?: string;
  };
}

/** What streamJobEvents answers, problems aside. */
export type StreamJobEventsResponse =
  | {
    readonly status: 200;
    readonly headers: {
      readonly 'X-Request-ID'?: schemas.RequestId;
      readonly 'RateLimit-Policy'?: string;
      readonly RateLimit?: string;
      readonly 'Cache-Control': 'no-cache, no-transform';
      readonly 'X-Accel-Buffering'?: 'no';
    };
    /** Takes the response over once its head is sent. */
    readonly stream: (response: ServerResponse) => void;
  }
  | {
    readonly status: 204;
    readonly headers?: {
      readonly 'X-Request-ID'?: schemas.RequestId;
      readonly 'RateLimit-Policy'?: string;
      readonly RateLimit?: string;
    };
  };

/** Request of createStreamToken. */
export interface CreateStreamTokenRequest {
  readonly path: {
    /** The job's id, as create returned it. A malformed one is answered like an unknown one, with 404. */
    readonly job_id: string;
  };
  readonly headers: {
    /**
     * Your name for this request, returned in `X-Request-ID` and in errors, and written to the service's
     * logs. Accepted if it matches `^[A-Za-z0-9._-]{8,64}$`, else replaced by one of the service's.
     */
    readonly 'X-Request-ID'?: string;
    /**
     * W3C Trace Context. Its trace is continued; on create, through the workflow to the job's handler. A
     * malformed one is ignored.
     */
    readonly traceparent?: string;
  };
}

/** What createStreamToken answers, problems aside. */
export type CreateStreamTokenResponse =
  | {
    readonly status: 201;
    readonly headers: {
      readonly 'X-Request-ID'?: schemas.RequestId;
      readonly 'RateLimit-Policy'?: string;
      readonly RateLimit?: string;
      readonly 'Cache-Control': 'no-store';
    };
    readonly body: schemas.StreamToken;
  };

/** Request of getJobResult. */
export interface GetJobResultRequest {
  readonly path: {
    /** The job's id, as create returned it. A malformed one is answered like an unknown one, with 404. */
    readonly job_id: string;
  };
  readonly headers: {
    /**
     * Your name for this request, returned in `X-Request-ID` and in errors, and written to the service's
     * logs. Accepted if it matches `^[A-Za-z0-9._-]{8,64}$`, else replaced by one of the service's.
     */
    readonly 'X-Request-ID'?: string;
    /**
     * W3C Trace Context. Its trace is continued; on create, through the workflow to the job's handler. A
     * malformed one is ignored.
     */
    readonly traceparent?: string;
  };
}

/** What getJobResult answers, problems aside. */
export type GetJobResultResponse =
  | {
    readonly status: 200;
    readonly headers?: {
      readonly 'X-Request-ID'?: schemas.RequestId;
      readonly 'RateLimit-Policy'?: string;
      readonly RateLimit?: string;
    };
    readonly body: schemas.JobResult;
  };

/** Request of cancelJob. */
export interface CancelJobRequest {
  readonly path: {
    /** The job's id, as create returned it. A malformed one is answered like an unknown one, with 404. */
    readonly job_id: string;
  };
  readonly headers: {
    /**
     * Your name for this request, returned in `X-Request-ID` and in errors, and written to the service's
     * logs. Accepted if it matches `^[A-Za-z0-9._-]{8,64}$`, else replaced by one of the service's.
     */
    readonly 'X-Request-ID'?: string;
    /**
     * W3C Trace Context. Its trace is continued; on create, through the workflow to the job's handler. A
     * malformed one is ignored.
     */
    readonly traceparent?: string;
  };
}

/** What cancelJob answers, problems aside. */
export type CancelJobResponse =
  | {
    readonly status: 200;
    readonly headers?: {
      readonly 'X-Request-ID'?: schemas.RequestId;
      readonly 'RateLimit-Policy'?: string;
      readonly RateLimit?: string;
    };
    readonly body: schemas.Job;
  }
  | {
    readonly status: 202;
    readonly headers?: {
      readonly 'X-Request-ID'?: schemas.RequestId;
      readonly 'RateLimit-Policy'?: string;
      readonly RateLimit?: string;
      readonly 'Retry-After'?: number;
    };
    readonly body: schemas.Job;
  };

/** Request of listJobTypes. */
export interface ListJobTypesRequest {
  readonly headers: {
    /**
     * Your name for this request, returned in `X-Request-ID` and in errors, and written to the service's
     * logs. Accepted if it matches `^[A-Za-z0-9._-]{8,64}$`, else replaced by one of the service's.
     */
    readonly 'X-Request-ID'?: string;
    /**
     * W3C Trace Context. Its trace is continued; on create, through the workflow to the job's handler. A
     * malformed one is ignored.
     */
    readonly traceparent?: string;
  };
}

/** What listJobTypes answers, problems aside. */
export type ListJobTypesResponse =
  | {
    readonly status: 200;
    readonly headers?: {
      readonly 'X-Request-ID'?: schemas.RequestId;
      readonly 'RateLimit-Policy'?: string;
      readonly RateLimit?: string;
    };
    readonly body: schemas.JobTypeList;
  };

/** Request of getHealth. */
export type GetHealthRequest = Readonly<Record<never, never>>;

/** What getHealth answers, problems aside. */
export type GetHealthResponse =
  | {
    readonly status: 200;
    readonly headers?: {
      readonly 'X-Request-ID'?: schemas.RequestId;
    };
    readonly body: schemas.Health;
  };

/** Request of getReadiness. */
export type GetReadinessRequest = Readonly<Record<never, never>>;

/** What getReadiness answers, problems aside. */
export type GetReadinessResponse =
  | {
    readonly status: 200;
    readonly headers?: {
      readonly 'X-Request-ID'?: schemas.RequestId;
    };
    readonly body: schemas.Readiness;
  };

/** Request of getProblem. */
export interface GetProblemRequest {
  readonly path: {
    /** The error code. */
    readonly code: string;
  };
}

/** What getProblem answers, problems aside. */
export type GetProblemResponse =
  | {
    readonly status: 200;
    readonly headers?: {
      readonly 'X-Request-ID'?: schemas.RequestId;
    };
    readonly body: schemas.ProblemType;
  };

/** Request of getOpenapiJson. */
export type GetOpenapiJsonRequest = Readonly<Record<never, never>>;

/** What getOpenapiJson answers, problems aside. */
export type GetOpenapiJsonResponse =
  | {
    readonly status: 200;
    readonly headers?: {
      readonly 'X-Request-ID'?: schemas.RequestId;
    };
    readonly body: unknown;
  };

/** Request of getOpenapiYaml. */
export type GetOpenapiYamlRequest = Readonly<Record<never, never>>;

/** What getOpenapiYaml answers, problems aside. */
export type GetOpenapiYamlResponse =
  | {
    readonly status: 200;
    readonly headers?: {
      readonly 'X-Request-ID'?: schemas.RequestId;
    };
    readonly contentType: 'application/yaml';
    readonly body: string | Uint8Array;
  };

/** Request of getOpenapi32. */
export type GetOpenapi32Request = Readonly<Record<never, never>>;

/** What getOpenapi32 answers, problems aside. */
export type GetOpenapi32Response =
  | {
    readonly status: 200;
    readonly headers?: {
      readonly 'X-Request-ID'?: schemas.RequestId;
    };
    readonly body: unknown;
  };

/** Request of getAsyncapi. */
export type GetAsyncapiRequest = Readonly<Record<never, never>>;

/** What getAsyncapi answers, problems aside. */
export type GetAsyncapiResponse =
  | {
    readonly status: 200;
    readonly headers?: {
      readonly 'X-Request-ID'?: schemas.RequestId;
    };
    readonly contentType: 'application/yaml';
    readonly body: string | Uint8Array;
  };

/** Operations tagged `jobs`. */
export interface JobsHandlers<Context> {
  /**
   * Create a job
   *
   * POST /v1/jobs
   */
  createJob(request: CreateJobRequest, context: Context): Promise<CreateJobResponse>;
  /**
   * List jobs
   *
   * GET /v1/jobs
   */
  listJobs(request: ListJobsRequest, context: Context): Promise<ListJobsResponse>;
  /**
   * Read a job's state
   *
   * GET /v1/jobs/{job_id}
   */
  getJob(request: GetJobRequest, context: Context): Promise<GetJobResponse>;
  /**
   * Delete a finished job
   *
   * DELETE /v1/jobs/{job_id}
   */
  deleteJob(request: DeleteJobRequest, context: Context): Promise<DeleteJobResponse>;
  /**
   * Read a job's result
   *
   * GET /v1/jobs/{job_id}/result
   */
  getJobResult(request: GetJobResultRequest, context: Context): Promise<GetJobResultResponse>;
  /**
   * Cancel a job
   *
   * POST /v1/jobs/{job_id}/cancel
   */
  cancelJob(request: CancelJobRequest, context: Context): Promise<CancelJobResponse>;
}

/** Operations tagged `events`. */
export interface EventsHandlers<Context> {
  /**
   * Follow a job's events
   *
   * GET /v1/jobs/{job_id}/events
   */
  streamJobEvents(request: StreamJobEventsRequest, context: Context): Promise<StreamJobEventsResponse>;
  /**
   * Make a token for a job's event stream
   *
   * POST /v1/jobs/{job_id}/stream-token
   */
  createStreamToken(request: CreateStreamTokenRequest, context: Context): Promise<CreateStreamTokenResponse>;
}

/** Operations tagged `job-types`. */
export interface JobTypesHandlers<Context> {
  /**
   * List the job types
   *
   * GET /v1/job-types
   */
  listJobTypes(request: ListJobTypesRequest, context: Context): Promise<ListJobTypesResponse>;
}

/** Operations tagged `meta`. */
export interface MetaHandlers<Context> {
  /**
   * Is the process alive?
   *
   * GET /healthz
   */
  getHealth(request: GetHealthRequest, context: Context): Promise<GetHealthResponse>;
  /**
   * Can the service take jobs?
   *
   * GET /readyz
   */
  getReadiness(request: GetReadinessRequest, context: Context): Promise<GetReadinessResponse>;
  /**
   * What does an error code mean?
   *
   * GET /problems/{code}
   */
  getProblem(request: GetProblemRequest, context: Context): Promise<GetProblemResponse>;
  /**
   * This document as JSON
   *
   * GET /openapi.json
   */
  getOpenapiJson(request: GetOpenapiJsonRequest, context: Context): Promise<GetOpenapiJsonResponse>;
  /**
   * This document as YAML
   *
   * GET /openapi.yaml
   */
  getOpenapiYaml(request: GetOpenapiYamlRequest, context: Context): Promise<GetOpenapiYamlResponse>;
  /**
   * This document as OpenAPI 3.2
   *
   * GET /openapi-3.2.json
   */
  getOpenapi32(request: GetOpenapi32Request, context: Context): Promise<GetOpenapi32Response>;
  /**
   * The events as AsyncAPI
   *
   * GET /asyncapi.yaml
   */
  getAsyncapi(request: GetAsyncapiRequest, context: Context): Promise<GetAsyncapiResponse>;
}

/** One method per operation of the contract. */
export interface Handlers<Context>
  extends JobsHandlers<Context>,
    EventsHandlers<Context>,
    JobTypesHandlers<Context>,
    MetaHandlers<Context> {}
