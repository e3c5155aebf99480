// Generated from specs/openapi.yaml by `npm run generate`. Do not edit.

import type { ServerResponse } from 'node:http';
import type * as schemas from '../contract/schemas.js';
import type { operations } from '../contract/types.js';
import type { TakeOver } from './contract.js';

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
export type ListJobsResponse = {
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
export type DeleteJobResponse = {
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

/** Request of openJobSocket. */
export interface OpenJobSocketRequest {
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
    /** `websocket`. Together with `Connection: Upgrade`, every WebSocket client sends it. */
    readonly Upgrade?: string;
    /** The version of the protocol, which is 13. */
    readonly 'Sec-WebSocket-Version'?: string;
    /** 16 random bytes in base64, made by the client for this connection. */
    readonly 'Sec-WebSocket-Key'?: string;
  };
}

/** What openJobSocket answers, problems aside. */
export type OpenJobSocketResponse = {
  readonly status: 101;
  readonly headers?: {
    readonly 'X-Request-ID'?: schemas.RequestId;
    readonly 'RateLimit-Policy'?: string;
    readonly RateLimit?: string;
  };
  /** Takes the connection over, and says 101 itself. */
  readonly upgrade: TakeOver;
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
  /** What the token is to be good for; without it, it only reads. */
  readonly body?: schemas.StreamTokenRequest;
}

/** What createStreamToken answers, problems aside. */
export type CreateStreamTokenResponse = {
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
export type GetJobResultResponse = {
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
export type ListJobTypesResponse = {
  readonly status: 200;
  readonly headers?: {
    readonly 'X-Request-ID'?: schemas.RequestId;
    readonly 'RateLimit-Policy'?: string;
    readonly RateLimit?: string;
  };
  readonly body: schemas.JobTypeList;
};

/** Request of createWebhookEndpoint. */
export interface CreateWebhookEndpointRequest {
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
  /** The endpoint to make. */
  readonly body: schemas.CreateWebhookEndpointRequest;
}

/** What createWebhookEndpoint answers, problems aside. */
export type CreateWebhookEndpointResponse = {
  readonly status: 201;
  readonly headers: {
    readonly 'X-Request-ID'?: schemas.RequestId;
    readonly 'RateLimit-Policy'?: string;
    readonly RateLimit?: string;
    readonly Location: string;
    readonly 'Cache-Control': 'no-store';
  };
  readonly body: schemas.WebhookEndpointWithSecret;
};

/** Request of listWebhookEndpoints. */
export interface ListWebhookEndpointsRequest {
  readonly query: {
    /** How many entries a page has at most. */
    readonly limit: number;
    /** The `next_cursor` of the page before; absent for the first page. */
    readonly cursor?: string;
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

/** What listWebhookEndpoints answers, problems aside. */
export type ListWebhookEndpointsResponse = {
  readonly status: 200;
  readonly headers?: {
    readonly 'X-Request-ID'?: schemas.RequestId;
    readonly 'RateLimit-Policy'?: string;
    readonly RateLimit?: string;
  };
  readonly body: schemas.WebhookEndpointList;
};

/** Request of getWebhookEndpoint. */
export interface GetWebhookEndpointRequest {
  readonly path: {
    /**
     * The endpoint's id, as create returned it. A malformed one is answered like an unknown one, with 404.
     */
    readonly endpoint_id: string;
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

/** What getWebhookEndpoint answers, problems aside. */
export type GetWebhookEndpointResponse = {
  readonly status: 200;
  readonly headers?: {
    readonly 'X-Request-ID'?: schemas.RequestId;
    readonly 'RateLimit-Policy'?: string;
    readonly RateLimit?: string;
  };
  readonly body: schemas.WebhookEndpoint;
};

/** Request of updateWebhookEndpoint. */
export interface UpdateWebhookEndpointRequest {
  readonly path: {
    /**
     * The endpoint's id, as create returned it. A malformed one is answered like an unknown one, with 404.
     */
    readonly endpoint_id: string;
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
  /** What to change. */
  readonly body: schemas.UpdateWebhookEndpointRequest;
}

/** What updateWebhookEndpoint answers, problems aside. */
export type UpdateWebhookEndpointResponse = {
  readonly status: 200;
  readonly headers?: {
    readonly 'X-Request-ID'?: schemas.RequestId;
    readonly 'RateLimit-Policy'?: string;
    readonly RateLimit?: string;
  };
  readonly body: schemas.WebhookEndpoint;
};

/** Request of deleteWebhookEndpoint. */
export interface DeleteWebhookEndpointRequest {
  readonly path: {
    /**
     * The endpoint's id, as create returned it. A malformed one is answered like an unknown one, with 404.
     */
    readonly endpoint_id: string;
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

/** What deleteWebhookEndpoint answers, problems aside. */
export type DeleteWebhookEndpointResponse = {
  readonly status: 204;
  readonly headers?: {
    readonly 'X-Request-ID'?: schemas.RequestId;
    readonly 'RateLimit-Policy'?: string;
    readonly RateLimit?: string;
  };
};

/** Request of rotateWebhookSecret. */
export interface RotateWebhookSecretRequest {
  readonly path: {
    /** The endpoint's id, or `default` for the tenant's default secret. */
    readonly endpoint_id: string;
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

/** What rotateWebhookSecret answers, problems aside. */
export type RotateWebhookSecretResponse = {
  readonly status: 200;
  readonly headers: {
    readonly 'X-Request-ID'?: schemas.RequestId;
    readonly 'RateLimit-Policy'?: string;
    readonly RateLimit?: string;
    readonly 'Cache-Control': 'no-store';
  };
  readonly body: schemas.WebhookSecretRotation;
};

/** Request of pingWebhookEndpoint. */
export interface PingWebhookEndpointRequest {
  readonly path: {
    /**
     * The endpoint's id, as create returned it. A malformed one is answered like an unknown one, with 404.
     */
    readonly endpoint_id: string;
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

/** What pingWebhookEndpoint answers, problems aside. */
export type PingWebhookEndpointResponse = {
  readonly status: 202;
  readonly headers?: {
    readonly 'X-Request-ID'?: schemas.RequestId;
    readonly 'RateLimit-Policy'?: string;
    readonly RateLimit?: string;
  };
  readonly body: schemas.WebhookDelivery;
};

/** Request of enableWebhookEndpoint. */
export interface EnableWebhookEndpointRequest {
  readonly path: {
    /**
     * The endpoint's id, as create returned it. A malformed one is answered like an unknown one, with 404.
     */
    readonly endpoint_id: string;
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

/** What enableWebhookEndpoint answers, problems aside. */
export type EnableWebhookEndpointResponse = {
  readonly status: 200;
  readonly headers?: {
    readonly 'X-Request-ID'?: schemas.RequestId;
    readonly 'RateLimit-Policy'?: string;
    readonly RateLimit?: string;
  };
  readonly body: schemas.WebhookEndpoint;
};

/** Request of listWebhookDeliveries. */
export interface ListWebhookDeliveriesRequest {
  readonly query: {
    /** How many entries a page has at most. */
    readonly limit: number;
    /** The `next_cursor` of the page before; absent for the first page. */
    readonly cursor?: string;
    /** Only deliveries to this endpoint. One that does not exist has no deliveries. */
    readonly endpoint_id?: string;
    /** Only deliveries about this job. One that does not exist has no deliveries. */
    readonly job_id?: string;
    /** Only deliveries of this status. */
    readonly status?: schemas.WebhookDeliveryStatus;
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

/** What listWebhookDeliveries answers, problems aside. */
export type ListWebhookDeliveriesResponse = {
  readonly status: 200;
  readonly headers?: {
    readonly 'X-Request-ID'?: schemas.RequestId;
    readonly 'RateLimit-Policy'?: string;
    readonly RateLimit?: string;
  };
  readonly body: schemas.WebhookDeliveryList;
};

/** Request of getWebhookDelivery. */
export interface GetWebhookDeliveryRequest {
  readonly path: {
    /** The delivery's id, its `webhook-id`. A malformed one is answered like an unknown one, with 404. */
    readonly delivery_id: string;
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

/** What getWebhookDelivery answers, problems aside. */
export type GetWebhookDeliveryResponse = {
  readonly status: 200;
  readonly headers?: {
    readonly 'X-Request-ID'?: schemas.RequestId;
    readonly 'RateLimit-Policy'?: string;
    readonly RateLimit?: string;
  };
  readonly body: schemas.WebhookDeliveryWithAttempts;
};

/** Request of redeliverWebhook. */
export interface RedeliverWebhookRequest {
  readonly path: {
    /** The delivery's id, its `webhook-id`. A malformed one is answered like an unknown one, with 404. */
    readonly delivery_id: string;
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

/** What redeliverWebhook answers, problems aside. */
export type RedeliverWebhookResponse = {
  readonly status: 202;
  readonly headers?: {
    readonly 'X-Request-ID'?: schemas.RequestId;
    readonly 'RateLimit-Policy'?: string;
    readonly RateLimit?: string;
  };
  readonly body: schemas.WebhookDelivery;
};

/** Request of getHealth. */
export type GetHealthRequest = Readonly<Record<never, never>>;

/** What getHealth answers, problems aside. */
export type GetHealthResponse = {
  readonly status: 200;
  readonly headers?: {
    readonly 'X-Request-ID'?: schemas.RequestId;
  };
  readonly body: schemas.Health;
};

/** Request of getReadiness. */
export type GetReadinessRequest = Readonly<Record<never, never>>;

/** What getReadiness answers, problems aside. */
export type GetReadinessResponse = {
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
export type GetProblemResponse = {
  readonly status: 200;
  readonly headers?: {
    readonly 'X-Request-ID'?: schemas.RequestId;
  };
  readonly body: schemas.ProblemType;
};

/** Request of getOpenapiJson. */
export interface GetOpenapiJsonRequest {
  readonly headers: {
    /**
     * The `ETag` of the copy that you have. If the document is still the same, the answer is 304 without a
     * body.
     */
    readonly 'If-None-Match'?: string;
  };
}

/** What getOpenapiJson answers, problems aside. */
export type GetOpenapiJsonResponse =
  | {
      readonly status: 200;
      readonly headers: {
        readonly 'X-Request-ID'?: schemas.RequestId;
        readonly ETag: string;
      };
      readonly body: operations['getOpenapiJson']['responses'][200]['content']['application/json'];
    }
  | {
      readonly status: 304;
      readonly headers: {
        readonly 'X-Request-ID'?: schemas.RequestId;
        readonly ETag: string;
      };
    };

/** Request of getOpenapiYaml. */
export interface GetOpenapiYamlRequest {
  readonly headers: {
    /**
     * The `ETag` of the copy that you have. If the document is still the same, the answer is 304 without a
     * body.
     */
    readonly 'If-None-Match'?: string;
  };
}

/** What getOpenapiYaml answers, problems aside. */
export type GetOpenapiYamlResponse =
  | {
      readonly status: 200;
      readonly headers: {
        readonly 'X-Request-ID'?: schemas.RequestId;
        readonly ETag: string;
      };
      readonly contentType: 'application/yaml';
      readonly body: string | Uint8Array;
    }
  | {
      readonly status: 304;
      readonly headers: {
        readonly 'X-Request-ID'?: schemas.RequestId;
        readonly ETag: string;
      };
    };

/** Request of getOpenapi32. */
export interface GetOpenapi32Request {
  readonly headers: {
    /**
     * The `ETag` of the copy that you have. If the document is still the same, the answer is 304 without a
     * body.
     */
    readonly 'If-None-Match'?: string;
  };
}

/** What getOpenapi32 answers, problems aside. */
export type GetOpenapi32Response =
  | {
      readonly status: 200;
      readonly headers: {
        readonly 'X-Request-ID'?: schemas.RequestId;
        readonly ETag: string;
      };
      readonly body: operations['getOpenapi32']['responses'][200]['content']['application/json'];
    }
  | {
      readonly status: 304;
      readonly headers: {
        readonly 'X-Request-ID'?: schemas.RequestId;
        readonly ETag: string;
      };
    };

/** Request of getAsyncapi. */
export interface GetAsyncapiRequest {
  readonly headers: {
    /**
     * The `ETag` of the copy that you have. If the document is still the same, the answer is 304 without a
     * body.
     */
    readonly 'If-None-Match'?: string;
  };
}

/** What getAsyncapi answers, problems aside. */
export type GetAsyncapiResponse =
  | {
      readonly status: 200;
      readonly headers: {
        readonly 'X-Request-ID'?: schemas.RequestId;
        readonly ETag: string;
      };
      readonly contentType: 'application/yaml';
      readonly body: string | Uint8Array;
    }
  | {
      readonly status: 304;
      readonly headers: {
        readonly 'X-Request-ID'?: schemas.RequestId;
        readonly ETag: string;
      };
    };

/** Operations tagged `jobs`. */
export interface JobsHandlers<Context> {
  /**
   * Create a job
   *
   * Accepts a job and answers at once with 202, once the job can no longer be lost. Follow `links.events`
   * from there.
   *
   * **Idempotency.** With an `Idempotency-Key`, sending the same request again never makes a second job. Keys
   * belong to the tenant and this operation. They are kept for 24 hours and at least as long as the job;
   * deleting the job leaves the key's name for the rest of the 24 hours, so that a late retry does not run it
   * again. Bodies are compared as JSON values, before defaults are filled in:
   * - same key, same body: the same job, answered as a first request would be for the job as it now is, with
   *   `Idempotency-Replayed: true`;
   * - same key, another body, or the job was deleted: 422 `idempotency_key_reused`;
   * - same key while the first request is still in progress: waits for it, then answers as above; 409
   *   `idempotency_key_in_flight` only after 5 seconds.
   *
   * A request that is refused as invalid stores nothing: its key stays free.
   *
   * **Waiting for short jobs.** `Prefer: wait=N` asks for the finished job in this answer. It is honoured for
   * job types that have the `sync` channel only, and for 10 seconds at most (by default);
   * `Preference-Applied` says so, and for how long. If the job ends in time, in whichever state, the answer
   * is 200 with its `result` or its `error`; if not, it is 202 as usual. Closing the connection never cancels
   * a job.
   *
   * POST /v1/jobs
   */
  createJob(request: CreateJobRequest, context: Context): Promise<CreateJobResponse>;
  /**
   * List jobs
   *
   * The tenant's jobs, the newest first, one page at a time. Filters are combined: a job must meet all of
   * them. While you read page after page with `next_cursor`, keep the filters as they are. Where filters are
   * combined, a page may have fewer jobs than `limit`, even none, and not be the last one: only a
   * `next_cursor` of `null` ends the list.
   *
   * GET /v1/jobs
   */
  listJobs(request: ListJobsRequest, context: Context): Promise<ListJobsResponse>;
  /**
   * Read a job's state
   *
   * Where the job stands now. This is the emergency exit for clients that can hold no stream open: if you
   * must poll, wait for `Retry-After` seconds each time (it grows with the job's age) and send the `ETag`
   * back as `If-None-Match`.
   *
   * GET /v1/jobs/{job_id}
   */
  getJob(request: GetJobRequest, context: Context): Promise<GetJobResponse>;
  /**
   * Delete a finished job
   *
   * Removes a job that has ended, with its input, result and events, for good: nothing of it can be read
   * afterwards. Only the name of its Idempotency-Key stays until 24 hours after the job's creation. Meant for
   * personal data that must not stay. A job that has not ended is not touched; cancel it first.
   *
   * DELETE /v1/jobs/{job_id}
   */
  deleteJob(request: DeleteJobRequest, context: Context): Promise<DeleteJobResponse>;
  /**
   * Read a job's result
   *
   * The result of a job that succeeded, as its type declares it. It is kept until `result_expires_at`: 7 days
   * after the job's end, unless the job type says otherwise.
   *
   * GET /v1/jobs/{job_id}/result
   */
  getJobResult(request: GetJobResultRequest, context: Context): Promise<GetJobResultResponse>;
  /**
   * Cancel a job
   *
   * Asks for a job to be stopped. A queued job is cancelled at once. A running one becomes `cancelling`, its
   * handler is told within a second, and its events show how it ends: mostly `cancelled`, but a handler that
   * was just done may still succeed. Asking again changes nothing.
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
   * The job's events as Server-Sent Events, first those that have happened, then the others as they happen.
   * The stream ends after the `job.status` event with a terminal state.
   *
   * **Frames.** Each event is one frame: `id` is its `seq`, `event` its `type`, `data` one line of JSON, the
   * schema `JobEvent`. `seq` starts at 1 and has no gaps. An event is stored before it is sent, so that
   * whatever you have seen can be resumed from. Ignore event types that you do not know.
   *
   * **Resuming.** After a broken connection, send the last `id` that you saw as `Last-Event-ID` (a browser's
   * EventSource does), or as `last_event_id` in the query; the header wins, an empty value counts as none.
   * The stream goes on with the next event. With a value that it cannot go on from, it starts with one
   * `stream.reset` event and then sends all that is available: a status could not say that, because to a
   * browser every status but 200 is final. Without a value, it starts at the first event that is available.
   *
   * **Ends.** A stream lives for 30 minutes at most (by default) and then ends with a `retry` that spreads
   * readers out; when it ends without a terminal `job.status`, connect again. 204 means that the job has
   * ended and you have seen all: stop. Events are kept until 24 hours (by default) after the job's end; from
   * then on the answer is 410 `event_log_expired`.
   *
   * **Keeping alive.** The stream opens at once with `retry: 2000` (milliseconds to wait before connecting
   * again) and a comment; another comment follows at least every 15 seconds. Longer silence means that the
   * connection is broken.
   *
   * **Slow readers** lose nothing: the service stops reading for them and goes on from its log.
   *
   * **Browsers** cannot send an API key with EventSource: make a stream token first, and open its `url`.
   *
   * GET /v1/jobs/{job_id}/events
   */
  streamJobEvents(request: StreamJobEventsRequest, context: Context): Promise<StreamJobEventsResponse>;
  /**
   * Talk with a running job
   *
   * A WebSocket (RFC 6455), for job types that take input while they run; jobs of other types are followed by
   * their event stream alone. `/asyncapi.yaml` describes the frames in both directions: each is one JSON
   * text.
   *
   * **What comes.** The job's events, the very objects that the event stream carries in `data`, with the same
   * cursor: `last_event_id` (or `Last-Event-ID`) goes on after it. Besides, answers to frames: `ack`, `pong`,
   * `error`.
   *
   * **What you send.** `input` frames, which the job's type declares, `cancel` and `ping`. An input is stored
   * before it is answered with `ack`, and read once. After a broken connection, send again what was not
   * answered, with the same `id`: it is stored once. A frame has at most 64 KiB; 20 frames a second are
   * taken, 40 at once, and 1,000 inputs of a job may wait, those counted that it would read again after a
   * failure.
   *
   * **Ends.** 1000: the job has ended and you have seen all. 1012: the service restarts, or the connection is
   * 30 minutes old (by default): connect again, with the cursor. 1008: too many frames were refused. 1009: a
   * frame was too large. The service sends a ping every 30 seconds (by default), and gives a client up that
   * misses two.
   *
   * **Browsers** cannot send an API key with a WebSocket: make a stream token with `write`, and open its
   * `socket_url`. An `Origin` must be the service's own or one that its operator has allowed.
   *
   * GET /v1/jobs/{job_id}/socket
   */
  openJobSocket(request: OpenJobSocketRequest, context: Context): Promise<OpenJobSocketResponse>;
  /**
   * Make a token for a job's event stream
   *
   * Makes a token that reads the events of this one job and can do nothing else, for a browser whose
   * EventSource cannot send an API key; with `write`, it may also send input over the job's WebSocket, and
   * cancel the job there. Make it on your server, hand `url` (or `socket_url`) to the browser. It stays valid
   * until 15 minutes after the job's latest possible end, so that a reconnecting browser is never locked out
   * while the job runs; each connection checks it anew, and it dies with the API key that made it.
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
   * All job types that the service runs, with their limits, channels and events. The list is never paged.
   *
   * GET /v1/job-types
   */
  listJobTypes(request: ListJobTypesRequest, context: Context): Promise<ListJobTypesResponse>;
}

/** Operations tagged `webhooks`. */
export interface WebhooksHandlers<Context> {
  /**
   * Make a webhook endpoint
   *
   * Registers a URL that is told how the tenant's jobs end. The answer has the secret that deliveries are
   * signed with: it is shown only here. The URL is checked, but not called; `ping` does that.
   *
   * POST /v1/webhook-endpoints
   */
  createWebhookEndpoint(request: CreateWebhookEndpointRequest, context: Context): Promise<CreateWebhookEndpointResponse>;
  /**
   * List webhook endpoints
   *
   * The tenant's webhook endpoints, the newest first, one page at a time.
   *
   * GET /v1/webhook-endpoints
   */
  listWebhookEndpoints(request: ListWebhookEndpointsRequest, context: Context): Promise<ListWebhookEndpointsResponse>;
  /**
   * Read a webhook endpoint
   *
   * The endpoint, without its secret.
   *
   * GET /v1/webhook-endpoints/{endpoint_id}
   */
  getWebhookEndpoint(request: GetWebhookEndpointRequest, context: Context): Promise<GetWebhookEndpointResponse>;
  /**
   * Change a webhook endpoint
   *
   * Changes what the body names. What is pending goes to the new `url`; `events` counts for what happens from
   * now on.
   *
   * PATCH /v1/webhook-endpoints/{endpoint_id}
   */
  updateWebhookEndpoint(request: UpdateWebhookEndpointRequest, context: Context): Promise<UpdateWebhookEndpointResponse>;
  /**
   * Delete a webhook endpoint
   *
   * Deletes the endpoint and its secret. What is still to be delivered to it fails with `endpoint_deleted`;
   * its deliveries can still be read.
   *
   * DELETE /v1/webhook-endpoints/{endpoint_id}
   */
  deleteWebhookEndpoint(request: DeleteWebhookEndpointRequest, context: Context): Promise<DeleteWebhookEndpointResponse>;
  /**
   * Replace a secret
   *
   * Makes a new secret. For 24 hours deliveries are signed with the previous one too, so that receivers can
   * change over in their own time; a secret that was still valid from a rotation before no longer is. With
   * the id `default` it is the tenant's default secret, which signs what goes to a job's own `url`: the first
   * time, it is made.
   *
   * POST /v1/webhook-endpoints/{endpoint_id}/rotate-secret
   */
  rotateWebhookSecret(request: RotateWebhookSecretRequest, context: Context): Promise<RotateWebhookSecretResponse>;
  /**
   * Send a webhook.ping
   *
   * Sends a signed `webhook.ping` to the endpoint, whichever events it asks for, to see whether it can be
   * reached. It is a delivery like any other: read it to learn what became of it. To a disabled endpoint
   * nothing is sent: the delivery fails with `endpoint_disabled`.
   *
   * POST /v1/webhook-endpoints/{endpoint_id}/ping
   */
  pingWebhookEndpoint(request: PingWebhookEndpointRequest, context: Context): Promise<PingWebhookEndpointResponse>;
  /**
   * Enable a webhook endpoint
   *
   * Enables an endpoint that was disabled, by you or because it could not be reached. What happened meanwhile
   * is not delivered; what had failed can be redelivered. For one that is enabled nothing changes.
   *
   * POST /v1/webhook-endpoints/{endpoint_id}/enable
   */
  enableWebhookEndpoint(request: EnableWebhookEndpointRequest, context: Context): Promise<EnableWebhookEndpointResponse>;
  /**
   * List deliveries
   *
   * The tenant's deliveries, the newest first, one page at a time. Filters are combined: a delivery must meet
   * all of them. Finished deliveries are kept for 30 days (by default), and as long as their job.
   *
   * GET /v1/webhook-deliveries
   */
  listWebhookDeliveries(request: ListWebhookDeliveriesRequest, context: Context): Promise<ListWebhookDeliveriesResponse>;
  /**
   * Read a delivery
   *
   * The delivery and all its attempts.
   *
   * GET /v1/webhook-deliveries/{delivery_id}
   */
  getWebhookDelivery(request: GetWebhookDeliveryRequest, context: Context): Promise<GetWebhookDeliveryResponse>;
  /**
   * Deliver again
   *
   * Sends the same payload again, under the same `webhook-id`. A delivery that has succeeded or failed starts
   * a new round of attempts, of the same schedule; a pending one is tried now, or right after an attempt that
   * is under way. If its endpoint is disabled or deleted, nothing is sent and it fails at once.
   *
   * POST /v1/webhook-deliveries/{delivery_id}/redeliver
   */
  redeliverWebhook(request: RedeliverWebhookRequest, context: Context): Promise<RedeliverWebhookResponse>;
}

/** Operations tagged `meta`. */
export interface MetaHandlers<Context> {
  /**
   * Is the process alive?
   *
   * Answers as long as the process does, without looking at anything that it depends on. For liveness probes.
   *
   * GET /healthz
   */
  getHealth(request: GetHealthRequest, context: Context): Promise<GetHealthResponse>;
  /**
   * Can the service take jobs?
   *
   * Looks at what the service needs: PostgreSQL answers, its migrations are done and, where the service is
   * set up to expect one, a worker polls with its model loaded. Temporal's state is reported too, but the
   * service is ready without it: jobs are accepted, and start when it is back. For readiness probes.
   *
   * GET /readyz
   */
  getReadiness(request: GetReadinessRequest, context: Context): Promise<GetReadinessResponse>;
  /**
   * What does an error code mean?
   *
   * Describes one error code, of responses (`ProblemCode`) or of jobs (`JobErrorCode`). The `type` of every
   * problem leads here.
   *
   * GET /problems/{code}
   */
  getProblem(request: GetProblemRequest, context: Context): Promise<GetProblemResponse>;
  /**
   * This document as JSON
   *
   * The bundled OpenAPI 3.1 document, with every job type in it.
   *
   * GET /openapi.json
   */
  getOpenapiJson(request: GetOpenapiJsonRequest, context: Context): Promise<GetOpenapiJsonResponse>;
  /**
   * This document as YAML
   *
   * The same document as `/openapi.json`, as YAML.
   *
   * GET /openapi.yaml
   */
  getOpenapiYaml(request: GetOpenapiYamlRequest, context: Context): Promise<GetOpenapiYamlResponse>;
  /**
   * This document as OpenAPI 3.2
   *
   * The same document as OpenAPI 3.2, in which event streams are typed (`itemSchema`). For tools that know
   * 3.2.
   *
   * GET /openapi-3.2.json
   */
  getOpenapi32(request: GetOpenapi32Request, context: Context): Promise<GetOpenapi32Response>;
  /**
   * The events as AsyncAPI
   *
   * The bundled AsyncAPI 3 document, which describes every event that a stream may carry.
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
    WebhooksHandlers<Context>,
    MetaHandlers<Context> {}
